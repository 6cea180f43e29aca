import type { Config } from '@concert/node'
import { startFromFolder } from '@concert/node/testing/pair'

/** What the test says: where the clock stands, and that whatever is due is to be done now. */
interface Turn {
  /** Milliseconds that the node's clock is ahead of the machine's. */
  readonly ahead: number
}

/**
 * A node in a process of its own whose clock the test turns, over the channel of its parent: nothing
 * that is installed can be started so.
 */
async function main({ config, ahead: first }: Turn & { readonly config: Config }): Promise<void> {
  let ahead = first
  const node = await startFromFolder(config, () => Date.now() + ahead)
  process.on('message', (turn: Turn) => {
    ahead = turn.ahead
    const { requests, people } = node.parts
    requests
      .tick()
      .then(() => people.sweep())
      .then(() => requests.tick())
      .then(() => process.send?.('done'))
      .catch((error: unknown) => process.send?.(String(error)))
  })
  process.once('SIGTERM', () => {
    void node.stop().then(() => process.exit(0))
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.('ready')
}

await main(JSON.parse(process.argv[2] ?? '{}') as Turn & { readonly config: Config })

import type { Config } from '@concert/node'
import { startFromFolder } from '@concert/node/testing/pair'

/** What the test says. */
export interface Turn {
  /** Milliseconds that the node's clock is ahead of the machine's. */
  readonly ahead: number
  /** Whether what is due by then is to be done before the answer. */
  readonly due: boolean
}

/** What the process is started with. */
export interface Start {
  readonly config: Config
  readonly ahead: number
}

/**
 * A node in a process of its own whose clock the test turns, over the channel of its parent: nothing
 * that is installed can be started so.
 */
async function main({ config, ahead: first }: Start): Promise<void> {
  let ahead = first
  const node = await startFromFolder(config, () => Date.now() + ahead)
  const doWhatIsDue = async () => {
    const { requests, people } = node.parts
    await requests.tick()
    await people.sweep()
    await requests.tick()
  }
  process.on('message', (turn: Turn) => {
    ahead = turn.ahead
    const done = turn.due ? doWhatIsDue() : Promise.resolve()
    done.then(() => process.send?.('done')).catch((error: unknown) => process.send?.(String(error)))
  })
  process.once('SIGTERM', () => {
    void node.stop().then(() => process.exit(0))
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.('ready')
}

await main(JSON.parse(process.argv[2] ?? '{}') as Start)

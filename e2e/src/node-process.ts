import type { Config } from '@concert/node'
import { startFromFolder } from '@concert/node/testing/pair'

/**
 * A node in a process of its own: its argument is the configuration as JSON. Its parent may send how
 * many milliseconds its clock is to be ahead of the machine's.
 */
async function main(config: Config): Promise<void> {
  let aheadMs = 0
  process.on('message', (message) => {
    aheadMs = Number(message)
    process.send?.('set')
  })
  const node = await startFromFolder(config, () => Date.now() + aheadMs)
  process.once('SIGTERM', () => {
    void node.stop().then(() => process.exit(0))
  })
  process.stdout.write('ready\n')
}

await main(JSON.parse(process.argv[2] ?? '{}') as Config)

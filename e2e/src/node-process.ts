import type { Config } from '@concert/node'
import { startFromFolder } from '@concert/node/testing/pair'

/** A node in a process of its own: its first argument is the configuration as JSON. */
async function main(config: Config): Promise<void> {
  const node = await startFromFolder(config)
  process.once('SIGTERM', () => {
    void node.stop().then(() => process.exit(0))
  })
  process.stdout.write('ready\n')
}

await main(JSON.parse(process.argv[2] ?? '{}') as Config)

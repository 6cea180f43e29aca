import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConcertError } from '@concert/core'
import { type Config, createKeys, createNodeCrypto, startNode } from '@concert/node'
import type { NodeSpec, TaskReply, TaskRequest } from './messages.ts'
import { nodeTasks } from './node-tasks.ts'

const spec: NodeSpec = JSON.parse(process.argv[2] ?? '')
const folder = join(spec.folder, 'keys')
await mkdir(spec.folder, { recursive: true, mode: 0o700 })
const keys = await createKeys({ folder, crypto: createNodeCrypto(), now: Date.now() })
if (!keys.ok) throw new ConcertError(keys.code, {})
const node = await startNode({ config: configOf(spec), secrets: {}, keys: keys.value })
const tasks = nodeTasks(node)

// Nobody is left to stop this node when the bench is cut short.
process.once('disconnect', () => process.exit())
process.on('message', (request: TaskRequest) => void serve(request))
reply({ id: 0 })

async function serve({ id, task, input }: TaskRequest): Promise<void> {
  try {
    const run = tasks[task] as (...input: never[]) => Promise<unknown>
    reply({ id, output: await run(...(input as never[])) })
  } catch (error) {
    reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  if (task === 'stop') process.disconnect?.()
}

function reply(message: TaskReply): void {
  process.send?.(message)
}

/** A console where a password alone is enough: the bench is about what comes after signing in. */
function consoleOf(port: number): NonNullable<Config['console']> {
  return {
    host: '127.0.0.1',
    port,
    origin: `http://127.0.0.1:${port}`,
    proxies: [],
    secondFactor: 'optional',
    sessionHours: 12,
    idleMinutes: 60,
  }
}

/** The limits are the defaults of a node but for the rate: two nodes here are one address. */
function configOf({ folder: dataDir, port, economy, name, consolePort }: NodeSpec): Config {
  const host = `127.0.0.1:${port}`
  return {
    dataDir,
    host,
    names: name,
    economy,
    listen: { host: '127.0.0.1', port },
    url: `http://${host}`,
    admin: { host: '127.0.0.1', port: 0 },
    ...(consolePort !== undefined && { console: consoleOf(consolePort) }),
    store: { engine: 'sqlite' },
    witnesses: [],
    mailboxes: [],
    mailbox: { silentMs: 900_000, pollMs: 3_600_000 },
    monitor: { everyMs: 3_600_000 },
    feeds: { allow: [], checkMs: 3_600_000 },
    quorum: 0,
    log: { batchMs: 10 },
    release: {
      delegates: [],
      folder: `${dataDir}/release`,
      internalNames: [],
      times: 'hour',
      reviewDays: 7,
      objectsPerDay: 1_000_000_000,
      objectsAtOnce: 1_000_000_000,
    },
    limits: {
      parcelBytes: 32 << 20,
      inflatedBytes: 64 << 20,
      bodyMs: 30_000,
      requestsPerMinute: 60_000,
      parcelsInFlight: 8,
    },
    quotas: {
      bytesPerDay: 2 ** 40,
      objectsPerDay: 1_000_000_000,
      fileBytes: 2 ** 30,
      quarantineBytes: 2 ** 32,
    },
    level: 'warn',
    lang: 'en',
  }
}

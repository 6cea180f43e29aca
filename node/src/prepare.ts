import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { CommandGroup } from './cli/command.ts'
import { runCommandLine } from './cli/run.ts'
import { COMMANDS } from './cli/table.ts'
import { loadSettings } from './config/load.ts'
import { createNodeCrypto } from './crypto/node-crypto.ts'
import { KEYS_FOLDER } from './keys/create-keys.ts'
import { loadKeys } from './keys/load-keys.ts'
import { startNode } from './node.ts'

const HERE = { host: '127.0.0.1', port: 0 }
const INIT = ['--host', '127.0.0.1:1', '--name-en', 'First', '--name-zh', '首次', '--economy', 'XA']

/** Loads whatever a command may load: the compile cache keeps it. */
async function loadCommands(group: CommandGroup): Promise<void> {
  for (const entry of group.entries) {
    if ('entries' in entry) await loadCommands(entry)
    else await entry.load()
  }
}

/** Libraries load much of themselves when they are first used: a node starts and stops. */
async function startOnce(dataDir: string): Promise<void> {
  const quiet = { write: () => true }
  const { signal } = new AbortController()
  const line = ['init', ...INIT, '--data', dataDir]
  await runCommandLine({ line, out: quiet, err: quiet, env: {}, signal, commands: COMMANDS })
  const settings = await loadSettings({ dataDir, env: {} })
  const keys = await loadKeys({ folder: join(dataDir, KEYS_FOLDER), crypto: createNodeCrypto() })
  if (!settings.ok || !keys.ok) return
  const config = { ...settings.config, listen: HERE, admin: HERE }
  const logger = pino({ level: 'silent' })
  const node = await startNode({ config, secrets: settings.secrets, keys: keys.value, logger })
  await node.stop()
}

const folder = await mkdtemp(join(tmpdir(), 'concert-prepare-'))
try {
  await loadCommands(COMMANDS)
  await startOnce(folder)
} finally {
  await rm(folder, { recursive: true })
}

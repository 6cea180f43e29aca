import { resolve } from 'node:path'
import type { Settings } from '../../config/config.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { openNodeStore } from '../../open-node-store.ts'
import { isRunning } from '../../operation/is-running.ts'
import {
  type RestoreDeps,
  restoreBackup,
  restoreInPlace,
  restoreSettings,
} from '../../operation/restore.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { loadNode } from './load-node.ts'

/** `concert restore FOLDER`: puts a backup in place without ever contradicting what was signed. */
export const restore = defineCommand({
  options: {},
  positionals: {
    folder: {
      optional: true,
      summary: {
        en: 'a folder that concert backup made; with PostgreSQL not needed',
        zh: 'concert backup 生成的文件夹；使用 PostgreSQL 时可省略',
      },
    },
  },
  details: {
    en: 'The node must be stopped. If anything was signed since the backup, or nobody can tell, the node begins another log and another epoch with its peers, which then send again what was lost; that needs the root keys. The database that was there is set aside.\n\nWith PostgreSQL, first bring the database back with pg_restore, then run this command: it makes that database fit to go on.',
    zh: '须先停止节点。如备份之后又签过内容，或无从得知，节点将启用新的日志，并与各对等节点进入新的纪元，对方随后重发丢失的内容；此时需要根密钥。原有数据库会另存。\n\n使用 PostgreSQL 时，请先用 pg_restore 恢复数据库，再运行本命令，由它使该数据库可以安全地继续使用。',
  },
  async run(context) {
    const { dataDir } = context
    if (await isRunning(context)) {
      complain(context, { code: 'not-stopped', sentence: both('ops.not-stopped', { dataDir }) })
      return EXIT.refused
    }
    const named = context.args.positionals.folder
    const folder = named === undefined ? undefined : resolve(named)
    if (folder !== undefined) await restoreSettings(folder, dataDir)
    const loaded = await loadNode(context)
    if (typeof loaded === 'number') return loaded
    const deps = { crypto: createNodeCrypto(), ...loaded, now: Date.now() }
    const isInPlace = loaded.config.store.engine === 'postgres'
    if (!isInPlace && folder === undefined) return complainOfFolder(context)
    const restored = isInPlace
      ? await restoreDatabase(loaded, deps)
      : await restoreBackup(deps, folder ?? '')
    if (!restored.ok) {
      const path = restored.at ?? folder ?? dataDir
      complain(context, { code: restored.code, sentence: both(`ops.${restored.code}`, { path }) })
      return EXIT.refused
    }
    print(context, restored.value, ({ standing, origin, setAside }) => {
      const told = translate(context.lang, `restore.${standing}`, { origin })
      if (setAside === null) return `${told}\n`
      return `${told}\n${translate(context.lang, 'restore.aside', { path: setAside })}\n`
    })
    return EXIT.ok
  },
})

async function restoreDatabase(settings: Settings, deps: RestoreDeps) {
  const store = await openNodeStore(settings, 'concert-restore')
  try {
    return await restoreInPlace(deps, store)
  } finally {
    await store.close()
  }
}

function complainOfFolder(context: CommandContext): number {
  complain(context, { code: 'restore-no-folder', sentence: both('ops.restore-no-folder') })
  return EXIT.usage
}

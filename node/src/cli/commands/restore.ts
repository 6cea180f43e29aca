import { resolve } from 'node:path'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { isRunning } from '../../operation/is-running.ts'
import { restoreBackup, restoreSettings } from '../../operation/restore.ts'
import { defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { loadNode } from './load-node.ts'

/** `concert restore FOLDER`: puts a backup in place without ever contradicting what was signed. */
export const restore = defineCommand({
  options: {},
  positionals: {
    folder: {
      summary: { en: 'a folder that concert backup made', zh: 'concert backup 生成的文件夹' },
    },
  },
  details: {
    en: 'The node must be stopped. If anything was signed since the backup, or nobody can tell, the node begins another log and another epoch with its peers, which then send again what was lost; that needs the root keys. The database that was there is set aside.',
    zh: '须先停止节点。如备份之后又签过内容，或无从得知，节点将启用新的日志，并与各对等节点进入新的纪元，对方随后重发丢失的内容；此时需要根密钥。原有数据库会另存。',
  },
  async run(context) {
    const { dataDir } = context
    const folder = resolve(context.args.positionals.folder)
    if (await isRunning(context)) {
      complain(context, { code: 'not-stopped', sentence: both('ops.not-stopped', { dataDir }) })
      return EXIT.refused
    }
    await restoreSettings(folder, dataDir)
    const loaded = await loadNode(context)
    if (typeof loaded === 'number') return loaded
    const { config, keys } = loaded
    const deps = { crypto: createNodeCrypto(), config, keys, now: Date.now() }
    const restored = await restoreBackup(deps, folder)
    if (!restored.ok) {
      const path = restored.at ?? folder
      complain(context, { code: restored.code, sentence: both(`ops.${restored.code}`, { path }) })
      return EXIT.refused
    }
    print(context, restored.value, ({ standing, origin, setAside }) => {
      const aside = setAside ?? '-'
      const told = translate(context.lang, `restore.${standing}`, { origin })
      return `${told}\n${translate(context.lang, 'restore.aside', { path: aside })}\n`
    })
    return EXIT.ok
  },
})

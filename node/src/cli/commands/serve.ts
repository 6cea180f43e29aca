import { once } from 'node:events'
import { join } from 'node:path'
import { loadSettings } from '../../config/load.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { KEYS_FOLDER } from '../../keys/create-keys.ts'
import { loadKeys } from '../../keys/load-keys.ts'
import { startNode } from '../../node.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { reportFaults } from '../report-faults.ts'

/** `concert serve`: runs the node until Ctrl-C or SIGTERM. */
export const serve = defineCommand({
  options: {},
  positionals: {},
  details: {
    en: 'Logs go to standard error as JSON lines. Stops gracefully on Ctrl-C or SIGTERM: what is queued stays queued.',
    zh: '运行日志以 JSON 行写入标准错误。按 Ctrl-C 或收到 SIGTERM 时平稳停止，队列内容保留。',
  },
  async run(context) {
    const settings = await loadSettings(context)
    if (!settings.ok) return reportFaults(context, settings)
    const folder = join(context.dataDir, KEYS_FOLDER)
    const keys = await loadKeys({ folder, crypto: createNodeCrypto() })
    if (!keys.ok) return reportFaults(context, keys)
    const { config, secrets } = settings
    const node = await startNode({ config, secrets, keys: keys.value })
    const { own } = node.parts.context
    const started = { node: own.node, url: node.url, admin: node.adminUrl }
    print(context, started, () => `${config.names[context.lang]} ${own.node}\n${node.url}\n`)
    if (!context.signal.aborted) await once(context.signal, 'abort')
    await node.stop()
    return EXIT.ok
  },
})

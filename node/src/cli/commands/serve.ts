import { once } from 'node:events'
import { join } from 'node:path'
import { loadSettings } from '../../config/load.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import { KEYS_FOLDER } from '../../keys/create-keys.ts'
import { loadKeys } from '../../keys/load-keys.ts'
import { type RunningNode, startNode } from '../../node.ts'
import { MemoryAtRest, processMemory } from '../../operation/memory-at-rest.ts'
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
    const people = await consoleOf(node)
    print(context, { ...started, ...people }, () => {
      const lines = [`${config.names[context.lang]} ${own.node}`, node.url]
      if (people.console !== undefined) {
        lines.push(both('serve.console', { url: people.console })[context.lang])
      }
      if (people.setupCode !== undefined) {
        lines.push(both('serve.setup-code', { code: people.setupCode })[context.lang])
      }
      return `${lines.join('\n')}\n`
    })
    const memory = new MemoryAtRest(processMemory)
    memory.start()
    if (!context.signal.aborted) await once(context.signal, 'abort')
    memory.stop()
    await node.stop()
    return EXIT.ok
  },
})

/** Where people go, and what the first of them needs. */
async function consoleOf(
  node: RunningNode,
): Promise<{ readonly console?: string; readonly setupCode?: string }> {
  const { accounts } = node.parts
  if (node.consoleUrl === undefined) return {}
  if (await accounts.isSetUp()) return { console: node.consoleUrl }
  return { console: node.consoleUrl, setupCode: await accounts.setupCode.ensure() }
}

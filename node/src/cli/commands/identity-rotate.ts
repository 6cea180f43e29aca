import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { openNodeStore } from '../../open-node-store.ts'
import { isRunning } from '../../operation/is-running.ts'
import { ROTATABLE, rotateKeys } from '../../operation/rotate.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { textTable } from '../text-table.ts'
import { loadNode } from './load-node.ts'

/** `concert identity rotate`: new keys, announced by a new version of the identity. */
export const identityRotate = defineCommand({
  options: {
    use: {
      type: 'string',
      value: 'use',
      choices: ROTATABLE,
      summary: { en: 'replace the keys of this use', zh: '更换该用途的密钥' },
    },
    root: {
      type: 'boolean',
      summary: {
        en: 'hand over to the root that was committed to, and commit to a new one',
        zh: '由预先承诺的下一根密钥接任，并承诺新的下一根密钥',
      },
    },
  },
  positionals: {},
  details: {
    en: 'The node must be stopped, and the root keys must be in the folder of keys. Peers learn the new version by themselves; the node and its peering stay. After a log key was replaced, give its new vkey to the witnesses.',
    zh: '须先停止节点，且根密钥须在密钥文件夹中。对等节点会自行获知新版本；节点和对等关系保持不变。更换日志密钥后，请将新的 vkey 提供给各见证方。',
  },
  examples: ['concert identity rotate --use seal', 'concert identity rotate --root'],
  async run(context) {
    const { use, root } = context.args.options
    const uses = [...(use === undefined ? [] : [use]), ...(root ? (['root'] as const) : [])]
    if (uses.length === 0) {
      complain(context, { code: 'rotate-nothing', sentence: both('ops.rotate-nothing') })
      return EXIT.usage
    }
    const { dataDir } = context
    if (await isRunning(context)) {
      complain(context, { code: 'not-stopped', sentence: both('ops.not-stopped', { dataDir }) })
      return EXIT.refused
    }
    return await rotate(context, uses)
  },
})

async function rotate(
  context: CommandContext,
  uses: Parameters<typeof rotateKeys>[1],
): Promise<number> {
  const loaded = await loadNode(context)
  if (typeof loaded === 'number') return loaded
  const { config, secrets, keys } = loaded
  const store = await openNodeStore({ config, secrets })
  try {
    const deps = { store, crypto: createNodeCrypto(), config, keys, now: Date.now() }
    const rotated = await rotateKeys(deps, uses)
    if (!rotated.ok) {
      const path = rotated.at ?? config.dataDir
      complain(context, { code: rotated.code, sentence: both(`ops.${rotated.code}`, { path }) })
      return EXIT.refused
    }
    const { version } = rotated.value
    const made = rotated.value.keys.map(({ use, alg, id, fileName }) => {
      return { use, alg, id, file: fileName }
    })
    print(context, { version, keys: made }, () => {
      const head = translate(context.lang, 'rotate.done', { version })
      const columns = ['init.key-use', 'init.key-alg', 'init.key-id', 'init.key-file'] as const
      const table = textTable(
        columns.map((key) => ({ title: translate(context.lang, key) })),
        made.map(({ use, alg, id, file }) => [use, alg, id, file]),
      )
      return `${head}\n${table}`
    })
    return EXIT.ok
  } finally {
    await store.close()
  }
}

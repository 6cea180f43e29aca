import { translate } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { definitionList, textTable } from '../text-table.ts'

interface IdentityAnswer {
  readonly node: string
  readonly host: string
  readonly names: { readonly en: string; readonly zh: string }
  readonly economy: string
  readonly version: number
  readonly log: { readonly origin: string; readonly vkey: string }
  readonly keys: readonly {
    readonly id: string
    readonly use: string
    readonly alg: string
    readonly until: string
  }[]
}

/** `concert identity show`: who this node is; `--published` gives what an auditor needs. */
export const identityShow = defineCommand({
  options: {
    published: {
      type: 'boolean',
      summary: {
        en: 'print the published keys that concert verify takes',
        zh: '输出 concert verify 所需的公开密钥',
      },
    },
    compact: {
      type: 'string',
      value: 'version',
      summary: {
        en: 'with --published: the witness policy that this version of a compact pins',
        zh: '与 --published 合用：采用该合作约定版本所固定的见证策略',
      },
    },
  },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { published, compact } = context.args.options
    if (published) {
      const query = compact === undefined ? '' : `?compact=${encodeURIComponent(compact)}`
      const keys = await admin.value.get<unknown>(`/api/v1/published-keys${query}`)
      if (!keys.ok) return reportRefusal(context, keys)
      context.out.write(`${JSON.stringify(keys.value)}\n`)
      return EXIT.ok
    }
    const answer = await admin.value.get<IdentityAnswer>('/api/v1/identity')
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (identity) => {
      const head = definitionList([
        [translate(context.lang, 'status.node'), identity.node],
        [translate(context.lang, 'identity.host'), identity.host],
        [translate(context.lang, 'identity.names'), `${identity.names.en} · ${identity.names.zh}`],
        [translate(context.lang, 'identity.version'), String(identity.version)],
        [translate(context.lang, 'status.log'), identity.log.vkey],
      ])
      const columns = ['identity.use', 'identity.alg', 'identity.key', 'identity.until'] as const
      const keys = textTable(
        columns.map((key) => ({ title: translate(context.lang, key) })),
        identity.keys.map(({ use, alg, id, until }) => [use, alg, id, until]),
      )
      return `${head}\n${keys}`
    })
    return EXIT.ok
  },
})

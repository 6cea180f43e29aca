import type { CompactSummary } from '../../compacts/compacts.ts'
import { translate } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { textTable } from '../text-table.ts'

const DAY_MS = 86_400_000
const TYPES = ['identity', 'indicator', 'sighting']

/** `concert compact propose PEER…`: proposes and signs for this side. */
export const compactPropose = defineCommand({
  options: {
    'title-en': {
      type: 'string',
      value: 'text',
      required: true,
      summary: { en: 'title in English', zh: '英文标题' },
    },
    'title-zh': {
      type: 'string',
      value: 'text',
      required: true,
      summary: { en: 'title in Chinese', zh: '中文标题' },
    },
    tlp: {
      type: 'string',
      value: 'label',
      choices: ['clear', 'green', 'amber', 'amber+strict', 'red'],
      default: 'green',
      summary: { en: 'highest TLP that may flow', zh: '允许流动的最高 TLP 级别' },
    },
    type: {
      type: 'string',
      value: 'type',
      multiple: true,
      default: TYPES.join(', '),
      summary: { en: 'STIX object type that may flow', zh: '允许流动的 STIX 对象类型' },
    },
    days: {
      type: 'integer',
      value: 'days',
      min: 1,
      max: 3650,
      default: '365',
      summary: { en: 'validity from now', zh: '自即日起的有效天数' },
    },
  },
  positionals: {
    peer: {
      many: true,
      summary: { en: 'node ids of the other parties', zh: '其他各方的节点编号' },
    },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { options, positionals } = context.args
    const now = Date.now()
    const days = options.days ?? 365
    const at = (ms: number) => new Date(ms).toISOString()
    const types = options.type && options.type.length > 0 ? options.type : TYPES
    const json = {
      peers: positionals.peer,
      title: { en: options['title-en'], zh: options['title-zh'] },
      text: [],
      from: at(now - DAY_MS),
      until: at(now + days * DAY_MS),
      signBy: at(now + 30 * DAY_MS),
      intelligence: {
        tlp: options.tlp ?? 'green',
        types: types.toSorted(),
        attribution: false,
        onward: false,
        retention_days: 365,
      },
    }
    const answer = await admin.value.post<CompactSummary>('/api/v1/compacts', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (compact) => compactText(context, [compact]))
    return EXIT.ok
  },
})

/** `concert compact sign DIGEST`. */
export const compactSign = defineCommand({
  options: {},
  positionals: {
    digest: { summary: { en: 'digest of the proposed version', zh: '提议版本的摘要' } },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { digest: context.args.positionals.digest }
    const answer = await admin.value.post<CompactSummary>('/api/v1/compacts/sign', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (compact) => compactText(context, [compact]))
    return EXIT.ok
  },
})

/** `concert compact list`, and with an id `concert compact show`. */
export const compactList = defineCommand({
  options: {},
  positionals: {
    id: {
      optional: true,
      summary: { en: 'only the compact of this id', zh: '仅显示该编号的约定' },
    },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ readonly compacts: readonly CompactSummary[] }>(
      '/api/v1/compacts',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { id } = context.args.positionals
    const compacts = answer.value.compacts.filter((entry) => id === undefined || entry.id === id)
    print(context, { compacts }, () => compactText(context, compacts))
    return EXIT.ok
  },
})

function compactText(
  { lang }: Pick<CommandContext, 'lang'>,
  compacts: readonly CompactSummary[],
): string {
  if (compacts.length === 0) return `${translate(lang, 'compact.none')}\n`
  const columns = ['compact.version', 'compact.status', 'compact.signed', 'identity.until'] as const
  return textTable(
    columns.map((key) => ({ title: translate(lang, key) })),
    compacts.flatMap((compact) =>
      compact.proposals.map((proposal) => [
        proposal.digest,
        translate(lang, `compact.${compact.status}`),
        `${proposal.signedBy.length}/${compact.parties.length}`,
        proposal.until,
      ]),
    ),
  )
}

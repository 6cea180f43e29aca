import { readFile } from 'node:fs/promises'
import { parsePublishedKeys } from '@concert/envelope'
import { type CardRow, MEASURES } from '@concert/threads'
import { createNodeCrypto } from '../../../crypto/node-crypto.ts'
import type { Language } from '../../../i18n/language.ts'
import { refusalSentence } from '../../../i18n/refusals.ts'
import type { CutLine, ScorecardView } from '../../../scorecard/scorecard-desk.ts'
import { verifySignedScorecard } from '../../../scorecard/verify-signed.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { PEER } from '../release/options.ts'
import { say, sayBoth } from '../request/texts.ts'
import { stretch } from '../request/time-text.ts'
import { writeNew } from '../request/write-new.ts'

const PERIOD = {
  peer: PEER,
  from: {
    type: 'string',
    value: 'time',
    required: true,
    summary: { en: 'start, in UTC, as 2026-07-01T00:00:00.000Z', zh: '起始时间（UTC）' },
  },
  until: {
    type: 'string',
    value: 'time',
    required: true,
    summary: { en: 'end, not included', zh: '结束时间（不含）' },
  },
} as const
const ID = { summary: { en: 'id of the scorecard', zh: '记分卡编号' } } as const

/** `concert scorecard draft`: the numbers of now; nobody signs them. */
export const scorecardDraft = overPeriod('draft')
/** `concert scorecard propose`: cuts, signs, and lets the peer's node answer. */
export const scorecardPropose = overPeriod('propose')

function overPeriod(what: 'draft' | 'propose') {
  return defineCommand({
    options: PERIOD,
    positionals: {},
    async run(context) {
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const { peer, from, until } = context.args.options
      const answer = await admin.value.post<ScorecardView>(`/api/v1/scorecards/${what}`, {
        json: { peer, from, until },
      })
      if (!answer.ok) return reportRefusal(context, answer)
      print(context, answer.value, (card) => cardText(context.lang, card))
      return EXIT.ok
    },
  })
}

/** `concert scorecard list` */
export const scorecardList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ scorecards: readonly CutLine[] }>('/api/v1/scorecards')
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ scorecards }) => {
      if (scorecards.length === 0) return `${say(lang, 'no-cards')}\n`
      return scorecards.map((line) => `${line.id}  ${headOf(lang, line)}\n`).join('')
    })
    return EXIT.ok
  },
})

/** `concert scorecard show ID`: exit code 1 when the two sides computed different cards. */
export const scorecardShow = defineCommand({
  options: {},
  positionals: { id: ID },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { id: context.args.positionals.id }
    const answer = await admin.value.post<ScorecardView>('/api/v1/scorecards/show', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (card) => cardText(context.lang, card))
    return answer.value.state === 'differs' ? EXIT.refused : EXIT.ok
  },
})

/** `concert scorecard open ID`: the messages behind one number. */
export const scorecardOpen = defineCommand({
  options: {
    measure: {
      type: 'string',
      value: 'measure',
      required: true,
      choices: MEASURES.map(({ id }) => id),
      summary: { en: 'which number', zh: '哪项指标' },
    },
    of: {
      type: 'string',
      value: 'node',
      required: true,
      summary: { en: 'node id of the side that it is about', zh: '指标所述一方的节点编号' },
    },
    urgency: {
      type: 'string',
      value: 'urgency',
      choices: ['all', 'u0', 'u1', 'u2', 'u3'],
      default: 'all',
      summary: { en: 'only this urgency', zh: '仅此紧急程度' },
    },
  },
  positionals: { id: ID },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { measure, of, urgency = 'all' } = context.args.options
    const json = { id: context.args.positionals.id, measure, of, urgency }
    const answer = await admin.value.post<{ messages: readonly string[] }>(
      '/api/v1/scorecards/open',
      { json },
    )
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ messages }) => {
      const lines = messages.map((message) => `  ${message}\n`).join('')
      return `${say(context.lang, 'messages', { n: messages.length })}\n${lines}`
    })
    return EXIT.ok
  },
})

/** `concert scorecard csv ID FILE` */
export const scorecardCsvFile = download('csv')
/** `concert scorecard signed ID FILE`: the card with both signatures, to be verified offline. */
export const scorecardSigned = download('signed')

function download(what: 'csv' | 'signed') {
  return defineCommand({
    options: {},
    positionals: { id: ID, file: { summary: { en: 'file to write', zh: '要写入的文件' } } },
    async run(context) {
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const { id, file } = context.args.positionals
      const json = what === 'csv' ? { id, lang: context.lang } : { id }
      const bytes = await admin.value.bytes(`/api/v1/scorecards/${what}`, { json })
      if (!bytes.ok) return reportRefusal(context, bytes)
      return await writeNew(context, file, bytes.value)
    },
  })
}

/** `concert scorecard verify FILE --keys KEYS`: offline. */
export const scorecardVerify = defineCommand({
  options: {
    keys: {
      type: 'string',
      value: 'file',
      required: true,
      summary: {
        en: 'published keys, from concert identity show --published',
        zh: '公布的密钥，来自 concert identity show --published',
      },
    },
  },
  positionals: { file: { summary: { en: 'signed scorecard', zh: '已签署的记分卡' } } },
  async run(context) {
    const crypto = createNodeCrypto()
    const { file } = context.args.positionals
    const keyFile = context.args.options.keys
    const [bytes, keyBytes] = await Promise.all([bytesOf(context, file), bytesOf(context, keyFile)])
    if (!bytes || !keyBytes) return EXIT.usage
    const keys = parsePublishedKeys(crypto.sha256, keyBytes)
    if (!keys.ok) {
      complain(context, {
        code: 'keys-malformed',
        sentence: sayBoth('file-unreadable', { file: keyFile }),
      })
      return EXIT.usage
    }
    const trusted = new Set(keys.value.nodes.map(({ node }) => node))
    const verified = await verifySignedScorecard(crypto, bytes, trusted, Date.now())
    if (!verified.ok) {
      const sentence = refusalSentence(verified.code) ?? { en: verified.code, zh: verified.code }
      complain(context, { code: verified.code, sentence, at: verified.at ?? '' })
      return EXIT.refused
    }
    print(context, verified.value, ({ digest, signedBy }) => {
      const who = signedBy.map((node) => node.slice(0, 12)).join(', ')
      return `${say(context.lang, 'verified', { digest, who })}\n`
    })
    return EXIT.ok
  },
})

async function bytesOf(
  context: Pick<CommandContext, 'lang' | 'json' | 'err'>,
  file: string,
): Promise<Uint8Array | undefined> {
  const bytes = await readFile(file).catch(() => undefined)
  if (!bytes)
    complain(context, { code: 'file-unreadable', sentence: sayBoth('file-unreadable', { file }) })
  return bytes
}

function headOf(
  lang: Language,
  {
    from,
    until,
    state,
    peer,
  }: Pick<CutLine, 'from' | 'until' | 'peer'> & { state: ScorecardView['state'] },
): string {
  const period = say(lang, 'period', { from: from.slice(0, 10), until: until.slice(0, 10) })
  return `${peer.slice(0, 12)}  ${period}  ${say(lang, `card-${state}`)}`
}

function cardText(lang: Language, { id, peer, card, state, digest }: ScorecardView): string {
  const labels = new Map(MEASURES.map((measure) => [measure.id, measure.label[lang]]))
  const told = card.rows.filter(({ value }) => value !== null)
  const hidden = card.rows.length - told.length
  const rows = told.map((row) => [
    labels.get(row.measure) ?? row.measure,
    row.of === peer ? peer.slice(0, 8) : row.of.slice(0, 8),
    row.urgency === 'all' ? '' : row.urgency.toUpperCase(),
    valueText(lang, row),
    row.n ?? '',
  ])
  const columns = (['measure', 'of', 'urgency', 'value2', 'n'] as const).map((key) => {
    return { title: say(lang, key) }
  })
  const { from, until } = card
  const head = `${id ?? ''} ${headOf(lang, { from, until, peer, state })}\nSHA-256 ${digest}\n`
  const table = rows.length === 0 ? '' : textTable(columns, rows)
  const rest = hidden === 0 ? '' : `${say(lang, 'suppressed', { n: hidden })}\n`
  return head.trimStart() + table + rest
}

function valueText(lang: Language, { value, unit }: CardRow): string {
  if (value === null) return ''
  if (unit === 'ms') return stretch(lang, value)
  return unit === 'permille' ? `${(value / 10).toFixed(1)} %` : String(value)
}

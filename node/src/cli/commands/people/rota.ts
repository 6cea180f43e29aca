import { hoursText } from '../../../directory/hours.ts'
import type { RotaView } from '../../../directory/rota.ts'
import type { Language } from '../../../i18n/language.ts'
import { defineCommand } from '../../command.ts'
import { textTable } from '../../text-table.ts'
import { type Asking, askAndPrint, given } from './ask.ts'
import { post, say } from './texts.ts'

const LINE = {
  line: { summary: { en: 'duty or deputy', zh: 'duty（值班）或 deputy（副班）' } },
} as const
const CONTACT = {
  contact: { summary: { en: 'id of a contact of ours', zh: '本方联络点编号' } },
} as const
const NUMBER = {
  id: { summary: { en: 'number shown by `rota show`', zh: '`rota show` 所示编号' } },
} as const
const TIME = (en: string, zh: string) =>
  ({
    type: 'string',
    value: 'time',
    summary: {
      en: `${en}, UTC, as 2027-01-31T08:00:00.000Z`,
      zh: `${zh}（UTC），如 2027-01-31T08:00:00.000Z`,
    },
  }) as const

/** `concert rota add LINE CONTACT --hours HOURS --zone ZONE`. */
export const rotaAdd = defineCommand({
  options: {
    hours: {
      type: 'string',
      value: 'hours',
      default: 'always',
      summary: {
        en: '`always`, or windows such as "mon-fri 08:00-20:00"',
        zh: '`always` 或时段，如 "mon-fri 08:00-20:00"',
      },
    },
    zone: {
      type: 'string',
      value: 'zone',
      default: 'UTC',
      summary: { en: 'time zone of the hours', zh: '时段的时区' },
    },
    from: TIME('from when', '起始时间'),
    until: TIME('until when', '结束时间'),
  },
  positionals: { ...LINE, ...CONTACT },
  async run(context) {
    const { hours = 'always', zone = 'UTC', from, until } = context.args.options
    const json = {
      ...context.args.positionals,
      hours,
      zone,
      ...given({ starts: from, ends: until }),
    }
    return await done(context, '/api/v1/rota/shifts', json)
  },
})

/** `concert rota remove ID`. */
export const rotaRemove = byNumber('shifts/remove')

/** `concert rota accept ID`: the taker is on call from now on. */
export const rotaAccept = byNumber('handovers/accept')

/** `concert rota decline ID`. */
export const rotaDecline = byNumber('handovers/decline')

/** `concert rota handover LINE CONTACT --until TIME`: offers the line to another person. */
export const rotaHandover = defineCommand({
  options: {
    until: { ...TIME('until when the other stays on call', '接班至何时'), required: true },
    note: {
      type: 'string',
      value: 'text',
      summary: { en: 'what the other should know; stays here', zh: '交接事项，仅在本地留存' },
    },
  },
  positionals: { ...LINE, ...CONTACT },
  async run(context) {
    const { line, contact } = context.args.positionals
    const { until, note } = context.args.options
    return await done(context, '/api/v1/rota/handovers', {
      line,
      taker: contact,
      until,
      ...given({ note }),
    })
  },
})

/** `concert rota show`: who is on call now, the shifts, the hand-overs. */
export const rotaShow = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    return await askAndPrint(
      context,
      (admin) => admin.get<RotaView>('/api/v1/rota'),
      (rota) => rotaText(context.lang, rota),
    )
  },
})

function byNumber(path: string) {
  return defineCommand({
    options: {},
    positionals: NUMBER,
    async run(context) {
      const json = { id: Number(context.args.positionals.id) }
      return await done(context, `/api/v1/rota/${path}`, json)
    },
  })
}

async function done(context: Asking, path: string, json: object): Promise<number> {
  return await askAndPrint(
    context,
    (admin) => admin.post<{ id: number }>(path, { json }),
    ({ id }) => `${say(context.lang, 'done', { id })}\n`,
  )
}

function rotaText(lang: Language, { onCall, shifts, handovers }: RotaView): string {
  const title = (keys: readonly Parameters<typeof say>[1][]) =>
    keys.map((key) => ({ title: say(lang, key) }))
  const called = Object.entries(onCall).map(
    ([line, contact]) => `  ${post(lang, line)}: ${contact ?? say(lang, 'nobody')}\n`,
  )
  const time = (at: number | null) => (at === null ? '' : new Date(at).toISOString())
  const table = textTable(
    title(['id', 'line', 'contact', 'hours', 'starts', 'ends']),
    shifts.map((one) => [
      one.id,
      post(lang, one.line),
      one.contact,
      hoursText(one.hours),
      time(one.starts),
      time(one.ends),
    ]),
  )
  const given = textTable(
    title(['id', 'line', 'giver', 'taker', 'status', 'ends', 'note']),
    handovers.map((one) => [
      one.id,
      post(lang, one.line),
      one.giver ?? '',
      one.taker,
      say(lang, one.state),
      one.until,
      one.note,
    ]),
  )
  const head = `${say(lang, 'on-call')}\n${called.join('')}\n${table}`
  return handovers.length === 0 ? head : `${head}\n${say(lang, 'handovers')}\n${given}`
}

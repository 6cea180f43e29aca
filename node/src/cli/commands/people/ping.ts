import type { PingSchedule, PingSummary } from '../../../directory/ping-desk.ts'
import type { Language } from '../../../i18n/language.ts'
import { defineCommand } from '../../command.ts'
import { textTable } from '../../text-table.ts'
import { askAndPrint, given } from './ask.ts'
import { post, say } from './texts.ts'

const ROLE = {
  type: 'string',
  value: 'role',
  required: true,
  choices: ['technical', 'policy', 'hotline'],
  summary: { en: 'role that is to answer', zh: '应回应的角色' },
} as const
const WITHIN = {
  type: 'integer',
  value: 'minutes',
  min: 1,
  max: 20_160,
  default: '240',
  summary: { en: 'time for the answer', zh: '回应时限（分钟）' },
} as const
/** Drill and live are asked for apart. */
export const DRILL = {
  type: 'boolean',
  summary: { en: 'of drills, instead of what is real', zh: '应急演练（而非实战）' },
} as const
/** Who acts. */
export const AS = {
  type: 'string',
  value: 'name',
  summary: { en: 'person who acts', zh: '操作人员' },
} as const
const PEER = { peer: { summary: { en: 'node id of a peer', zh: '对等节点的编号' } } } as const

/** `concert ping send PEER --role ROLE`. */
export const pingSend = defineCommand({
  options: { role: ROLE, within: WITHIN, drill: DRILL },
  positionals: PEER,
  async run(context) {
    const { role, within, drill } = context.args.options
    const json = { ...context.args.positionals, role, exercise: drill, ...given({ within }) }
    return await askAndPrint(
      context,
      (admin) => admin.post<{ id: string }>('/api/v1/pings', { json }),
      ({ id }) => `${say(context.lang, 'ping-sent', { id })}\n`,
    )
  },
})

/** `concert ping answer ID --role ROLE`: a person says that somebody is there. */
export const pingAnswer = defineCommand({
  options: { role: ROLE, as: AS },
  positionals: { id: { summary: { en: 'id of the ping test', zh: '联络测试编号' } } },
  async run(context) {
    const { role, as } = context.args.options
    const json = { ...context.args.positionals, role, ...given({ as }) }
    return await askAndPrint(
      context,
      (admin) => admin.post<{ id: string }>('/api/v1/pings/answer', { json }),
      ({ id }) => `${say(context.lang, 'ping-answered', { id })}\n`,
    )
  },
})

/** `concert ping list`: the history, newest first. */
export const pingList = defineCommand({
  options: {
    peer: { type: 'string', value: 'node', summary: { en: 'only this peer', zh: '仅此对等节点' } },
    drill: DRILL,
  },
  positionals: {},
  async run(context) {
    const { peer, drill } = context.args.options
    const json = { exercise: drill, ...given({ peer }) }
    return await askAndPrint(
      context,
      (admin) => admin.post<{ pings: readonly PingSummary[] }>('/api/v1/pings/list', { json }),
      ({ pings }) => pingsText(context.lang, pings),
    )
  },
})

/** `concert ping schedule [PEER --role ROLE --every MINUTES]`: without a peer, what is scheduled. */
export const pingSchedule = defineCommand({
  options: {
    role: { ...ROLE, required: false },
    every: {
      type: 'integer',
      value: 'minutes',
      min: 0,
      max: 527_040,
      default: '10080',
      summary: { en: 'time between two ping tests; 0 ends them', zh: '间隔（分钟），0 表示停止' },
    },
    within: WITHIN,
  },
  positionals: { peer: { ...PEER.peer, optional: true } },
  async run(context) {
    const { role = 'technical', every = 10_080, within = 240 } = context.args.options
    const { peer } = context.args.positionals
    const json = { peer, role, everyMinutes: every, withinMinutes: within }
    const path = '/api/v1/pings/schedules'
    type Answer = { schedules: readonly (PingSchedule & { readonly due: string })[] }
    return await askAndPrint(
      context,
      (admin) =>
        peer === undefined ? admin.get<Answer>(path) : admin.post<Answer>(path, { json }),
      ({ schedules }) => {
        const { lang } = context
        if (schedules.length === 0) return `${say(lang, 'no-schedules')}\n`
        const keys = ['peer', 'role', 'every', 'within', 'next'] as const
        return textTable(
          keys.map((key) => ({ title: say(lang, key) })),
          schedules.map((one) => [
            one.peer.slice(0, 12),
            post(lang, one.role),
            one.everyMinutes,
            one.withinMinutes,
            one.due,
          ]),
        )
      },
    )
  },
})

/** The history of ping tests as a table. */
export function pingsText(lang: Language, pings: readonly PingSummary[]): string {
  if (pings.length === 0) return `${say(lang, 'no-pings')}\n`
  const keys = ['asked', 'peer', 'direction', 'role', 'status', 'minutes', 'machine', 'id'] as const
  return textTable(
    keys.map((key) => ({ title: say(lang, key) })),
    pings.map((ping) => [
      ping.asked,
      ping.peer.slice(0, 12),
      say(lang, ping.direction === 'out' ? 'us' : 'them'),
      post(lang, ping.role),
      say(lang, ping.status),
      ping.minutes ?? '',
      ping.machineAnswers,
      ping.id,
    ]),
  )
}

import { REQUEST_TYPES, TARGET_LABELS, URGENCIES } from '@concert/threads'
import type { RequestPage } from '../../../requests/read-requests.ts'
import type { TargetPage } from '../../../requests/read-targets.ts'
import type { RequestDetail } from '../../../requests/request-detail.ts'
import {
  type AdminClient,
  type AdminResult,
  connectAdmin,
  reportRefusal,
} from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { PEER } from '../release/options.ts'
import { EXERCISE, REQUEST_ID } from './options.ts'
import { detailText, listText, targetsText } from './request-text.ts'
import { say } from './texts.ts'

const WHICH = ['open', 'closed', 'lapsed', 'ours', 'all'] as const

/** `concert request list`: open requests, what is due first. */
export const requestList = defineCommand({
  options: {
    which: {
      type: 'string',
      value: 'which',
      choices: WHICH,
      default: 'open',
      summary: {
        en: 'open, closed, lapsed in silence, with our word to say, or all',
        zh: '未办结、已办结、逾期未复、待本方处理或全部',
      },
    },
    side: {
      type: 'string',
      value: 'side',
      choices: ['asker', 'owner'],
      summary: { en: 'those we asked, or those we owe', zh: '本方发出的或待本方答复的' },
    },
    peer: { ...PEER, required: false },
    urgency: {
      type: 'string',
      value: 'urgency',
      choices: URGENCIES,
      summary: { en: 'only this urgency', zh: '仅此紧急程度' },
    },
    type: {
      type: 'string',
      value: 'type',
      choices: REQUEST_TYPES,
      summary: { en: 'only this type', zh: '仅此类型' },
    },
    after: {
      type: 'string',
      value: 'cursor',
      summary: { en: 'the next page', zh: '下一页' },
    },
    exercise: EXERCISE,
  },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { which = 'open', ...rest } = context.args.options
    const flags = {
      open: { open: true },
      closed: { open: false },
      lapsed: { lapsed: true },
      ours: { ours: true },
      all: {},
    }[which]
    const given = Object.entries(rest).filter(([, value]) => value !== undefined)
    const json = { ...Object.fromEntries(given), ...flags }
    const answer = await admin.value.post<RequestPage>('/api/v1/requests/list', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (page) =>
      page.requests.length === 0 && which === 'open'
        ? `${say(context.lang, 'none-open')}\n`
        : listText(context.lang, page, Date.now()),
    )
    return EXIT.ok
  },
})

/** `concert request show ID` */
export const requestShow = defineCommand({
  options: {},
  positionals: { id: REQUEST_ID },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const id = await wholeId(admin.value, context.args.positionals.id)
    const answer = await admin.value.post<RequestDetail>('/api/v1/requests/show', { json: { id } })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (detail) => detailText(context.lang, detail))
    return EXIT.ok
  },
})

/** `concert request targets ID`: each with its status. */
export const requestTargets = defineCommand({
  options: {
    status: {
      type: 'string',
      value: 'status',
      choices: Object.keys(TARGET_LABELS),
      summary: { en: 'only those that stand so', zh: '仅此状态' },
    },
    from: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: 100_000,
      summary: { en: 'number to begin with', zh: '起始序号' },
    },
    limit: {
      type: 'integer',
      value: 'count',
      min: 1,
      max: 10_000,
      default: '100',
      summary: { en: 'how many', zh: '数量' },
    },
  },
  positionals: { id: REQUEST_ID },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const given = Object.entries(context.args.options).filter(([, value]) => value !== undefined)
    const id = await wholeId(admin.value, context.args.positionals.id)
    const json = { id, ...Object.fromEntries(given) }
    const answer = await admin.value.post<TargetPage>('/api/v1/requests/targets', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (page) => targetsText(context.lang, page))
    return EXIT.ok
  },
})

/** An id that nothing has: what is no id is answered as one that is not known. */
const NOBODY = '0'.repeat(64)

/** The whole id for the start of one, as lists show it; what is not found is left as it is. */
export async function wholeId(admin: AdminClient, start: string): Promise<string> {
  if (start.length === 64) return start
  if (!/^[0-9a-f]*$/.test(start)) return NOBODY
  for (const exercise of [false, true]) {
    for (let after: string | null = ''; after !== null; ) {
      const json: object = { exercise, limit: 500, ...(after !== '' && { after }) }
      const page: AdminResult<RequestPage> = await admin.post<RequestPage>(
        '/api/v1/requests/list',
        { json },
      )
      if (!page.ok) return start
      const found = page.value.requests.find(({ id }) => id.startsWith(start))
      if (found) return found.id
      after = page.value.next
    }
  }
  return start.padEnd(64, '0')
}

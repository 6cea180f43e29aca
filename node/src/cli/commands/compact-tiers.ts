import { SUSPEND_REASONS, TIERS } from '@concert/threads'
import type { CompactSummary } from '../../compacts/compact-summary.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { namesOf, standingText } from './compact-text.ts'

const ID = { summary: { en: 'id of the compact', zh: '合作约定编号' } } as const
const TIER = {
  type: 'string',
  value: 'tier',
  required: true,
  choices: TIERS,
  summary: { en: 'which tier', zh: '哪一层' },
} as const
const REASON = {
  type: 'string',
  value: 'code',
  choices: SUSPEND_REASONS,
  default: 'no-reason-given',
  summary: { en: 'reason code, told to the other parties', zh: '告知其他各方的原因代码' },
} as const
const TIME = {
  type: 'string',
  value: 'time',
  summary: {
    en: 'when, in UTC, as 2027-01-31T00:00:00.000Z; otherwise as soon as the notice allows',
    zh: '时间（UTC），如 2027-01-31T00:00:00.000Z；默认为通知期允许的最早时间',
  },
} as const

/** `concert compact suspend ID --tier TIER`. */
export const compactSuspend = defineCommand({
  options: { tier: TIER, reason: REASON, from: TIME },
  positionals: { id: ID },
  async run(context) {
    const { tier, reason = 'no-reason-given', from } = context.args.options
    const json = { compact: context.args.positionals.id, tier, reason }
    return await ask(context, 'suspend', from === undefined ? json : { ...json, from })
  },
})

/** `concert compact resume ID --tier TIER`. */
export const compactResume = defineCommand({
  options: { tier: TIER },
  positionals: { id: ID },
  async run(context) {
    const { tier } = context.args.options
    return await ask(context, 'resume', { compact: context.args.positionals.id, tier })
  },
})

/** `concert compact end ID`. */
export const compactEnd = defineCommand({
  options: { reason: REASON, at: TIME },
  positionals: { id: ID },
  details: {
    en: 'One party ends the compact for all of them, however many there are: the others are told and not asked. It ends when the notice agreed is over (end_days in its terms; `concert compact show` says how long), or at a later --at, and goes on until then. From now on no version of it is signed or proposed, and the end can’t be taken back; another party may only say an earlier one, within the notice. Receipts, retractions and evidence go on after it. To stop one tier for a while, use `concert compact suspend`.',
    zh: '任何一方均可为所有各方终止合作约定，无论共有几方：其他各方会收到通知，但无须同意。约定的通知期（条款 end_days，可用 `concert compact show` 查看）届满时终止，或在 --at 所定的更晚时间终止；在此之前继续有效。自此不再签署或提议任何版本，终止亦不可撤销；其他各方只能在通知期允许的范围内提出更早的终止时间。终止之后，回执、撤回与证据不受影响。只需暂停某一层时，请用 `concert compact suspend`。',
  },
  examples: ['concert compact end COMPACT --reason policy --at 2027-06-30T00:00:00.000Z'],
  async run(context) {
    const { reason = 'no-reason-given', at } = context.args.options
    const json = { compact: context.args.positionals.id, reason }
    return await ask(context, 'end', at === undefined ? json : { ...json, at })
  },
})

async function ask(context: CommandContext, what: string, json: object): Promise<number> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const answer = await admin.value.post<CompactSummary>(`/api/v1/compacts/${what}`, { json })
  if (!answer.ok) return reportRefusal(context, answer)
  const names = await namesOf(admin.value, context.lang)
  print(context, answer.value, (compact) => standingText(context.lang, compact, names))
  return EXIT.ok
}

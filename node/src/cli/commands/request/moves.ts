import {
  ASKER_TARGET_STATUS,
  EVIDENCE_ITEMS,
  MOVE_REASONS,
  OWNER_TARGET_STATUS,
  QUESTION_STATUS,
  REFUSE_CODES,
} from '@concert/threads'
import { listIn, move, progressOf, reasonOf, textIn } from './move-command.ts'

const REASON = {
  type: 'string',
  value: 'code',
  choices: MOVE_REASONS,
  default: 'no-reason-given',
  summary: { en: 'reason code', zh: '原因代码' },
} as const
const UNTIL = {
  type: 'string',
  value: 'time',
  required: true,
  summary: {
    en: 'until when, in UTC, as 2027-01-31T00:00:00.000Z',
    zh: '截止时间（UTC），如 2027-01-31T00:00:00.000Z',
  },
} as const
const ITEM = {
  type: 'string',
  value: 'item',
  multiple: true,
  choices: EVIDENCE_ITEMS,
  summary: { en: 'checklist item; may be repeated', zh: '清单项目，可重复' },
} as const
const QUESTION = {
  type: 'string',
  value: 'number=status',
  multiple: true,
  summary: {
    en: `question and how it stands: ${QUESTION_STATUS.join(', ')}`,
    zh: `问题编号及其状态：${QUESTION_STATUS.join('、')}`,
  },
} as const
const TARGET = {
  type: 'string',
  value: 'range=status',
  multiple: true,
  summary: {
    en: `targets and how they stand, such as 0-99=down: ${[...OWNER_TARGET_STATUS, ...ASKER_TARGET_STATUS].join(', ')}`,
    zh: `目标区间及其状态，例如 0-99=down：${[...OWNER_TARGET_STATUS, ...ASKER_TARGET_STATUS].join('、')}`,
  },
} as const
const ANSWERS = { question: QUESTION, target: TARGET } as const

/** `concert request acknowledge ID`: a person has it in hand; not agreement. */
export const acknowledge = move('acknowledge', {}, () => ({ human: true }))

/** `concert request accept ID` */
export const accept = move(
  'accept',
  {
    part: { type: 'boolean', summary: { en: 'only in part', zh: '仅部分受理' } },
    by: { ...UNTIL, required: false },
  },
  (given) => ({ scope: given.part === true ? 'part' : 'whole', by: textIn(given, 'by') ?? null }),
)

/** `concert request need-info ID`: the clock stops until it comes. */
export const needInfo = move(
  'need-info',
  { item: ITEM, question: { ...QUESTION, value: 'number' } },
  (given) => ({
    items: [...new Set(listIn(given, 'item'))].toSorted(),
    questions: listIn(given, 'question').map(Number),
  }),
)

/** `concert request info ID`: what was missing; after a refusal for evidence it asks again. */
export const info = move('info', { item: ITEM }, (given) => ({
  items: [...new Set(listIn(given, 'item'))].toSorted(),
}))

/** `concert request refuse ID --code CODE` */
export const refuseRequest = move(
  'refuse',
  {
    code: {
      type: 'string',
      value: 'code',
      choices: REFUSE_CODES,
      default: 'no-reason-given',
      summary: { en: 'why', zh: '理由代码' },
    },
    item: { ...ITEM, multiple: false },
  },
  (given) => ({
    code: textIn(given, 'code') ?? 'no-reason-given',
    item: textIn(given, 'item') ?? null,
  }),
)

/** `concert request transfer ID` */
export const transfer = move(
  'transfer',
  {
    to: {
      type: 'string',
      value: 'node',
      summary: { en: 'node id of the peer that has it now', zh: '接手的对等节点编号' },
    },
    kind: {
      type: 'string',
      value: 'kind',
      choices: ['peer', 'constituent', 'other'],
      default: 'other',
      summary: { en: 'to whom', zh: '接手方类别' },
    },
  },
  (given) => ({ to: textIn(given, 'to') ?? null, kind: textIn(given, 'kind') ?? 'other' }),
)

/** `concert request update ID`: progress; from the asker, what is up again or confirmed. */
export const update = move('update', ANSWERS, progressOf)
/** `concert request partial ID`: part of the answer; it meets the clock. */
export const partial = move('partial', ANSWERS, progressOf)

/** `concert request answer ID` */
export const answer = move(
  'answer',
  {
    ...ANSWERS,
    result: {
      type: 'string',
      value: 'result',
      choices: ['complete', 'part', 'nothing-found'],
      default: 'complete',
      summary: { en: 'how far it goes', zh: '答复程度' },
    },
  },
  (given) => {
    const progress = progressOf(given)
    return progress && { ...progress, result: textIn(given, 'result') ?? 'complete' }
  },
)

/** `concert request extend ID --until TIME`: before the deadline. */
export const extend = move('extend', { until: UNTIL, reason: REASON }, (given) => ({
  until: textIn(given, 'until'),
  reason: reasonOf(given),
}))

/** `concert request hold ID --until TIME`: told, and no clock moves. */
export const hold = move('hold', { until: UNTIL, reason: REASON }, (given) => ({
  until: textIn(given, 'until'),
  reason: reasonOf(given),
}))

/** `concert request withdraw ID` */
export const withdraw = move('withdraw', { reason: REASON }, (given) => ({
  reason: reasonOf(given),
}))

/** `concert request rate ID --usefulness 0..3` */
export const rate = move(
  'rate',
  {
    usefulness: {
      type: 'integer',
      value: 'points',
      min: 0,
      max: 3,
      required: true,
      summary: { en: 'how useful the answer was, 0 to 3', zh: '回复的有用程度，0 至 3' },
    },
    reason: REASON,
  },
  (given) => ({ usefulness: given.usefulness, reason: reasonOf(given) }),
)

/** `concert request dispute ID --statement DIGEST` */
export const dispute = move(
  'dispute',
  {
    statement: {
      type: 'string',
      value: 'digest',
      required: true,
      summary: { en: 'what the other side said', zh: '对方声明的摘要' },
    },
    reason: REASON,
  },
  (given) => ({ statement: textIn(given, 'statement'), reason: reasonOf(given) }),
)

/** `concert request escalate ID --to ROLE --step N` */
export const escalate = move(
  'escalate',
  {
    to: {
      type: 'string',
      value: 'role',
      required: true,
      summary: { en: 'whom it is raised to', zh: '升级对象' },
    },
    step: {
      type: 'integer',
      value: 'number',
      min: 1,
      max: 8,
      required: true,
      summary: { en: 'step of the ladder', zh: '升级步骤' },
    },
  },
  (given) => ({ to: textIn(given, 'to'), step: given.step }),
)

/** `concert request close ID` */
export const close = move('close', { reason: REASON }, (given) => ({ reason: reasonOf(given) }))

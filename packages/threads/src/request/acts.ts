import {
  type Decoded,
  type Decoder,
  decode,
  flag,
  integer,
  list,
  literal,
  nullable,
  object,
  ok,
  type Result,
  refuse,
  sortedSet,
  text,
  time,
} from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { DIGEST, REQUEST_TYPES, SPAN, URGENCIES } from '../compact/terms.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import { CALENDAR_IDS } from './calendars.ts'
import { RSIT_CLASSES, RSIT_TYPES } from './rsit.ts'
import {
  ASKER_TARGET_STATUS,
  EVIDENCE_ITEMS,
  HARMS,
  MOVE_REASONS,
  OWNER_TARGET_STATUS,
  PERMITTED_ACTIONS,
  QUESTION_STATUS,
  REFUSE_CODES,
  REQUEST_TEMPLATES,
} from './words.ts'

/** Words that one statement dates by tenders: each brings up to three signed documents along. */
export const MAX_TENDERED = 16

/** Most targets of one request. */
export const MAX_TARGETS = 100_000
/** Most runs of targets in one statement. */
export const MAX_TARGET_RUNS = 10_000
const MAX_QUESTIONS = 100

const kebab = (max: number): Decoder<string> => text({ max, pattern: /^[a-z][a-z0-9-]*$/ })
const items = sortedSet(literal(...EVIDENCE_ITEMS) as Decoder<string>, {
  max: EVIDENCE_ITEMS.length,
})
const reason = literal(...MOVE_REASONS)
const question = integer(1, MAX_QUESTIONS)

/** The root: what is asked, of whom, how urgently. Texts and targets travel beside it. */
const ROOT = object({
  /** Who asks, then who owes the answer. */
  parties: list(DIGEST, { min: 2, max: 2 }),
  /** Version of the compact in force. */
  compact: DIGEST,
  type: literal(...REQUEST_TYPES),
  template: literal(...REQUEST_TEMPLATES),
  urgency: literal(...URGENCIES),
  /** The harm that justifies the urgency. */
  harm: literal(...HARMS),
  /** The compact's row for the urgency, as agreed when the request was made. */
  times: object({ acknowledge: SPAN, answer: SPAN }),
  /** Calendar of the side that owes the answer. */
  calendar: literal(...CALENDAR_IDS),
  questions: integer(0, MAX_QUESTIONS),
  targets: integer(0, MAX_TARGETS),
  incident: object({
    class: literal(...RSIT_CLASSES),
    type: literal(...RSIT_TYPES),
    /** GB/T 20986 level, 1 the gravest; null when not graded. */
    level: nullable(integer(1, 4)),
  }),
  /** Checklist items that are in the content, sorted. */
  evidence: items,
  basis: object({
    kind: literal('compact', 'norm'),
    /** Whether mutual legal assistance is intended, or its reference stands in the content. */
    mla: literal('no', 'intended', 'reference'),
    /** The request says nothing about who is responsible. */
    no_attribution: flag(),
  }),
  use: object({
    victim_notification: flag(),
    attribution: flag(),
    /** What may be done with it (FIRST IEP 2.0, permitted actions). */
    permitted_action: literal(...PERMITTED_ACTIONS),
    /** Prosecution, publication and targeting need agreement: false unless agreed. */
    prosecution: flag(),
    publication: flag(),
    targeting: flag(),
    expires: nullable(time()),
  }),
  personal_data: object({ categories: sortedSet(kebab(40), { max: 16 }), minimised: flag() }),
  /** What is to be kept until when; renewed by another request. */
  preserve_until: nullable(time()),
  language: literal('en', 'zh'),
})

const targetRun = (statuses: readonly string[]) =>
  object({
    from: integer(0, MAX_TARGETS - 1),
    count: integer(1, MAX_TARGETS),
    status: literal(...statuses),
    /** When it was observed to be so. */
    at: time(),
  })

const progress = {
  questions: list(object({ n: question, status: literal(...QUESTION_STATUS) }), {
    max: MAX_QUESTIONS,
  }),
  targets: list(targetRun([...OWNER_TARGET_STATUS, ...ASKER_TARGET_STATUS]), {
    max: MAX_TARGET_RUNS,
  }),
} as const

const MOVES = {
  /** The next targets of the list; the content has them. */
  'request.targets': object({
    from: integer(0, MAX_TARGETS - 1),
    count: integer(1, MAX_TARGET_RUNS),
    seen: nullable(time()),
  }),
  /** When statements arrived, by the receipts for them. Machines say this, nobody else. */
  'request.receive': object({
    held: list(object({ statement: DIGEST, received: time() }), { min: 1, max: 64 }),
  }),
  /**
   * When a neutral mailbox had offered statements, by its tenders; their author says it, with the
   * tenders themselves as content. Machines say this, nobody else.
   */
  'request.tender': object({
    tendered: list(object({ statement: DIGEST, received: time(), tender: DIGEST }), {
      min: 1,
      max: 64,
    }),
  }),
  'request.acknowledge': object({ human: flag() }),
  'request.accept': object({ scope: literal('whole', 'part'), by: nullable(time()) }),
  'request.need-info': object({ items, questions: list(question, { max: MAX_QUESTIONS }) }),
  'request.info': object({ items }),
  'request.refuse': object({
    code: literal(...REFUSE_CODES),
    item: nullable(literal(...EVIDENCE_ITEMS)),
  }),
  'request.transfer': object({
    to: nullable(DIGEST),
    kind: literal('peer', 'constituent', 'other'),
  }),
  'request.update': object(progress),
  'request.partial': object(progress),
  'request.answer': object({
    ...progress,
    result: literal('complete', 'part', 'nothing-found'),
  }),
  'request.extend': object({ until: time(), reason }),
  'request.hold': object({ until: time(), reason }),
  'request.withdraw': object({ reason }),
  'request.escalate': object({ to: kebab(40), step: integer(1, 8) }),
  'request.rate': object({ usefulness: integer(0, 3), reason }),
  'request.dispute': object({ statement: DIGEST, reason }),
  'request.close': object({ reason }),
} as const

const ACTS = { 'request.notify': ROOT, 'request.request': ROOT, ...MOVES } as const

type Acts = Decoded<typeof ACTS>

/** Statement kinds of a request's thread. */
export type RequestKind = keyof typeof ACTS
/** Those that can follow the root. */
export type RequestMove = keyof typeof MOVES
/** The act of a kind. */
export type RequestAct<K extends RequestKind> = Acts[K]
/** The act of a root. */
export type RequestRoot = Acts['request.request']
/** Progress on questions and targets. */
export type ProgressAct = Acts['request.update']

/** Every kind of a request's thread but the roots. */
export const REQUEST_MOVES = Object.keys(MOVES) as readonly RequestMove[]

/** Whether a kind belongs to a request's thread. */
export function isRequestKind(kind: string): kind is RequestKind {
  return Object.hasOwn(ACTS, kind)
}

/** Whether a kind opens a request's thread. */
export function isRequestRoot(kind: string): kind is 'request.notify' | 'request.request' {
  return kind === 'request.notify' || kind === 'request.request'
}

/** Reads the act of a request statement, or `bad-act`. @param act - attacker-controlled */
export function decodeRequestAct<K extends RequestKind>(
  kind: K,
  act: ThreadStatement['act'],
): Result<Acts[K], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Acts[K]>, act)
  return decoded.ok ? ok(decoded.value) : refuse('bad-act', decoded.at)
}

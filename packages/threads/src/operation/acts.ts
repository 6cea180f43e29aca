import {
  type Decoded,
  type Decoder,
  decode,
  integer,
  list,
  literal,
  object,
  ok,
  type Result,
  refuse,
  sortedSet,
  text,
  time,
} from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { DIGEST } from '../compact/terms.ts'
import type { ThreadStatement } from '../thread/statement.ts'

/** Most parties of one operation. */
export const MAX_OPERATION_PARTIES = 16
/** Most steps of one plan. */
export const MAX_OPERATION_STEPS = 200

/** What a step does, in one word; its description is content. */
export const STEP_ACTIONS = [
  'analyse',
  'block',
  'collect-evidence',
  'notify',
  'preserve',
  'publish',
  'report',
  'restore',
  'sinkhole',
  'takedown',
  'verify',
  'other',
] as const

/** Why a party says no-go, aborts or ends an operation. */
export const OPERATION_REASONS = [
  'capacity',
  'evidence',
  'law',
  'plan',
  'risk',
  'succeeded',
  'superseded',
  'technical',
  'timing',
  'no-reason-given',
] as const

/** How far a step has come, as its party says. */
export const STEP_STATUS = ['running', 'done', 'failed', 'skipped'] as const

const NAME = text({ max: 40, pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/ })
const round = integer(1, 1000)
const reason = literal(...OPERATION_REASONS)

const PLAN = {
  /** The common start: no step before it. */
  start: time(),
  steps: list(
    object({
      id: NAME,
      /** Whose step it is: index into the parties. */
      party: integer(0, MAX_OPERATION_PARTIES - 1),
      action: literal(...STEP_ACTIONS),
      /** Steps that have to be done, or skipped, before. */
      after: sortedSet(NAME, { max: 32 }),
    }),
    { min: 1, max: MAX_OPERATION_STEPS },
  ),
} as const

const ACTS = {
  /** The root: the parties, who proposes first, and the first plan. Texts travel beside it. */
  'operation.propose': object({
    parties: list(DIGEST, { min: 2, max: MAX_OPERATION_PARTIES }),
    ...PLAN,
  }),
  /** Another plan: what the parties said of the one before is void. */
  'operation.amend': object({ round, ...PLAN }),
  'operation.decide': object({ round, decision: literal('go', 'no-go'), reason }),
  'operation.launch': object({ round }),
  'operation.step': object({ step: NAME, status: literal(...STEP_STATUS), at: time() }),
  'operation.abort': object({ reason }),
  'operation.close': object({ result: literal('succeeded', 'part', 'failed') }),
} as const

type Acts = Decoded<typeof ACTS>

/** Statement kinds of an operation's thread. */
export type OperationKind = keyof typeof ACTS
/** The act of a kind. */
export type OperationAct<K extends OperationKind> = Acts[K]
/** A plan: its start and its steps. */
export type OperationPlan = Pick<Acts['operation.propose'], 'start' | 'steps'>
/** One step of a plan. */
export type PlanStep = OperationPlan['steps'][number]
/** One of {@link STEP_STATUS}. */
export type StepStatus = (typeof STEP_STATUS)[number]
/** One of {@link OPERATION_REASONS}. */
export type OperationReason = (typeof OPERATION_REASONS)[number]

/** Whether a kind belongs to an operation's thread. */
export function isOperationKind(kind: string): kind is OperationKind {
  return Object.hasOwn(ACTS, kind)
}

/** Reads the act of an operation's statement, or `bad-act`. @param act - attacker-controlled */
export function decodeOperationAct<K extends OperationKind>(
  kind: K,
  act: ThreadStatement['act'],
): Result<Acts[K], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Acts[K]>, act)
  return decoded.ok ? ok(decoded.value) : refuse('bad-act', decoded.at)
}

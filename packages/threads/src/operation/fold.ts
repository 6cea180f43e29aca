import { ok, type Result, refuse } from '@concert/core'
import type { Fold, Opening } from '../thread/fold.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import {
  decodeOperationAct,
  isOperationKind,
  type OperationAct,
  type OperationPlan,
  type OperationReason,
  type StepStatus,
} from './acts.ts'
import { planFaults } from './plan.ts'

/** Most things that can be said of one step. */
const MAX_STEP_WORDS = 100

/** What a party has said of the plan. */
export interface Decision {
  readonly decision: 'go' | 'no-go'
  readonly reason: OperationReason
  readonly digest: string
}

/** How far a step has come. */
export interface StepState {
  readonly status: StepStatus | 'waiting'
  /** When its party says that it came so far; null while it waits. */
  readonly at: string | null
  readonly words: number
}

/** The state of an operation's thread: a pure function of its statements. */
export interface OperationState {
  /** Digest of the root: the thread. */
  readonly id: string
  readonly parties: readonly string[]
  /** Which plan it is, from 1. */
  readonly round: number
  readonly plan: OperationPlan
  /** `agreed` once every party has said go to this plan. */
  readonly phase: 'proposed' | 'agreed' | 'launched' | 'aborted' | 'closed'
  /** What each party says of this plan, by node id. */
  readonly decisions: Readonly<Record<string, Decision>>
  /** By the id of the step. */
  readonly steps: Readonly<Record<string, StepState>>
  readonly aborted: { readonly by: string; readonly reason: OperationReason } | null
  readonly result: 'succeeded' | 'part' | 'failed' | null
}

type Step = Result<OperationState>

const WAITING: StepState = { status: 'waiting', at: null, words: 0 }

/** The fold of an operation's thread. */
export const OPERATION: Fold<OperationState> = {
  open: openOperation,
  step(state, statement) {
    const { kind } = statement
    if (!isOperationKind(kind)) return refuse('unsupported-kind')
    if (kind === 'operation.propose') {
      return statement.digest === state.id ? ok(state) : refuse('not-now')
    }
    const act = decodeOperationAct(kind, statement.act)
    if (!act.ok) return act
    if (state.phase === 'aborted' || state.phase === 'closed') return refuse('operation-over')
    switch (kind) {
      case 'operation.amend':
        return amend(state, statement, act.value as OperationAct<'operation.amend'>)
      case 'operation.decide':
        return decide(state, statement, act.value as OperationAct<'operation.decide'>)
      case 'operation.launch':
        return launch(state, statement, act.value as OperationAct<'operation.launch'>)
      case 'operation.step':
        return advance(state, statement, act.value as OperationAct<'operation.step'>)
      case 'operation.abort':
        return abort(state, statement, act.value as OperationAct<'operation.abort'>)
      case 'operation.close':
        return close(state, statement, act.value as OperationAct<'operation.close'>)
    }
  },
}

function openOperation(root: ThreadStatement): Opening<OperationState> | undefined {
  if (root.kind !== 'operation.propose') return undefined
  const act = decodeOperationAct('operation.propose', root.act)
  if (!act.ok) return undefined
  const { parties, start, steps } = act.value
  const plan = { start, steps }
  if (parties[0] !== root.author || planFaults(plan, parties.length).length > 0) return undefined
  const state: OperationState = {
    id: root.digest,
    parties,
    round: 1,
    plan,
    phase: 'proposed',
    // Whoever proposes a plan says go to it.
    decisions: { [root.author]: goBy(root) },
    steps: waiting(plan),
    aborted: null,
    result: null,
  }
  return { participants: parties, state }
}

function goBy({ digest }: ThreadStatement): Decision {
  return { decision: 'go', reason: 'plan', digest }
}

function waiting({ steps }: OperationPlan): Readonly<Record<string, StepState>> {
  return Object.fromEntries(steps.map(({ id }) => [id, WAITING]))
}

/** The proposer alone changes the plan, and not any more once it is under way. */
function amend(
  state: OperationState,
  statement: ThreadStatement,
  { round, start, steps }: OperationAct<'operation.amend'>,
): Step {
  if (statement.author !== state.parties[0]) return refuse('not-yours')
  if (state.phase === 'launched') return refuse('not-now')
  if (round !== state.round + 1) return refuse('old-round')
  const plan = { start, steps }
  const [fault] = planFaults(plan, state.parties.length)
  if (fault) return refuse(fault.code, fault.at)
  const decisions = { [statement.author]: goBy(statement) }
  return ok({ ...state, round, plan, phase: 'proposed', decisions, steps: waiting(plan) })
}

/** A party may change its mind until the launch: what it said last counts. */
function decide(
  state: OperationState,
  { author, digest }: ThreadStatement,
  { round, decision, reason }: OperationAct<'operation.decide'>,
): Step {
  // Of a plan that was changed meanwhile nothing was said: a go is a go to what was read.
  if (round !== state.round) return refuse('old-round')
  if (state.phase === 'launched') return refuse('not-now')
  const decisions = { ...state.decisions, [author]: { decision, reason, digest } }
  const isAgreed = state.parties.every((party) => decisions[party]?.decision === 'go')
  return ok({ ...state, decisions, phase: isAgreed ? 'agreed' : 'proposed' })
}

function launch(
  state: OperationState,
  { author }: ThreadStatement,
  { round }: OperationAct<'operation.launch'>,
): Step {
  if (author !== state.parties[0]) return refuse('not-yours')
  if (round !== state.round) return refuse('old-round')
  return state.phase === 'agreed' ? ok({ ...state, phase: 'launched' }) : refuse('not-agreed')
}

function advance(
  state: OperationState,
  { author }: ThreadStatement,
  { step, status, at }: OperationAct<'operation.step'>,
): Step {
  const planned = state.plan.steps.find(({ id }) => id === step)
  const before = state.steps[step]
  if (!planned || !before) return refuse('step-unknown', 'step')
  if (state.parties[planned.party] !== author) return refuse('not-yours')
  if (state.phase !== 'launched') return refuse('not-launched')
  if (at < state.plan.start) return refuse('too-early', 'at')
  if (!planned.after.every((id) => isPassed(state.steps[id]))) return refuse('step-waits', 'step')
  if (before.words >= MAX_STEP_WORDS) return refuse('too-many-moves')
  if (!mayFollow(before.status, status)) return refuse('not-now', 'status')
  const next = { status, at, words: before.words + 1 }
  return ok({ ...state, steps: { ...state.steps, [step]: next } })
}

/** Whether what waits for a step need not wait any more. */
export function isPassed(step: StepState | undefined): boolean {
  return step?.status === 'done' || step?.status === 'skipped'
}

/** What is done or skipped stays so; what failed may be tried again or be skipped. */
function mayFollow(before: StepState['status'], next: StepStatus): boolean {
  if (before === 'waiting') return next !== 'failed'
  if (before === 'running') return next !== 'running'
  return before === 'failed' && (next === 'running' || next === 'skipped')
}

function abort(
  state: OperationState,
  { author }: ThreadStatement,
  { reason }: OperationAct<'operation.abort'>,
): Step {
  return ok({ ...state, phase: 'aborted', aborted: { by: author, reason } })
}

function close(
  state: OperationState,
  { author }: ThreadStatement,
  { result }: OperationAct<'operation.close'>,
): Step {
  if (author !== state.parties[0]) return refuse('not-yours')
  if (state.phase !== 'launched') return refuse('not-launched')
  if (Object.values(state.steps).some(({ status }) => status === 'running')) {
    return refuse('step-running')
  }
  if (result === 'succeeded' && !Object.values(state.steps).every(isPassed)) {
    return refuse('step-waits')
  }
  return ok({ ...state, phase: 'closed', result })
}

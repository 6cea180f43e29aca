import type { PlanStep } from './acts.ts'
import { isPassed, type OperationState } from './fold.ts'

/** An operation at a time. */
export interface OperationView {
  /** The phase; `counting-down` between launch and start, `under-way` from the start on. */
  readonly status: Exclude<OperationState['phase'], 'launched'> | 'counting-down' | 'under-way'
  /** Steps whose prerequisites are passed and that nobody has begun; empty before the start. */
  readonly ready: readonly PlanStep[]
  /** Parties that have not said go or no-go to this plan. */
  readonly silent: readonly string[]
  readonly passed: number
  readonly failed: number
  /** Milliseconds until the start; negative after it. */
  readonly untilStart: number
}

/** The present of an operation; time enters only here. @param now - milliseconds since 1970 UTC */
export function viewOperation(state: OperationState, now: number): OperationView {
  const { phase, plan, steps, parties, decisions } = state
  const untilStart = Date.parse(plan.start) - now
  const isUnderWay = phase === 'launched' && untilStart <= 0
  const states = Object.values(steps)
  const ready = plan.steps.filter(
    ({ id, after }) =>
      steps[id]?.status === 'waiting' && after.every((before) => isPassed(steps[before])),
  )
  return {
    status: phase === 'launched' ? (isUnderWay ? 'under-way' : 'counting-down') : phase,
    ready: isUnderWay ? ready : [],
    silent: parties.filter((party) => !Object.hasOwn(decisions, party)),
    passed: states.filter(isPassed).length,
    failed: states.filter(({ status }) => status === 'failed').length,
    untilStart,
  }
}

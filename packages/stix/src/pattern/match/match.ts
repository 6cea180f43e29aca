import type { PatternExpression } from '../language/syntax.ts'
import type { Observation } from '../observe/observation.ts'
import { RegexPool } from '../regex/regex-pool.ts'
import { alternativesOf } from './alternatives.ts'
import type { Taken } from './assign.ts'
import { BoundReached } from './bound.ts'
import { Budget } from './budget.ts'
import { holdsOrDoubtful, isConceivable, Passing } from './passing.ts'
import { type Plan, planOf } from './plan.ts'
import { Evidence, search } from './search.ts'
import { timelineOf } from './timeline.ts'

/** An observation that a match rests on. */
export interface BoundObservation {
  /** Index among the observations given. */
  readonly observation: number
  /** How many of the times that it was observed are needed. */
  readonly times: number
}

/** Whether observations match a pattern. */
export type PatternMatch =
  /** They do; these are enough. */
  | { readonly outcome: 'match'; readonly binding: readonly BoundObservation[] }
  /** They do not. */
  | { readonly outcome: 'no-match' }
  /** Telling would take more steps than allowed, or a text is too long for an expression. */
  | { readonly outcome: 'bound-reached' }

/** What a search may cost. */
export interface MatchBounds {
  /** Most steps; 4,000,000 when not given, a second or two at most. */
  readonly steps?: number
}

/** A pattern that is ready to be matched again and again. */
export interface CompiledPattern {
  /**
   * Looks for observations that match (§9.4). Observations whose time is only known as a period
   * match when there are times within their periods that do.
   *
   * @param observations - none of them twice; in any order
   */
  readonly match: (observations: readonly Observation[], bounds?: MatchBounds) => PatternMatch
}

const MAX_STEPS = 4_000_000

/**
 * Compiles a pattern.
 *
 * @example
 * const read = parsePattern("[url:value LIKE '%.example/%']")
 * if (read.ok) compilePattern(read.value).match(observationsIn(bundle.objects))
 */
export function compilePattern(expression: PatternExpression): CompiledPattern {
  const regexes = new RegexPool(Number.POSITIVE_INFINITY)
  const { run } = compileRun(expression, regexes)
  return {
    match: (observations, { steps = MAX_STEPS } = {}) => {
      regexes.begin()
      return run(observations, new Budget(steps))
    },
  }
}

/** A pattern that is matched within a budget. */
export interface PatternRun {
  /** Whether one observation alone is always enough. */
  readonly single: boolean
  readonly run: (observations: readonly Observation[], budget: Budget) => PatternMatch
}

/** Compiles a pattern whose regular expressions and budget are shared with others. */
export function compileRun(expression: PatternExpression, regexes: RegexPool): PatternRun {
  const plan = planOf(expression, regexes)
  if (plan.kind === 'leaf') {
    return { single: true, run: (observations) => first(plan, observations) }
  }
  const run: PatternRun['run'] = (observations, budget) => {
    try {
      return find(plan, observations, budget)
    } catch (error) {
      if (error instanceof BoundReached) return BOUND_REACHED
      throw error
    }
  }
  return { single: false, run }
}

const NO_MATCH: PatternMatch = { outcome: 'no-match' }
const BOUND_REACHED: PatternMatch = { outcome: 'bound-reached' }

/** One observation is enough: no times to choose. */
function first(plan: Plan & { kind: 'leaf' }, observations: readonly Observation[]): PatternMatch {
  let doubtful = false
  for (const [observation, each] of observations.entries()) {
    const holds = holdsOrDoubtful(plan.holds, each)
    if (holds) return { outcome: 'match', binding: [{ observation, times: 1 }] }
    if (holds === undefined) doubtful = true
  }
  return doubtful ? BOUND_REACHED : NO_MATCH
}

function find(plan: Plan, observations: readonly Observation[], budget: Budget): PatternMatch {
  const passing = new Passing(observations, budget)
  const noMatch = () => (passing.doubtful ? BOUND_REACHED : NO_MATCH)
  if (!isConceivable(plan, passing)) return noMatch()
  const timeline = timelineOf(plan, observations)
  const evidence = new Evidence(passing, timeline, budget)
  for (const alternative of alternativesOf(plan, timeline)) {
    budget.spend(1)
    const taken = search(alternative, evidence, budget)
    if (taken) return { outcome: 'match', binding: bindingOf(taken) }
  }
  return noMatch()
}

function bindingOf(taken: Taken): readonly BoundObservation[] {
  const times = new Map<number, number>()
  for (const group of taken) {
    for (const [observation, count] of group) {
      times.set(observation, (times.get(observation) ?? 0) + count)
    }
  }
  return [...times]
    .toSorted(([a], [b]) => a - b)
    .map(([observation, count]) => ({ observation, times: count }))
}

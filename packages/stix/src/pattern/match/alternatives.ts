import { BoundReached } from './bound.ts'
import type { ObservationPredicate } from './comparison.ts'
import type { Plan } from './plan.ts'
import type { Timeline } from './timeline.ts'

/** A time to be chosen: when a window opens, or where one thing ends and the next begins. */
export interface Pivot {
  /** The length of the window; `undefined` for a cut. */
  readonly length: bigint | undefined
  /** Windows that this choice lies in, by index. */
  readonly inside: readonly number[]
  /** The choice that this one is not before: a like part, or the cut before it. */
  readonly notBefore: number | undefined
}

/** So many different observations that pass one test, at times that pivots bound. */
export interface Group {
  readonly holds: ObservationPredicate
  readonly demand: number
  /** Inclusive. */
  readonly from: bigint | undefined
  /** Exclusive. */
  readonly to: bigint | undefined
  /** Pivots by index: within the window, not after the cut, not before the cut. */
  readonly windows: readonly number[]
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** One way to satisfy a pattern: every OR decided. */
export interface Alternative {
  readonly groups: readonly Group[]
  readonly pivots: readonly Pivot[]
}

/** Most groups and pivots of one alternative. */
const MAX_PARTS = 256

/** What the surroundings of a part impose on it. */
interface Scope {
  readonly from: bigint | undefined
  readonly to: bigint | undefined
  readonly windows: readonly number[]
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly times: number
}

const OPEN: Scope = { from: undefined, to: undefined, windows: [], before: [], after: [], times: 1 }
const NOTHING: Alternative = { groups: [], pivots: [] }

/** Every way to satisfy a plan, one after another, the leftmost operands of OR first. */
export function alternativesOf(plan: Plan, timeline: Timeline): Iterable<Alternative> {
  return expand(plan, OPEN, NOTHING, timeline)
}

/** Every way to add a part to what is there already. */
function* expand(
  plan: Plan,
  scope: Scope,
  done: Alternative,
  timeline: Timeline,
): Generator<Alternative> {
  if (done.groups.length > MAX_PARTS || done.pivots.length > MAX_PARTS) throw new BoundReached()
  switch (plan.kind) {
    case 'leaf':
      yield withGroup(done, plan.holds, scope)
      return
    case 'any':
      for (const part of plan.parts) yield* expand(part, scope, done, timeline)
      return
    case 'all':
      yield* inTurn(
        plan.parts.map((part) => ({ part, scope })),
        done,
        timeline,
      )
      return
    case 'sequence':
      yield* sequence(plan.parts, scope, done, timeline)
      return
    case 'clip':
      yield* expand(plan.part, clipped(scope, plan, timeline), done, timeline)
      return
    case 'within': {
      const inner = { ...scope, windows: [...scope.windows, done.pivots.length] }
      const length = timeline.lasting(plan.seconds)
      yield* expand(plan.part, inner, withPivot(done, length, scope.windows), timeline)
      return
    }
    case 'repeat':
      yield* repeat(plan, scope, done, timeline)
  }
}

function withGroup(done: Alternative, holds: ObservationPredicate, scope: Scope): Alternative {
  const { times: demand, ...bounds } = scope
  return { ...done, groups: [...done.groups, { holds, demand, ...bounds }] }
}

function withPivot(
  done: Alternative,
  length: bigint | undefined,
  inside: readonly number[],
  notBefore?: number,
): Alternative {
  return { ...done, pivots: [...done.pivots, { length, inside, notBefore }] }
}

interface Placed {
  readonly part: Plan
  readonly scope: Scope
}

function* inTurn(
  placed: readonly Placed[],
  done: Alternative,
  timeline: Timeline,
): Generator<Alternative> {
  const [next, ...rest] = placed
  if (next === undefined) {
    yield done
    return
  }
  for (const each of expand(next.part, next.scope, done, timeline)) {
    yield* inTurn(rest, each, timeline)
  }
}

/** All of one part is not after the cut that all of the next part is not before (§9.5.2). */
function sequence(
  parts: readonly Plan[],
  scope: Scope,
  done: Alternative,
  timeline: Timeline,
): Generator<Alternative> {
  const first = done.pivots.length
  let cuts = done
  for (let each = 1; each < parts.length; each++) {
    cuts = withPivot(cuts, undefined, scope.windows, each === 1 ? undefined : first + each - 2)
  }
  const placed = parts.map((part, index) => ({
    part,
    scope: {
      ...scope,
      after: index === 0 ? scope.after : [...scope.after, first + index - 1],
      before: index === parts.length - 1 ? scope.before : [...scope.before, first + index],
    },
  }))
  return inTurn(placed, cuts, timeline)
}

function clipped(scope: Scope, clip: Plan & { kind: 'clip' }, timeline: Timeline): Scope {
  const from = timeline.at(clip.from)
  const to = timeline.at(clip.to)
  return {
    ...scope,
    from: scope.from === undefined || from > scope.from ? from : scope.from,
    to: scope.to === undefined || to < scope.to ? to : scope.to,
  }
}

/** What is about single observations is asked for so many times; all else is there so many times. */
function* repeat(
  { part, times }: Plan & { kind: 'repeat' },
  scope: Scope,
  done: Alternative,
  timeline: Timeline,
): Generator<Alternative> {
  if (isSingle(part)) {
    yield* expand(part, { ...scope, times: scope.times * times }, done, timeline)
    return
  }
  if (times > MAX_PARTS) throw new BoundReached()
  yield* copies(part, times, scope, done, undefined, timeline)
}

/** Copies are alike, so their first choices may as well be in order. */
function* copies(
  part: Plan,
  left: number,
  scope: Scope,
  done: Alternative,
  before: number | undefined,
  timeline: Timeline,
): Generator<Alternative> {
  if (left === 0) {
    yield done
    return
  }
  const first = done.pivots.length
  for (const each of expand(part, scope, done, timeline)) {
    const mine = each.pivots[first]
    const ordered = before !== undefined && mine?.notBefore === undefined
    const next =
      mine !== undefined && ordered
        ? { ...each, pivots: each.pivots.with(first, { ...mine, notBefore: before }) }
        : each
    yield* copies(part, left - 1, scope, next, mine === undefined ? undefined : first, timeline)
  }
}

/** Whether a part is about one observation, or about several that nothing ties together. */
function isSingle(plan: Plan): boolean {
  if (plan.kind === 'leaf') return true
  return (plan.kind === 'repeat' || plan.kind === 'clip') && isSingle(plan.part)
}

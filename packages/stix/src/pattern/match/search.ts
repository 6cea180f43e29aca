import type { Alternative, Group, Pivot } from './alternatives.ts'
import { assign, type Taken, type Want } from './assign.ts'
import type { Budget } from './budget.ts'
import type { ObservationPredicate } from './comparison.ts'
import type { Passing } from './passing.ts'
import type { Timeline } from './timeline.ts'

/** An observation's period on the timeline. */
export interface Period {
  readonly first: bigint
  readonly last: bigint
}

/** Observations with their periods, and which of them pass each test. */
export class Evidence {
  readonly #periods: readonly Period[]
  /** Whether some observation's time is not known exactly. */
  readonly vague: boolean
  readonly #passing: Passing
  readonly #inOrder = new Map<ObservationPredicate, readonly number[]>()
  readonly #longest: bigint
  readonly #budget: Budget

  constructor(passing: Passing, timeline: Timeline, budget: Budget) {
    this.#passing = passing
    this.#budget = budget
    this.#periods = passing.observations.map(({ first, last }) => ({
      first: timeline.at(first),
      last: timeline.at(last),
    }))
    this.#longest = this.#periods.reduce(
      (most, { first, last }) => (last - first > most ? last - first : most),
      0n,
    )
    this.vague = this.#longest > 0n
  }

  /** How many times an observation was observed. */
  count(observation: number): number {
    return this.#passing.observations[observation]?.count ?? 0
  }

  period(observation: number): Period {
    return this.#periods[observation] ?? { first: 0n, last: 0n }
  }

  /** Observations that pass a test, ordered by their first time. */
  passing(holds: ObservationPredicate): readonly number[] {
    const known = this.#inOrder.get(holds)
    if (known) return known
    const found = this.#passing
      .of(holds)
      .toSorted((a, b) => order(this.period(a).first, this.period(b).first))
    this.#inOrder.set(holds, found)
    return found
  }

  /** Those of a list, ordered by first time, that may have been at a time from `from` to `to`. */
  *during(
    list: readonly number[],
    from: bigint | undefined,
    to: bigint | undefined,
  ): Generator<number> {
    const start =
      from === undefined
        ? 0
        : firstNotBefore(list, from - this.#longest, (each) => this.period(each).first)
    for (let at = start; at < list.length; at++) {
      this.#budget.spend(1)
      const observation = list[at] as number
      const { first, last } = this.period(observation)
      if (to !== undefined && first > to) return
      if (from === undefined || last >= from) yield observation
    }
  }
}

/**
 * Finds observations for one alternative. Once the times of its pivots are chosen, each group has
 * an interval, and giving out observations is a flow; so only pivots are searched, among the times
 * that can matter, and every choice is first tried with all later ones left open.
 */
export function search(
  { groups, pivots }: Alternative,
  evidence: Evidence,
  budget: Budget,
): Taken | undefined {
  const lists = groups.map(({ holds }) => evidence.passing(holds))
  const capacity = (observation: number) => evidence.count(observation)
  const chosen: bigint[] = []
  const attempt = () =>
    assign(
      groups.map((group, index) => wantOf(group, lists[index] ?? [], pivots, chosen, evidence)),
      capacity,
      budget,
    )
  const open = attempt()
  if (open === undefined || pivots.length === 0) return open
  const times = candidateTimes(groups, pivots, lists.flat(), evidence, budget)
  const choose = (index: number): Taken | undefined => {
    const pivot = pivots[index]
    if (pivot === undefined) return attempt()
    const [least, most] = rangeOf(pivot, pivots, chosen)
    for (
      let at = least === undefined ? 0 : firstNotBefore(times, least, (each) => each);
      at < times.length;
      at++
    ) {
      const time = times[at] as bigint
      if (most !== undefined && time > most) break
      chosen[index] = time
      chosen.length = index + 1
      const found = attempt() && choose(index + 1)
      if (found) return found
    }
    chosen.length = index
    return undefined
  }
  return choose(0)
}

/** From when to when a choice agrees with those before it. */
function rangeOf(
  { inside, notBefore }: Pivot,
  pivots: readonly Pivot[],
  chosen: readonly bigint[],
): readonly [least: bigint | undefined, most: bigint | undefined] {
  let least = notBefore === undefined ? undefined : chosen[notBefore]
  let most: bigint | undefined
  for (const each of inside) {
    const begin = chosen[each]
    if (begin === undefined) continue
    const end = begin + (pivots[each]?.length ?? 0n) - 1n
    if (least === undefined || begin > least) least = begin
    if (most === undefined || end < most) most = end
  }
  return [least, most]
}

/** What a group may take, given the choices so far. */
function wantOf(
  group: Group,
  list: readonly number[],
  pivots: readonly Pivot[],
  chosen: readonly bigint[],
  evidence: Evidence,
): Want {
  let { from } = group
  let to = group.to === undefined ? undefined : group.to - 1n
  const notBefore = (time: bigint) => {
    if (from === undefined || time > from) from = time
  }
  const notAfter = (time: bigint) => {
    if (to === undefined || time < to) to = time
  }
  for (const each of group.windows) {
    const begin = chosen[each]
    if (begin === undefined) continue
    notBefore(begin)
    notAfter(begin + (pivots[each]?.length ?? 0n) - 1n)
  }
  for (const each of group.after) if (chosen[each] !== undefined) notBefore(chosen[each])
  for (const each of group.before) if (chosen[each] !== undefined) notAfter(chosen[each])
  const eligible =
    from !== undefined && to !== undefined && from > to
      ? () => []
      : () => evidence.during(list, from, to)
  return { demand: group.demand, eligible }
}

/**
 * The times that a pivot may have to be. When everything is as early as it can be, each time is an
 * observation's first or a START, or as long before such a time as one or more windows last.
 */
function candidateTimes(
  groups: readonly Group[],
  pivots: readonly Pivot[],
  observations: readonly number[],
  evidence: Evidence,
  budget: Budget,
): readonly bigint[] {
  const times = new Set(observations.map((each) => evidence.period(each).first))
  for (const { from } of groups) if (from !== undefined) times.add(from)
  if (evidence.vague) {
    for (const { length } of pivots) {
      if (length === undefined) continue
      budget.spend(times.size)
      for (const time of [...times]) times.add(time - length + 1n)
    }
  }
  return [...times].toSorted(order)
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Where in an ascending list those begin that are not before a time. */
function firstNotBefore<T>(list: readonly T[], time: bigint, timeOf: (each: T) => bigint): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeOf(list[middle] as T) < time) low = middle + 1
    else high = middle
  }
  return low
}

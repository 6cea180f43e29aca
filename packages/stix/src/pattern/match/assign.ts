import type { Budget } from './budget.ts'

/** Observations by index that a group may take, so many of them. */
export interface Want {
  readonly demand: number
  /** Indexes in the order in which they are tried. May be read more than once. */
  readonly eligible: () => Iterable<number>
}

/** How many times each group takes each observation, by index of the group. */
export type Taken = readonly ReadonlyMap<number, number>[]

/**
 * Gives every group as many different observations as it wants, no observation more often than it
 * was observed: a maximum flow, found by augmenting paths. `undefined` when it can't be done.
 */
export function assign(
  wants: readonly Want[],
  capacity: (observation: number) => number,
  budget: Budget,
): Taken | undefined {
  const flow = new Flow(wants, capacity, budget)
  return wants.every((_, group) => flow.satisfy(group)) ? flow.taken : undefined
}

class Flow {
  readonly taken: Map<number, number>[]
  readonly #wants: readonly Want[]
  readonly #capacity: (observation: number) => number
  readonly #budget: Budget
  readonly #used = new Map<number, number>()

  constructor(wants: readonly Want[], capacity: (observation: number) => number, budget: Budget) {
    this.#wants = wants
    this.#capacity = capacity
    this.#budget = budget
    this.taken = wants.map(() => new Map())
  }

  satisfy(group: number): boolean {
    let left = this.#takeFree(group, this.#wants[group]?.demand ?? 0)
    while (left > 0) {
      if (!this.#augment(group, new Set())) return false
      left--
    }
    return true
  }

  /** Takes what is free; returns how many are still wanted. */
  #takeFree(group: number, wanted: number): number {
    let left = wanted
    for (const observation of this.#eligible(group)) {
      if (left === 0) break
      const free = this.#free(observation)
      const taking = Math.min(free, left)
      if (taking > 0) this.#take(group, observation, taking)
      left -= taking
    }
    return left
  }

  /** Takes one more, letting other groups take something else in its place. */
  #augment(group: number, seen: Set<number>): boolean {
    for (const observation of this.#eligible(group)) {
      if (seen.has(observation)) continue
      seen.add(observation)
      if (this.#free(observation) > 0 || this.#vacate(observation, group, seen)) {
        this.#take(group, observation, 1)
        return true
      }
    }
    return false
  }

  #vacate(observation: number, wanting: number, seen: Set<number>): boolean {
    for (const [holder, held] of this.taken.entries()) {
      if (holder === wanting || !held.has(observation)) continue
      this.#budget.spend(1)
      if (!this.#augment(holder, seen)) continue
      this.#take(holder, observation, -1)
      return true
    }
    return false
  }

  #eligible(group: number): Iterable<number> {
    return this.#wants[group]?.eligible() ?? []
  }

  #free(observation: number): number {
    return this.#capacity(observation) - (this.#used.get(observation) ?? 0)
  }

  #take(group: number, observation: number, times: number): void {
    const taken = this.taken[group]
    const total = (taken?.get(observation) ?? 0) + times
    if (total === 0) taken?.delete(observation)
    else taken?.set(observation, total)
    this.#used.set(observation, (this.#used.get(observation) ?? 0) + times)
  }
}

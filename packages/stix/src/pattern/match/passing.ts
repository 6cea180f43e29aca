import type { Observation } from '../observe/observation.ts'
import { BoundReached } from './bound.ts'
import type { Budget } from './budget.ts'
import type { ObservationPredicate } from './comparison.ts'
import type { Plan } from './plan.ts'

/** Which observations pass which tests; each test is made once. */
export class Passing {
  readonly observations: readonly Observation[]
  /** Whether some observation is so large that a test of it was given up. */
  doubtful = false
  readonly #budget: Budget
  readonly #known = new Map<ObservationPredicate, readonly number[]>()

  constructor(observations: readonly Observation[], budget: Budget) {
    this.observations = observations
    this.#budget = budget
  }

  /** Indexes of the observations that pass a test. */
  of(holds: ObservationPredicate): readonly number[] {
    const known = this.#known.get(holds)
    if (known) return known
    this.#budget.spend(this.observations.length)
    const found: number[] = []
    for (const [index, observation] of this.observations.entries()) {
      const passes = holdsOrDoubtful(holds, observation)
      if (passes === undefined) this.doubtful = true
      else if (passes) found.push(index)
    }
    this.#known.set(holds, found)
    return found
  }
}

/** Whether an observation passes a test; `undefined` when telling would take too long. */
export function holdsOrDoubtful(
  holds: ObservationPredicate,
  observation: Observation,
): boolean | undefined {
  try {
    return holds(observation)
  } catch (error) {
    if (error instanceof BoundReached) return undefined
    throw error
  }
}

/** Whether there is an observation for every test that cannot be done without, times aside. */
export function isConceivable(plan: Plan, passing: Passing): boolean {
  switch (plan.kind) {
    case 'leaf':
      return passing.of(plan.holds).length > 0
    case 'any':
      return plan.parts.some((part) => isConceivable(part, passing))
    case 'all':
    case 'sequence':
      return plan.parts.every((part) => isConceivable(part, passing))
    default:
      return isConceivable(plan.part, passing)
  }
}

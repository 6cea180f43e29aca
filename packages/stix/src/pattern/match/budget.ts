import { BoundReached } from './bound.ts'

/** Steps that a search may still take. */
export class Budget {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  get left(): number {
    return this.#left
  }

  /** @throws BoundReached when none are left */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new BoundReached()
  }
}

import { Budget } from '../match/budget.ts'
import { compileRegex, type Regex } from './regex.ts'

/** Most steps of all searches between two calls of {@link RegexPool.begin}. */
const MAX_STEPS = 1 << 28

/**
 * Compiled expressions, made when they are first asked for. Those used last are kept: each may take
 * a quarter of a megabyte.
 */
export class RegexPool {
  readonly #most: number
  readonly #kept = new Map<string, Regex>()
  #budget = new Budget(MAX_STEPS)

  constructor(most: number) {
    this.#most = most
  }

  /** Begins something whose searches and comparisons are bounded together. */
  begin(): void {
    this.#budget = new Budget(MAX_STEPS)
  }

  /** @throws BoundReached when no steps are left */
  spend(steps: number): void {
    this.#budget.spend(steps)
  }

  /**
   * Whether a text holds a match of an expression.
   *
   * @throws BoundReached
   */
  test(expression: string, octets: boolean, text: string): boolean {
    const regex = this.#regex(expression, octets)
    this.spend(regex.stepsFor(text))
    return regex.test(text)
  }

  #regex(expression: string, octets: boolean): Regex {
    const key = `${octets ? 'o' : 'u'}${expression}`
    const known = this.#kept.get(key)
    if (known) this.#kept.delete(key)
    else this.spend(COMPILING)
    const regex = known ?? compileRegex(expression, octets)
    this.#kept.set(key, regex)
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value ?? '')
    return regex
  }
}

/** What compiling takes, in steps of searching. */
const COMPILING = 1 << 15

import type { PatternExpression } from '../language/syntax.ts'
import { Budget } from '../match/budget.ts'
import {
  type BoundObservation,
  compileRun,
  type MatchBounds,
  type PatternMatch,
  type PatternRun,
} from '../match/match.ts'
import type { Observation } from '../observe/observation.ts'
import { RegexPool } from '../regex/regex-pool.ts'
import { guardOf } from './atoms.ts'
import { PathIndex } from './path-index.ts'

/** A pattern of a set that matched, and the observations that this rests on. */
export interface SetMatch<Key> {
  readonly key: Key
  readonly binding: readonly BoundObservation[]
}

/** What a set found. */
export interface SetMatches<Key> {
  readonly matched: readonly SetMatch<Key>[]
  /** Patterns of which telling would take longer than allowed. */
  readonly undecided: readonly Key[]
}

/** What a search in a set may cost. */
export interface SetBounds extends MatchBounds {
  /** Most steps for all patterns together; 40,000,000 when not given. */
  readonly totalSteps?: number
}

interface Member<Key> {
  readonly key: Key
  readonly pattern: PatternRun
  readonly removals: readonly (() => void)[]
}

const MAX_STEPS = 4_000_000
const MAX_TOTAL_STEPS = 40_000_000
/** Most compiled regular expressions kept at once. */
const MAX_REGEXES = 512

/**
 * Many patterns that are matched at once. What a pattern cannot match without (a value, a network,
 * a piece of text) is indexed, so that an observation is compared with few of them.
 *
 * @example
 * const set = new PatternSet<string>()
 * for (const { id, expression } of indicators) set.add(id, expression)
 * for (const { key } of set.match([observation]).matched) alert(key)
 */
export class PatternSet<Key> {
  readonly #members: (Member<Key> | undefined)[] = []
  readonly #numbers = new Map<Key, number>()
  readonly #vacant: number[] = []
  readonly #index = new PathIndex()
  readonly #regexes = new RegexPool(MAX_REGEXES)

  /** How many patterns the set has. */
  get size(): number {
    return this.#numbers.size
  }

  /** Adds a pattern, in the place of the one that had its key. */
  add(key: Key, expression: PatternExpression): void {
    this.remove(key)
    const number = this.#vacant.pop() ?? this.#members.length
    const pattern = compileRun(expression, this.#regexes)
    const removals = guardOf(expression).map((atom) => this.#index.add(atom, number))
    this.#members[number] = { key, pattern, removals }
    this.#numbers.set(key, number)
  }

  /** Removes a pattern; whether it was there. */
  remove(key: Key): boolean {
    const number = this.#numbers.get(key)
    if (number === undefined) return false
    for (const undo of this.#members[number]?.removals ?? []) undo()
    this.#members[number] = undefined
    this.#vacant.push(number)
    return this.#numbers.delete(key)
  }

  /**
   * Finds the patterns that observations match: one observation for what matches it alone, a window
   * of them for patterns that need several.
   *
   * @param bounds - `steps` for each pattern, `totalSteps` for all
   */
  match(observations: readonly Observation[], bounds: SetBounds = {}): SetMatches<Key> {
    const { steps = MAX_STEPS, totalSteps = MAX_TOTAL_STEPS } = bounds
    let left = totalSteps
    this.#regexes.begin()
    const matched: SetMatch<Key>[] = []
    const undecided: Key[] = []
    for (const [number, hits] of this.#candidates(observations)) {
      const member = this.#members[number]
      if (member === undefined) continue
      const budget = new Budget(Math.min(steps, left))
      const found = member.pattern.single
        ? placed(
            member.pattern.run(
              hits.map((each) => at(observations, each)),
              budget,
            ),
            hits,
          )
        : member.pattern.run(observations, budget)
      left -= Math.min(steps, left) - Math.max(budget.left, 0)
      if (found.outcome === 'match') matched.push({ key: member.key, binding: found.binding })
      else if (found.outcome === 'bound-reached') undecided.push(member.key)
    }
    return { matched, undecided }
  }

  /** Patterns that may match, with the observations that have what they cannot do without. */
  #candidates(observations: readonly Observation[]): ReadonlyMap<number, readonly number[]> {
    const candidates = new Map<number, number[]>()
    for (const [index, observation] of observations.entries()) {
      const found = new Set<number>()
      this.#index.collect(observation, found)
      for (const number of found) {
        const hits = candidates.get(number)
        if (hits) hits.push(index)
        else candidates.set(number, [index])
      }
    }
    return candidates
  }
}

function at(observations: readonly Observation[], index: number): Observation {
  const observation = observations[index]
  if (observation === undefined) throw new RangeError('index')
  return observation
}

/** A match among some observations, told by their places among all. */
function placed(match: PatternMatch, places: readonly number[]): PatternMatch {
  if (match.outcome !== 'match') return match
  const binding = match.binding.map(({ observation, times }) => {
    return { observation: places[observation] ?? 0, times }
  })
  return { outcome: 'match', binding }
}

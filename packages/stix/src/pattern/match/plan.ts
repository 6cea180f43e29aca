import type { ObservationTest, PatternExpression, Qualifier } from '../language/syntax.ts'
import type { RegexPool } from '../regex/regex-pool.ts'
import { compileTest, type ObservationPredicate } from './comparison.ts'

/** What a pattern asks of observations, qualifiers applied from the inside out (§9.5). */
export type Plan =
  | { readonly kind: 'leaf'; readonly holds: ObservationPredicate }
  | { readonly kind: 'all' | 'any' | 'sequence'; readonly parts: readonly Plan[] }
  | { readonly kind: 'within'; readonly seconds: number; readonly part: Plan }
  | { readonly kind: 'repeat'; readonly times: number; readonly part: Plan }
  | { readonly kind: 'clip'; readonly from: string; readonly to: string; readonly part: Plan }

const JUNCTIONS = { and: 'all', or: 'any', followedby: 'sequence' } as const

/** Compiles a pattern. The same test, written twice, is one. */
export function planOf(expression: PatternExpression, regexes: RegexPool): Plan {
  switch (expression.kind) {
    case 'observation':
      return leafOf(expression, regexes)
    case 'qualified':
      return expression.qualifiers.reduce<Plan>(qualify, planOf(expression.expression, regexes))
    default: {
      const parts = expression.operands.map((each) => planOf(each, regexes))
      return expression.kind === 'or' ? anyOf(parts) : { kind: JUNCTIONS[expression.kind], parts }
    }
  }
}

function leafOf({ test }: ObservationTest, regexes: RegexPool): Plan {
  return { kind: 'leaf', holds: compileTest(test, regexes) }
}

/** Tests of one observation each, of which any will do, are one test. */
function anyOf(parts: readonly Plan[]): Plan {
  const tests = parts.filter((each) => each.kind === 'leaf')
  if (tests.length < parts.length) return { kind: 'any', parts }
  const holds: ObservationPredicate = (observation) => tests.some((each) => each.holds(observation))
  return { kind: 'leaf', holds }
}

function qualify(part: Plan, qualifier: Qualifier): Plan {
  switch (qualifier.kind) {
    case 'within':
      // One observation is always within any time.
      return part.kind === 'leaf' ? part : { kind: 'within', seconds: qualifier.seconds, part }
    case 'repeats':
      return qualifier.times === 1 ? part : { kind: 'repeat', times: qualifier.times, part }
    case 'start-stop':
      return { kind: 'clip', from: qualifier.from, to: qualifier.to, part }
  }
}

import { ConcertError } from '@concert/core'
import {
  type CompiledPattern,
  compilePattern,
  type Observation,
  type PatternExpression,
  PatternSet,
  parsePattern,
} from '@concert/stix'
import type { Bench, Measurement } from '../bench.ts'
import { observationsOf, patternOf } from '../pattern/made-up.ts'
import { median, sideBySide } from '../side-by-side.ts'

const PATTERNS = 100_000
const OBSERVATIONS = 10_000
/** Observations that are also compared with every pattern, one by one, in each round. */
const ONE_BY_ONE = 20
const ROUNDS = 5

/** Which patterns of a large set an observation matches, and reading patterns. */
export const bench: Bench = {
  name: 'stix-pattern',
  description: {
    en: 'Observations a second matched against 100,000 STIX patterns at once; patterns read a second',
    zh: '每秒可与 100,000 条 STIX 模式同时匹配的观测数，以及每秒解析的模式数',
  },
  run: ({ scale }) => measure(Math.max(100, Math.round(PATTERNS * scale))),
}

async function measure(patterns: number): Promise<Measurement> {
  const sources = Array.from({ length: patterns }, (_, n) => patternOf(n))
  const expressions = sources.map(read)
  const parsing = repeated(() => sources.forEach(read))
  const building = timed(() => setOf(expressions))
  const set = building.result
  const compiled = expressions.map(compilePattern)
  const observations = observationsOf(Math.max(100, (OBSERVATIONS * patterns) / PATTERNS), patterns)
  const few = observations.slice(0, ONE_BY_ONE)
  agree(set, compiled, few)
  let matches = 0
  const found = await sideBySide(
    {
      work: () => {
        matches = matchEach(set, observations)
        return observations.length
      },
    },
    {
      work: () => {
        for (const each of few) oneByOne(compiled, each)
        return few.length
      },
    },
    { rounds: ROUNDS },
  )
  return {
    figure: found.subject,
    unit: 'observations/s',
    ratio: found.ratio,
    reference: 'each of the same patterns, compiled, tried one by one',
    goal: 'at least 1000 observations/s and a ratio of at least 100',
    details: {
      patterns,
      observations: observations.length,
      matches,
      ratioRange: found.ratioRange,
      oneByOnePerSecond: found.reference,
      parsedPerSecond: (patterns / parsing) * 1000,
      addedPerSecond: (patterns / building.milliseconds) * 1000,
    },
  }
}

function read(source: string): PatternExpression {
  const found = parsePattern(source)
  if (!found.ok) throw new ConcertError('bench-pattern', { source })
  return found.value
}

function setOf(patterns: readonly PatternExpression[]): PatternSet<number> {
  const set = new PatternSet<number>()
  for (const [key, each] of patterns.entries()) set.add(key, each)
  return set
}

function matchEach(set: PatternSet<number>, observations: readonly Observation[]): number {
  let matches = 0
  for (const each of observations) matches += set.match([each]).matched.length
  return matches
}

function oneByOne(compiled: readonly CompiledPattern[], observation: Observation): number[] {
  const window = [observation]
  return [...compiled.keys()].filter((key) => compiled[key]?.match(window).outcome === 'match')
}

/** A fast answer that is wrong is worth nothing. */
function agree(
  set: PatternSet<number>,
  compiled: readonly CompiledPattern[],
  observations: readonly Observation[],
): void {
  for (const each of observations) {
    const together = set.match([each]).matched.map(({ key }) => key)
    if (together.toSorted((a, b) => a - b).join() !== oneByOne(compiled, each).join()) {
      throw new ConcertError('bench-pattern-set')
    }
  }
}

/** The median time of some rounds, in milliseconds. */
function repeated(work: () => void): number {
  return median(Array.from({ length: ROUNDS }, () => timed(work).milliseconds))
}

function timed<T>(work: () => T): { readonly result: T; readonly milliseconds: number } {
  const begin = performance.now()
  const result = work()
  return { result, milliseconds: performance.now() - begin }
}

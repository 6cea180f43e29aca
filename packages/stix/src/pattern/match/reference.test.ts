import fc from 'fast-check'
import { expect, test } from 'vitest'
import { referenceMatch, type SimpleObservation } from '../../testing/reference-pattern-matcher.ts'
import { parsePattern } from '../language/parser.ts'
import { observationsIn } from '../observe/observation.ts'
import { compilePattern } from './match.ts'

const RUNS = Number(process.env.CONCERT_PATTERN_RUNS ?? 1500)
const time = (second: number) => `2020-01-01T00:00:${String(second).padStart(2, '0')}Z`

const leaf = fc.integer({ min: 0, max: 2 }).map((kind) => `[t:kind = ${kind}]`)
const qualifier = fc.oneof(
  fc.constantFrom('WITHIN 1 SECONDS', 'WITHIN 2 SECONDS', 'WITHIN 2.5 SECONDS', 'WITHIN 4 SECONDS'),
  fc.constantFrom('REPEATS 2 TIMES', 'REPEATS 3 TIMES'),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 6 }))
    .map(([from, length]) => `START t'${time(from)}' STOP t'${time(from + length)}'`),
)
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(
        tie('pattern'),
        fc.constantFrom('AND', 'OR', 'FOLLOWEDBY', 'FOLLOWEDBY'),
        tie('pattern'),
      )
      .map(([a, word, b]) => `(${a}) ${word} (${b})`),
    fc.tuple(tie('pattern'), qualifier).map(([a, b]) => `(${a}) ${b}`),
  ),
}))
const observation: fc.Arbitrary<SimpleObservation> = fc
  .record({
    kind: fc.integer({ min: 0, max: 2 }),
    first: fc.integer({ min: 0, max: 8 }),
    length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 })),
    count: fc.constantFrom(1, 1, 1, 2),
  })
  .map(({ kind, first, length, count }) => ({ kind, first, last: first + length, count }))

function observed(simple: readonly SimpleObservation[]) {
  return observationsIn(
    simple.map(({ kind, first, last, count }) => ({
      type: 'observed-data',
      first_observed: time(first),
      last_observed: time(last),
      number_observed: count,
      objects: { 0: { type: 't', kind } },
    })),
  )
}

test('matches exactly when trying every binding does', () => {
  let matches = 0
  fc.assert(
    fc.property(pattern, fc.array(observation, { maxLength: 5 }), (source, simple) => {
      const read = parsePattern(source)
      if (!read.ok) throw new Error(source)
      // Trying all of what needs many observations takes the reference too long.
      fc.pre((source.match(/REPEATS/g) ?? []).length < 3)
      fc.pre((source.match(/t:kind/g) ?? []).length < 5)
      const expected = referenceMatch(read.value, simple) ? 'match' : 'no-match'
      if (expected === 'match') matches++
      expect(compilePattern(read.value).match(observed(simple)).outcome).toBe(expected)
    }),
    { numRuns: RUNS },
  )
  expect(matches).toBeGreaterThan(RUNS / 20)
})

test('a binding alone matches', () => {
  fc.assert(
    fc.property(pattern, fc.array(observation, { maxLength: 5 }), (source, simple) => {
      const read = parsePattern(source)
      if (!read.ok) throw new Error(source)
      const compiled = compilePattern(read.value)
      const found = compiled.match(observed(simple))
      if (found.outcome !== 'match') return
      const bound = found.binding.map(({ observation: at, times }) => {
        expect(times).toBeLessThanOrEqual(simple[at]?.count ?? 0)
        return { ...(simple[at] as SimpleObservation), count: times }
      })
      expect(compiled.match(observed(bound)).outcome).toBe('match')
    }),
    { numRuns: RUNS },
  )
})

import type { Json, JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePattern } from '../language/parser.ts'
import type { PatternExpression } from '../language/syntax.ts'
import { compilePattern } from '../match/match.ts'
import { type Observation, observationsIn } from '../observe/observation.ts'
import { guardOf } from './atoms.ts'
import { PatternSet } from './pattern-set.ts'

function read(source: string): PatternExpression {
  const found = parsePattern(source)
  if (!found.ok) throw new Error(`${source}: ${JSON.stringify(found.faults)}`)
  return found.value
}

// Few names and values, so that patterns and observations meet often.
const word = fc.constantFrom(
  'evil',
  'EVIL',
  'vil',
  'e',
  '',
  'ſvil',
  'Kel',
  'kel',
  'bad-evil',
  'é',
  'e\u0301',
)
const address = fc.constantFrom(
  '10.0.0.1',
  '10.0.0.0/24',
  '10.0.0.9/8',
  '::1',
  '::/64',
  '10.0.0.1/33',
)
const number = fc.constantFrom(0, 1, 1.5, -3)
const time = fc.constantFrom(
  '2020-01-01T00:00:00Z',
  '2020-01-01T00:00:00.00Z',
  '2020-01-01T00:00:01Z',
)
const octets = fc.constantFrom('65', '6576696c', 'ZXZpbA==', 'ZQ==', 'zz', '6Q==', 'e9')

const scalar: fc.Arbitrary<Json> = fc.oneof(word, address, number, time, octets, fc.boolean())
const quoted = (each: fc.Arbitrary<string>) => each.map((value) => `'${value}'`)
const literal = fc.oneof(
  quoted(word),
  quoted(address),
  number.map(String),
  fc.constantFrom('true', 'false', "h'65'", "b'ZXZpbA=='", "h'e9'", "'\u0101'"),
  time.map((each) => `t'${each}'`),
)
const path = fc.constantFrom(
  ...['a:v', 'a:v', 'b:v', 'a:list[*]', 'a:list[0]', 'a:d.k', 'a:d.list[*].v', 'a:x_ref.v'],
  ...['a:x_refs[*].v', 'a:x_refs[*].x_refs[*].v', 'a:data_bin', 'a:data_hex', 'b:x_ref.data_hex'],
  // More than a few, so that an object's own properties are gone through instead.
  ...['a:w0', 'a:w1', 'a:w2'],
)
const not = fc.constantFrom('', '', '', 'NOT ')
const like = fc.constantFrom('%evil', 'e%', '%i%', '_vil', '%', 'é', 'EVIL', '%d-e%l', '')
const regex = fc.constantFrom(
  '^evil$',
  'vil',
  'e|E',
  '(?i)evil',
  '(?i)KEL',
  '(?i)s',
  '.*',
  '[e]',
  'ev?il',
  '^$',
)
const comparison = fc.oneof(
  fc.tuple(path, not, fc.constantFrom('=', '=', '=', '!='), literal).map((each) => each.join(' ')),
  fc
    .tuple(
      path,
      not,
      fc.constantFrom('<', '>='),
      literal.filter((each) => !/^[tf][ra]/.test(each)),
    )
    .map((each) => each.join(' ')),
  fc
    .tuple(path, not, fc.array(quoted(word), { maxLength: 3 }))
    .map(([a, b, c]) => `${a} ${b}IN (${c.join(',')})`),
  fc
    .tuple(path, not, fc.array(number, { maxLength: 3 }))
    .map(([a, b, c]) => `${a} ${b}IN (${c.join(',')})`),
  fc.tuple(path, not, like).map(([a, b, c]) => `${a} ${b}LIKE '${c}'`),
  fc.tuple(path, not, regex).map(([a, b, c]) => `${a} ${b}MATCHES '${c}'`),
  fc
    .tuple(path, not, fc.constantFrom('ISSUBSET', 'ISSUPERSET'), quoted(address))
    .map((each) => each.join(' ')),
  fc.tuple(not, path).map(([a, b]) => `${a}EXISTS ${b}`),
)
const { test: inside } = fc.letrec<{ test: string }>((tie) => ({
  test: fc.oneof(
    { maxDepth: 2 },
    comparison,
    fc
      .tuple(tie('test'), fc.constantFrom('AND', 'OR'), tie('test'))
      .map(([a, b, c]) => `(${a}) ${b} (${c})`),
  ),
}))
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    inside.map((each) => `[${each}]`),
    inside.map((each) => `[${each}]`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('AND', 'OR', 'FOLLOWEDBY'), tie('pattern'))
      .map(([a, b, c]) => `(${a}) ${b} (${c})`),
    tie('pattern').map((each) => `(${each}) REPEATS 2 TIMES WITHIN 1 SECONDS`),
  ),
}))

const reference = fc.constantFrom('0', '1', '2', '9')
const object = fc.record(
  {
    type: fc.constantFrom('a', 'a', 'b'),
    v: scalar,
    list: fc.array(scalar, { maxLength: 3 }),
    d: fc.record({ k: scalar, list: fc.array(fc.record({ v: scalar }), { maxLength: 2 }) }),
    x_ref: reference,
    x_refs: fc.array(reference, { maxLength: 3 }),
    data_bin: octets,
    data_hex: octets,
    w0: scalar,
    w1: scalar,
  },
  { requiredKeys: ['type'] },
)
const observation = fc
  .record({
    objects: fc.array(object, { minLength: 1, maxLength: 3 }),
    second: fc.nat(3),
    count: fc.constantFrom(1, 1, 2),
  })
  .map(({ objects, second, count }): JsonObject => {
    const at = `2020-01-01T00:00:0${second}Z`
    return {
      type: 'observed-data',
      first_observed: at,
      last_observed: at,
      number_observed: count,
      objects: Object.fromEntries(
        objects.map((each, index) => [String(index), each as JsonObject]),
      ),
    }
  })

const keysOf = (found: { matched: readonly { key: string }[] }) =>
  found.matched.map(({ key }) => key).toSorted()

function oneByOne(patterns: Iterable<[string, PatternExpression]>, seen: readonly Observation[]) {
  return [...patterns]
    .filter(([, each]) => compilePattern(each).match(seen).outcome === 'match')
    .map(([key]) => key)
    .toSorted()
}

describe('a set', () => {
  test('finds what trying each finds', () => {
    let matched = 0
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 12 }),
        fc.array(observation, { minLength: 1, maxLength: 3 }),
        (sources, objects) => {
          const patterns = new Map(sources.map((each) => [each, read(each)]))
          const set = new PatternSet<string>()
          for (const [key, each] of patterns) set.add(key, each)
          const seen = observationsIn(objects)
          for (const window of [seen, ...seen.map((each) => [each])]) {
            const found = keysOf(set.match(window))
            matched += found.length
            expect(found).toEqual(oneByOne(patterns, window))
          }
        },
      ),
      { numRuns: Number(process.env.CONCERT_PATTERN_RUNS ?? 500) },
    )
    expect(matched).toBeGreaterThan(500)
  })

  test('finds the same after patterns came, went and changed', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      pattern: fc.option(pattern),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        fc.array(observation, { minLength: 1, maxLength: 2 }),
        (steps, objects) => {
          const set = new PatternSet<string>()
          const patterns = new Map<string, PatternExpression>()
          const seen = observationsIn(objects)
          for (const { key, pattern: source } of steps) {
            if (source === null) {
              expect(set.remove(key)).toBe(patterns.delete(key))
            } else {
              set.add(key, read(source))
              patterns.set(key, read(source))
            }
            expect(set.size).toBe(patterns.size)
            expect(keysOf(set.match(seen))).toEqual(oneByOne(patterns, seen))
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('tells the binding of what needs several observations', () => {
    const set = new PatternSet<number>()
    set.add(7, read("[a:v = 'x'] FOLLOWEDBY [a:v = 'y']"))
    const at = (second: number, v: string): JsonObject => ({
      type: 'observed-data',
      first_observed: `2020-01-01T00:00:0${second}Z`,
      last_observed: `2020-01-01T00:00:0${second}Z`,
      objects: { 0: { type: 'a', v } },
    })
    const window = observationsIn([at(1, 'y'), at(2, 'x'), at(3, 'z'), at(4, 'y')])
    expect(set.match(window)).toEqual({
      matched: [
        {
          key: 7,
          binding: [
            { observation: 1, times: 1 },
            { observation: 3, times: 1 },
          ],
        },
      ],
      undecided: [],
    })
    expect(set.match(window.slice(0, 2)).matched).toEqual([])
    set.remove(7)
    set.add(8, read("[a:v = 'z']"))
    expect(set.match(window).matched).toEqual([{ key: 8, binding: [{ observation: 2, times: 1 }] }])
  })

  test('names the patterns that could not be decided', () => {
    const set = new PatternSet<string>()
    set.add('costly', read("[a:v MATCHES 'x[ab]{1000}c']"))
    set.add('cheap', read("[a:v MATCHES 'x']"))
    const seen = observationsIn([
      {
        type: 'observed-data',
        first_observed: '2020-01-01T00:00:00Z',
        last_observed: '2020-01-01T00:00:00Z',
        objects: { 0: { type: 'a', v: 'x'.repeat(100_000) } },
      },
    ])
    expect(set.match(seen).undecided).toEqual(['costly'])
    expect(keysOf(set.match(seen))).toEqual(['cheap'])
  })
})

test('patterns share what a search may cost', () => {
  const set = new PatternSet<number>()
  for (let key = 0; key < 100; key++) set.add(key, read('[a:v = 1] FOLLOWEDBY [a:v = 2]'))
  const seen = observationsIn(
    Array.from({ length: 100 }, (_, index): JsonObject => {
      const at = `2020-01-01T00:00:00.${String(100 + index)}Z`
      const v = index < 50 ? 2 : 1
      return {
        type: 'observed-data',
        first_observed: at,
        last_observed: at,
        objects: { 0: { type: 'a', v } },
      }
    }),
  )
  expect(set.match(seen)).toEqual({ matched: [], undecided: [] })
  const { undecided } = set.match(seen, { totalSteps: 20_000 })
  expect(undecided.length).toBeGreaterThan(0)
  expect(undecided.length).toBeLessThan(100)
})

describe('what a match cannot do without', () => {
  test.each([
    ["[a:v = 'x' AND a:w > 5]", 'text'],
    ["[a:w > 5 AND a:v LIKE '%.example']", 'holds'],
    ["[a:v = 'x' OR a:w = 5]", 'text number'],
    ["[a:w > 5] AND [a:v ISSUBSET '10.0.0.0/8']", 'around'],
    ["[a:w > 5] FOLLOWEDBY ([a:v = 'x'] OR [a:v IN ('y', 'z')])", 'text text text'],
    ["[a:v NOT = 'x']", 'present'],
    ["[a:v LIKE '%']", 'present'],
    ["[a:v MATCHES '.*']", 'present'],
    ['[NOT EXISTS a:v]', 'type'],
    ["[a:v ISSUBSET 'nonsense']", ''],
    ['[a:v IN ()]', ''],
  ])('%s: %s', (source, kinds) => {
    expect(
      guardOf(read(source))
        .map(({ kind }) => kind)
        .join(' '),
    ).toBe(kinds)
  })
})

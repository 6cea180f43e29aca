import type { JsonObject } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { parsePattern } from '../language/parser.ts'
import { type Observation, observationsIn } from '../observe/observation.ts'
import { compilePattern } from './match.ts'

const compiled = (source: string) => {
  const read = parsePattern(source)
  if (!read.ok) throw new Error(`${source}: ${JSON.stringify(read.faults)}`)
  return compilePattern(read.value)
}

const seen = (
  objects: readonly JsonObject[],
  { first = '2020-01-01T00:00:00Z', last = '', count = 1 } = {},
): readonly Observation[] =>
  observationsIn([
    {
      type: 'observed-data',
      first_observed: first,
      last_observed: last || first,
      number_observed: count,
      objects: Object.fromEntries(objects.map((each, index) => [String(index), each])),
    },
  ])

const outcome = (source: string, ...observations: (readonly Observation[])[]) =>
  compiled(source).match(observations.flat()).outcome

describe('paths', () => {
  const file: JsonObject = {
    type: 'file',
    name: 'a',
    size: 5,
    hashes: { 'SHA-256': 'ff', MD5: '00' },
    extensions: { 'archive-ext': { contains_refs: ['1', '9'] }, list: [{ x: 1 }, { x: [7] }] },
    parent_directory_ref: '2',
  }
  const inner: JsonObject = { type: 'file', name: 'b', parent_directory_ref: '2' }
  const folder: JsonObject = { type: 'directory', path: '/', contains_refs: ['0', '1'] }
  const observation = seen([file, inner, folder])

  test.each([
    ["[file:hashes.'SHA-256' = 'ff']", true],
    ["[file:hashes.SHA = 'ff']", false],
    ["[file:parent_directory_ref.path = '/']", true],
    ["[file:parent_directory_ref = '2']", true],
    ["[file:extensions.'archive-ext'.contains_refs[*].name = 'b']", true],
    ["[file:extensions.'archive-ext'.contains_refs[0].name = 'b']", true],
    ["[file:extensions.'archive-ext'.contains_refs[1].name = 'b']", false],
    ["[file:extensions.'archive-ext'.contains_refs.name = 'b']", false],
    ['[file:extensions.list[0].x = 1]', true],
    ['[file:extensions.list[*].x[*] = 7]', true],
    ['[file:extensions.list[2].x = 1]', false],
    ["[file:name[*] = 'a']", false],
    ["[file:name[0] = 'a']", false],
    ["[directory:contains_refs[*].parent_directory_ref.contains_refs[*].name = 'b']", true],
    ["[file:name = 'a' AND file:size = 5]", true],
    ["[file:name = 'b' AND file:size = 5]", false],
    ["[file:name = 'b' OR directory:path = 'x']", true],
    ['[EXISTS file:size]', true],
    ['[NOT EXISTS file:size]', true],
    ['[NOT EXISTS file:name]', false],
    ['[NOT EXISTS directory:ctime]', true],
    ['[NOT EXISTS url:value]', false],
    ['[EXISTS file:extensions.list[*].x]', true],
    ['[file:nothing != 1]', false],
    ['[file:nothing NOT = 1]', false],
    ["[file:nothing NOT LIKE 'x']", false],
    ["[file:constructor != 'x']", false],
    ["[file:toString NOT IN ('x')]", false],
    ["[file:'__proto__' != 'x']", false],
    ["[file:hashes != 'x']", true],
    ["[file:hashes = 'x']", false],
  ])('%s: %s', (source, expected) => {
    expect(outcome(source, observation)).toBe(expected ? 'match' : 'no-match')
  })

  test('references lead only to what was observed with it', () => {
    const objects = [
      { type: 'file', id: 'file--1', name: 'a', parent_directory_ref: 'directory--1' },
      { type: 'directory', id: 'directory--1', path: '/' },
    ]
    const data = {
      type: 'observed-data',
      first_observed: '2020-01-01T00:00:00Z',
      last_observed: '2020-01-01T00:00:00Z',
    }
    const source = "[file:parent_directory_ref.path = '/']"
    const without = observationsIn([{ ...data, object_refs: ['file--1'] }, ...objects])
    const together = observationsIn([
      { ...data, object_refs: ['file--1', 'directory--1'] },
      ...objects,
    ])
    expect(outcome(source, without)).toBe('no-match')
    expect(outcome(source, together)).toBe('match')
  })

  test('lists of references that refer to one another do not multiply', () => {
    const ids = Array.from({ length: 200 }, (_, index) => String(index))
    const knot = seen(ids.map(() => ({ type: 'x', all_refs: ids })))
    const source = `[x:${'all_refs[*].'.repeat(40)}name = 'y']`
    expect(outcome(source, knot)).toBe('no-match')
  })
})

describe('observed data', () => {
  test.each([
    [{ first_observed: 'yesterday' }],
    [{ last_observed: '2019-01-01T00:00:00Z' }],
    [{ first_observed: undefined as unknown as string }],
  ])('without a period is no observation: %j', (wrong) => {
    const data = {
      type: 'observed-data',
      first_observed: '2020-01-01T00:00:00Z',
      last_observed: '2020-01-01T00:00:00Z',
      objects: { 0: { type: 'x' } },
    }
    expect(observationsIn([{ ...data, ...wrong } as JsonObject])).toEqual([])
    expect(observationsIn([data])).toHaveLength(1)
  })

  test('number_observed is that many observations', () => {
    const three = seen([{ type: 'x', a: 1 }], { count: 3 })
    expect(outcome('[x:a = 1] REPEATS 3 TIMES', three)).toBe('match')
    expect(outcome('[x:a = 1] REPEATS 4 TIMES', three)).toBe('no-match')
    expect(outcome('[x:a = 1] AND [x:a = 1] AND [x:a > 0]', three)).toBe('match')
    expect(
      outcome('[x:a = 1] REPEATS 1000000 TIMES', seen([{ type: 'x', a: 1 }], { count: 1e6 })),
    ).toBe('match')
  })

  test('the binding tells which, and how often', () => {
    const [a] = seen([{ type: 'x', a: 1 }], { count: 2 })
    const [b] = seen([{ type: 'y' }])
    const [c] = seen([{ type: 'x', a: 1 }], { first: '2020-01-01T00:00:05Z' })
    if (!a || !b || !c) expect.fail()
    expect(compiled('[x:a = 1] REPEATS 3 TIMES').match([a, b, c])).toEqual({
      outcome: 'match',
      binding: [
        { observation: 0, times: 2 },
        { observation: 2, times: 1 },
      ],
    })
  })
})

describe('times', () => {
  const at = (first: string, kind: string, last = first) => seen([{ type: kind }], { first, last })
  const a = (second: string) => at(`2020-01-01T00:00:${second}Z`, 'a')
  const b = (second: string) => at(`2020-01-01T00:00:${second}Z`, 'b')
  const has = (kind: string) => `[${kind}:type = '${kind}']`

  test('WITHIN is strict to the last digit', () => {
    const both = `(${has('a')} AND ${has('b')}) WITHIN 5 SECONDS`
    expect(outcome(both, a('00'), b('05'))).toBe('no-match')
    expect(outcome(both, a('00'), b('04.999999999999999999'))).toBe('match')
    const short = `(${has('a')} AND ${has('b')}) WITHIN 0.000000001 SECONDS`
    expect(outcome(short, a('00.000000001'), b('00.000000001'))).toBe('match')
    expect(outcome(short, a('00.000000001'), b('00.000000002'))).toBe('no-match')
  })

  test('FOLLOWEDBY allows the same time', () => {
    const pattern = `${has('a')} FOLLOWEDBY ${has('b')}`
    expect(outcome(pattern, b('05'), a('05.000'))).toBe('match')
    expect(outcome(pattern, b('05'), a('05.1'))).toBe('no-match')
  })

  test('START is inclusive, STOP exclusive', () => {
    const pattern = `${has('a')} START t'2020-01-01T00:00:05Z' STOP t'2020-01-01T00:00:06.5Z'`
    expect(outcome(pattern, a('05'))).toBe('match')
    expect(outcome(pattern, a('06.49'))).toBe('match')
    expect(outcome(pattern, a('06.5'))).toBe('no-match')
    expect(outcome(pattern, a('04.9'))).toBe('no-match')
  })

  test('a period may be any time within it, but one time for everything', () => {
    const vague = at('2020-01-01T00:00:00Z', 'a', '2020-01-01T00:00:10Z')
    const early = `${has('a')} FOLLOWEDBY ${has('b')}`
    const late = `${has('c')} FOLLOWEDBY ${has('a')}`
    const c = at('2020-01-01T00:00:09Z', 'c')
    expect(outcome(early, vague, b('02'))).toBe('match')
    expect(outcome(late, vague, c)).toBe('match')
    expect(
      outcome(`${has('c')} FOLLOWEDBY ${has('a')} FOLLOWEDBY ${has('b')}`, vague, b('02'), c),
    ).toBe('no-match')
  })

  test('a leap second is the second that follows it', () => {
    const leap = at('2016-12-31T23:59:60.5Z', 'a')
    const next = at('2017-01-01T00:00:00.5Z', 'b')
    expect(outcome(`(${has('a')} AND ${has('b')}) WITHIN 1 SECONDS`, leap, next)).toBe('match')
  })

  test('years beyond 275,000 days from now and before 1970 count', () => {
    const pattern = `${has('a')} FOLLOWEDBY ${has('b')}`
    expect(outcome(pattern, at('0001-01-01T00:00:00Z', 'a'), at('9999-12-31T23:59:59Z', 'b'))).toBe(
      'match',
    )
    expect(outcome(pattern, at('9999-12-31T23:59:59Z', 'a'), at('0001-01-01T00:00:00Z', 'b'))).toBe(
      'no-match',
    )
  })
})

describe('bounds', () => {
  const stream = (count: number, kindOf: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => {
      const first = new Date(Date.UTC(2020, 0, 1) + index * 1000).toISOString()
      return seen([{ type: 'x', a: kindOf(index) }], { first })
    }).flat()

  test('common shapes over thousands of observations are decided', () => {
    const many = stream(5000, (index) => (index < 2500 ? 1 : 2))
    const decided = [
      ['[x:a = 1] REPEATS 100 TIMES WITHIN 100 SECONDS', 'match'],
      ['[x:a = 1] REPEATS 101 TIMES WITHIN 100 SECONDS', 'no-match'],
      ['[x:a = 1] FOLLOWEDBY [x:a = 2]', 'match'],
      ['[x:a = 2] FOLLOWEDBY [x:a = 1]', 'no-match'],
      ['([x:a = 1] FOLLOWEDBY [x:a = 2]) WITHIN 2 SECONDS', 'match'],
      ['([x:a = 2] FOLLOWEDBY [x:a = 1]) WITHIN 60 SECONDS', 'no-match'],
      ['([x:a = 1] REPEATS 9 TIMES AND [x:a = 2] REPEATS 9 TIMES) WITHIN 18 SECONDS', 'match'],
      ['([x:a = 1] REPEATS 9 TIMES AND [x:a = 2] REPEATS 9 TIMES) WITHIN 17 SECONDS', 'no-match'],
    ] as const
    for (const [source, expected] of decided) {
      expect([source, compiled(source).match(many).outcome]).toEqual([source, expected])
    }
  })

  test('what is too much is said to be, not denied', () => {
    const hard = '([x:a > 0] FOLLOWEDBY [x:a < 0]) REPEATS 20 TIMES'
    const mixed = stream(300, (index) => (index % 2 === 0 ? -1 : 1))
    expect(compiled(hard).match(mixed, { steps: 1000 }).outcome).toBe('bound-reached')
    expect(compiled(hard).match(mixed).outcome).not.toBe('no-match')
    const pairs = Array(12).fill('([x:a > 0] FOLLOWEDBY [x:a > 0])').join(' OR ')
    expect(compiled(`(${pairs}) REPEATS 300 TIMES`).match(mixed).outcome).toBe('bound-reached')
  })

  test('a text too long for an expression leaves others to match', () => {
    const pattern = "[x:a MATCHES '[ab]{1000}c']"
    const long = seen([{ type: 'x', a: 'c'.repeat(1_000_000) }])
    const short = seen([{ type: 'x', a: `${'a'.repeat(1000)}c` }])
    expect(outcome(pattern, long)).toBe('bound-reached')
    expect(outcome(pattern, long, short)).toBe('match')
    expect(outcome(`${pattern} AND [x:a = 'y']`, long)).toBe('bound-reached')
  })
})

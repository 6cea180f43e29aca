import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyPattern, withoutPlaces } from '../../testing/any-pattern.ts'
import { parsePattern } from './parser.ts'
import { printPattern } from './printer.ts'

const codes = (source: string, bounds = {}) => {
  const read = parsePattern(source, bounds)
  return read.ok ? [] : read.faults.map(({ code, line, column }) => `${code} ${line}:${column}`)
}

test('what is printed reads as what was printed', () => {
  fc.assert(
    fc.property(anyPattern, (pattern) => {
      const printed = printPattern(pattern)
      const read = parsePattern(printed)
      if (!read.ok) throw new Error(`${printed}: ${JSON.stringify(read.faults)}`)
      expect(withoutPlaces(read.value)).toEqual(pattern)
    }),
    { numRuns: 500 },
  )
})

test('every part of an expression says where it stands', () => {
  const source = "[a:b = 'x' OR a:'c-d'[*] NOT IN (1, 2)] WITHIN 5 SECONDS\n AND ([e:f > 2])"
  const read = parsePattern(source)
  if (!read.ok) expect.fail()
  const parts: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('start' in value && 'end' in value) {
      parts.push(source.slice(Number(value.start), Number(value.end)))
    }
    Object.values(value).forEach(visit)
  }
  visit(read.value)
  for (const part of [
    source.slice(0, source.length),
    "[a:b = 'x' OR a:'c-d'[*] NOT IN (1, 2)] WITHIN 5 SECONDS",
    "a:'c-d'[*] NOT IN (1, 2)",
    "a:'c-d'[*]",
    "'x'",
    '2',
    'WITHIN 5 SECONDS',
    '[e:f > 2]',
  ]) {
    expect(parts).toContain(part)
  }
})

describe('precedence', () => {
  test.each([
    ['[a:b=1] OR [a:b=2] AND [a:b=3]', '[a:b=1] OR ([a:b=2] AND [a:b=3])'],
    ['[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3]', '[a:b=1] FOLLOWEDBY ([a:b=2] OR [a:b=3])'],
    ['[a:b=1 OR a:b=2 AND a:b=3]', '[a:b=1 OR (a:b=2 AND a:b=3)]'],
    ['[a:b=1] AND [a:b=2] REPEATS 2 TIMES', '[a:b=1] AND ([a:b=2] REPEATS 2 TIMES)'],
    ['(([a:b == 1]))', '[a:b = 1]'],
    ['[a:b <> 1]', '[a:b != 1]'],
    ['[a:b=1]/* c */ //d\nAND\u00a0[a:b=2]', '[a:b=1] AND [a:b=2]'],
  ])('%s is %s', (one, other) => {
    const [left, right] = [parsePattern(one), parsePattern(other)]
    if (!left.ok || !right.ok) expect.fail()
    expect(withoutPlaces(left.value)).toEqual(withoutPlaces(right.value))
  })
})

describe('faults', () => {
  test.each([
    ['', 'pattern-expected-observation 1:1'],
    ["a:b = 'x'", 'pattern-expected-observation 1:1'],
    ['[]', 'pattern-expected-path 1:2'],
    ['[a = 1]', 'pattern-expected-path 1:4'],
    ["['a':b = 1]", 'pattern-expected-path 1:2'],
    ['[a:b.c-d = 1]', 'pattern-name-quotes 1:6'],
    ['[a:AND = 1]', 'pattern-expected-name 1:4'],
    ['[a:b 1]', 'pattern-expected-operator 1:6'],
    ['[a:b = ]', 'pattern-expected-literal 1:8'],
    ['[a:b > true]', 'pattern-expected-literal 1:8'],
    ['[a:b = null]', 'pattern-expected-literal 1:8'],
    ['[a:b LIKE 1]', 'pattern-expected-string 1:11'],
    ['[a:b = 1', 'pattern-expected-bracket 1:9'],
    ['[a:b = 1] extra', 'pattern-unfinished 1:11'],
    ['[a:b = 1] WITHIN 5', 'pattern-expected-word 1:19'],
    ['[a:b = 1] WITHIN SECONDS', 'pattern-expected-number 1:18'],
    ['[a:b = 1] REPEATS 1.5 TIMES', 'pattern-expected-number 1:19'],
    ["[a:b = 1] START '2020-01-01T00:00:00Z'", 'pattern-expected-timestamp 1:17'],
    ["[a:b = 'x\\n']", 'pattern-escape 1:10'],
    ["[a:b = 'x]", 'pattern-unclosed 1:8'],
    ['[a:b = 1] /* x', 'pattern-unclosed 1:11'],
    ['[a:b = 1] § [', 'pattern-character 1:11'],
    ['[a:b[-1] = 1]', 'pattern-list-index 1:6'],
    ['[a:b[x] = 1]', 'pattern-list-index 1:6'],
    ['[a:b = 9007199254740992]', 'pattern-number-range 1:8'],
    [`[a:b = ${'9'.repeat(400)}.5]`, 'pattern-number-range 1:8'],
    ["[a:b = h'abc']", 'pattern-hex 1:8'],
    ["[a:b = h'xy']", 'pattern-hex 1:8'],
    ["[a:b = b'QUJ']", 'pattern-base64 1:8'],
    ["[a:b = b'QUJD=']", 'pattern-base64 1:8'],
    ["[a:b = t'2021-02-30T00:00:00Z']", 'pattern-timestamp 1:8'],
    ["[a:b = t'2021-02-28 00:00:00Z']", 'pattern-timestamp 1:8'],
    ["[a:b IN (1, 'x')]", 'pattern-set-mixed 1:9'],
    ['[a:b = 1] WITHIN 0 SECONDS', 'pattern-qualifier-zero 1:18'],
    ['[a:b = 1] REPEATS -2 TIMES', 'pattern-qualifier-zero 1:19'],
    ['[a:b = 1] REPEATS 2 TIMES REPEATS 2 TIMES', 'pattern-qualifier-twice 1:27'],
    ["[a:b = 1]\r\nAND\n  [a:b MATCHES '(']", 'regex-syntax 3:16'],
    ["[a:b MATCHES '(?=x)']", 'regex-unsupported 1:14'],
    ["[a:b MATCHES '(x{1000}){1000}']", 'regex-size 1:14'],
    ["[a:b = '\ud800']", 'pattern-text 1:1'],
  ])('%s', (source, fault) => {
    expect(codes(source)).toEqual([fault])
  })

  test('all wrong constants are told, with their places', () => {
    expect(codes("[a:b = h'x' OR a:b = b'x'] WITHIN 0 SECONDS")).toEqual([
      'pattern-hex 1:8',
      'pattern-base64 1:22',
      'pattern-qualifier-zero 1:35',
    ])
  })
})

describe('a hostile text', () => {
  test('is refused when it is too long or nested too deeply', () => {
    expect(codes(`[a:b = '${'x'.repeat(100)}']`, { length: 99 })).toEqual(['pattern-size 1:1'])
    const nested = (depth: number) => `${'('.repeat(depth)}[a:b = 1]${')'.repeat(depth)}`
    expect(codes(nested(63))).toEqual([])
    expect(codes(nested(64))).toEqual(['pattern-depth 1:65'])
    expect(codes('('.repeat(200_000))).toEqual(['pattern-depth 1:65'])
    expect(codes(`[${'('.repeat(200_000)}`)).toEqual(['pattern-depth 1:65'])
  })

  test('has no more faults and no more regular expressions than are listed and compiled', () => {
    expect(codes(`[a:b IN (${Array(20_000).fill("h'x'").join()})]`)).toHaveLength(100)
    const matches = Array(65).fill("a:b MATCHES 'x'").join(' OR ')
    expect(codes(`[${matches}]`)).toEqual([`regex-many 1:${64 * 19 + 14}`])
  })

  test('never throws, whatever is left out of a pattern or put in', () => {
    const pieces = fc.constantFrom(
      ...[
        '[',
        ']',
        '(',
        ')',
        "'",
        '\\',
        'AND',
        'NOT',
        ' ',
        ':',
        '.',
        '*',
        't',
        '/*',
        '-',
        '0',
        '✓',
      ],
    )
    const mangled = fc
      .tuple(anyPattern.map(printPattern), fc.nat(), fc.nat(9), fc.array(pieces, { maxLength: 3 }))
      .map(([source, at, gone, added]) => {
        const from = at % (source.length + 1)
        return source.slice(0, from) + added.join('') + source.slice(from + gone)
      })
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string({ unit: 'binary' })), (source) => {
        const read = parsePattern(source)
        if (read.ok) return
        for (const { start, end } of read.faults) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(start).toBeLessThanOrEqual(source.length)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BoundReached } from '../match/bound.ts'
import { foldCase } from './literals.ts'
import { checkRegex, compileRegex, requiredLiterals } from './regex.ts'

const found = (source: string, text: string, octets = false) =>
  compileRegex(source, octets).test(text)

describe('as PCRE understands it', () => {
  test.each([
    ['a.b', 'a\nb', true],
    ['(?-s)a.b', 'a\nb', false],
    ['a$', 'a\n', true],
    ['a$', 'a\n\n', false],
    ['a\\Z', 'a\n', true],
    ['a\\z', 'a\n', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^b', 'a\nb', false],
    ['(?i)STRASSE', 'straSSe', true],
    ['(?i:a)b', 'AB', false],
    ['(?x) a b # c\n d', 'abd', true],
    ['a\\ b', 'a b', true],
    ['\\Qa.b\\E+', 'a.bbb', true],
    ['\\Qa.b\\E', 'axb', false],
    ['[]a]+$', ']a]', true],
    ['[^]a]', ']a', false],
    ['[a-]', '-', true],
    ['[\\d-z]', '-', true],
    ['[[:alpha:]]{3}', '1abc', true],
    ['[[:^digit:]]', '12', false],
    ['\\x41\\x{42}\\103?\\o{104}', 'AB', undefined],
    ['\\x41\\x{42}\\o{103}\\0101', 'ABC\u00081', true],
    ['\\s', '\v', true],
    ['\\S', '\v', false],
    ['\\h', '\u3000', true],
    ['\\H', '\u3000', false],
    ['\\v', '\u2028', true],
    ['\\d', '٣', false],
    ['\\w', 'é', false],
    ['\\p{Han}{2}', '协奏', true],
    ['\\bcat\\b', 'a cat.', true],
    ['(?<year>\\d{4})-(?P<m>\\d\\d)', '2020-01', true],
    ["(?'q'a)(?:b)(?#comment)(?|c|d)", 'abd', true],
    ['a{,2}', 'a{,2}', true],
    ['a{2', 'a{2', true],
    ['a{2,}?', 'aa', true],
    ['x*', '', true],
    ['^.$', '😀', true],
    ['😀|é', 'é', true],
    ['\\N', '\n', false],
    ['\\cA', '\u0001', true],
    ['\\@\\-\\/', '@-/', true],
  ])('%s on %j: %s', (source, text, expected) => {
    if (expected === undefined) expect(checkRegex(source, false)).toBe('regex-unsupported')
    else expect(found(source, text)).toBe(expected)
  })
})

describe('refused', () => {
  test.each([
    ...['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(a)\\1', '\\k<a>', '(?>a)', 'a++', 'a*+', 'a?+'],
    ...['a{1,2}+', '(?R)', '(?1)', '(?&a)', '(?(1)a)', '(*FAIL)', '\\K', '\\R', '\\X'],
    ...['a$|b\\z'],
  ])('not regular: %s', (source) => {
    expect(checkRegex(source, false)).toBe('regex-unsupported')
  })

  test.each(['(', ')', 'a)', '[', '[z-a]', '*a', 'a**', '\\', '\\y', '\\x{110000}', '\\p{Nope}'])(
    'not an expression: %s',
    (source) => {
      expect(checkRegex(source, false)).toBe('regex-syntax')
    },
  )

  test.each([
    'a{2000}',
    '((a{100}){100}){100}',
    'a'.repeat(5000),
    '('.repeat(2000),
    '(?:a{0,1000}b){3}',
  ])('too large: %s', (source) => {
    expect(checkRegex(source, false)).toMatch(/^regex-(?:size|syntax)$/)
  })
})

describe('octets', () => {
  test('are what code points below U+0100 stand for', () => {
    expect(found('\\xd4\\xc3\\xb2\\xa1', 'x\xd4\xc3\xb2\xa1', true)).toBe(true)
    expect(found('^[\\x80-\\xff]+$', '\x80\xff', true)).toBe(true)
    expect(found('^[^\\x00-\\x7f]$', '\xe9', true)).toBe(true)
    expect(found('[^\\x00-\\xff]', '\x00\xe9', true)).toBe(false)
    expect(found('^..$', '\xc3\xa9', true)).toBe(true)
  })

  test('have no case and no classes beyond ASCII', () => {
    expect(found('(?i)\\xe9', '\xc9', true)).toBe(false)
    expect(found('(?i)\xe9', '\xc9')).toBe(true)
    expect(found('(?i)a', 'A', true)).toBe(true)
    expect(found('\\w', '\xe9', true)).toBe(false)
    expect(found('ā', 'ā', true)).toBe(false)
    expect(checkRegex('\\p{L}', true)).toBe('regex-unsupported')
  })
})

// The expressions that PCRE, RE2 and JavaScript agree on.
const { regex } = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'ab', '.', '[ab]', '[^a]', '\\n', '\\.', '^', 'é', '\\bb', '😀'),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => a + b),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('regex'), fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,2}', '{0}'))
      .map(([a, b]) => `(?:${a})${b}`),
  ),
}))
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'B', '\n', '.', 'é', 'É', '😀', 'ſ', 's'),
  maxLength: 8,
})

test('agrees with JavaScript where the two mean the same', () => {
  fc.assert(
    fc.property(regex, fc.constantFrom('', '(?i)'), text, (source, flag, subject) => {
      // JavaScript counts the long s among ASCII's letters when it disregards case.
      fc.pre(!(flag !== '' && source.includes('\\b')))
      const mine = found(flag + source, subject)
      expect(mine).toBe(new RegExp(source, flag === '' ? 'su' : 'sui').test(subject))
    }),
    { numRuns: 3000 },
  )
})

test('every match holds one of the required literals', () => {
  const top = fc.array(fc.oneof(regex, fc.constantFrom('abab', 'b.a', 'Sé')), { maxLength: 3 })
  const source = fc
    .tuple(fc.array(top, { minLength: 1, maxLength: 2 }), fc.constantFrom('', '(?i)'))
    .map(([alternatives, flag]) => flag + alternatives.map((each) => each.join('')).join('|'))
  fc.assert(
    fc.property(source, text, (each, subject) => {
      const required = requiredLiterals(each, false)
      if (required === undefined || !found(each, subject)) return
      const seen = required.folded ? foldCase(subject) : subject
      expect(required.texts.some((literal) => seen.includes(literal))).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('required literals are found', () => {
  expect(requiredLiterals('^https?://evil\\.example/', false)).toEqual({
    texts: ['://evil.example/'],
    folded: false,
  })
  expect(requiredLiterals('(?i)Evil|BadÉxyzz', false)).toEqual({
    texts: ['evil', 'xyzz'],
    folded: true,
  })
  expect(requiredLiterals('ab?c+d', false)?.texts).toEqual(['a'])
  expect(requiredLiterals('abc|.*', false)).toBeUndefined()
})

describe('cannot hang', () => {
  const long = 'a'.repeat(50_000)

  test.each(['(a+)+$', '(a|a)*b', '(a*)*b', '(a|aa)+$', '(.*)*x', '^(([a-z])+.)+[A-Z]$'])(
    '%s on 50,000 characters',
    (source) => {
      expect(found(source, `${long}!`)).toBe(source === '(a|a)*b' ? false : found(source, 'aaa!'))
    },
  )

  test('says so when a text is too long for an expression', () => {
    const large = compileRegex('[ab]{1000}c', false)
    expect(large.test('c'.repeat(1000))).toBe(false)
    expect(() => large.test('c'.repeat(1_000_000))).toThrow(BoundReached)
  })
})

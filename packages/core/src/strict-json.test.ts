import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, utf8 } from './bytes.ts'
import { parseStrictJson } from './strict-json.ts'

const codeOf = (text: string) => {
  const read = parseStrictJson(utf8(text))
  return read.ok ? 'ok' : `${read.code}@${read.offset}`
}

const safe = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, entry]) => key.isWellFormed() && safe(entry))
}

/** Fragments that make almost-JSON often enough to be worth comparing. */
const nearJson = fc
  .array(
    fc.oneof(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-0', '01', '1.', '.5'),
      fc.constantFrom(
        '1e5',
        'true',
        'nul',
        'null',
        ' ',
        '\n',
        '\t',
        '"\\u00e9"',
        '"\\x"',
        '"\u0001"',
      ),
      fc.constantFrom('\ufeff', '\u00a0', '"é"', '"\\', '[]', '{}', '{"a":1}', '[1,2]', 'NaN'),
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''))

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('bytes.md: what every JSON text read must obey', () => {
  it('gives what JSON.parse gives for any clean value, in any spelling', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }).filter(safe), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(parseStrictJson(utf8(` ${text}\n`))).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  it('accepts no text that JSON.parse refuses, and refuses none for its syntax that it takes', () => {
    fc.assert(
      fc.property(nearJson, (text) => {
        if (parses(text)) expect(codeOf(text)).not.toMatch('json-syntax')
        else expect(codeOf(text)).not.toBe('ok')
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses a repeated key wherever it stands and however it is spelled', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue().filter(safe), { minKeys: 1 }),
        (value) => {
          const text = JSON.stringify(value)
          const key = Object.keys(value)[0] as string
          const doubled = `[${text.slice(0, -1)},${JSON.stringify(key)}:null}]`
          expect(codeOf(doubled)).toMatch(/^json-duplicate@/)
        },
      ),
    )
    expect(codeOf('{"a":1,"\\u0061":2}')).toBe('json-duplicate@7')
    expect(codeOf('{"__proto__":1,"__proto__":2}')).toBe('json-duplicate@15')
  })

  it('says the byte, not the character', () => {
    expect(codeOf('{"日":1,"日":2}')).toBe('json-duplicate@9')
  })

  it('refuses lone surrogates, however written', () => {
    expect(codeOf('["\\ud800"]')).toBe('json-surrogate@1')
    expect(codeOf('{"\\udc00":1}')).toBe('json-surrogate@1')
    expect(codeOf('["\\ud83d\\ude00"]')).toBe('ok')
  })

  it('refuses depth over 32', () => {
    expect(codeOf(`${'['.repeat(32)}${']'.repeat(32)}`)).toBe('ok')
    expect(codeOf(`${'['.repeat(33)}${']'.repeat(33)}`)).toBe('json-depth@32')
    expect(codeOf('['.repeat(100_000))).toBe('json-depth@32')
  })

  it('refuses integers beyond ±(2^53 − 1) and numbers beyond a double', () => {
    expect(codeOf('9007199254740991')).toBe('ok')
    expect(codeOf('[9007199254740992]')).toBe('json-number@1')
    expect(codeOf('[-9007199254740993]')).toBe('json-number@1')
    expect(codeOf('1e400')).toBe('json-number@0')
  })

  it('refuses bytes that are not UTF-8 and texts over their bound', () => {
    const broken = concat(utf8('{"a":"é'), Uint8Array.of(0xff), utf8('"}'))
    expect(parseStrictJson(broken)).toMatchObject({ code: 'json-utf8', offset: 8, at: 'byte 8' })
    expect(parseStrictJson(utf8('[1,2]'), { maxBytes: 4 })).toMatchObject({ code: 'json-size' })
  })

  it('refuses a byte order mark and an empty text', () => {
    expect(codeOf('\ufeff{}')).toBe('json-syntax@0')
    expect(codeOf('')).toBe('json-syntax@0')
  })
})

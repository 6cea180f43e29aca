import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  base64,
  canonicalBytes,
  canonicalText,
  compareBytes,
  decode,
  equalBytes,
  fromUtf8,
  hex,
  hexText,
  hmacSha256,
  integer,
  isStrictEd25519Point,
  isStrictEd25519Signature,
  list,
  literal,
  MAX_DEPTH,
  nullable,
  object,
  parseCanonical,
  sortedSet,
  text,
  time,
  u16,
  u32,
  u64,
  unbase64,
  unhex,
  utf8,
  uuidFromSha1,
  uuidV5Input,
} from './index.ts'

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()

describe('bytes', () => {
  test('base64 and hex have one spelling each and come back as they were', async () => {
    await fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(unbase64(base64(bytes))).toEqual(bytes)
        expect(unhex(hex(bytes))).toEqual(bytes)
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      }),
    )
  })

  test.each([
    'QQ',
    'QQ=',
    'QR==',
    'Q Q==',
    'QQ==\n',
    'Q-==',
    '====',
    'QQ==QQ==',
    'QUJD    ',
    '\n\n\n\nQUJD',
    'QQ=  \n =',
  ])('base64 %j is refused (RFC 4648 §3.5, §4)', (spelling) => {
    expect(unbase64(spelling)).toBeUndefined()
  })

  test.each(['a', 'AA', 'zz', '0x00', ' 00'])('hexadecimal %j is refused', (spelling) => {
    expect(unhex(spelling)).toBeUndefined()
  })

  test('comparison is that of the bytes, and broken UTF-8 is no text', () => {
    expect(equalBytes(utf8('ab'), utf8('ab'))).toBe(true)
    expect(equalBytes(utf8('ab'), utf8('ac'))).toBe(false)
    expect(compareBytes(utf8('ab'), utf8('abc'))).toBeLessThan(0)
    expect(fromUtf8(Uint8Array.of(0xc3, 0x28))).toBeUndefined()
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
  })

  test('integers are big-endian and bounded', () => {
    expect(hex(u16(0x0102))).toBe('0102')
    expect(hex(u32(0xfffefdfc))).toBe('fffefdfc')
    expect(hex(u64(2 ** 40))).toBe('0000010000000000')
    for (const make of [() => u16(65_536), () => u32(-1), () => u64(0.5), () => u16(Number.NaN)]) {
      expect(make).toThrow(RangeError)
    }
  })
})

describe('canonical JSON (RFC 8785)', () => {
  test('what canonicalBytes writes is read back, and no other spelling is', async () => {
    const values = fc.dictionary(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.jsonValue({ maxDepth: 3 }),
    )
    await fc.assert(
      fc.property(values, (value) => {
        const bytes = canonicalBytes(value)
        const read = parseCanonical(bytes, { ownText: false })
        if (read.ok) expect(canonicalBytes(read.value)).toEqual(bytes)
        expect(parseCanonical(utf8(` ${fromUtf8(bytes)}`)).ok).toBe(false)
      }),
    )
  })

  test('what is accepted is canonical, in whatever order the platform keeps names', () => {
    const name = fc.oneof(
      fc.constantFrom('1', '10', '9', 'a', 'B', '', '\u00e9', '\u{1f602}', '\ufb33'),
    )
    const value = fc.letrec<{ value: unknown; object: object }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.integer(), name, fc.array(tie('value')), tie('object')),
      object: fc.uniqueArray(fc.tuple(name, tie('value')), { selector: ([key]) => key }).map(
        // Written by hand, in the order drawn: an object would put names such as 10 first.
        (entries) => ({
          toText: () =>
            `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${write(entry)}`)}}`,
        }),
      ),
    })).object
    fc.assert(
      fc.property(value, (drawn) => {
        const text = write(drawn)
        const isCanonical = canonicalText(JSON.parse(text)) === text
        expect(parseCanonical(utf8(text), { ownText: false }).ok).toBe(isCanonical)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['a key twice', '{"a":1,"a":1}'],
    ['keys out of order', '{"b":1,"a":1}'],
    ['white space', '{"a": 1}'],
    ['another spelling of a number', '{"a":1.0}'],
    ['an integer beyond 2^53 − 1', '{"a":9007199254740993}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a number beyond all doubles', '{"a":1e400}'],
    ['an array', '[1]'],
    ['text not in NFC', '{"a":"e\u0301"}'],
    ['a bidirectional control', '{"a":"\u202ea"}'],
    ['minus zero', '{"a":-0}'],
  ])('%s is refused', (_what, spelling) => {
    expect(parseCanonical(utf8(spelling))).toMatchObject({ ok: false, code: 'malformed' })
  })

  test('nesting is bounded on both sides of the limit', () => {
    const nested = (depth: number) => utf8(`{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`)
    expect(parseCanonical(nested(MAX_DEPTH)).ok).toBe(true)
    expect(parseCanonical(nested(MAX_DEPTH + 1))).toMatchObject({ at: 'depth' })
    expect(parseCanonical(nested(100_000)).ok).toBe(false)
  })
})

describe('decoders', () => {
  const shape = object({
    n: integer(1, 5),
    name: text({ max: 4, pattern: /^[a-z]+$/ }),
    kind: literal('x', 'y'),
    ids: sortedSet(hexText(2), { max: 2 }),
    at: nullable(time()),
    tags: list(text(), { max: 1 }),
  })
  const good = { n: 1, name: 'ab', kind: 'x', ids: ['0001', '0002'], at: null, tags: [] }

  test('a good value passes', () => {
    expect(decode(shape, good)).toEqual({ ok: true, value: good })
  })

  test.each([
    ['n', { n: 6 }],
    ['n', { n: 1.5 }],
    ['n', { n: '1' }],
    ['name', { name: 'toolong' }],
    ['name', { name: 'A' }],
    ['kind', { kind: 'z' }],
    ['ids[1]', { ids: ['0002', '0001'] }],
    ['ids[1]', { ids: ['0001', '0001'] }],
    ['ids[0]', { ids: ['000G'] }],
    ['at', { at: '2026-02-30T00:00:00.000Z' }],
    ['at', { at: '2026-01-01T00:00:00Z' }],
    ['tags', { tags: ['a', 'b'] }],
    ['more', { more: 1 }],
    ['__proto__x', { __proto__x: 1 }],
  ])('a fault is named by its path: %s', (at, change) => {
    expect(decode(shape, { ...good, ...change })).toMatchObject({ code: 'malformed', at })
  })

  test('a time is one that the calendar has, in its one spelling', () => {
    const two = (n: number) => String(n).padStart(2, '0')
    for (const year of ['0000', '0004', '1900', '2000', '2026', '2028', '2100', '9999']) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const at = `${year}-${two(month)}-${two(day)}T23:59:59.999Z`
          const parsed = new Date(at)
          const isThere = !Number.isNaN(parsed.getTime()) && parsed.toISOString() === at
          expect([at, decode(shape, { ...good, at }).ok]).toEqual([at, isThere])
        }
      }
    }
    for (const clock of ['24:00:00.000', '23:60:00.000', '23:59:60.000', '3:00:00.000']) {
      expect(decode(shape, { ...good, at: `2026-01-01T${clock}Z` }).ok).toBe(false)
    }
  })

  test('a missing field is named, and the prototype lends none', () => {
    const { kind: _, ...rest } = good
    expect(decode(shape, rest)).toMatchObject({ at: 'kind' })
    expect(decode(object({ toString: text() }), {})).toMatchObject({ at: 'toString' })
  })
})

describe('hashes and ids', () => {
  test('HMAC-SHA256 agrees with the platform (RFC 2104)', async () => {
    const key = fc.uint8Array({ maxLength: 64 })
    await fc.assert(
      fc.property(key, fc.uint8Array({ maxLength: 200 }), (secret, data) => {
        const expected = createHmac('sha256', secret).update(data).digest('hex')
        expect(hex(hmacSha256(sha256, secret, data))).toBe(expected)
      }),
    )
    expect(() => hmacSha256(sha256, new Uint8Array(65), new Uint8Array(0))).toThrow(RangeError)
  })

  test('a UUID of version 5 (RFC 9562 appendix A.4)', () => {
    const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
    const id = uuidFromSha1(sha1(uuidV5Input(dns, 'www.example.com')))
    expect(id).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })
})

describe('Ed25519 encodings (Taming the many EdDSAs, 2020)', () => {
  test.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000080',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  ])('%s is of low order or not canonical', (encoded) => {
    expect(isStrictEd25519Point(Uint8Array.from(Buffer.from(encoded, 'hex')))).toBe(false)
  })

  test('S at or above the group order is refused, below it is not', () => {
    const point = Buffer.from(
      '5866666666666666666666666666666666666666666666666666666666666666',
      'hex',
    )
    const order = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'
    const below = `ec${order.slice(2)}`
    const signature = (s: string) => Uint8Array.from(Buffer.concat([point, Buffer.from(s, 'hex')]))
    expect(isStrictEd25519Signature(signature(below))).toBe(true)
    expect(isStrictEd25519Signature(signature(order))).toBe(false)
    expect(isStrictEd25519Point(new Uint8Array(31))).toBe(false)
  })
})

function write(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'toText' in value) {
    return (value.toText as () => string)()
  }
  return Array.isArray(value) ? `[${value.map(write)}]` : JSON.stringify(value)
}

import { concat, u32, utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bucketFor,
  type CarriedStatement,
  packContents,
  packStatements,
  unpackContents,
} from './records.ts'
import { salted } from './testing/exchange.ts'
import { testCompression } from './testing/port.ts'

const bytes = utf8
const record = (kind: number, body: Uint8Array, codec = 0) =>
  concat(Uint8Array.of(kind, codec), u32(body.length), body)
const SALT = new Uint8Array(32)
const log = record(1, bytes('{}'))
const envelope = record(2, bytes('envelope'))
const proof = record(3, bytes('proof'))
const statement = record(4, bytes('statement'))
const content = record(5, concat(SALT, bytes('content')))
const item = record(6, concat(SALT, bytes('item')))
const withheld = record(7, bytes('erased'))
const receipt = record(8, bytes('receipt'))
const answer = record(9, bytes('answer'))
const unpack = (...records: Uint8Array[]) => unpackContents(testCompression, concat(...records))

test('what is packed is unpacked', () => {
  const text = fc.string({ maxLength: 300 }).map(bytes)
  const path = fc.array(fc.constant(SALT), { maxLength: 14 })
  const place = fc.record({ index: fc.nat(9999), total: fc.integer({ min: 1, max: 9999 }), path })
  const carried: fc.Arbitrary<CarriedStatement> = fc.record({
    bytes: text,
    content: fc.option(text.map((body) => salted('c', body))),
    items: fc
      .array(fc.record({ body: text, place: fc.option(place) }), { maxLength: 5 })
      .map((items) =>
        items.map(({ body, place }) => ({ ...salted('i', body), ...(place && { place }) })),
      ),
    withheld: fc.constant(null),
  })
  const proven = fc.record({ bytes: text, proof: fc.option(text) })
  const contents = fc.record({
    log: text,
    envelopes: fc.array(
      fc.record({
        bytes: text,
        proof: fc.option(text),
        statements: fc.array(carried, { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
    receipts: fc.array(proven, { maxLength: 3 }),
    answer: fc.option(text),
    authors: fc.array(text, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(contents, ({ envelopes, ...rest }) => {
      const packed = packContents(testCompression, {
        ...rest,
        envelopes: envelopes.map(({ statements, ...envelope }) => ({
          ...envelope,
          records: packStatements(testCompression, statements),
        })),
      })
      expect(packed.length).toBe(bucketFor(packed.length))
      expect(unpackContents(testCompression, packed)).toEqual({
        ok: true,
        value: { ...rest, envelopes },
      })
    }),
    { numRuns: 50 },
  )
})

test('noise is refused or read, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const result = unpack(log, noise)
      expect(typeof result.ok).toBe('boolean')
    }),
    { numRuns: 500 },
  )
})

describe('the order of records', () => {
  test('log, envelopes with their own, receipts, answer', () => {
    const all = [log, envelope, proof, statement, content, item, item, receipt, proof, answer]
    expect(unpack(...all)).toMatchObject({ ok: true })
    expect(unpack()).toMatchObject({ ok: true, value: { log: null, envelopes: [] } })
    expect(unpack(envelope, statement, withheld)).toMatchObject({
      value: { envelopes: [{ statements: [{ withheld: 'erased' }] }] },
    })
  })

  test.each([
    ['a second log', [log, log]],
    ['a log after an envelope', [envelope, log]],
    ['a proof of nothing', [log, proof]],
    ['a second proof', [envelope, proof, proof]],
    ['a statement outside an envelope', [statement]],
    ['a statement after a receipt', [envelope, receipt, statement]],
    ['an envelope after a receipt', [receipt, envelope]],
    ['content outside a statement', [envelope, content]],
    ['content twice', [envelope, statement, content, content]],
    ['content after an item', [envelope, statement, item, content]],
    ['an item of a withheld statement', [envelope, statement, withheld, item]],
    ['withheld and yet there', [envelope, statement, content, withheld]],
    ['a second answer', [answer, answer]],
    ['an unknown kind', [record(255, bytes('x'))]],
    ['an unknown codec', [record(1, bytes('{}'), 2)]],
    ['a salt that is too short', [envelope, statement, record(6, new Uint8Array(31))]],
    ['a reason that is no text', [envelope, statement, record(7, Uint8Array.of(0xff))]],
    ['a reason with a bidirectional control', [envelope, statement, record(7, bytes('\u202e'))]],
    ['a reason that is too long', [envelope, statement, record(7, new Uint8Array(101))]],
    ['a record cut short', [log.subarray(0, log.length - 1)]],
    ['half a header', [Uint8Array.of(1, 0, 0)]],
  ])('%s is refused', (_name, records) => {
    expect(unpack(...records)).toMatchObject({ ok: false, code: 'malformed' })
  })
})

describe('padding', () => {
  test('holds nothing but zeros', () => {
    expect(unpack(log, new Uint8Array(100)).ok).toBe(true)
    const hidden = new Uint8Array(100)
    hidden[99] = 1
    expect(unpack(log, hidden)).toMatchObject({ code: 'malformed', at: 'parcel.padding' })
  })

  test('wastes at most an eighth above the smallest bucket', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4097, max: 1 << 30 }), (size) => {
        const padded = bucketFor(size)
        expect(padded).toBeGreaterThanOrEqual(size)
        expect(padded / size).toBeLessThan(1.125)
        expect(bucketFor(padded)).toBe(padded)
      }),
    )
    expect(bucketFor(0)).toBe(4096)
    expect(bucketFor(9)).toBe(4096)
  })
})

describe('bounds', () => {
  const bomb = testCompression.deflate(new Uint8Array(5 << 20))
  const tooLarge = { ok: false, code: 'inflated-too-large' }

  test('a small record that inflates beyond its bound is refused', () => {
    expect(bomb.length).toBeLessThan(10_000)
    expect(unpack(record(1, bomb, 1))).toMatchObject(tooLarge)
  })

  test('so is the sum of records that each stay within theirs', () => {
    const half = testCompression.deflate(new Uint8Array(3 << 20))
    const salted = record(6, concat(SALT, half), 1)
    const many = Array.from({ length: 22 }, () => salted)
    expect(unpack(envelope, statement, ...many)).toMatchObject(tooLarge)
  })

  test('and their number', () => {
    const bounds = { maxRecord: 1000, maxInflated: 1000, maxRecords: 2 }
    const three = concat(envelope, statement, statement)
    expect(unpackContents(testCompression, three, bounds)).toMatchObject(tooLarge)
  })

  test('bytes that do not inflate are refused', () => {
    expect(unpack(record(1, Uint8Array.of(0xff, 0xff), 1))).toMatchObject({ ok: false })
  })
})

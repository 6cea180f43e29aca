import { concat, u16, u32, utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusalCode } from './codes.ts'
import { openParcel, parseParcel, sealParcel, verifyParcel } from './parcel.ts'
import { packContents, unpackContents } from './records.ts'
import { NOW_MS, testNode } from './testing/nodes.ts'
import { createTestCrypto, testCompression } from './testing/port.ts'

const crypto = createTestCrypto('parcel')
const arden = await testNode(crypto, 'arden')
const belmar = await testNode(crypto, 'belmar')
const cairn = await testNode(crypto, 'cairn')
const sealKeyOf = (node: typeof arden) => node.identity.keys.find(({ use }) => use === 'seal')!
const packed = packContents(testCompression, {
  log: utf8('{}'),
  envelopes: [],
  receipts: [],
  answer: null,
})
const sealed = await sealParcel(
  crypto,
  arden.identity.node,
  belmar.identity.node,
  sealKeyOf(belmar),
  packed,
  arden.keys,
)

/** What a receiver does with the bytes, up to the records. */
async function receive(bytes: Uint8Array, secret = belmar.sealSecret) {
  const parcel = parseParcel(crypto, bytes)
  if (!parcel.ok) return parcel
  const signed = await verifyParcel(crypto, parcel.value, arden.identity, NOW_MS)
  if (!signed.ok) return signed
  const opened = await openParcel(crypto, parcel.value, secret)
  return opened.ok ? unpackContents(testCompression, opened.value) : opened
}

test('is signed, sealed and opened', async () => {
  expect(await receive(sealed.bytes)).toMatchObject({ ok: true, value: { log: utf8('{}') } })
  const parcel = parseParcel(crypto, sealed.bytes)
  expect(parcel).toMatchObject({
    value: { from: arden.identity.node, to: belmar.identity.node, digest: sealed.digest },
  })
})

test('a byte changed anywhere is refused with a code and never throws', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: sealed.bytes.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bytes = Uint8Array.from(sealed.bytes)
        bytes[at] = bytes[at]! ^ mask
        const result = await receive(bytes)
        expect(result.ok).toBe(false)
        if (!result.ok) expect(isRefusalCode(result.code)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('a parcel cut short or made longer is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: sealed.bytes.length - 1 }), async (size) => {
      expect((await receive(sealed.bytes.subarray(0, size))).ok).toBe(false)
    }),
    { numRuns: 100 },
  )
  const longer = concat(sealed.bytes, Uint8Array.of(0))
  expect(await receive(longer)).toMatchObject({ code: 'digest-mismatch', at: 'parcel.ct_size' })
})

test('noise is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
      for (const bytes of [noise, concat(utf8('CONCERT1'), noise)]) {
        expect((await receive(bytes)).ok).toBe(false)
      }
    }),
    { numRuns: 100 },
  )
})

describe('the wrong hands', () => {
  test("another node's key does not open it", async () => {
    expect(await receive(sealed.bytes, cairn.sealSecret)).toMatchObject({ code: 'seal-failed' })
  })

  test('a seal made for another recipient does not open under a new header', async () => {
    const parcel = parseParcel(crypto, sealed.bytes)
    if (!parcel.ok) throw new Error(parcel.code)
    const moved = { ...parcel.value, to: cairn.identity.node }
    expect(await openParcel(crypto, moved, belmar.sealSecret)).toMatchObject({
      code: 'seal-failed',
    })
  })

  test('a header of somebody else is not accepted from this sender', async () => {
    const { bytes } = await sealParcel(
      crypto,
      cairn.identity.node,
      belmar.identity.node,
      sealKeyOf(belmar),
      packed,
      cairn.keys,
    )
    expect(await receive(bytes)).toMatchObject({ code: 'bad-signature', at: 'parcel.from' })
    const forged = await sealParcel(
      crypto,
      arden.identity.node,
      belmar.identity.node,
      sealKeyOf(belmar),
      packed,
      cairn.keys,
    )
    expect(await receive(forged.bytes)).toMatchObject({ code: 'unknown-key' })
  })

  test('nor one that is signed by half of the suite', async () => {
    const { bytes } = await sealParcel(
      crypto,
      arden.identity.node,
      belmar.identity.node,
      sealKeyOf(belmar),
      packed,
      arden.keys.slice(0, 1),
    )
    expect(await receive(bytes)).toMatchObject({ code: 'signers-mismatch' })
  })
})

test('the lengths in it are bounded before anything is read', async () => {
  const magic = utf8('CONCERT1')
  const header = concat(magic, u32(0xffffffff), new Uint8Array(100))
  expect(await receive(header)).toMatchObject({ code: 'malformed', at: 'parcel' })
  const enc = concat(magic, u32(2), utf8('{}'), u16(0xffff), new Uint8Array(100))
  expect(await receive(enc)).toMatchObject({ code: 'malformed', at: 'parcel' })
})

import { base64, canonicalBytes, fromUtf8, utf8 } from '@concert/core'
import { describe, expect, test } from 'vitest'
import {
  DOCUMENT_TYPES,
  parseDocument,
  signDocument,
  signersOf,
  verifyDocument,
} from './document.ts'
import type { VerifyKey } from './suites.ts'
import { signers } from './testing/nodes.ts'
import { createTestCrypto } from './testing/port.ts'

const crypto = createTestCrypto('document')
const keys = signers(crypto, 'someone')
const known: ReadonlyMap<string, VerifyKey> = new Map(keys.map((key) => [key.id, key]))
const body = { v: 1, signers: signersOf(keys) }
const signed = await signDocument(crypto, 'answer', body, keys)

interface Dsse {
  payload: string
  payloadType: string
  signatures: { keyid: string; sig: string }[]
}
const dsse = (): Dsse => JSON.parse(fromUtf8(signed.bytes)!) as Dsse
const parse = (bytes: Uint8Array) => parseDocument(crypto, 'answer', bytes)
const parseJson = (value: object) => parse(canonicalBytes(value))
async function verify(value: object, named: readonly string[] = body.signers) {
  const parsed = parseJson(value)
  return parsed.ok ? await verifyDocument(crypto, parsed.value, named, known) : parsed
}

test('signs and verifies with both halves', async () => {
  expect(await verify(dsse())).toEqual({ ok: true, value: null })
  expect(parse(signed.bytes)).toMatchObject({ value: { digest: signed.digest, body } })
})

test('the digest names what was signed and not the signatures, which vary', async () => {
  const again = await signDocument(crypto, 'answer', body, keys.toReversed())
  expect(again.digest).toBe(signed.digest)
  expect(again.bytes).not.toEqual(signed.bytes)
})

describe('has one spelling', () => {
  const malformed = { ok: false, code: 'malformed' }
  test.each<[string, (d: Dsse) => object]>([
    ['no extra field', (d) => ({ ...d, more: 1 })],
    ['no missing field', ({ payload, signatures }) => ({ payload, signatures })],
    [
      'no extra field in a signature',
      (d) => ({ ...d, signatures: d.signatures.map((s) => ({ ...s, cert: '' })) }),
    ],
    ['no missing padding', (d) => ({ ...d, payload: d.payload.replace(/=+$/, '').slice(0, -1) })],
    [
      'no other alphabet',
      (d) => ({
        ...d,
        signatures: d.signatures.map((s) => ({
          ...s,
          sig: s.sig.replaceAll('+', '-').replaceAll('/', '_'),
        })),
      }),
    ],
    ['no white space in base64', (d) => ({ ...d, payload: `${d.payload} ` })],
    [
      'no upper-case key id',
      (d) => ({
        ...d,
        signatures: d.signatures.map((s) => ({ ...s, keyid: s.keyid.toUpperCase() })),
      }),
    ],
    ['no signatures', (d) => ({ ...d, signatures: [] })],
    ['no other type', (d) => ({ ...d, payloadType: DOCUMENT_TYPES.receipt })],
    ['canonical payload', (d) => ({ ...d, payload: base64(utf8('{"v": 1}')) })],
    ['sorted payload', (d) => ({ ...d, payload: base64(utf8('{"v":1,"a":1}')) })],
    ['no duplicate key in the payload', (d) => ({ ...d, payload: base64(utf8('{"v":1,"v":1}')) })],
    ['an object as payload', (d) => ({ ...d, payload: base64(utf8('[1]')) })],
    ['NFC in the payload', (d) => ({ ...d, payload: base64(utf8('{"a":"e\u0301"}')) })],
    ['no bidirectional control', (d) => ({ ...d, payload: base64(utf8('{"a":"\u202e"}')) })],
    [
      'no integer beyond 2^53 - 1',
      (d) => ({ ...d, payload: base64(utf8('{"a":9007199254740992}')) }),
    ],
  ])('%s', (_name, change) => {
    expect(parseJson(change(dsse()))).toMatchObject(malformed)
  })

  test('canonical outside as well', () => {
    expect(parse(utf8(JSON.stringify(dsse(), null, 1)))).toMatchObject(malformed)
    expect(parse(utf8(`\ufeff${fromUtf8(signed.bytes)}`))).toMatchObject(malformed)
    expect(parse(Uint8Array.of(0xff, 0xfe))).toMatchObject(malformed)
  })

  test('stray bits at the end of base64 are another spelling', () => {
    // Ed25519 signatures have 64 bytes, so their last character before == holds four unused bits.
    const { signatures, ...rest } = dsse()
    const strayed = signatures.map((s) =>
      s.sig.endsWith('==') ? { ...s, sig: s.sig.replace(/.==$/, (end) => `${next(end)}==`) } : s,
    )
    expect(parseJson({ ...rest, signatures: strayed })).toMatchObject(malformed)
  })

  test('depth and size are bounded', () => {
    const deep = `{"a":${'['.repeat(32)}${']'.repeat(32)}}`
    expect(parseJson({ ...dsse(), payload: base64(utf8(deep)) })).toMatchObject(malformed)
    expect(parse(new Uint8Array((2 << 20) + 1))).toMatchObject({ code: 'too-large' })
  })
})

function next(end: string): string {
  return String.fromCharCode(end.charCodeAt(0) + 1)
}

describe('exactly the named signers', () => {
  test('one half cannot be stripped, repeated, or put first', async () => {
    const d = dsse()
    const [a, b] = d.signatures as [Dsse['signatures'][0], Dsse['signatures'][0]]
    for (const signatures of [[a], [b], [b, a], [a, a], [a, b, b]]) {
      expect(await verify({ ...d, signatures })).toMatchObject({ code: 'signers-mismatch' })
    }
  })

  test('nor can both halves be of one key', async () => {
    const d = dsse()
    const [a, b] = d.signatures as [Dsse['signatures'][0], Dsse['signatures'][0]]
    const crossed = [
      { ...a, sig: b.sig },
      { ...b, sig: a.sig },
    ]
    expect(await verify({ ...d, signatures: crossed })).toMatchObject({ code: 'bad-signature' })
  })

  test('a key that the identity does not have', async () => {
    const strangers = signers(crypto, 'stranger')
    const other = { v: 1, signers: signersOf(strangers) }
    const { bytes } = await signDocument(crypto, 'answer', other, strangers)
    const parsed = parse(bytes)
    if (!parsed.ok) throw new Error(parsed.code)
    expect(await verifyDocument(crypto, parsed.value, other.signers, known)).toMatchObject({
      code: 'unknown-key',
    })
  })

  test('a signature over another type does not verify', async () => {
    const other = await signDocument(crypto, 'receipt', body, keys)
    const moved = {
      ...(JSON.parse(fromUtf8(other.bytes)!) as Dsse),
      payloadType: dsse().payloadType,
    }
    expect(await verify(moved)).toMatchObject({ code: 'bad-signature' })
  })
})

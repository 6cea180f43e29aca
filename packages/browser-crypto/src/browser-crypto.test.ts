import nodeCrypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { unhex, utf8 } from '@concert/core'
import { parsePublishedKeys, verifyEvidence } from '@concert/envelope'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBrowserCrypto } from './browser-crypto.ts'

const packages = new URL('../../../packages/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, packages), 'utf8'))
const bytes = (hex: string) => unhex(hex)!
const crypto = createBrowserCrypto(async () => undefined)

interface Cctv {
  readonly number: number
  readonly key: string
  readonly sig: string
  readonly msg: string
  readonly flags: readonly string[]
}

describe('Ed25519 comes to the same as in a node', () => {
  const harmless = ['low_order_component_A', 'low_order_component_R']

  test('C2SP/CCTV', async () => {
    const { cases } = read('core/vectors/ed25519-cctv.json') as { cases: readonly Cctv[] }
    for (const { key, sig, msg, flags } of cases) {
      const isStrict = flags.every((flag) => harmless.includes(flag))
      expect(await crypto.verify('ed25519', bytes(key), utf8(msg), bytes(sig))).toBe(isStrict)
    }
  })

  test('"Taming the many EdDSAs", 2020: of its twelve cases only number 3 verifies', async () => {
    const { cases } = read('core/vectors/ed25519-speccheck.json') as {
      cases: readonly { readonly pub: string; message: string; signature: string }[]
    }
    const verdicts = await Promise.all(
      cases.map(({ pub, message, signature }) =>
        crypto.verify('ed25519', bytes(pub), bytes(message), bytes(signature)),
      ),
    )
    expect(verdicts.flatMap((isGood, i) => (isGood ? [i] : []))).toEqual([3])
  })
})

/** What `node:crypto` says of a raw key, as the port of a node asks it. */
function nodeVerifies(
  alg: 'ed25519' | 'ml-dsa-65' | 'ml-dsa-44',
  pub: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const raw = { key: Buffer.from(pub), format: 'raw-public' as const, asymmetricKeyType: alg }
  const key = nodeCrypto.createPublicKey(raw)
  const context = utf8('concert/v1')
  return nodeCrypto.verify(null, message, alg === 'ml-dsa-65' ? { key, context } : key, signature)
}

test.each(['ed25519', 'ml-dsa-65', 'ml-dsa-44'] as const)(
  '%s: what node:crypto signed verifies, and a changed bit is refused by both',
  async (alg) => {
    const { privateKey, publicKey } = nodeCrypto.generateKeyPairSync(alg as 'ed25519')
    const pub = new Uint8Array(publicKey.export({ format: 'raw-public' }))
    const context = utf8('concert/v1')
    const key = alg === 'ml-dsa-65' ? { key: privateKey, context } : privateKey
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(), async (message, at) => {
        const signature = new Uint8Array(nodeCrypto.sign(null, message, key))
        expect(await crypto.verify(alg, pub, message, signature)).toBe(true)
        const bit = at % (signature.length * 8)
        signature[bit >> 3] = signature[bit >> 3]! ^ (1 << (bit & 7))
        expect(await crypto.verify(alg, pub, message, signature)).toBe(false)
        expect(nodeVerifies(alg, pub, message, signature)).toBe(false)
      }),
      { numRuns: 15 },
    )
    const signature = new Uint8Array(nodeCrypto.sign(null, utf8('x'), key))
    for (const short of [signature.subarray(1), new Uint8Array()]) {
      expect(await crypto.verify(alg, pub, utf8('x'), short)).toBe(false)
    }
    expect(await crypto.verify(alg, pub.subarray(1), utf8('x'), signature)).toBe(false)
  },
)

test('ML-DSA-65 without the context of Concert/1 is refused', async () => {
  const { privateKey, publicKey } = nodeCrypto.generateKeyPairSync('ml-dsa-65')
  const pub = new Uint8Array(publicKey.export({ format: 'raw-public' }))
  const signature = new Uint8Array(nodeCrypto.sign(null, utf8('x'), privateKey))
  expect(await crypto.verify('ml-dsa-65', pub, utf8('x'), signature)).toBe(false)
})

test('the vectors of evidence come out as in a node', async () => {
  const { keys, evidence, damaged } = read('envelope/vectors/evidence.json')
  const parsed = parsePublishedKeys(crypto.sha256, utf8(JSON.stringify(keys)))
  if (!parsed.ok) throw new Error(parsed.at)
  expect((await verifyEvidence(crypto, utf8(evidence), parsed.value)).verified).toBe(true)
  for (const { evidence: other, step, code } of damaged) {
    const { steps } = await verifyEvidence(crypto, utf8(other), parsed.value)
    expect(steps.find(({ ok }) => ok === false)).toMatchObject({ step, code })
  }
})

import { hex, type SignatureAlg, unbase64, unhex, utf8 } from '@concert/core'
import { beforeAll, describe, expect, test } from 'vitest'
import digests from '../vectors/digests.json' with { type: 'json' }
import documents from '../vectors/documents.json' with { type: 'json' }
import evidence from '../vectors/evidence.json' with { type: 'json' }
import identities from '../vectors/identities.json' with { type: 'json' }
import keys from '../vectors/keys.json' with { type: 'json' }
import parcels from '../vectors/parcel.json' with { type: 'json' }
import records from '../vectors/records.json' with { type: 'json' }
import { verifyAnswer } from './answer.ts'
import { commitment, documentDigest, pae } from './digest.ts'
import type { DocumentKind } from './document.ts'
import { parseEnvelope, verifyEnvelope } from './envelope.ts'
import { verifyEvidence } from './evidence.ts'
import { itemMatches } from './evidence-items.ts'
import { type Identity, rootDigest, verifyIdentityChain } from './identity.ts'
import { type LeafRole, leafFor } from './leaf.ts'
import { openParcel, parseParcel, verifyParcel } from './parcel.ts'
import { parsePublishedKeys } from './published-keys.ts'
import { parseReceipt, verifyReceipt } from './receipt.ts'
import { bucketFor, unpackContents } from './records.ts'
import { safetyNumber } from './safety-number.ts'
import { itemsRoot, parseStatement, verifyStatement } from './statement.ts'
import { keyId } from './suites.ts'
import { NOW_MS, testNode } from './testing/nodes.ts'
import { createTestCrypto, publicKeyOf, testCompression } from './testing/port.ts'

const crypto = createTestCrypto()
const { sha256 } = crypto
const bytes = (text: string) => unhex(text)!
const decoded = (text: string) => unbase64(text)!
let arden: Identity
let belmar: Identity

beforeAll(async () => {
  arden = await firstOf(identities.find(({ name }) => name === 'a first version')!.documents)
  belmar = (await testNode(crypto, 'belmar')).identity
})

async function firstOf(texts: readonly string[]): Promise<Identity> {
  const chain = await verifyIdentityChain(crypto, texts.map(utf8))
  if (!chain.ok) throw new Error(chain.code)
  return chain.value[0]!
}

describe('keys', () => {
  test.each(keys.nodes)('$name', (node) => {
    for (const { alg, seed, pub, id } of node.keys) {
      expect(publicKeyOf(alg as SignatureAlg, bytes(seed))).toEqual(decoded(pub))
      expect(keyId(sha256, alg, decoded(pub))).toBe(id)
    }
    const root = (use: string) =>
      node.keys
        .filter((key) => key.use === use)
        .map(({ alg, pub }) => ({ alg: alg as SignatureAlg, pub: decoded(pub) }))
    expect(rootDigest(sha256, root('root/1'))).toBe(node.node)
    expect(rootDigest(sha256, root('root/2'))).toBe(node.nextRoot)
  })

  test('the safety number', () => {
    expect(safetyNumber(sha256, belmar, arden)).toBe(keys.safetyNumber)
  })
})

describe('digests', () => {
  test('of documents', () => {
    const { type, payload } = digests.document
    expect(hex(pae(type, bytes(payload)))).toBe(digests.pae.pae)
    expect(documentDigest(sha256, type, bytes(payload))).toBe(digests.document.digest)
  })

  test.each(digests.commitments)('of content $bytes', (c) => {
    expect(hex(commitment(sha256, bytes(c.salt), bytes(c.bytes)))).toBe(c.commitment)
  })

  test.each(digests.leaves)('of a leaf, $role', ({ opening, role, origin, digest, leaf }) => {
    expect(hex(leafFor(sha256, bytes(opening), role as LeafRole, origin, digest))).toBe(leaf)
  })

  test.each(digests.items)('of items, %#', ({ items, root, paths }) => {
    const all = items.map((item) => ({ salt: bytes(item.salt), bytes: bytes(item.bytes) }))
    expect(itemsRoot(sha256, all)).toBe(root)
    for (const [index, path] of paths.entries()) {
      const item = { ...all[index]!, index, total: all.length, path: path.map(bytes) }
      expect(itemMatches(sha256, bytes(root), item)).toBe(true)
    }
  })

  test.each(digests.buckets)('$size bytes are padded to $padded', ({ size, padded }) => {
    expect(bucketFor(size)).toBe(padded)
  })
})

describe('identities', () => {
  test.each(identities)('$name', async (chain) => {
    const result = await verifyIdentityChain(crypto, chain.documents.map(utf8))
    expect(result.ok ? undefined : result.code).toBe(chain.code)
  })
})

async function check(kind: DocumentKind, document: Uint8Array) {
  if (kind === 'statement') {
    const parsed = parseStatement(crypto, document)
    if (!parsed.ok) return parsed
    const at = Date.parse(parsed.value.time)
    const signed = await verifyStatement(crypto, parsed.value, arden, at)
    return signed.ok ? parsed : signed
  }
  if (kind === 'envelope') {
    const parsed = parseEnvelope(crypto, document)
    if (!parsed.ok) return parsed
    const signed = await verifyEnvelope(crypto, parsed.value, arden, NOW_MS)
    return signed.ok ? parsed : signed
  }
  if (kind === 'receipt') {
    const parsed = parseReceipt(crypto, document)
    if (!parsed.ok) return parsed
    const signed = await verifyReceipt(crypto, parsed.value, belmar, NOW_MS)
    return signed.ok ? parsed : signed
  }
  return await verifyAnswer(crypto, document, belmar, NOW_MS)
}

describe('documents', () => {
  test.each(documents.valid)('$name', async ({ kind, document, digest }) => {
    const result = await check(kind as DocumentKind, utf8(document))
    expect(result).toMatchObject({ ok: true, value: { digest } })
  })

  test.each(documents.invalid)('$name', async ({ kind, document, code }) => {
    expect(await check(kind as DocumentKind, utf8(document))).toMatchObject({ ok: false, code })
  })
})

describe('records', () => {
  test.each(records)('$name', (entry) => {
    const result = unpackContents(testCompression, bytes(entry.bytes))
    expect(result.ok ? undefined : result.code).toBe(entry.code)
  })
})

describe('a parcel', () => {
  const whole = decoded(parcels.parcel)

  test('is verified and opened', async () => {
    const parcel = parseParcel(crypto, whole)
    if (!parcel.ok) throw new Error(parcel.code)
    expect(parcel.value.digest).toBe(parcels.digest)
    expect(await verifyParcel(crypto, parcel.value, arden, NOW_MS)).toMatchObject({ ok: true })
    const opened = await openParcel(crypto, parcel.value, bytes(parcels.sealSecret))
    expect(opened).toMatchObject({ ok: true })
    if (opened.ok) expect(hex(opened.value)).toBe(hex(decoded(parcels.opened)))
    expect(unpackContents(testCompression, decoded(parcels.opened))).toMatchObject({
      value: { envelopes: [{ statements: [{ items: { length: 5 } }] }] },
    })
  })

  test.each(parcels.damaged)('$name', ({ at, code }) => {
    const damaged = Uint8Array.from(whole)
    damaged[at] = damaged[at]! ^ 1
    expect(parseParcel(crypto, damaged)).toMatchObject({ ok: false, code })
  })
})

describe('evidence', () => {
  const published = parsePublishedKeys(sha256, utf8(JSON.stringify(evidence.keys)))
  if (!published.ok) throw new Error(published.code)

  test('verifies', async () => {
    const report = await verifyEvidence(crypto, utf8(evidence.evidence), published.value)
    expect(report.verified).toBe(true)
  })

  test.each(evidence.damaged)('$name', async ({ evidence: damaged, step, code }) => {
    const report = await verifyEvidence(crypto, utf8(damaged), published.value)
    const [first] = report.steps.filter(({ ok }) => ok === false)
    expect(first).toMatchObject({ step, code })
  })
})

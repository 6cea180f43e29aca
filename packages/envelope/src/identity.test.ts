import { hex } from '@concert/core'
import { describe, expect, test } from 'vitest'
import {
  currentSealKey,
  type Identity,
  type IdentityDraft,
  rootDigest,
  signIdentity,
  signingKeys,
  verifyIdentity,
  verifyIdentityChain,
} from './identity.ts'
import { safetyNumber } from './safety-number.ts'
import type { SigningKey } from './suites.ts'
import {
  listed,
  NOW_MS,
  nextIdentity,
  revoking,
  signers,
  type TestNode,
  testNode,
} from './testing/nodes.ts'
import { createTestCrypto, sealPairOf, seedOf } from './testing/port.ts'

const crypto = createTestCrypto('identity')
const arden: TestNode = await testNode(crypto, 'arden')
const belmar: TestNode = await testNode(crypto, 'belmar')
const thief = signers(crypto, 'thief')
const DAY = 86_400_000

async function publish(draft: IdentityDraft, root: readonly SigningKey[], previous?: Identity) {
  const { bytes } = await signIdentity(crypto, draft, root, previous)
  return await verifyIdentity(crypto, previous, bytes)
}

const chainFault = (at: string) => ({ ok: false, code: 'identity-chain', at })

describe('the chain', () => {
  test('the node is the digest of the first root', () => {
    expect(arden.identity.node).toBe(rootDigest(crypto.sha256, arden.root))
    expect(arden.identity).toMatchObject({ version: 1, prev: null })
  })

  test('the same root may sign the next version', async () => {
    const next = await publish({ ...arden.draft, host: 'new.example' }, arden.root, arden.identity)
    expect(next).toMatchObject({
      value: { version: 2, prev: arden.identity.digest, node: arden.identity.node },
    })
  })

  test('the root that was committed to may take over, and then the old one may not', async () => {
    const after = signers(crypto, 'arden/root/3')
    const draft = { ...arden.draft, nextRoot: rootDigest(crypto.sha256, after) }
    const rotated = await nextIdentity(crypto, draft, arden.nextRoot, arden.identity)
    expect(rotated.node).toBe(arden.identity.node)
    expect(await publish(draft, arden.root, rotated)).toMatchObject(chainFault('root'))
    const chain = [arden.identity.document, rotated.document]
    expect(await verifyIdentityChain(crypto, chain)).toMatchObject({ ok: true })
  })

  test('a thief can not rotate to a root of its own', async () => {
    expect(await publish(arden.draft, thief, arden.identity)).toMatchObject(chainFault('root'))
  })

  test('nor, with the root stolen, commit to a root of its own first', async () => {
    const draft = { ...arden.draft, nextRoot: rootDigest(crypto.sha256, thief) }
    expect(await publish(draft, arden.root, arden.identity)).toMatchObject(chainFault('next_root'))
  })

  test('nor sign with an operational key', async () => {
    expect(await publish(arden.draft, arden.keys, arden.identity)).toMatchObject(chainFault('root'))
  })

  test('versions are contiguous and linked', async () => {
    const second = await nextIdentity(crypto, arden.draft, arden.root, arden.identity)
    const third = await nextIdentity(crypto, arden.draft, arden.root, second)
    expect(await verifyIdentity(crypto, arden.identity, third.document)).toMatchObject(
      chainFault('version'),
    )
    expect(await verifyIdentity(crypto, undefined, second.document)).toMatchObject(
      chainFault('version'),
    )
    const other = await nextIdentity(
      crypto,
      { ...arden.draft, economy: 'XB' },
      arden.root,
      arden.identity,
    )
    expect(await verifyIdentity(crypto, other, third.document)).toMatchObject(chainFault('prev'))
  })

  test('another document of the version held is a fork, the same one is not', async () => {
    const { identity, draft, root } = arden
    expect(await verifyIdentity(crypto, identity, identity.document)).toMatchObject({ ok: true })
    const { bytes } = await signIdentity(crypto, { ...draft, host: 'x.example' }, root, undefined)
    expect(await verifyIdentity(crypto, identity, bytes)).toMatchObject({
      code: 'identity-fork',
      at: 'version',
    })
  })

  test('a node keeps its name', async () => {
    expect(await verifyIdentity(crypto, belmar.identity, arden.identity.document)).toMatchObject(
      chainFault('node'),
    )
    const { bytes } = await signIdentity(crypto, arden.draft, thief, {
      ...arden.identity,
      version: 0,
    })
    const first = await verifyIdentity(crypto, undefined, bytes)
    expect(first.ok).toBe(false)
  })

  test('both halves of the root must sign', async () => {
    const half = await publish(arden.draft, arden.root.slice(0, 1), arden.identity)
    expect(half).toMatchObject(chainFault('root'))
  })

  test('an empty chain is none', async () => {
    expect(await verifyIdentityChain(crypto, [])).toMatchObject({ code: 'malformed' })
  })
})

describe('what an identity may say', () => {
  const bad = async (change: Partial<IdentityDraft>) =>
    await publish({ ...arden.draft, ...change }, arden.root)
  const { keys } = arden.draft

  test('key ids follow from the keys, each listed once', async () => {
    const wrong = keys.map((key) => ({ ...key, id: '00'.repeat(16) }))
    expect(await bad({ keys: wrong })).toMatchObject({ at: 'identity.keys[0].id' })
    expect(await bad({ keys: [...keys, keys[0]!] })).toMatchObject({ code: 'malformed' })
  })

  test('seal keys seal and nothing else does', async () => {
    const seal = keys.find(({ use }) => use === 'seal')!
    expect(await bad({ keys: [{ ...seal, use: 'sign' }] })).toMatchObject({ code: 'malformed' })
    const sign = keys.find(({ use }) => use === 'sign')!
    expect(await bad({ keys: [{ ...sign, use: 'seal' }] })).toMatchObject({ code: 'malformed' })
  })

  test('no weak Ed25519 key', async () => {
    const pub = new Uint8Array(32)
    const weak = listed(crypto, 'sign', 'ed25519', pub)
    expect(await bad({ keys: [weak] })).toMatchObject({ at: 'identity.keys[0].pub' })
  })

  test.each([
    [{ host: 'UPPER.example' }],
    [{ economy: 'xa' }],
    [{ endpoints: { ...arden.draft.endpoints, inbox: 'ftp://arden.example/' } }],
    [{ required: [] }],
    [{ names: { en: '', zh: '' } }],
  ])('%j is refused', async (change) => {
    expect(await bad(change)).toMatchObject({ ok: false, code: 'malformed' })
  })
})

describe('the keys that hold at a time', () => {
  const ids = arden.keys.map(({ id }) => id).toSorted()
  const { identity } = arden

  test('within a day of grace on both sides', () => {
    const from = Date.parse('2026-01-01T00:00:00.000Z')
    const until = Date.parse('2027-01-01T00:00:00.000Z')
    for (const at of [from - DAY, NOW_MS, until + DAY]) {
      expect(signingKeys(identity, ids, at).ok).toBe(true)
    }
    for (const at of [from - DAY - 1, until + DAY + 1]) {
      expect(signingKeys(identity, ids, at)).toMatchObject({ code: 'key-expired' })
    }
  })

  test('not from their revocation on', async () => {
    const draft = revoking(arden.draft, ids, '2026-06-01T00:00:00.000Z')
    const next = await nextIdentity(crypto, draft, arden.root, identity)
    const at = Date.parse('2026-06-01T00:00:00.000Z')
    expect(signingKeys(next, ids, at - 1).ok).toBe(true)
    expect(signingKeys(next, ids, at)).toMatchObject({ code: 'key-revoked' })
  })

  test('both required algorithms, and only keys for signing', () => {
    expect(signingKeys(identity, ids.slice(0, 1), NOW_MS)).toMatchObject({
      code: 'signers-mismatch',
    })
    const log = identity.keys.find(({ use }) => use === 'log')!
    expect(signingKeys(identity, [log.id], NOW_MS)).toMatchObject({ code: 'unknown-key' })
  })

  test('the newest seal key that holds', async () => {
    const { pub } = await sealPairOf(seedOf('arden/seal/2'))
    const newer = { ...listed(crypto, 'seal', 'x25519', pub), from: '2026-11-01T00:00:00.000Z' }
    const future = { ...newer, from: '2026-12-31T00:00:00.000Z' }
    const keys = [...identity.keys, newer]
    expect(currentSealKey({ ...identity, keys }, NOW_MS)).toBe(newer)
    expect(currentSealKey({ ...identity, keys: [future] }, NOW_MS)).toBeUndefined()
  })
})

describe('the safety number', () => {
  const number = safetyNumber(crypto.sha256, arden.identity, belmar.identity)

  test('is sixty digits, the same for both', () => {
    expect(number).toMatch(/^\d{5}( \d{5}){11}$/)
    expect(safetyNumber(crypto.sha256, belmar.identity, arden.identity)).toBe(number)
  })

  test('changes with the root, and only with the root', async () => {
    const { draft, root, identity } = arden
    const same = await nextIdentity(crypto, { ...draft, host: 'x.example' }, root, identity)
    expect(safetyNumber(crypto.sha256, same, belmar.identity)).toBe(number)
    const rotated = await nextIdentity(crypto, draft, arden.nextRoot, identity)
    expect(safetyNumber(crypto.sha256, rotated, belmar.identity)).not.toBe(number)
  })

  test('has one half for each', () => {
    const own = safetyNumber(crypto.sha256, arden.identity, arden.identity)
    const half = own.slice(0, 35)
    expect(own).toBe(`${half} ${half}`)
    expect(number).toContain(half)
    expect(hex(seedOf('x'))).toHaveLength(64)
  })
})

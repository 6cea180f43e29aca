import { utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commitment } from './digest.ts'
import { itemMatches, proveItems } from './evidence-items.ts'
import { decodeIntelAct } from './intel-acts.ts'
import {
  checkCommitments,
  itemsRoot,
  parseStatement,
  type StatementDraft,
  signStatement,
  verifyStatement,
} from './statement.ts'
import { salted, shareDraft, someItems } from './testing/exchange.ts'
import { NOW_MS, someDigest, testNode } from './testing/nodes.ts'
import { createTestCrypto } from './testing/port.ts'

const crypto = createTestCrypto('statement')
const { sha256 } = crypto
const arden = await testNode(crypto, 'arden')
const belmar = await testNode(crypto, 'belmar')

async function made(changes: Partial<StatementDraft> = {}) {
  const { bytes } = await signStatement(crypto, shareDraft(arden, changes), arden.keys)
  return parseStatement(crypto, bytes)
}

async function good(changes: Partial<StatementDraft> = {}) {
  const parsed = await made(changes)
  if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.at}`)
  return parsed.value
}

test('is signed by its author under the identity that it names', async () => {
  const statement = await good()
  const verify = (identity = arden.identity, at = NOW_MS) =>
    verifyStatement(crypto, statement, identity, at)
  expect(await verify()).toEqual({ ok: true, value: null })
  expect(await verify(belmar.identity)).toMatchObject({ code: 'unknown-identity' })
  expect(await verify({ ...arden.identity, node: belmar.identity.node })).toMatchObject({
    code: 'not-author',
  })
  expect(await verify(arden.identity, Date.parse('2028-01-01'))).toMatchObject({
    code: 'key-expired',
  })
})

describe('is closed', () => {
  test.each<[string, Partial<StatementDraft>]>([
    ['statement.kind', { kind: 'Intel Share' }],
    ['statement.time', { time: '2026-11-23T09:00:00Z' }],
    ['statement.tlp', { tlp: 'white' as 'red' }],
    ['statement.author.party', { author: { node: arden.identity.node, party: '', role: 'a' } }],
    [
      'statement.thread.parents[1]',
      {
        thread: {
          id: someDigest('t'),
          own_seq: 1,
          own_prev: null,
          parents: [someDigest('a'), someDigest('a')],
        },
      },
    ],
  ])('%s', async (at, changes) => {
    expect(await made(changes)).toMatchObject({ ok: false, code: 'malformed', at })
  })

  test('a free field is refused', async () => {
    const extra = { note: 'free text' } as Partial<StatementDraft>
    expect(await made(extra)).toMatchObject({ code: 'malformed', at: 'statement.note' })
  })
})

describe('commitments', () => {
  test('what travels beside matches', async () => {
    const statement = await good()
    const { content, items } = shareDraft(arden)
    const check = (c: typeof content, i: typeof items) => checkCommitments(sha256, statement, c, i)
    expect(check(content, items)).toEqual({ ok: true, value: null })
    const mismatch = (at: string) => ({ ok: false, code: 'commitment-mismatch', at })
    expect(check(null, items)).toMatchObject(mismatch('content'))
    expect(check(salted('other', content!.bytes), items)).toMatchObject(mismatch('content'))
    expect(check({ ...content!, bytes: utf8('{}') }, items)).toMatchObject(mismatch('content'))
    expect(check(content, [])).toMatchObject(mismatch('items'))
    expect(check(content, items.toReversed())).toMatchObject(mismatch('items'))
    expect(check(content, items.slice(1))).toMatchObject(mismatch('items'))
  })

  test('the salt has exactly 32 bytes', () => {
    expect(() => commitment(sha256, new Uint8Array(31), utf8('x'))).toThrow(RangeError)
  })

  test('no items, no root', () => {
    expect(itemsRoot(sha256, [])).toBeNull()
  })

  test('any item can be shown alone, and at no other place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (total, a, b) => {
        const items = someItems(total)
        const root = Uint8Array.fromHex(itemsRoot(sha256, items)!)
        const index = a % total
        const [proven] = proveItems(sha256, items, [index])
        expect(itemMatches(sha256, root, proven!)).toBe(true)
        const other = b % total
        expect(itemMatches(sha256, root, { ...proven!, index: other })).toBe(other === index)
      }),
      { numRuns: 60 },
    )
    expect(() => proveItems(sha256, someItems(2), [2])).toThrow(RangeError)
  })

  test('more than ten thousand items are a bug of the caller', async () => {
    const items = Array.from({ length: 10_001 }, () => salted('x', utf8('x')))
    await expect(made({ items })).rejects.toThrow(RangeError)
  })
})

test('intelligence acts are closed', () => {
  expect(decodeIntelAct('intel.share', { items: 5 })).toEqual({ ok: true, value: { items: 5 } })
  expect(decodeIntelAct('intel.share', { items: 0 })).toMatchObject({ code: 'bad-act' })
  expect(decodeIntelAct('intel.share', { items: 5, note: '' })).toMatchObject({ code: 'bad-act' })
  const target = { author: someDigest('a'), statement: someDigest('s'), item: 0 }
  const retract = { targets: [target], reason: 'false-positive' }
  expect(decodeIntelAct('intel.retract', retract).ok).toBe(true)
  expect(decodeIntelAct('intel.retract', { ...retract, reason: 'mood' })).toMatchObject({
    code: 'bad-act',
    at: 'reason',
  })
  const sighting = { sighted: [{ target, count: 3 }] }
  expect(decodeIntelAct('intel.sighting', sighting).ok).toBe(true)
})

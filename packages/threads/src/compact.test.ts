import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldCompact, viewCompact } from './compact.ts'
import { orderThread, type ThreadStatement } from './thread.ts'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)
const STRANGER = 'c'.repeat(64)
const digestOf = (n: number): string => n.toString(16).padStart(64, '0')

const TERMS = {
  intelligence: {
    tlp: 'green',
    types: ['indicator'],
    attribution: false,
    onward: false,
    retention_days: 30,
  },
}

function statement(
  n: number,
  author: string,
  ownSeq: number,
  prev: number | null,
  parents: readonly number[],
  kind: string,
  act: ThreadStatement['act'],
): ThreadStatement {
  const ownPrev = prev === null ? null : digestOf(prev)
  return { digest: digestOf(n), author, kind, act, ownSeq, ownPrev, parents: parents.map(digestOf) }
}

function propose(n: number, round: number, more: Partial<ThreadStatement> = {}): ThreadStatement {
  const act = {
    parties: [A, B],
    round,
    from: '2026-01-01T00:00:00.000Z',
    until: '2027-01-01T00:00:00.000Z',
    sign_by: '2026-02-01T00:00:00.000Z',
    terms: TERMS,
  }
  return { ...statement(n, A, 0, null, [], 'compact.propose', act), ...more }
}

function signing(
  n: number,
  author: string,
  place: { seq: number; prev: number | null; parents: readonly number[] },
  act: { base: string | null; next: number; round: number },
): ThreadStatement {
  return statement(n, author, place.seq, place.prev, place.parents, 'compact.sign', {
    compact: digestOf(1),
    base: act.base,
    next: digestOf(act.next),
    round: act.round,
    sign_by: '2026-02-01T00:00:00.000Z',
  })
}

const root = propose(1, 1)
const signedByA = signing(
  2,
  A,
  { seq: 1, prev: 1, parents: [1] },
  { base: null, next: 1, round: 1 },
)
const signedByB = signing(
  3,
  B,
  { seq: 0, prev: null, parents: [1] },
  { base: null, next: 1, round: 1 },
)
const NOW = Date.parse('2026-06-01T00:00:00.000Z')

test('a compact is in force when every party has signed, and not before', () => {
  expect(foldCompact(root, [])?.inForce).toBeNull()
  expect(foldCompact(root, [signedByA])?.inForce).toBeNull()
  expect(foldCompact(root, [signedByA, signedByB])?.inForce?.digest).toBe(root.digest)
})

test('time enters only in the view: before, within and after the validity', () => {
  const state = foldCompact(root, [signedByA, signedByB])
  if (!state) throw new Error('state')
  expect(viewCompact(state, Date.parse('2025-12-31T00:00:00Z')).status).toBe('not-yet')
  expect(viewCompact(state, NOW)).toMatchObject({
    status: 'in-force',
    intelligence: { tlp: 'green' },
  })
  expect(viewCompact(state, Date.parse('2027-06-01T00:00:00Z')).status).toBe('expired')
})

test('any interleaving and duplication of the same statements folds to the same state', async () => {
  const second = propose(4, 2, {
    author: B,
    ownSeq: 1,
    ownPrev: digestOf(3),
    parents: [digestOf(2), digestOf(3)],
  })
  const again = [
    signing(5, A, { seq: 2, prev: 2, parents: [4] }, { base: root.digest, next: 4, round: 2 }),
    signing(6, B, { seq: 2, prev: 4, parents: [4] }, { base: root.digest, next: 4, round: 2 }),
  ]
  const all = [root, signedByA, signedByB, second, ...again]
  const expected = JSON.stringify(foldCompact(root, all))
  expect(JSON.parse(expected).inForce.digest).toBe(digestOf(4))
  const shuffles = fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.constantFrom(...all), { maxLength: 10 }),
    )
    .map(([order, copies]) => [...copies, ...order])
  await fc.assert(
    fc.property(shuffles, (statements) => {
      expect(JSON.stringify(foldCompact(root, statements))).toBe(expected)
    }),
  )
})

test('a second statement at the same place is a fork: neither has effect, nor what follows', () => {
  const other = { ...signedByA, digest: digestOf(9) }
  const { order, ineffective } = orderThread(root, [A, B], [signedByA, other, signedByB])
  expect(order.map((entry) => entry.digest)).toEqual([root.digest, signedByB.digest])
  expect([...ineffective].toSorted()).toEqual([signedByA.digest, other.digest].toSorted())
})

test('a statement of a stranger, a gap in a chain and unknown parents have no effect', () => {
  const stranger = { ...signedByB, author: STRANGER, digest: digestOf(10) }
  const gap = { ...signedByB, ownSeq: 1, digest: digestOf(11) }
  const orphan = { ...signedByB, parents: [digestOf(77)], digest: digestOf(12) }
  for (const bad of [stranger, gap, orphan]) {
    expect(foldCompact(root, [signedByA, bad])?.inForce).toBeNull()
  }
})

test('a signature for other terms, another round or another compact does not count', () => {
  const cases = [
    { next: digestOf(8) },
    { round: 2 },
    { compact: digestOf(8) },
    { sign_by: '2026-03-01T00:00:00.000Z' },
    { base: digestOf(8) },
  ]
  for (const change of cases) {
    const bad = { ...signedByB, act: { ...signedByB.act, ...change } }
    expect(foldCompact(root, [signedByA, bad])?.inForce).toBeNull()
  }
})

test('a root whose author is no party, or with a party twice, is no compact', () => {
  expect(foldCompact({ ...root, author: STRANGER }, [])).toBeUndefined()
  const twice = { ...root, act: { ...root.act, parties: [A, A] } }
  expect(foldCompact(twice, [])).toBeUndefined()
  expect(foldCompact({ ...root, kind: 'compact.sign' }, [])).toBeUndefined()
})

import { utf8 } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { LEAF_BYTES, type LeafRole, leafFor } from './leaf.ts'
import { decodeLeafProof, decodeLogView, encodeLeafProof, encodeLogView } from './log-view.ts'
import { someDigest } from './testing/nodes.ts'
import { createTestCrypto, seedOf } from './testing/port.ts'

const { sha256 } = createTestCrypto()
const opening = seedOf('opening')
const digest = someDigest('document')
const ROLES: readonly LeafRole[] = ['sent', 'receipt', 'identity', 'tombstone', 'cover']

test('every leaf looks alike', () => {
  for (const role of ROLES) {
    const leaf = leafFor(sha256, opening, role, 'arden.example/log', digest)
    expect(leaf).toHaveLength(LEAF_BYTES)
    expect(leaf[0]).toBe(1)
  }
})

test('a leaf is for one opening, role, log and digest', () => {
  const leaves = [
    ...ROLES.map((role) => leafFor(sha256, opening, role, 'a/log', digest)),
    leafFor(sha256, seedOf('other'), 'sent', 'a/log', digest),
    leafFor(sha256, opening, 'sent', 'b/log', digest),
    leafFor(sha256, opening, 'sent', 'a/log', someDigest('other')),
  ].map((leaf) => leaf.toHex())
  expect(new Set(leaves).size).toBe(leaves.length)
})

test('openings and digests of another size are a bug of the caller', () => {
  for (const size of [0, 31, 33]) {
    expect(() => leafFor(sha256, new Uint8Array(size), 'sent', 'a', digest)).toThrow(RangeError)
  }
  expect(() => leafFor(sha256, opening, 'sent', 'a', 'ab')).toThrow(RangeError)
  expect(() => leafFor(sha256, opening, 'sent', 'a', digest.toUpperCase())).toThrow(RangeError)
})

describe('on the wire', () => {
  const path = [seedOf('a'), seedOf('b')]

  test('views and proofs go there and back', () => {
    const view = { checkpoint: 'a/log\n1\n', old: 3, consistency: path, seen: 9 }
    expect(decodeLogView(encodeLogView(view))).toEqual({ ok: true, value: view })
    const proof = { opening, index: 4, path }
    expect(decodeLeafProof(encodeLeafProof(proof))).toEqual({ ok: true, value: proof })
  })

  test.each(['{}', '[]', '', '{"index":0,"opening":"AA==","path":[]}', '{"index":0, "path":[]}'])(
    '%j is neither',
    (text) => {
      expect(decodeLogView(utf8(text)).ok).toBe(false)
      expect(decodeLeafProof(utf8(text)).ok).toBe(false)
    },
  )

  test('a path has at most 63 hashes', () => {
    const long = Array.from({ length: 64 }, () => seedOf('h'))
    const proof = encodeLeafProof({ opening, index: 0, path: long })
    expect(decodeLeafProof(proof)).toMatchObject({ code: 'malformed', at: 'path' })
  })
})

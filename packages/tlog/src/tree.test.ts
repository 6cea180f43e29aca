import { hex, unhex } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import vectors from '../vectors/tree.json' with { type: 'json' }
import { Frontier } from './frontier.ts'
import { verifyConsistency, verifyInclusion } from './proof-check.ts'
import { entriesFrom, naivePath, naiveProof, naiveRoot } from './testing/naive.ts'
import { sha256 } from './testing/port.ts'
import { emptyRoot, leafHash, rootOfHashes } from './tree.ts'

const entries = vectors.entries.map((entry) => unhex(entry)!)
const roots = vectors.roots.map((root) => unhex(root)!)
const headAt = (size: number) => ({ size, root: roots[size]! })

describe('RFC 6962 vectors', () => {
  test('roots of 0 to 8 leaves', () => {
    const frontier = new Frontier(sha256)
    const seen = [hex(frontier.root())]
    for (const entry of entries) {
      frontier.append(leafHash(sha256, entry))
      seen.push(hex(frontier.root()))
    }
    expect(seen).toEqual(vectors.roots)
    expect(entries.map((_, i) => hex(naiveRoot(entries.slice(0, i))))).toEqual(
      vectors.roots.slice(0, 8),
    )
    expect(hex(emptyRoot(sha256))).toBe(vectors.roots[0])
  })

  test.each(vectors.inclusion)('inclusion of $index in $size', ({ index, size, proof }) => {
    const path = proof.map((hash) => unhex(hash)!)
    const leaf = leafHash(sha256, entries[index]!)
    expect(verifyInclusion(sha256, headAt(size), index, leaf, path)).toBe(true)
  })

  test.each(vectors.consistency)('consistency of $old with $size', ({ old, size, proof }) => {
    const path = proof.map((hash) => unhex(hash)!)
    expect(verifyConsistency(sha256, headAt(old), headAt(size), path)).toBe(true)
  })
})

describe('frontier', () => {
  test('continues from its hashes', () => {
    const leaves = entriesFrom(0, 23).map((entry) => leafHash(sha256, entry))
    const first = new Frontier(sha256)
    for (const leaf of leaves.slice(0, 13)) first.append(leaf)
    const second = new Frontier(sha256, first.size, first.hashes)
    for (const leaf of leaves.slice(13)) second.append(leaf)
    expect(hex(second.root())).toBe(hex(rootOfHashes(sha256, leaves)))
    expect(first.size).toBe(13)
  })

  test('reports complete nodes by level', () => {
    const seen: number[] = []
    const frontier = new Frontier(sha256)
    for (const entry of entries)
      frontier.append(leafHash(sha256, entry), (level) => seen.push(level))
    expect(seen).toEqual([1, 1, 2, 1, 1, 2, 3])
  })

  test('refuses a number of hashes that does not belong to the size', () => {
    expect(() => new Frontier(sha256, 3, [roots[1]!])).toThrow(RangeError)
    expect(() => new Frontier(sha256, -1, [])).toThrow(RangeError)
  })
})

/** Every way to damage a proof of hashes by a little. */
function mutations(proof: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const flipped = proof.map((hash, i) => {
    const bad = Uint8Array.from(hash)
    bad[i % 32] = bad[i % 32]! ^ 1
    return proof.with(i, bad)
  })
  const removed = proof.map((_, i) => proof.toSpliced(i, 1))
  const added = [0, proof.length].map((i) => proof.toSpliced(i, 0, roots[1]!))
  const cut = proof.map((hash, i) => proof.with(i, hash.subarray(1)))
  return [...flipped, ...removed, ...added, ...cut]
}

describe('proofs', () => {
  test('an inclusion proof verifies as it is and in no other way', () => {
    const cases = fc
      .integer({ min: 1, max: 80 })
      .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }) }))
    fc.assert(
      fc.property(cases, ({ size, index }) => {
        const list = entriesFrom(0, size)
        const head = { size, root: naiveRoot(list) }
        const proof = naivePath(index, list)
        const leaf = leafHash(sha256, list[index]!)
        expect(verifyInclusion(sha256, head, index, leaf, proof)).toBe(true)
        for (const bad of mutations(proof)) {
          expect(verifyInclusion(sha256, head, index, leaf, bad)).toBe(false)
        }
        for (let other = 0; other <= size; other++) {
          if (other === index) continue
          expect(verifyInclusion(sha256, head, other, leaf, proof)).toBe(false)
        }
        expect(verifyInclusion(sha256, head, index, roots[1]!, proof)).toBe(false)
        expect(verifyInclusion(sha256, { ...head, root: roots[1]! }, index, leaf, proof)).toBe(
          false,
        )
      }),
      { numRuns: 60 },
    )
  })

  test('a consistency proof verifies as it is and in no other way', () => {
    const cases = fc
      .integer({ min: 2, max: 80 })
      .chain((size) =>
        fc.record({ size: fc.constant(size), old: fc.integer({ min: 1, max: size - 1 }) }),
      )
    fc.assert(
      fc.property(cases, ({ size, old }) => {
        const list = entriesFrom(0, size)
        const before = { size: old, root: naiveRoot(list.slice(0, old)) }
        const after = { size, root: naiveRoot(list) }
        const proof = naiveProof(old, list)
        expect(verifyConsistency(sha256, before, after, proof)).toBe(true)
        for (const bad of mutations(proof)) {
          expect(verifyConsistency(sha256, before, after, bad)).toBe(false)
        }
        const forked = { ...before, root: naiveRoot(entriesFrom(1, old)) }
        expect(verifyConsistency(sha256, forked, after, proof)).toBe(false)
        const other = { ...after, root: naiveRoot(entriesFrom(1, size)) }
        expect(verifyConsistency(sha256, before, other, proof)).toBe(false)
        expect(verifyConsistency(sha256, after, before, proof)).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  test('equal sizes and the empty tree take an empty proof and the right roots', () => {
    expect(verifyConsistency(sha256, headAt(4), headAt(4), [])).toBe(true)
    expect(verifyConsistency(sha256, headAt(4), headAt(4), [roots[1]!])).toBe(false)
    expect(verifyConsistency(sha256, headAt(4), { size: 4, root: roots[5]! }, [])).toBe(false)
    expect(verifyConsistency(sha256, headAt(0), headAt(4), [])).toBe(true)
    expect(verifyConsistency(sha256, headAt(0), headAt(4), [roots[1]!])).toBe(false)
    expect(verifyConsistency(sha256, { size: 0, root: roots[1]! }, headAt(4), [])).toBe(false)
    expect(verifyConsistency(sha256, headAt(3), headAt(4), [])).toBe(false)
  })

  test('sizes that are no sizes are refused', () => {
    const leaf = leafHash(sha256, entries[0]!)
    for (const bad of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(verifyInclusion(sha256, { size: bad, root: leaf }, 0, leaf, [])).toBe(false)
      expect(verifyInclusion(sha256, { size: 1, root: leaf }, bad, leaf, [])).toBe(false)
      expect(verifyConsistency(sha256, { size: bad, root: leaf }, headAt(8), [leaf])).toBe(false)
    }
  })
})

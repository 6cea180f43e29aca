import type { Sha256 } from '@concert/core'
import { HASH_BYTES } from './text.ts'

/** Hash of a leaf: SHA-256(00 ‖ entry) (RFC 6962 §2.1). */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + entry.length)
  input.set(entry, 1)
  return sha256(input)
}

/** Hash of an inner node: SHA-256(01 ‖ left ‖ right) (RFC 6962 §2.1). */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + 2 * HASH_BYTES)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + HASH_BYTES)
  return sha256(input)
}

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array(0))
}

/**
 * Root over hashes that stand for equally large complete subtrees, such as leaf hashes
 * (RFC 6962 §2.1). Pairing from the left and promoting an odd last one gives the same tree as
 * splitting at the largest power of two.
 */
export function rootOfHashes(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) row = parentRow(sha256, row)
  return row[0] ?? emptyRoot(sha256)
}

function parentRow(sha256: Sha256, row: readonly Uint8Array[]): readonly Uint8Array[] {
  const parents: Uint8Array[] = []
  for (let i = 0; i < row.length; i += 2) {
    const left = row[i] as Uint8Array
    const right = row[i + 1]
    parents.push(right === undefined ? left : nodeHash(sha256, left, right))
  }
  return parents
}

/** Largest power of two that is at most `n`, for n ≥ 1 up to 2^53 − 1. */
export function largestPowerUpTo(n: number): number {
  let power = 1
  while (power * 2 <= n) power *= 2
  return power
}

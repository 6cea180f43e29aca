import { concat, utf8 } from '@concert/core'
import { sha256 } from './port.ts'

/** Entries that differ from each other, `from` on. */
export function entriesFrom(from: number, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => utf8(`entry ${from + i}`))
}

/** MTH(D[n]) as RFC 6962 §2.1 words it: by recursion, slowly. */
export function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries
  if (first === undefined) return sha256(new Uint8Array(0))
  if (entries.length === 1) return sha256(concat(Uint8Array.of(0), first))
  const k = naiveSplit(entries.length)
  return sha256(
    concat(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k))),
  )
}

/** PATH(m, D[n]) as RFC 6962 §2.1.1 words it. */
export function naivePath(m: number, entries: readonly Uint8Array[]): readonly Uint8Array[] {
  if (entries.length <= 1) return []
  const k = naiveSplit(entries.length)
  const [left, right] = [entries.slice(0, k), entries.slice(k)]
  return m < k
    ? [...naivePath(m, left), naiveRoot(right)]
    : [...naivePath(m - k, right), naiveRoot(left)]
}

/** PROOF(m, D[n]) as RFC 6962 §2.1.2 words it. */
export function naiveProof(m: number, entries: readonly Uint8Array[]): readonly Uint8Array[] {
  return m === 0 ? [] : subProof(m, entries, true)
}

function subProof(
  m: number,
  entries: readonly Uint8Array[],
  isWhole: boolean,
): readonly Uint8Array[] {
  if (m === entries.length) return isWhole ? [] : [naiveRoot(entries)]
  const k = naiveSplit(entries.length)
  const [left, right] = [entries.slice(0, k), entries.slice(k)]
  return m <= k
    ? [...subProof(m, left, isWhole), naiveRoot(right)]
    : [...subProof(m - k, right, false), naiveRoot(left)]
}

function naiveSplit(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

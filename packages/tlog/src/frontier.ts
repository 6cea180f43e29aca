import type { Sha256 } from '@concert/core'
import { emptyRoot, nodeHash } from './tree.ts'

/** Told of every inner node as it becomes complete; level 1 covers two leaves. */
export type NodeListener = (level: number, hash: Uint8Array) => void

/**
 * A growing tree reduced to its compact range: the roots of the complete subtrees that cover it,
 * largest first, one for each bit set in the size. Appending costs one hash on average.
 */
export class Frontier {
  readonly #sha256: Sha256
  readonly #hashes: Uint8Array[]
  #size: number

  /** @throws RangeError when the number of hashes does not belong to the size */
  constructor(sha256: Sha256, size = 0, hashes: readonly Uint8Array[] = []) {
    if (hashes.length !== bitsSet(size)) throw new RangeError('frontier')
    this.#sha256 = sha256
    this.#size = size
    this.#hashes = [...hashes]
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size
  }

  /** The roots of the complete subtrees, largest first. */
  get hashes(): readonly Uint8Array[] {
    return [...this.#hashes]
  }

  /** Adds a leaf by its hash. */
  append(leaf: Uint8Array, onNode?: NodeListener): void {
    let hash = leaf
    let position = this.#size
    for (let level = 1; position % 2 === 1; level++) {
      hash = nodeHash(this.#sha256, this.#hashes.pop() as Uint8Array, hash)
      onNode?.(level, hash)
      position = (position - 1) / 2
    }
    this.#hashes.push(hash)
    this.#size++
  }

  /** Root of the whole tree (RFC 6962 §2.1). */
  root(): Uint8Array {
    return this.#hashes.length === 0
      ? emptyRoot(this.#sha256)
      : this.#hashes.reduceRight((right, left) => nodeHash(this.#sha256, left, right))
  }
}

function bitsSet(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('size')
  let bits = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  return bits
}

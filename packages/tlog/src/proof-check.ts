import { equalBytes, type Sha256 } from '@concert/core'
import { HASH_BYTES } from './text.ts'
import { emptyRoot, largestPowerUpTo, nodeHash } from './tree.ts'

/** The size of a tree and the root that commits to its leaves. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/**
 * Whether `proof` leads from a leaf hash at `index` to the head's root (RFC 9162 §2.1.3.2). The
 * proof must have exactly the length that the index and the size require.
 */
export function verifyInclusion(
  sha256: Sha256,
  head: TreeHead,
  index: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isSize(index) || !isSize(head.size) || index >= head.size) return false
  if (!areHashes([leaf, ...proof])) return false
  const walk = new Walk(index, head.size - 1)
  let root = leaf
  for (const hash of proof) {
    const side = walk.next()
    if (side === undefined) return false
    root = side === 'left' ? nodeHash(sha256, hash, root) : nodeHash(sha256, root, hash)
  }
  return walk.ended && equalBytes(root, head.root)
}

/**
 * Whether the tree of `old` is the beginning of the tree of `next` (RFC 9162 §2.1.4.2).
 * Between equal sizes the roots must be equal and the proof empty; from the empty tree the proof
 * is empty and the old root that of the empty tree.
 */
export function verifyConsistency(
  sha256: Sha256,
  old: TreeHead,
  next: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!isSize(old.size) || !isSize(next.size) || old.size > next.size) return false
  if (old.size === next.size) return proof.length === 0 && equalBytes(old.root, next.root)
  if (old.size === 0) return proof.length === 0 && equalBytes(old.root, emptyRoot(sha256))
  return proof.length > 0 && areHashes(proof) && leadsToBoth(sha256, old, next, proof)
}

function leadsToBoth(
  sha256: Sha256,
  old: TreeHead,
  next: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  // A complete old tree is a node of the new one, so its root is not repeated in the proof.
  const isComplete = largestPowerUpTo(old.size) === old.size
  const [start, ...path] = isComplete ? [old.root, ...proof] : proof
  if (start === undefined) return false
  const walk = new Walk(old.size - 1, next.size - 1)
  walk.skipRightTurns()
  let oldRoot = start
  let nextRoot = start
  for (const hash of path) {
    const side = walk.next()
    if (side === undefined) return false
    if (side === 'left') oldRoot = nodeHash(sha256, hash, oldRoot)
    nextRoot = side === 'left' ? nodeHash(sha256, hash, nextRoot) : nodeHash(sha256, nextRoot, hash)
  }
  return walk.ended && equalBytes(oldRoot, old.root) && equalBytes(nextRoot, next.root)
}

/** The climb of RFC 9162 from a node (`fn`) beside the last node of its row (`sn`) to the root. */
class Walk {
  #node: number
  #last: number

  constructor(node: number, last: number) {
    this.#node = node
    this.#last = last
  }

  get ended(): boolean {
    return this.#last === 0
  }

  /** Starts at the largest complete subtree that ends at the node. */
  skipRightTurns(): void {
    while (this.#node % 2 === 1) this.#up()
  }

  /** The side of the next sibling, or `undefined` when the root has been reached. */
  next(): 'left' | 'right' | undefined {
    if (this.ended) return undefined
    const side = this.#node % 2 === 1 || this.#node === this.#last ? 'left' : 'right'
    // The last node of a row without a sibling is promoted, so rows without one are skipped.
    if (side === 'left') while (this.#node % 2 === 0 && this.#node !== 0) this.#up()
    this.#up()
    return side
  }

  #up(): void {
    this.#node = Math.floor(this.#node / 2)
    this.#last = Math.floor(this.#last / 2)
  }
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === HASH_BYTES)
}

import type { Sha256 } from '@concert/core'
import { HASH_BYTES } from './text.ts'

/**
 * The subtree over the hashes of one tile. Its rows are computed when they are first asked for and
 * then kept: one proof needs nearly all of them, the next one none.
 */
export class TileTree {
  readonly #sha256: Sha256
  /** Row 0 holds the tile's own hashes, each next one those of complete pairs. */
  readonly #rows: Uint8Array[]

  constructor(sha256: Sha256, tile: Uint8Array) {
    this.#sha256 = sha256
    this.#rows = [tile]
  }

  /**
   * Hash of a complete subtree of 2^`row` of the tile's hashes, the `index`-th from the left.
   *
   * @throws RangeError when the tile is too short for it
   */
  hashAt(row: number, index: number): Uint8Array {
    while (this.#rows.length <= row) this.#rows.push(this.#nextRow())
    const hashes = this.#rows[row] as Uint8Array
    const at = index * HASH_BYTES
    if (hashes.length < at + HASH_BYTES) throw new RangeError('plan')
    // A copy, so that a proof does not keep a whole tile in memory.
    return new Uint8Array(hashes.subarray(at, at + HASH_BYTES))
  }

  /** The parents of the last row (RFC 6962 §2.1); an odd last hash has none. */
  #nextRow(): Uint8Array {
    const row = this.#rows.at(-1) as Uint8Array
    const pairs = Math.floor(row.length / (2 * HASH_BYTES))
    const parents = new Uint8Array(pairs * HASH_BYTES)
    // One input for all of them: the hash is synchronous and keeps nothing of it.
    const input = new Uint8Array(1 + 2 * HASH_BYTES)
    input[0] = 1
    for (let i = 0; i < pairs; i++) {
      input.set(row.subarray(i * 2 * HASH_BYTES, (i + 1) * 2 * HASH_BYTES), 1)
      parents.set(this.#sha256(input), i * HASH_BYTES)
    }
    return parents
  }
}

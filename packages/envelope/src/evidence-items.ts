import { hex, type Sha256 } from '@concert/core'
import { leafHash, nodeHash, verifyInclusion } from '@concert/tlog'
import { commitment, type Digest } from './digest.ts'
import type { ItemPlace } from './item-place.ts'
import type { CarriedItem } from './records.ts'
import { itemLeaves, type Salted } from './statement.ts'

/** One item with its path to the `items_root` of its statement (RFC 6962 §2.1.1). */
export interface ProvenItem extends Salted {
  /** Zero-based position among the items of the statement. */
  readonly index: number
  /** Number of items of the statement. */
  readonly total: number
  /** From the item's sibling up to the child of the root. */
  readonly path: readonly Uint8Array[]
}

/**
 * Takes some items out of a statement, each with its path, so that they can be shown without
 * their siblings.
 *
 * @param items - all items of the statement, in order
 * @param indexes - positions to take; throws RangeError for one that is not there
 */
export function proveItems(
  sha256: Sha256,
  items: readonly Salted[],
  indexes: readonly number[],
): readonly ProvenItem[] {
  const rows = rowsOver(sha256, itemLeaves(sha256, items))
  return indexes.map((index) => {
    const item = items[index]
    if (!item) throw new RangeError('index')
    return { ...item, index, total: items.length, path: pathIn(rows, index) }
  })
}

/** The root over items and the place of each, of items that are too large to be held at once. */
export function placeItems(
  sha256: Sha256,
  commitments: readonly Uint8Array[],
): { readonly root: Digest; readonly places: readonly ItemPlace[] } {
  const leaves = commitments.map((entry) => leafHash(sha256, entry))
  const rows = rowsOver(sha256, leaves)
  const [root] = rows.at(-1) ?? []
  if (!root) throw new RangeError('items')
  const total = commitments.length
  const places = leaves.map((_, index) => ({ index, total, path: pathIn(rows, index) }))
  return { root: hex(root), places }
}

// Every row of the tree from the leaves up; an odd last node is promoted as it is.
function rowsOver(sha256: Sha256, leaves: readonly Uint8Array[]): readonly Uint8Array[][] {
  const rows: Uint8Array[][] = [[...leaves]]
  for (let row = rows[0] ?? []; row.length > 1; ) {
    const parents: Uint8Array[] = []
    for (const [i, left] of row.entries()) {
      if (i % 2 === 1) continue
      const right = row[i + 1]
      parents.push(right === undefined ? left : nodeHash(sha256, left, right))
    }
    rows.push(parents)
    row = parents
  }
  return rows
}

function pathIn(rows: readonly Uint8Array[][], index: number): readonly Uint8Array[] {
  return rows.flatMap((row, level) => {
    const sibling = row[Math.floor(index / 2 ** level) ^ 1]
    return sibling === undefined ? [] : [sibling]
  })
}

/**
 * Whether items that travel without their siblings stand where they say under a statement's root:
 * each at its place, in ascending order, all of the same total.
 *
 * @param total - how many items the author signed for: a path alone fits more than one total
 */
export function itemsMatch(
  sha256: Sha256,
  root: Uint8Array,
  total: number,
  items: readonly CarriedItem[],
): boolean {
  let before = -1
  return items.every(({ salt, bytes, place }) => {
    if (!place || place.total !== total || place.index <= before) return false
    before = place.index
    return itemMatches(sha256, root, { salt, bytes, ...place })
  })
}

/** Whether an item stands at its index under the `items_root` of a statement. */
export function itemMatches(sha256: Sha256, root: Uint8Array, item: ProvenItem): boolean {
  const leaf = leafHash(sha256, commitment(sha256, item.salt, item.bytes))
  return verifyInclusion(sha256, { size: item.total, root }, item.index, leaf, item.path)
}

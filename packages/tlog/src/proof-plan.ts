import { TILE_WIDTH, type TileCoordinate, tileWidth } from './tiles.ts'
import { largestPowerUpTo } from './tree.ts'

/** Tree levels in one level of tiles. */
export const TILE_HEIGHT = 8

/** A complete subtree: the leaves from `index · 2^level` to before `(index + 1) · 2^level`. */
export interface TreeNode {
  readonly level: number
  readonly index: number
}

/**
 * What a proof is made of: its hashes in order, each as the complete subtrees, left to right, that
 * it is hashed from (more than one only at the right edge), and the tiles that hold them.
 */
export interface ProofPlan {
  readonly parts: readonly (readonly TreeNode[])[]
  readonly tiles: readonly TileCoordinate[]
}

type Range = readonly [start: number, end: number]

/** Plan of the root of a tree of `size` leaves; the empty tree has no parts. */
export function rootPlan(size: number): ProofPlan {
  return planOf(size === 0 ? [] : [[0, size]], size)
}

/** Plan of the inclusion proof of leaf `index`, PATH(m, D[n]) of RFC 6962 §2.1.1. */
export function inclusionPlan(index: number, size: number): ProofPlan {
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    if (index < middle) {
      ranges.push([middle, end])
      end = middle
    } else {
      ranges.push([start, middle])
      start = middle
    }
  }
  return planOf(ranges.toReversed(), size)
}

/** Plan of the consistency proof, SUBPROOF(m, D[n], true) of RFC 6962 §2.1.2. */
export function consistencyPlan(oldSize: number, size: number): ProofPlan {
  if (oldSize === 0 || oldSize === size) return planOf([], size)
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end !== oldSize) {
    const middle = start + split(end - start)
    if (oldSize <= middle) {
      ranges.push([middle, end])
      end = middle
    } else {
      ranges.push([start, middle])
      start = middle
    }
  }
  // The old root itself is known to the verifier and left out.
  if (start !== 0) ranges.push([start, end])
  return planOf(ranges.toReversed(), size)
}

/** Largest power of two below `n`, for n ≥ 2. */
function split(n: number): number {
  return largestPowerUpTo(n - 1)
}

function planOf(ranges: readonly Range[], size: number): ProofPlan {
  const parts = ranges.map(nodesOf)
  return { parts, tiles: tilesOf(parts.flat(), size) }
}

function nodesOf([start, end]: Range): readonly TreeNode[] {
  const nodes: TreeNode[] = []
  let at = start
  while (at < end) {
    const width = largestPowerUpTo(end - at)
    nodes.push({ level: levelOf(width), index: at / width })
    at += width
  }
  return nodes
}

function levelOf(powerOfTwo: number): number {
  let level = 0
  for (let rest = powerOfTwo; rest > 1; rest /= 2) level++
  return level
}

/** The tiles that hold the nodes, each once, as they are in a tree of `size` leaves. */
function tilesOf(nodes: readonly TreeNode[], size: number): readonly TileCoordinate[] {
  const tiles = new Map<string, TileCoordinate>()
  for (const node of nodes) {
    const { level, number } = tileOf(node)
    tiles.set(`${level}/${number}`, { level, number, width: tileWidth(level, number, size) })
  }
  return [...tiles.values()]
}

/** The tile in which a node, or the hashes below it, can be read. */
export function tileOf(node: TreeNode): { readonly level: number; readonly number: number } {
  const perTile = TILE_WIDTH / 2 ** (node.level % TILE_HEIGHT)
  return {
    level: Math.floor(node.level / TILE_HEIGHT),
    number: Math.floor(node.index / perTile),
  }
}

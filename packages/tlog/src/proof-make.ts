import { ok, type Result, refuse, type Sha256 } from '@concert/core'
import { tilePrefix } from './append.ts'
import {
  consistencyPlan,
  inclusionPlan,
  type ProofPlan,
  rootPlan,
  TILE_HEIGHT,
  type TreeNode,
  tileOf,
} from './proof-plan.ts'
import { TileTree } from './tile-tree.ts'
import { TILE_WIDTH, type TileCoordinate, tilePath } from './tiles.ts'
import { emptyRoot, nodeHash } from './tree.ts'

/** Where tiles are read from: a table, a cache, another node's HTTP prefix. */
export interface TileReader {
  /**
   * The tiles asked for, in the same order. An answer may be longer than the tile asked for, since
   * a partial tile is a prefix of every later one; `undefined` where there is none.
   */
  readTiles(tiles: readonly TileCoordinate[]): Promise<readonly (Uint8Array | undefined)[]>
}

/** A proof that was made, or why it could not be. */
export type MadeProof = Result<readonly Uint8Array[], 'out-of-range' | 'tile-missing'>

/**
 * The inclusion proof of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1). Tiles are not
 * authenticated here: with tiles of somebody else, verify the proof against a checkpoint.
 */
export async function proveInclusion(
  sha256: Sha256,
  reader: TileReader,
  index: number,
  size: number,
): Promise<MadeProof> {
  const made = await proveInclusions(sha256, reader, [index], size)
  return made.ok ? ok(made.value[0] ?? []) : made
}

/** The inclusion proofs of many leaves, reading and hashing each tile once. */
export async function proveInclusions(
  sha256: Sha256,
  reader: TileReader,
  indexes: readonly number[],
  size: number,
): Promise<Result<readonly (readonly Uint8Array[])[], 'out-of-range' | 'tile-missing'>> {
  if (!isSize(size)) return refuse('out-of-range', 'size')
  const bad = indexes.findIndex((index) => !isSize(index) || index >= size)
  if (bad !== -1) return refuse('out-of-range', `indexes[${bad}]`)
  const plans = indexes.map((index) => inclusionPlan(index, size))
  return await readAndExecute(sha256, reader, plans)
}

/** The proof that the tree of `oldSize` leaves begins the tree of `size` (RFC 6962 §2.1.2). */
export async function proveConsistency(
  sha256: Sha256,
  reader: TileReader,
  oldSize: number,
  size: number,
): Promise<MadeProof> {
  if (!isSize(size) || !isSize(oldSize) || oldSize > size) return refuse('out-of-range', 'size')
  const made = await readAndExecute(sha256, reader, [consistencyPlan(oldSize, size)])
  return made.ok ? ok(made.value[0] ?? []) : made
}

/** The root of the tree of `size` leaves, out of its tiles. */
export async function rootFromTiles(
  sha256: Sha256,
  reader: TileReader,
  size: number,
): Promise<Result<Uint8Array, 'out-of-range' | 'tile-missing'>> {
  if (!isSize(size)) return refuse('out-of-range', 'size')
  const made = await readAndExecute(sha256, reader, [rootPlan(size)])
  return made.ok ? ok(made.value[0]?.[0] ?? emptyRoot(sha256)) : made
}

async function readAndExecute(
  sha256: Sha256,
  reader: TileReader,
  plans: readonly ProofPlan[],
): Promise<Result<readonly (readonly Uint8Array[])[], 'tile-missing'>> {
  const tiles = new Map(plans.flatMap((plan) => plan.tiles).map((tile) => [tilePath(tile), tile]))
  const wanted = [...tiles.values()]
  const answers = wanted.length === 0 ? [] : await reader.readTiles(wanted)
  return executePlans(sha256, plans, wanted, answers)
}

/**
 * The proofs of plans whose tiles have been read, for callers that read synchronously.
 *
 * @param tiles - the tiles that were asked for: at least all that the plans name
 * @param answers - their bytes, in the same order
 */
export function executePlans(
  sha256: Sha256,
  plans: readonly ProofPlan[],
  tiles: readonly TileCoordinate[],
  answers: readonly (Uint8Array | undefined)[],
): Result<readonly (readonly Uint8Array[])[], 'tile-missing'> {
  const hashes = new TileHashes(sha256)
  for (const [i, tile] of tiles.entries()) {
    const answer = answers[i]
    const data = answer && tilePrefix(answer, tile)
    if (data === undefined) return refuse('tile-missing', tilePath(tile))
    hashes.add(tile, data)
  }
  return ok(plans.map((plan) => plan.parts.map((part) => hashes.join(part))))
}

/** Node hashes out of tiles. */
class TileHashes {
  readonly #sha256: Sha256
  readonly #tiles = new Map<string, TileTree>()

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  add(tile: TileCoordinate, data: Uint8Array): void {
    this.#tiles.set(`${tile.level}/${tile.number}`, new TileTree(this.#sha256, data))
  }

  /** Root over neighbouring subtrees of falling size. */
  join(nodes: readonly TreeNode[]): Uint8Array {
    return nodes
      .map((node) => this.#hash(node))
      .reduceRight((right, left) => nodeHash(this.#sha256, left, right))
  }

  #hash(node: TreeNode): Uint8Array {
    const { level, number } = tileOf(node)
    const tree = this.#tiles.get(`${level}/${number}`)
    if (tree === undefined) throw new RangeError('plan')
    const row = node.level % TILE_HEIGHT
    return tree.hashAt(row, node.index % (TILE_WIDTH / 2 ** row))
  }
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

import { equalBytes, type Sha256 } from '@concert/core'
import {
  ENTRIES_LEVEL,
  HASH_BYTES,
  leafHash,
  parseBundle,
  rootOfHashes,
  TILE_WIDTH,
  tileWidth,
} from '@concert/tlog'
import type { Reader } from '../../store/store.ts'

/** The entries that one tile covers, as every place that holds them says. */
export interface Block {
  /** Of its tile. */
  readonly number: number
  /** How many entries the tree has there: 1 to 256. */
  readonly width: number
  /** From the bundle; undefined when it is missing or cannot be read. */
  readonly bundled: readonly Uint8Array[] | undefined
  /** From the index, by place in the block. */
  readonly indexed: readonly (Uint8Array | undefined)[]
  /** Leaf hashes from the tile of level 0, as far as it goes. */
  readonly hashes: readonly (Uint8Array | undefined)[]
  /** Root of the block from the tile of level 1. */
  readonly root: Uint8Array | undefined
}

/**
 * Reads neighbouring blocks of a tree in three queries.
 *
 * @param size - of the tree
 */
export async function readBlocks(
  reader: Reader,
  size: number,
  first: number,
  count: number,
): Promise<readonly Block[]> {
  const [start, end] = [first * TILE_WIDTH, Math.min(size, (first + count) * TILE_WIDTH)]
  const upper = [Math.floor(first / TILE_WIDTH), Math.floor((first + count - 1) / TILE_WIDTH)]
  const tiles = await reader.db
    .selectFrom('log_tiles')
    .select(['level', 'number', 'data'])
    .where('level', 'in', [ENTRIES_LEVEL, 0])
    .where('number', '>=', first)
    .where('number', '<', first + count)
    .execute()
  const parents = await reader.db
    .selectFrom('log_tiles')
    .select(['number', 'data'])
    .where('level', '=', 1)
    .where('number', 'in', upper)
    .execute()
  const rows = await reader.db
    .selectFrom('log_leaves')
    .select(['leaf', 'position'])
    .where('position', '>=', start)
    .where('position', '<', end)
    .execute()
  const leaves = new Map(rows.map((row) => [row.position, row.leaf]))
  const blocks: Block[] = []
  for (let number = first; number * TILE_WIDTH < end; number++) {
    const width = tileWidth(0, number, size)
    const dataOf = (level: number) =>
      tiles.find((tile) => tile.level === level && tile.number === number)?.data
    const bundle = dataOf(ENTRIES_LEVEL)
    const parsed = bundle && parseBundle(bundle, width, { isPrefix: true })
    const parent = parents.find((tile) => tile.number === Math.floor(number / TILE_WIDTH))
    blocks.push({
      number,
      width,
      bundled: parsed?.ok ? parsed.value : undefined,
      indexed: Array.from({ length: width }, (_, i) => leaves.get(number * TILE_WIDTH + i)),
      hashes: Array.from({ length: width }, (_, i) => hashAt(dataOf(0), i)),
      root: hashAt(parent?.data, number % TILE_WIDTH),
    })
  }
  return blocks
}

function hashAt(tile: Uint8Array | undefined, index: number): Uint8Array | undefined {
  const hash = tile?.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)
  return hash?.length === HASH_BYTES ? hash : undefined
}

/**
 * The entries of a block, wherever they are still held: what the tile's hash confirms comes first.
 * That they are the right ones is shown only by the root that they lead to.
 *
 * @returns undefined when some entry is nowhere
 */
export function entriesOf(sha256: Sha256, block: Block): readonly Uint8Array[] | undefined {
  const preferBundle = choose(sha256, block, (bundled, indexed) => bundled ?? indexed)
  if (preferBundle === undefined || isProven(sha256, block, preferBundle)) return preferBundle
  const preferIndex = choose(sha256, block, (bundled, indexed) => indexed ?? bundled)
  return preferIndex && isProven(sha256, block, preferIndex) ? preferIndex : preferBundle
}

type Entry = Uint8Array | undefined

function choose(
  sha256: Sha256,
  { width, bundled, indexed, hashes }: Block,
  fallback: (bundled: Entry, indexed: Entry) => Entry,
): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = []
  for (let i = 0; i < width; i++) {
    const candidates = [bundled?.[i], indexed[i]]
    const isConfirmed = (entry: Entry) => {
      const hash = hashes[i]
      return entry !== undefined && hash !== undefined && equalBytes(leafHash(sha256, entry), hash)
    }
    const entry = candidates.find(isConfirmed) ?? fallback(bundled?.[i], indexed[i])
    if (entry === undefined) return undefined
    entries.push(entry)
  }
  return entries
}

function isProven(sha256: Sha256, block: Block, entries: readonly Uint8Array[]): boolean {
  if (block.width < TILE_WIDTH || block.root === undefined) return false
  const hashes = entries.map((entry) => leafHash(sha256, entry))
  return equalBytes(rootOfHashes(sha256, hashes), block.root)
}

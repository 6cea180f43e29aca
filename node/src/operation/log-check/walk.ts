import { equalBytes, type Sha256 } from '@concert/core'
import {
  appendEntries,
  ENTRIES_LEVEL,
  type LogEdge,
  TILE_WIDTH,
  type TileData,
  tilePath,
  tilePrefix,
  tilesOfGrowth,
} from '@concert/tlog'
import type { Reader } from '../../store/store.ts'
import { LogError } from '../../trust/log-error.ts'
import { readTileRows } from '../../trust/log-rows.ts'
import { type Block, entriesOf, readBlocks } from './blocks.ts'
import type { Problems } from './problems.ts'

const BLOCKS_AT_ONCE = 32

/** A stretch of the tree as its entries say it must be, and what is stored instead. */
export interface Stretch {
  /** The tree up to its end. */
  readonly edge: LogEdge
  /** Tiles and bundles that are missing or hold other bytes, as they must be. */
  readonly wrongTiles: readonly TileData[]
  /** Entries that the index does not have in their place. */
  readonly wrongLeaves: readonly { readonly leaf: Uint8Array; readonly position: number }[]
}

/** Roots of trees of some sizes on the way, as the entries make them. */
export class Roots {
  readonly #wanted: readonly number[]
  readonly #known = new Map<number, Uint8Array>()

  /** @param wanted - sizes whose roots will be asked for */
  constructor(wanted: readonly number[]) {
    this.#wanted = wanted
  }

  /** The root of a wanted size; undefined when the walk did not come by it. */
  at(size: number): Uint8Array | undefined {
    return this.#known.get(size)
  }

  /** Notes the roots of the wanted sizes that lie in a stretch. */
  note(sha256: Sha256, edge: LogEdge, entries: readonly Uint8Array[]): void {
    for (const size of this.#wanted) {
      if (size < edge.size || size > edge.size + entries.length) continue
      const grown = appendEntries(sha256, edge, entries.slice(0, size - edge.size))
      if (grown.ok) this.#known.set(size, grown.value.edge.root)
    }
  }
}

/** What a walk is told and tells besides its stretches. */
export interface WalkNotes {
  readonly problems: Problems
  readonly roots: Roots
}

/**
 * Builds the tree anew from its entries, stretch by stretch, and compares every tile, bundle and
 * index row with it.
 *
 * @param from - the tree so far; its size must be a multiple of 256
 * @param size - of the whole tree
 * @returns ends early, with the problem `entries-lost`, where entries are nowhere
 */
export async function* walkTree(
  read: Reader,
  sha256: Sha256,
  from: LogEdge,
  size: number,
  { problems, roots }: WalkNotes,
): AsyncGenerator<Stretch, void> {
  let edge = from
  roots.note(sha256, edge, [])
  while (edge.size < size) {
    const blocks = await readBlocks(read, size, edge.size / TILE_WIDTH, BLOCKS_AT_ONCE)
    const entries: Uint8Array[] = []
    for (const block of blocks) {
      const found = entriesOf(sha256, block)
      if (found === undefined) return problems.add('entries-lost', blockName(block))
      entries.push(...found)
    }
    roots.note(sha256, edge, entries)
    const grown = appendEntries(sha256, edge, entries)
    if (!grown.ok) throw new LogError('log-damaged', { at: grown.at ?? '' })
    const stored = await readTileRows(read, tilesOfGrowth(edge.size, edge.size + entries.length))
    const wrongTiles = grown.value.changed.filter((tile) => !isStored(stored, tile))
    const wrongLeaves = differences(blocks, entries, edge.size)
    for (const tile of wrongTiles) problems.add(codeOf(tile), tilePath(tile))
    for (const { position } of wrongLeaves) problems.add('leaf', String(position))
    edge = grown.value.edge
    yield { edge, wrongTiles, wrongLeaves }
  }
}

function codeOf({ level }: TileData): 'bundle' | 'tile' {
  return level === ENTRIES_LEVEL ? 'bundle' : 'tile'
}

function blockName({ number, width }: Block): string {
  return tilePath({ level: ENTRIES_LEVEL, number, width })
}

/** A running node may have let the row grow meanwhile: its beginning counts. */
function isStored(
  rows: readonly { readonly level: number; readonly number: number; readonly data: Uint8Array }[],
  tile: TileData,
): boolean {
  const row = rows.find(({ level, number }) => level === tile.level && number === tile.number)
  const data = row && tilePrefix(row.data, tile)
  return data !== undefined && equalBytes(data, tile.data)
}

function differences(blocks: readonly Block[], entries: readonly Uint8Array[], start: number) {
  const indexed = blocks.flatMap((block) => block.indexed)
  return entries.flatMap((leaf, i) => {
    const found = indexed[i]
    return found && equalBytes(found, leaf) ? [] : [{ leaf, position: start + i }]
  })
}

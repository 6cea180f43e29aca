import { concat, ok, type Result, refuse, type Sha256 } from '@concert/core'
import { bundlePrefix, encodeEntry } from './bundle.ts'
import { Frontier } from './frontier.ts'
import { HASH_BYTES } from './text.ts'
import {
  ENTRIES_LEVEL,
  edgeTiles,
  hashesInLevel,
  TILE_WIDTH,
  type TileCoordinate,
  tilePath,
} from './tiles.ts'
import { leafHash, rootOfHashes } from './tree.ts'

/** A tile or an entry bundle with its bytes, as a store keeps it: (level, number) is its key. */
export interface TileData extends TileCoordinate {
  readonly data: Uint8Array
}

/** All that is needed to let a log grow: its size and the partial tiles of its right edge. */
export interface LogEdge {
  readonly size: number
  readonly root: Uint8Array
  readonly tiles: readonly TileData[]
  /** Compact range of the tree, see {@link Frontier}. */
  readonly frontier: readonly Uint8Array[]
}

/** What an append changes. */
export interface LogGrowth {
  /** Tiles and bundles to write, with all their bytes; each extends what was stored before. */
  readonly changed: readonly TileData[]
  /** The edge to append to next. */
  readonly edge: LogEdge
}

/** The edge of a log without entries. */
export function emptyEdge(sha256: Sha256): LogEdge {
  return { size: 0, root: new Frontier(sha256).root(), tiles: [], frontier: [] }
}

/**
 * The edge of a stored log. Compare its root with the last checkpoint before appending.
 *
 * @param stored - at least the tiles named by {@link edgeTiles}; of longer ones the prefix counts
 * @returns the edge, or `tile-missing`
 */
export function openEdge(
  sha256: Sha256,
  size: number,
  stored: readonly Omit<TileData, 'width'>[],
): Result<LogEdge, 'tile-missing'> {
  const tiles: TileData[] = []
  for (const tile of edgeTiles(size)) {
    const row = stored.find((s) => s.level === tile.level && s.number === tile.number)
    const data = row && tilePrefix(row.data, tile)
    if (data === undefined) return refuse('tile-missing', tilePath(tile))
    tiles.push({ ...tile, data })
  }
  const frontier = frontierOf(sha256, tiles)
  return ok({ size, root: new Frontier(sha256, size, frontier).root(), tiles, frontier })
}

/**
 * The bytes of a tile or bundle out of a stored one that may have grown since: a partial tile is
 * a prefix of every later one. `undefined` when the stored one is too short.
 */
export function tilePrefix(stored: Uint8Array, tile: TileCoordinate): Uint8Array | undefined {
  if (tile.level === ENTRIES_LEVEL) return bundlePrefix(stored, tile.width)
  const size = tile.width * HASH_BYTES
  return stored.length < size ? undefined : stored.subarray(0, size)
}

function frontierOf(sha256: Sha256, tiles: readonly TileData[]): readonly Uint8Array[] {
  return tiles
    .filter((tile) => tile.level !== ENTRIES_LEVEL)
    .toSorted((a, b) => b.level - a.level)
    .flatMap((tile) => subtreesOf(sha256, hashesOf(tile.data)))
}

/** Roots of the complete subtrees that cover a partial tile, largest first. */
function subtreesOf(sha256: Sha256, hashes: readonly Uint8Array[]): readonly Uint8Array[] {
  const roots: Uint8Array[] = []
  let at = 0
  for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if (hashes.length - at < width) continue
    roots.push(rootOfHashes(sha256, hashes.slice(at, at + width)))
    at += width
  }
  return roots
}

function hashesOf(data: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: data.length / HASH_BYTES }, (_, i) =>
    data.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  )
}

/**
 * Appends entries. Nothing given is modified, so a failed transaction can drop the result and
 * keep its edge. About two hashes for each entry.
 *
 * @returns what to store, or `entry-too-large` naming the entry, and then nothing is appended
 */
export function appendEntries(
  sha256: Sha256,
  edge: LogEdge,
  entries: readonly Uint8Array[],
): Result<LogGrowth, 'entry-too-large'> {
  const frontier = new Frontier(sha256, edge.size, edge.frontier)
  const rows = new Map(edge.tiles.map((tile) => [tile.level, new GrowingRow(tile)]))
  const grow = (level: number, part: Uint8Array) => rowAt(rows, level, edge.size).push(part)
  for (const [i, entry] of entries.entries()) {
    const encoded = encodeEntry(entry)
    if (!encoded.ok) return refuse('entry-too-large', `entries[${i}]`)
    grow(ENTRIES_LEVEL, encoded.value)
    const leaf = leafHash(sha256, entry)
    grow(0, leaf)
    frontier.append(leaf, (level, hash) => {
      // Eight levels of the tree are one level of tiles.
      if (level % 8 === 0) grow(level / 8, hash)
    })
  }
  return ok(growthOf(frontier, [...rows.values()]))
}

function rowAt(rows: Map<number, GrowingRow>, level: number, size: number): GrowingRow {
  const known = rows.get(level)
  if (known) return known
  // A level without an edge tile starts where its last full tile ended.
  const number = Math.floor(hashesInLevel(level, size) / TILE_WIDTH)
  const row = new GrowingRow({ level, number, width: 0, data: new Uint8Array(0) })
  rows.set(level, row)
  return row
}

function growthOf(frontier: Frontier, rows: readonly GrowingRow[]): LogGrowth {
  const sorted = rows.toSorted((a, b) => a.level - b.level)
  const tiles = sorted.flatMap((row) => row.edge())
  return {
    changed: sorted.flatMap((row) => row.changed()),
    edge: { size: frontier.size, root: frontier.root(), tiles, frontier: frontier.hashes },
  }
}

/** The tiles of one level from the edge on. */
class GrowingRow {
  readonly level: number
  readonly #full: TileData[] = []
  #number: number
  #width: number
  #parts: Uint8Array[]
  #isTouched = false

  constructor(tile: TileData) {
    this.level = tile.level
    this.#number = tile.number
    this.#width = tile.width
    this.#parts = [tile.data]
  }

  push(part: Uint8Array): void {
    this.#parts.push(part)
    this.#width++
    this.#isTouched = true
    if (this.#width === TILE_WIDTH) this.#close()
  }

  #close(): void {
    this.#full.push(this.#tile())
    this.#number++
    this.#width = 0
    this.#parts = []
    this.#isTouched = false
  }

  #tile(): TileData {
    const data = concat(...this.#parts)
    this.#parts = [data]
    return { level: this.level, number: this.#number, width: this.#width, data }
  }

  /** The partial tile at the end, if there is one. */
  edge(): readonly TileData[] {
    return this.#width > 0 ? [this.#tile()] : []
  }

  changed(): readonly TileData[] {
    return this.#isTouched ? [...this.#full, this.#tile()] : this.#full
  }
}

import { ok, type Result, refuse } from '@concert/core'
import { parseDecimal } from './text.ts'

/** Hashes in a full tile, and entries in a full bundle (tlog-tiles, "Merkle Tree"). */
export const TILE_WIDTH = 256

/** The level under which entry bundles are filed beside the tiles of hashes. */
export const ENTRIES_LEVEL = -1

const MAX_LEVEL = 63

/** A tile, or an entry bundle, as it is in a tree of some size. */
export interface TileCoordinate {
  /** 0 for leaf hashes, upwards for hashes of full tiles; {@link ENTRIES_LEVEL} for entries. */
  readonly level: number
  /** Position within the level, from 0. */
  readonly number: number
  /** How many hashes or entries it holds: 1 to 256, 256 being a full one. */
  readonly width: number
}

/** Path of a tile below a log's prefix, such as `tile/0/x001/x234/067.p/112` (tlog-tiles). */
export function tilePath(tile: TileCoordinate): string {
  const level = tile.level === ENTRIES_LEVEL ? 'entries' : `${tile.level}`
  const suffix = tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`
  return `tile/${level}/${numberPath(tile.number)}${suffix}`
}

/** Reads an attacker-controlled path below a log's prefix: one spelling for each tile. */
export function parseTilePath(path: string): Result<TileCoordinate, 'malformed'> {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (match === null) return refuse('malformed', 'path')
  const [, levelText = '', numberText = '', widthText] = match
  const level = levelText === 'entries' ? ENTRIES_LEVEL : parseDecimal(levelText)
  const number = Number(numberText.replaceAll(/[x/]/g, ''))
  const width = widthText === undefined ? TILE_WIDTH : parseDecimal(widthText)
  if (level === undefined || level > MAX_LEVEL) return refuse('malformed', 'level')
  if (!Number.isSafeInteger(number)) return refuse('malformed', 'number')
  if (numberPath(number) !== numberText) return refuse('malformed', 'number')
  if (width === undefined || width < 1 || width > TILE_WIDTH) return refuse('malformed', 'width')
  if (widthText !== undefined && width === TILE_WIDTH) return refuse('malformed', 'width')
  return ok({ level, number, width })
}

function numberPath(number: number): string {
  const digits = `${number}`
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
}

/** How many hashes a level has in a tree of `size` leaves; entries count as level 0 does. */
export function hashesInLevel(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** Math.max(level, 0))
}

/** Width of a tile in a tree of `size` leaves: 0 when the tree does not reach it. */
export function tileWidth(level: number, number: number, size: number): number {
  const width = hashesInLevel(level, size) - number * TILE_WIDTH
  return Math.min(TILE_WIDTH, Math.max(0, width))
}

/**
 * The partial tiles on the right edge of a tree of `size` leaves, entry bundle first: what an
 * append has to read, and all that a root depends on.
 */
export function edgeTiles(size: number): readonly TileCoordinate[] {
  return levelsOf(size).flatMap((level) => {
    const number = Math.floor(hashesInLevel(level, size) / TILE_WIDTH)
    const width = tileWidth(level, number, size)
    return width > 0 ? [{ level, number, width }] : []
  })
}

/** The tiles and bundles that differ between trees of `oldSize` and `newSize` leaves. */
export function tilesOfGrowth(oldSize: number, newSize: number): readonly TileCoordinate[] {
  return levelsOf(newSize).flatMap((level) => {
    const before = hashesInLevel(level, oldSize)
    const after = hashesInLevel(level, newSize)
    const tiles: TileCoordinate[] = []
    if (after <= before) return tiles
    for (let n = Math.floor(before / TILE_WIDTH); n * TILE_WIDTH < after; n++) {
      tiles.push({ level, number: n, width: tileWidth(level, n, newSize) })
    }
    return tiles
  })
}

function levelsOf(size: number): readonly number[] {
  const levels: number[] = size > 0 ? [ENTRIES_LEVEL] : []
  for (let level = 0; hashesInLevel(level, size) > 0; level++) levels.push(level)
  return levels
}

import { ENTRIES_LEVEL, type TileCoordinate, type TileReader, tilePath } from '@concert/tlog'
import { fetchBytes } from '../federation/http-client.ts'

const MAX_TILE_BYTES = 8192
const MAX_NOTE_BYTES = 128 << 10

/** Tiles of another node's log over HTTP; hashes only, a partial tile falls back to the full one. */
export function peerTiles(prefix: string): TileReader {
  return {
    readTiles: (tiles) => Promise.all(tiles.map((tile) => readTile(prefix, tile))),
  }
}

async function readTile(prefix: string, tile: TileCoordinate): Promise<Uint8Array | undefined> {
  if (tile.level === ENTRIES_LEVEL) return undefined
  const partial = await fetchBytes(`${prefix}/${tilePath(tile)}`, MAX_TILE_BYTES)
  if (partial.ok) return partial.value
  const full = await fetchBytes(`${prefix}/${tilePath({ ...tile, width: 256 })}`, MAX_TILE_BYTES)
  return full.ok ? full.value : undefined
}

/** The newest checkpoint that another node's log serves, as text; undefined when out of reach. */
export async function peerCheckpoint(prefix: string): Promise<string | undefined> {
  const fetched = await fetchBytes(`${prefix}/checkpoint`, MAX_NOTE_BYTES)
  return fetched.ok ? new TextDecoder().decode(fetched.value) : undefined
}

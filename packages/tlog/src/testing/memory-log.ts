import { appendEntries, emptyEdge, type LogEdge, type TileData } from '../append.ts'
import type { TileReader } from '../proof-make.ts'
import type { TileCoordinate } from '../tiles.ts'
import { sha256 } from './port.ts'

/** A log whose rows grow in place, as in a table keyed by (level, number). */
export class MemoryLog implements TileReader {
  readonly rows: Map<string, TileData> = new Map<string, TileData>()
  edge: LogEdge = emptyEdge(sha256)
  /** Every tile that was asked for. */
  readonly asked: TileCoordinate[] = []

  append(entries: readonly Uint8Array[]): readonly TileData[] {
    const grown = appendEntries(sha256, this.edge, entries)
    if (!grown.ok) throw new Error(grown.code)
    for (const tile of grown.value.changed) this.rows.set(`${tile.level}/${tile.number}`, tile)
    this.edge = grown.value.edge
    return grown.value.changed
  }

  async readTiles(tiles: readonly TileCoordinate[]): Promise<readonly (Uint8Array | undefined)[]> {
    this.asked.push(...tiles)
    return tiles.map(({ level, number }) => this.rows.get(`${level}/${number}`)?.data)
  }
}

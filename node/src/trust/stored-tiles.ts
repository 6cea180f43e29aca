import type { TileReader } from '@concert/tlog'
import type { Reader } from '../store/store.ts'
import { readTileRows } from './log-rows.ts'

/** The tiles in the database. */
export function storedTiles(reader: Reader): TileReader {
  return {
    readTiles: async (tiles) => {
      const rows = await readTileRows(reader, tiles)
      const data = new Map(rows.map((row) => [`${row.level}/${row.number}`, row.data]))
      return tiles.map((tile) => data.get(`${tile.level}/${tile.number}`))
    },
  }
}

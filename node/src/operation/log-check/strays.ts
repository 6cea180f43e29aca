import {
  bundlePrefix,
  ENTRIES_LEVEL,
  HASH_BYTES,
  hashesInLevel,
  TILE_WIDTH,
  tilePath,
  tileWidth,
} from '@concert/tlog'
import type { Reader, Store } from '../../store/store.ts'
import { readLog } from '../../trust/log-rows.ts'
import type { Problems } from './problems.ts'

const MOST = 1_000

/** Rows that the tree has no place for. */
export interface Strays {
  readonly tiles: readonly { readonly level: number; readonly number: number }[]
  /** Tiles of the tree whose rows are longer than it needs. */
  readonly long: readonly { readonly level: number; readonly number: number }[]
  readonly leaves: readonly Uint8Array[]
}

/**
 * Looks for tiles and index rows beyond the tree, over one unchanging view, since a running node
 * goes on writing. A thousand of a kind at most.
 */
export async function findStrays(store: Store, problems: Problems): Promise<Strays> {
  return await store.snapshot(async (read) => {
    const size = (await readLog(read))?.size ?? 0
    const strays = {
      tiles: await tilesBeyond(read, size),
      long: await longTiles(read, size),
      leaves: await leavesBeyond(read, size),
    }
    for (const tile of [...strays.tiles, ...strays.long]) {
      problems.add('tile-stray', tilePath({ ...tile, width: TILE_WIDTH }))
    }
    if (strays.leaves.length > 0) problems.add('leaf-stray', String(strays.leaves.length))
    return strays
  })
}

/** For each level, the first tile number that the tree does not reach. */
function endsOf(size: number): ReadonlyMap<number, number> {
  const ends = new Map([[ENTRIES_LEVEL, Math.ceil(size / TILE_WIDTH)]])
  for (let level = 0; hashesInLevel(level, size) > 0; level++) {
    ends.set(level, Math.ceil(hashesInLevel(level, size) / TILE_WIDTH))
  }
  return ends
}

async function tilesBeyond(read: Reader, size: number) {
  const ends = [...endsOf(size)]
  return await read.db
    .selectFrom('log_tiles')
    .select(['level', 'number'])
    .where((eb) =>
      eb.not(
        eb.or(
          ends.map(([level, end]) =>
            eb.and([eb('level', '=', level), eb('number', '>=', 0), eb('number', '<', end)]),
          ),
        ),
      ),
    )
    .orderBy('level')
    .orderBy('number')
    .limit(MOST)
    .execute()
}

/** Only the last of a level can hold more than it should and still begin rightly. */
async function longTiles(read: Reader, size: number) {
  const long: { level: number; number: number }[] = []
  for (const [level, end] of endsOf(size)) {
    const number = end - 1
    const row = await read.db
      .selectFrom('log_tiles')
      .select('data')
      .where('level', '=', level)
      .where('number', '=', number)
      .executeTakeFirst()
    const width = tileWidth(level, number, size)
    const length =
      level === ENTRIES_LEVEL
        ? row && bundlePrefix(row.data, width)?.length
        : row && width * HASH_BYTES
    if (row && length !== undefined && row.data.length > length) long.push({ level, number })
  }
  return long
}

async function leavesBeyond(read: Reader, size: number): Promise<readonly Uint8Array[]> {
  const rows = await read.db
    .selectFrom('log_leaves')
    .select('leaf')
    .where((eb) => eb.or([eb('position', '>=', size), eb('position', '<', 0)]))
    .orderBy('position')
    .limit(MOST)
    .execute()
  return rows.map((row) => row.leaf)
}

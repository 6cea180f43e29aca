import { hex, utf8 } from '@concert/core'
import type { TileCoordinate, TileData } from '@concert/tlog'
import type { Reader, Transaction } from '../store/store.ts'
import type { LogHead } from './log-types.ts'

/** Leaves in one query: below the number of parameters that either engine takes. */
const LEAVES_AT_ONCE = 8_000

/** The log's one row. */
export interface StoredLog extends LogHead {
  readonly origin: string
  readonly witnessed: { readonly size: number; readonly checkpoint: string } | null
}

/** Reads the log's row; `undefined` before the first start. */
export async function readLog(reader: Reader): Promise<StoredLog | undefined> {
  const row = await reader.db
    .selectFrom('log_state')
    .selectAll()
    .where('id', '=', 1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { origin, size, root, witnessed } = row
  return {
    origin,
    size,
    root: Uint8Array.from(root),
    checkpoint: textOf(row.checkpoint),
    witnessed: witnessed && { size: row.witnessed_size, checkpoint: textOf(witnessed) },
  }
}

/** Makes the log's row. */
export async function insertLog(tx: Transaction, origin: string, head: LogHead): Promise<void> {
  const row = { id: 1, origin, witnessed: null, witnessed_size: 0, ...rowOf(head) }
  await tx.db.insertInto('log_state').values(row).execute()
}

/** Moves the log's row on to a new head. */
export async function updateLog(tx: Transaction, head: LogHead): Promise<void> {
  await tx.db.updateTable('log_state').set(rowOf(head)).where('id', '=', 1).execute()
}

function rowOf({ size, root, checkpoint }: LogHead) {
  return { size, root, checkpoint: utf8(checkpoint) }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** A leaf that waits for the tree; `position` when it is in the tree already. */
export interface PendingLeaf {
  readonly id: number
  readonly leaf: Uint8Array
  readonly position: number | null
}

/** The oldest leaves that wait. */
export async function readPending(reader: Reader, limit: number): Promise<readonly PendingLeaf[]> {
  return await reader.db
    .selectFrom('log_pending as p')
    .leftJoin('log_leaves as l', 'l.leaf', 'p.leaf')
    .select(['p.id', 'p.leaf', 'l.position'])
    .orderBy('p.id')
    .limit(limit)
    .execute()
}

/**
 * Deletes what waits up to an id and is in the tree. By leaf and not by id alone: in PostgreSQL a
 * lower id may be committed after a higher one was read.
 */
export async function deleteIntegrated(tx: Transaction, lastId: number): Promise<void> {
  await tx.db
    .deleteFrom('log_pending')
    .where('id', '<=', lastId)
    .where('leaf', 'in', tx.db.selectFrom('log_leaves').select('leaf'))
    .execute()
}

/** Positions of those of the leaves that are in the tree, by the leaf in hex. */
export async function positionsOf(
  reader: Reader,
  leaves: readonly Uint8Array[],
): Promise<ReadonlyMap<string, number>> {
  const positions = new Map<string, number>()
  for (let at = 0; at < leaves.length; at += LEAVES_AT_ONCE) {
    const rows = await reader.db
      .selectFrom('log_leaves')
      .select(['leaf', 'position'])
      .where('leaf', 'in', leaves.slice(at, at + LEAVES_AT_ONCE))
      .execute()
    for (const row of rows) positions.set(hex(row.leaf), row.position)
  }
  return positions
}

/** A tile as its row holds it: it may have grown past what was asked for. */
export type TileRow = Omit<TileData, 'width'>

/** The rows of tiles that are there, in one query, in no particular order. */
export async function readTileRows(
  reader: Reader,
  tiles: readonly TileCoordinate[],
): Promise<readonly TileRow[]> {
  if (tiles.length === 0) return []
  const byLevel = Map.groupBy(tiles, (tile) => tile.level)
  return await reader.db
    .selectFrom('log_tiles')
    .select(['level', 'number', 'data'])
    .where((eb) =>
      eb.or(
        [...byLevel].map(([level, group]) =>
          eb.and([
            eb('level', '=', level),
            eb(
              'number',
              'in',
              group.map((tile) => tile.number),
            ),
          ]),
        ),
      ),
    )
    .execute()
}

/** Writes tiles: those in `grown` replace their rows, the others are new. */
export async function writeTiles(
  tx: Transaction,
  changed: readonly TileData[],
  grown: readonly TileCoordinate[],
): Promise<void> {
  const isGrown = (tile: TileData) =>
    grown.some((old) => old.level === tile.level && old.number === tile.number)
  for (const { level, number, data } of changed.filter(isGrown)) {
    const update = tx.db.updateTable('log_tiles').set({ data })
    await update.where('level', '=', level).where('number', '=', number).execute()
  }
  const rows = changed
    .filter((tile) => !isGrown(tile))
    .map(({ level, number, data }) => [level, number, data] as const)
  await tx.insertMany('log_tiles', ['level', 'number', 'data'], rows)
}

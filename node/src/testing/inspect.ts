import { equalBytes, hex, type Sha256 } from '@concert/core'
import { leafHash, rootFromTiles, type TileReader } from '@concert/tlog'
import { sql } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'
import { readLog, readTileRows } from '../trust/log-rows.ts'
import { readWatermark } from '../trust/watermark.ts'

const TABLES: readonly (keyof Schema)[] = [
  'node_state',
  'identities',
  'peers',
  'channels',
  'statements',
  'items',
  'objects',
  'envelopes',
  'envelope_statements',
  'retractions',
  'sightings',
  'log_pending',
  'log_leaves',
  'log_tiles',
  'log_state',
]

/** Resolves when every envelope of ours has its number: what waits for one gets it on its way out. */
export async function allNumbered({ read }: { readonly read: Reader }): Promise<void> {
  const waiting = read.db.selectFrom('envelopes').select('id').where('state', '=', 'waiting')
  while (await waiting.executeTakeFirst()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/**
 * How many rows each table holds, with the channels and peers as they stand, once no leaf waits for
 * the tree any more.
 */
export async function snapshotOf({ read }: { readonly read: Reader }): Promise<object> {
  const pending = read.db.selectFrom('log_pending').select('id').limit(1)
  while (await pending.executeTakeFirst()) await new Promise((resolve) => setTimeout(resolve, 5))
  const rows: Record<string, number> = {}
  for (const table of TABLES) {
    // The search index follows by itself, a moment behind.
    const where = table === 'node_state' ? sql`where name <> 'search-cursor'` : sql``
    const [row] = await read.query(
      sql<{ n: number }>`select count(*) as n from ${sql.table(table)} ${where}`,
    )
    rows[table] = Number(row?.n)
  }
  const channels = await read.db
    .selectFrom('channels')
    .selectAll()
    .orderBy('peer')
    .orderBy('direction')
    .execute()
  const peers = await read.db.selectFrom('peers').select(['node', 'state', 'frozen']).execute()
  const heads = channels.map(({ head, checkpoint, ...row }) => {
    return { ...row, head: head && hex(head), checkpoint: checkpoint && hex(checkpoint) }
  })
  return { rows, channels: heads, peers }
}

/** What follows by itself, a moment behind; and the trail of who asked for what, refused or not. */
const BESIDE = /^search|^sqlite_|_fts|^account_trail$/

/**
 * Every table of a store (SQLite) with its number of rows, the channels and peers, and the log: what must be
 * the same before and after something that is to change nothing.
 */
export async function wholeStore({ read }: { readonly read: Reader }): Promise<object> {
  const { channels, peers } = (await snapshotOf({ read })) as Record<string, unknown>
  const rows: Record<string, number> = {}
  const tables = await read.query(
    sql<{ name: string }>`select name from sqlite_master where type = 'table'`,
  )
  for (const { name } of tables) {
    if (BESIDE.test(name)) continue
    const where = name === 'node_state' ? sql`where name <> 'search-cursor'` : sql``
    const [row] = await read.query(
      sql<{ n: number }>`select count(*) as n from ${sql.table(name)} ${where}`,
    )
    rows[name] = Number(row?.n)
  }
  const log = await readLog(read)
  return { rows, channels, peers, log: log && { size: log.size, root: hex(log.root) } }
}

/**
 * What is wrong with a node's log, as sentences: the tree that the tiles make must be the signed
 * one, every leaf must stand where the index says, and the watermark must not be ahead.
 */
export async function logFaults(
  read: Reader,
  watermarkPath: string,
  sha256: Sha256,
): Promise<readonly string[]> {
  const log = await readLog(read)
  const mark = await readWatermark(watermarkPath)
  if (!log || !mark) return ['no log']
  const faults: string[] = []
  for (const at of [log, mark]) {
    const root = await rootOf(read, sha256, at.size)
    if (!root || !equalBytes(root, at.root)) faults.push(`root at ${at.size}`)
  }
  if (mark.size > log.size) faults.push('watermark ahead')
  const leaves = await read.db.selectFrom('log_leaves').selectAll().orderBy('position').execute()
  if (leaves.length !== log.size) faults.push(`${leaves.length} leaves, size ${log.size}`)
  const rows = await read.db
    .selectFrom('log_tiles')
    .select(['number', 'data'])
    .where('level', '=', 0)
    .execute()
  const hashes = new Map(rows.map((row) => [row.number, row.data]))
  for (const { leaf, position } of leaves) {
    const start = (position % 256) * 32
    const stored = hashes.get(Math.floor(position / 256))?.subarray(start, start + 32)
    const expected = leafHash(sha256, Uint8Array.from(leaf))
    if (!stored || !equalBytes(expected, Uint8Array.from(stored))) {
      faults.push(`leaf ${position}`)
    }
  }
  return faults
}

/** Root that the stored tiles make for a size; undefined when they do not reach it. */
export async function rootOf(
  read: Reader,
  sha256: Sha256,
  size: number,
): Promise<Uint8Array | undefined> {
  const tiles: TileReader = {
    readTiles: async (wanted) => {
      const rows = await readTileRows(read, wanted)
      return wanted.map(
        (tile) => rows.find((row) => row.level === tile.level && row.number === tile.number)?.data,
      )
    },
  }
  const root = await rootFromTiles(sha256, tiles, size)
  return root.ok ? root.value : undefined
}

/** Leaves that the envelopes' rows name and that the log does not hold. */
export async function lostLeaves(read: Reader): Promise<number> {
  const [row] = await read.query(sql<{ n: number }>`select count(*) as n from envelopes e where
    (e.direction = 'out' and e.leaf not in (select leaf from log_leaves)) or
    (e.direction = 'in' and e.receipt_leaf not in (select leaf from log_leaves))`)
  return Number(row?.n)
}

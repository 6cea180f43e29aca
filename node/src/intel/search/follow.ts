import { setImmediate as turn } from 'node:timers/promises'
import type { JsonObject } from '@concert/core'
import type { Reader, Store, Transaction } from '../../store/store.ts'
import { keysOfObject } from './object-keys.ts'

/** Objects indexed in one transaction while somebody waits for it. */
export const BATCH = 1000
/** Objects read at once, before others in this thread have their turn: some milliseconds of work. */
const OBJECTS_PER_TURN = 100
/** No transaction begins with more keys than this: how long it keeps others from writing. */
const MOST_KEYS = 20_000
const CURSOR = 'search-cursor'
const DECODER = new TextDecoder()

interface Row {
  readonly id: number
  readonly type: string
  readonly tlp: string
  readonly source: string
  readonly version_key: string | null
  readonly body: Uint8Array
}

/** What objects are counted by. */
type Kind = Pick<Row, 'type' | 'tlp' | 'source'>

/** The next objects and what they are found by. */
interface Found {
  readonly keys: readonly (readonly [key: string, id: number])[]
  readonly kinds: readonly Kind[]
  /** The last of them. */
  readonly last: number
  readonly isMore: boolean
}

/**
 * Puts the next objects into the index. Ids are given out in the order of commits, so nothing turns
 * up behind the cursor; index and cursor move in one transaction. What is looked for in objects is
 * found before it begins: who writes waits for nothing but writing.
 *
 * Keys are spread over the whole index, and what a transaction costs are the pages that it touches:
 * the more objects, the fewer pages for each.
 *
 * @param own - node id; of our own objects originals and sightings are found, not redacted copies
 * @param most - objects
 * @returns whether there may be more
 */
export async function indexOnce(store: Store, own: string, most = BATCH): Promise<boolean> {
  const after = await cursorOf(store.read)
  const { keys, kinds, last, isMore } = await findBehind(store.read, own, after, most)
  if (last === after) return false
  return await store.transact(async (tx) => {
    await tx.lock('search')
    // Another process of this node has gone on from there.
    if ((await cursorOf(tx)) !== after) return true
    if (keys.length > 0) await tx.insertMany('search_keys', ['key', 'object_id'], keys)
    await count(tx, kinds)
    await moveCursor(tx, last)
    return isMore
  })
}

/** Reads little at once, for objects can be large. */
async function findBehind(
  reader: Reader,
  own: string,
  after: number,
  most: number,
): Promise<Found> {
  const keys: (readonly [key: string, id: number])[] = []
  const kinds: Kind[] = []
  let last = after
  for (let read = 0; read < most && keys.length < MOST_KEYS; await turn()) {
    const limit = Math.min(OBJECTS_PER_TURN, most - read)
    const rows = await nextRows(reader, last, limit)
    for (const row of rows) {
      last = row.id
      if (!isShown(row, own)) continue
      kinds.push({ type: row.type, tlp: row.tlp, source: row.source })
      const object = JSON.parse(DECODER.decode(row.body)) as JsonObject
      for (const key of keysOfObject(object)) keys.push([key, row.id])
    }
    if (rows.length < limit) return { keys, kinds, last, isMore: false }
    read += rows.length
  }
  return { keys, kinds, last, isMore: true }
}

function isShown({ source, version_key, type }: Row, own: string): boolean {
  return source !== own || version_key !== null || type === 'sighting'
}

function nextRows(reader: Reader, after: number, limit: number): Promise<readonly Row[]> {
  return reader.db
    .selectFrom('objects')
    .select(['id', 'type', 'tlp', 'source', 'version_key', 'body'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The last object that the index holds. */
export async function cursorOf(reader: Pick<Transaction, 'db'> | Reader): Promise<number> {
  const row = await reader.db
    .selectFrom('node_state')
    .select('value')
    .where('name', '=', CURSOR)
    .executeTakeFirst()
  return Number(row?.value ?? 0)
}

async function moveCursor(tx: Transaction, to: number): Promise<void> {
  await tx.db
    .insertInto('node_state')
    .values({ name: CURSOR, value: String(to) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(to) }))
    .execute()
}

async function count(tx: Transaction, rows: readonly Kind[]): Promise<void> {
  const groups = Map.groupBy(rows, ({ type, tlp, source }) => JSON.stringify([type, tlp, source]))
  if (groups.size === 0) return
  const values = [...groups].map(([group, { length }]) => {
    const [type, tlp, source] = JSON.parse(group) as [string, string, string]
    return { type, tlp, source, objects: length }
  })
  await tx.db
    .insertInto('search_counts')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['type', 'tlp', 'source']).doUpdateSet((update) => ({
        objects: update('search_counts.objects', '+', update.ref('excluded.objects')),
      })),
    )
    .execute()
}

/** How many objects there are of each kind, those included that the index will hold in a moment. */
export async function countIndexable(reader: Reader, own: string): Promise<readonly Counted[]> {
  const counted = await reader.db
    .selectFrom('search_counts')
    .select(['type', 'source', (select) => select.fn.sum<number | string>('objects').as('n')])
    .groupBy(['type', 'source'])
    .execute()
  const cursor = await cursorOf(reader)
  const behind = await reader.db
    .selectFrom('objects')
    .select(['type', 'source', (select) => select.fn.countAll<number | string>().as('n')])
    .where('id', '>', cursor)
    .where((where) =>
      where.or([
        where('source', '<>', own),
        where('version_key', 'is not', null),
        where('type', '=', 'sighting'),
      ]),
    )
    .groupBy(['type', 'source'])
    .execute()
  return [...counted, ...behind].map(({ n, ...kind }) => ({ ...kind, objects: Number(n) }))
}

/** A part of the objects of one kind from one source. */
export interface Counted {
  readonly type: string
  readonly source: string
  readonly objects: number
}

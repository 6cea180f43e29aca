import { setImmediate as turn } from 'node:timers/promises'
import type { JsonObject } from '@concert/core'
import type { Reader, Store, Transaction } from '../../store/store.ts'
import { keysOfObject } from './object-keys.ts'

/** Objects indexed in one transaction. */
const BATCH = 1000
/** Objects read before others in this thread have their turn: some milliseconds of work. */
const OBJECTS_PER_TURN = 100
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

/**
 * Puts the next objects into the index, at most a thousand. Ids are given out in the order of
 * commits, so nothing turns up behind the cursor; index and cursor move in one transaction. What is
 * looked for in objects is found before it begins: who writes waits for nothing but writing.
 *
 * @param own - node id; of our own objects originals and sightings are found, not redacted copies
 * @returns whether there may be more
 */
export async function indexOnce(store: Store, own: string): Promise<boolean> {
  const after = await cursorOf(store.read)
  const rows = await nextRows(store.read, after)
  const last = rows.at(-1)
  if (last === undefined) return false
  const shown = rows.filter((row) => isShown(row, own))
  const keys: (readonly [key: string, id: number])[] = []
  for (const [at, { id, body }] of shown.entries()) {
    const object = JSON.parse(DECODER.decode(body)) as JsonObject
    for (const key of keysOfObject(object)) keys.push([key, id])
    if (at % OBJECTS_PER_TURN === OBJECTS_PER_TURN - 1) await turn()
  }
  return await store.transact(async (tx) => {
    await tx.lock('search')
    // Another process of this node has gone on from there.
    if ((await cursorOf(tx)) !== after) return true
    if (keys.length > 0) await tx.insertMany('search_keys', ['key', 'object_id'], keys)
    await count(tx, shown)
    await moveCursor(tx, last.id)
    return rows.length === BATCH
  })
}

function isShown({ source, version_key, type }: Row, own: string): boolean {
  return source !== own || version_key !== null || type === 'sighting'
}

function nextRows(reader: Reader, after: number): Promise<readonly Row[]> {
  return reader.db
    .selectFrom('objects')
    .select(['id', 'type', 'tlp', 'source', 'version_key', 'body'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(BATCH)
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

async function count(tx: Transaction, rows: readonly Row[]): Promise<void> {
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

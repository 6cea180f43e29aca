import type { NodeContext } from '../context.ts'
import type { Transaction } from '../store/store.ts'
import { CANDIDATE_COLUMNS, entrantsAmong } from './candidates.ts'
import { type CollectionRow, enter, type Leaving, settleVersions } from './entries.ts'
import { dropPacks } from './packs.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import type { ViewDefinition } from './view-definition.ts'

/** Objects looked at in one transaction. */
const BATCH = 4000

/**
 * Puts what the node has got since the last look into one collection, at most a few thousand objects. Ids
 * of objects and of statements are given out in the order of commits, so nothing turns up behind the
 * cursor.
 *
 * @returns whether there may be more
 */
export async function followOnce(context: NodeContext, collection: number): Promise<boolean> {
  return await context.store.transact(async (tx) => {
    await tx.lock(TAXII_LOCK)
    const row = await collectionRow(tx, collection)
    if (row === undefined) return false
    const view = JSON.parse(row.definition) as ViewDefinition
    return view.compacts
      ? await followStatements(context, tx, row, view)
      : await followAll(context, tx, row, view)
  })
}

type FullRow = CollectionRow & {
  readonly definition: string
  readonly object_cursor: number
  readonly statement_cursor: number
}

/** A collection with what it shows and how far it has looked, if it is there. */
export function collectionRow(tx: Transaction, id: number): Promise<FullRow | undefined> {
  return tx.db
    .selectFrom('taxii_collections')
    .select(['id', 'last_added', 'changes', 'definition', 'object_cursor', 'statement_cursor'])
    .where('id', '=', id)
    .executeTakeFirst()
}

async function followAll(
  context: NodeContext,
  tx: Transaction,
  row: FullRow,
  view: ViewDefinition,
): Promise<boolean> {
  const found = await tx.db
    .selectFrom('objects')
    .select([...CANDIDATE_COLUMNS, 'objects.retracted_by'])
    .where('objects.id', '>', row.object_cursor)
    .orderBy('objects.id')
    .limit(BATCH)
    .execute()
  const last = found.at(-1)
  if (last === undefined) return false
  const standing = found.filter(({ retracted_by }) => retracted_by === null)
  await enter(tx, row, await entrantsAmong(context, tx, view, standing), context.now() * 1000)
  await tx.db
    .updateTable('taxii_collections')
    .set({ object_cursor: last.id })
    .where('id', '=', row.id)
    .execute()
  return found.length === BATCH
}

/** A view of a compact takes objects when they are shared, which may be long after they came. */
async function followStatements(
  context: NodeContext,
  tx: Transaction,
  row: FullRow,
  view: ViewDefinition,
): Promise<boolean> {
  const next = await tx.db
    .selectFrom('statements')
    .select('id')
    .where('id', '>', row.statement_cursor)
    .where('kind', '=', 'intel.share')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (next === undefined) return false
  const found = await tx.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .select(CANDIDATE_COLUMNS)
    .where('items.statement_id', '=', next.id)
    .where('objects.retracted_by', 'is', null)
    .orderBy('items.position')
    .execute()
  await enter(tx, row, await entrantsAmong(context, tx, view, found), context.now() * 1000)
  await tx.db
    .updateTable('taxii_collections')
    .set({ statement_cursor: next.id })
    .where('id', '=', row.id)
    .execute()
  return true
}

/**
 * Takes retracted objects out of every collection, in the transaction of the retraction. What stands of
 * the same objects from others comes in their place.
 */
export async function withdrawObjects(
  tx: Transaction,
  context: NodeContext,
  objects: readonly number[],
): Promise<void> {
  const collections = await tx.db.selectFrom('taxii_collections').select('id').execute()
  if (collections.length === 0 || objects.length === 0) return
  await tx.lock(TAXII_LOCK)
  const entries = await tx.db
    .selectFrom('taxii_entries')
    .select(['collection', 'added', 'stix_id', 'version_order', 'level', 'outside'])
    .where('object_id', 'in', objects)
    .execute()
  for (const [collection, gone] of Map.groupBy(entries, (entry) => entry.collection)) {
    await removeEntries(tx, context, collection, gone)
  }
}

/** Deletes entries, and lets the next best of each object take its place. */
export async function removeEntries(
  tx: Transaction,
  context: NodeContext,
  collection: number,
  leaving: readonly Leaving[],
): Promise<void> {
  const row = await collectionRow(tx, collection)
  if (row === undefined) return
  await dropPacks(
    tx,
    collection,
    leaving.map(({ added }) => added),
  )
  await tx.db
    .deleteFrom('taxii_entries')
    .where('collection', '=', collection)
    .where(
      'added',
      'in',
      leaving.map(({ added }) => added),
    )
    .execute()
  const newest = new Map<string, Leaving>()
  for (const entry of leaving) {
    const before = newest.get(entry.stix_id)
    if (entry.version_order >= (before?.version_order ?? '')) newest.set(entry.stix_id, entry)
  }
  const view = JSON.parse(row.definition) as ViewDefinition
  const others = await tx.db
    .selectFrom('objects')
    .select(CANDIDATE_COLUMNS)
    .where('objects.stix_id', 'in', [...newest.keys()])
    .where('objects.retracted_by', 'is', null)
    .where('objects.id', '<=', Math.max(row.object_cursor, view.compacts ? 2 ** 53 - 1 : 0))
    .orderBy('objects.id')
    .execute()
  const micros = context.now() * 1000
  const entrants = await entrantsAmong(context, tx, view, others)
  const entered = await enter(tx, row, entrants, micros)
  await settleVersions(tx, entered, newest, micros)
}

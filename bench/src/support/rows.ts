import type { Store, Transaction } from '@concert/node'
import type { StixObject } from '@concert/stix'

/** Columns of `objects` in the order in which {@link objectRow} gives their values. */
export const OBJECT_COLUMNS = [
  'id',
  'stix_id',
  'type',
  'modified',
  'tlp',
  'source',
  'version_key',
  'body',
  'retracted_by',
  'added',
] as const

/** Columns of `items` in the order in which {@link itemRow} gives their values. */
export const ITEM_COLUMNS = ['statement_id', 'position', 'object_id', 'salt'] as const

const SOURCE = 'b'.repeat(64)
const SALT = new Uint8Array(32).fill(7)
const ADDED = 1_795_000_000_000

/** A peer's object as a row of `objects`. */
export function objectRow(id: number, { view, bytes }: StixObject) {
  const modified = view.modified ?? view.created ?? ''
  return [id, view.id, view.type, modified, view.tlp, SOURCE, null, bytes, null, ADDED] as const
}

/** Its place in a statement as a row of `items`. */
export function itemRow(statement: number, position: number, object: number) {
  return [statement, position, object, SALT] as const
}

/** Rows of one transaction, as many as a statement brings. */
export const ROWS_PER_TRANSACTION = 1000

/** Writes objects and their items as a node does: a transaction for every thousand. */
export async function ingest(store: Store, objects: readonly StixObject[]): Promise<void> {
  for (let first = 0; first < objects.length; first += ROWS_PER_TRANSACTION) {
    const batch = objects.slice(first, first + ROWS_PER_TRANSACTION)
    await store.transact((tx) => ingestBatch(tx, batch))
  }
}

async function ingestBatch(tx: Transaction, batch: readonly StixObject[]): Promise<void> {
  const statement = await tx.allocateIds('statements', 1)
  const first = await tx.allocateIds('objects', batch.length)
  await tx.insertMany(
    'objects',
    OBJECT_COLUMNS,
    batch.map((object, i) => objectRow(first + i, object)),
  )
  await tx.insertMany(
    'items',
    ITEM_COLUMNS,
    batch.map((_, i) => itemRow(statement, i, first + i)),
  )
}

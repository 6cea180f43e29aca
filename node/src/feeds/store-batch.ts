import type { NodeContext } from '../context.ts'
import { insertOwnObjects } from '../intel/own-objects.ts'
import type { Transaction } from '../store/store.ts'
import { type Admission, admitObjects } from './admit-objects.ts'
import { FeedError, type FeedFault } from './feed-codes.ts'
import type { FeedBatch } from './feed-source.ts'

/** The reading that a batch is of. */
export interface Reading {
  /** Number of the feed's row. */
  readonly feed: number
  readonly lease: string
  readonly admission: Admission
  /** When it began, RFC 3339. */
  readonly at: string
}

/** What became of a batch. */
export interface StoredBatch {
  readonly read: number
  readonly added: number
  readonly faults: readonly FeedFault[]
}

/**
 * Stores a batch and the position after it in one transaction.
 *
 * @throws FeedError `feed-lost`; nothing is stored then
 */
export async function storeBatch(
  { store, own, now, events }: Pick<NodeContext, 'store' | 'own' | 'now' | 'events'>,
  { feed, lease, admission, at }: Reading,
  batch: FeedBatch,
): Promise<StoredBatch> {
  const done = await store.transact(async (tx) => {
    const admitted = await admitObjects(tx, batch.objects, admission)
    const faults = [...batch.faults, ...admitted.faults]
    const madeAt = admission.areEntries ? at : undefined
    let added = 0
    if (admitted.objects.length > 0) {
      const { objects } = admitted
      const stored = await insertOwnObjects(tx, { node: own.node, objects, madeAt, now: now() })
      await noteOrigin(tx, feed, stored.first, objects.length)
      added = stored.added
    }
    await moveOn(tx, feed, lease, batch, { read: batch.objects.length, added, faults })
    return { read: batch.objects.length, added, faults }
  })
  if (done.added > 0) events.imported()
  return done
}

/** Which feed brought the objects that were not there yet. */
async function noteOrigin(tx: Transaction, feed: number, first: number, count: number) {
  await tx.db
    .insertInto('feed_objects')
    .columns(['object_id', 'feed_id'])
    .expression((from) =>
      from
        .selectFrom('objects')
        .select(({ ref, val }) => [ref('objects.id').as('object_id'), val(feed).as('feed_id')])
        .where('objects.id', '>=', first)
        .where('objects.id', '<', first + count),
    )
    .execute()
}

/** @throws FeedError `feed-lost` when the feed is not ours to read any more */
async function moveOn(
  tx: Transaction,
  id: number,
  lease: string,
  { position, part }: FeedBatch,
  { read, added, faults }: { read: number; added: number; faults: readonly FeedFault[] },
): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable('feeds')
    .set((set) => ({
      objects_read: set('objects_read', '+', read),
      objects_added: set('objects_added', '+', added),
      faults: set('faults', '+', faults.length),
      ...(position !== undefined && { position: JSON.stringify(position) }),
    }))
    .where('id', '=', id)
    .where('lease', '=', lease)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new FeedError('feed-lost')
  if (part === undefined) return
  await tx.db
    .insertInto('feed_parts')
    .values({ feed_id: id, part: part.part, mark: part.mark })
    .onConflict((on) => on.columns(['feed_id', 'part']).doUpdateSet({ mark: part.mark }))
    .execute()
}

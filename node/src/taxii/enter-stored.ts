import type { StixObject } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import type { Transaction } from '../store/store.ts'
import { enter } from './entries.ts'
import { collectionRow } from './follow-objects.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import { isInView, type ViewDefinition } from './view-definition.ts'

/**
 * Puts objects of ours into collections in the transaction that stores them, while they are still at
 * hand in parsed form: reading them again later would cost more than everything else about them. A
 * collection that is behind, or that goes by compacts, is left to whoever follows.
 *
 * @param first - the row of the first object; the others follow it, and all of them are new
 * @returns the collections that have them
 */
export async function enterStored(
  tx: Transaction,
  context: NodeContext,
  collections: readonly number[],
  objects: readonly StixObject[],
  first: number,
): Promise<ReadonlySet<number>> {
  await tx.lock(TAXII_LOCK)
  const entered = new Set<number>()
  for (const collection of collections) {
    const row = await collectionRow(tx, collection)
    if (row === undefined || row.object_cursor !== first - 1) continue
    const view = JSON.parse(row.definition) as ViewDefinition
    if (view.compacts) continue
    const entrants = objects.flatMap(({ bytes, value, view: { id, type, tlp } }, at) => {
      const source = context.own.node
      const candidate = { id: first + at, stixId: id, type, tlp, source, body: bytes }
      return isInView(view, candidate, value) ? [{ candidate, value, outside: true }] : []
    })
    await enter(tx, row, entrants, context.now() * 1000)
    await tx.db
      .updateTable('taxii_collections')
      .set({ object_cursor: first + objects.length - 1 })
      .where('id', '=', row.id)
      .execute()
    entered.add(collection)
  }
  return entered
}

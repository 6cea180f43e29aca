import { type CarriedItem, decodeIntelAct, type Statement } from '@concert/envelope'
import type { StixObject } from '@concert/stix'
import { sql } from 'kysely'
import { bytesOf } from '../exchange/statements.ts'
import type { Transaction } from '../store/store.ts'
import { insertItems, insertObjects, rowsFrom } from './object-rows.ts'

/** Objects that came with a statement. */
export interface ReceivedItems {
  readonly statement: Statement
  readonly items: readonly CarriedItem[]
  readonly objects: readonly StixObject[]
}

/**
 * Takes objects in under their author's name and links them to the statement that they are items
 * of. Items that came before, alone or with others, are not taken twice; one that its author has
 * taken back already comes in as a tombstone. What was deleted when its time was over comes in again
 * by a word that is new, and by no repetition.
 *
 * @returns the positions of those taken in
 */
export async function storeReceivedItems(
  tx: Transaction,
  statementId: number,
  { statement, items, objects }: ReceivedItems,
  { now, isNew }: { readonly now: number; readonly isNew: boolean },
): Promise<readonly number[]> {
  const known = await knownPositions(tx, statementId)
  const fresh = items.flatMap((item, i) => {
    const position = item.place?.index ?? i
    const isTaken = known.get(position) ?? 'no'
    const isWanted = isTaken === 'no' || (isTaken === 'deleted' && isNew)
    return isWanted ? [{ item, position, object: objects[i] as StixObject }] : []
  })
  if (fresh.length === 0) return []
  const positions = fresh.map(({ position }) => position)
  const again = positions.filter((position) => known.has(position))
  await dropItems(tx, statementId, again)
  const source = statement.author.node
  const { first } = await insertObjects(tx, {
    source,
    objects: fresh.map(({ object }) => object),
    now,
  })
  await insertItems(
    tx,
    statementId,
    fresh.map(({ item: { salt }, position }) => ({ salt, position })),
    rowsFrom(first, fresh.length),
  )
  await tx.insertMany(
    'item_places',
    ['statement_id', 'position', 'path'],
    fresh.flatMap(({ item: { place }, position }) => {
      return place ? [[statementId, position, Buffer.concat(place.path)] as const] : []
    }),
  )
  await buryRetracted(tx, statementId, statement)
  return positions
}

async function knownPositions(
  tx: Transaction,
  statementId: number,
): Promise<ReadonlyMap<number, 'here' | 'deleted'>> {
  const rows = await tx.db
    .selectFrom('items')
    .leftJoin('objects', 'objects.id', 'items.object_id')
    .select(['items.position', 'objects.id'])
    .where('items.statement_id', '=', statementId)
    .execute()
  return new Map(rows.map(({ position, id }) => [position, id === null ? 'deleted' : 'here']))
}

async function dropItems(
  tx: Transaction,
  statementId: number,
  positions: readonly number[],
): Promise<void> {
  if (positions.length === 0) return
  for (const table of ['items', 'item_places'] as const) {
    await tx.db
      .deleteFrom(table)
      .where('statement_id', '=', statementId)
      .where('position', 'in', positions)
      .execute()
  }
}

/** Roads overtake each other: what passes an item on may come after its author's retraction. */
async function buryRetracted(
  tx: Transaction,
  statementId: number,
  { digest, author, kind, act }: Statement,
): Promise<void> {
  if (kind !== 'intel.share' || !decodeIntelAct('intel.share', act).ok) return
  await tx.query(sql`
    update objects set retracted_by = (
      select min(r.statement_id) from retractions r
        join statements s on s.id = r.statement_id
        join items i on i.position = r.position and i.statement_id = ${statementId}
      where r.target = ${bytesOf(digest)} and s.author = ${author.node} and i.object_id = objects.id)
    where retracted_by is null and id in (
      select i.object_id from items i
        join retractions r on r.position = i.position and r.target = ${bytesOf(digest)}
        join statements s on s.id = r.statement_id and s.author = ${author.node}
      where i.statement_id = ${statementId})`)
}

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
 * taken back already comes in as a tombstone.
 *
 * @returns how many were new
 */
export async function storeReceivedItems(
  tx: Transaction,
  statementId: number,
  { statement, items, objects }: ReceivedItems,
  now: number,
): Promise<number> {
  const known = await knownPositions(tx, statementId)
  const fresh = items.flatMap((item, i) => {
    const position = item.place?.index ?? i
    return known.has(position) ? [] : [{ item, position, object: objects[i] as StixObject }]
  })
  if (fresh.length === 0) return 0
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
  return fresh.length
}

async function knownPositions(tx: Transaction, statementId: number): Promise<ReadonlySet<number>> {
  const rows = await tx.db
    .selectFrom('items')
    .select('position')
    .where('statement_id', '=', statementId)
    .execute()
  return new Set(rows.map(({ position }) => position))
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

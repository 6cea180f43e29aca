import type { JsonObject } from '@concert/core'
import { commitment } from '@concert/envelope'
import { sql } from 'kysely'
import type { NodeContext } from '../../context.ts'
import type { Transaction } from '../../store/store.ts'
import { withdrawObjects } from '../../taxii/follow-objects.ts'
import { keysOfObject } from '../search/object-keys.ts'
import { tombstoneMark } from './tombstones.ts'

const DECODER = new TextDecoder()

/** An object to delete, and what its tombstone says. */
export interface Buried {
  readonly id: number
  readonly statement: number | null
  readonly compact: Uint8Array
  readonly received: number
  readonly days: number
}

/**
 * Deletes objects from the node: the body, what it is found by, and every view of it. What stays of
 * each is a tombstone, and of each item its commitment, so that its siblings can still be proved.
 * The caller holds `search`, and the index holds the objects.
 *
 * @param key - what tombstones are found by
 */
export async function buryObjects(
  tx: Transaction,
  context: NodeContext,
  key: Uint8Array,
  buried: readonly Buried[],
): Promise<void> {
  const ids = buried.map(({ id }) => id)
  if (ids.length === 0) return
  const rows = await tx.db
    .selectFrom('objects')
    .select(['id', 'stix_id', 'type', 'tlp', 'source', 'version_key', 'retracted_by', 'body'])
    .where('id', 'in', ids)
    .execute()
  const bodies = new Map(rows.map(({ id, body }) => [id, body]))
  await sealItems(tx, context, bodies)
  for (const { id, body } of rows) await dropKeys(tx, id, body)
  await discount(tx, context.own.node, rows)
  const stones = new Map(rows.map((row) => [row.id, row]))
  await tx.insertMany(
    'expired_objects',
    STONE_COLUMNS,
    buried.flatMap(({ id, statement, compact, received, days }) => {
      const row = stones.get(id)
      if (!row) return []
      const mark = tombstoneMark(key, row.stix_id)
      const deleted = context.now()
      return [
        [id, mark, statement, compact, received, days, deleted, row.tlp, row.retracted_by] as const,
      ]
    }),
  )
  await tx.db.deleteFrom('release_queue').where('object_id', 'in', ids).execute()
  await tx.db.deleteFrom('objects').where('id', 'in', ids).execute()
  // After the rows are gone: what stands of the same objects from others comes in their place.
  await withdrawObjects(tx, context, ids)
}

const STONE_COLUMNS = [
  'id',
  'mark',
  'statement_id',
  'compact',
  'received',
  'days',
  'deleted',
  'tlp',
  'retracted_by',
] as const

/** The salt would let somebody try out what the object was: the commitment takes its place. */
async function sealItems(
  tx: Transaction,
  { crypto }: Pick<NodeContext, 'crypto'>,
  bodies: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  const items = await tx.db
    .selectFrom('items')
    .select(['statement_id', 'position', 'object_id', 'salt'])
    .where('object_id', 'in', [...bodies.keys()])
    .execute()
  for (const { statement_id, position, object_id, salt } of items) {
    const body = bodies.get(object_id)
    if (!body) continue
    await tx.db
      .updateTable('items')
      .set({ salt: commitment(crypto.sha256, salt, body) })
      .where('statement_id', '=', statement_id)
      .where('position', '=', position)
      .execute()
  }
}

async function dropKeys(tx: Transaction, id: number, body: Uint8Array): Promise<void> {
  const keys = [...keysOfObject(JSON.parse(DECODER.decode(body)) as JsonObject)]
  if (keys.length === 0) return
  await tx.db
    .deleteFrom('search_keys')
    .where('object_id', '=', id)
    .where('key', 'in', keys)
    .execute()
}

interface Counted {
  readonly type: string
  readonly tlp: string
  readonly source: string
  readonly version_key: string | null
}

/** As the index counted them. */
async function discount(tx: Transaction, own: string, rows: readonly Counted[]): Promise<void> {
  const counted = rows.filter(({ source, version_key, type }) => {
    return source !== own || version_key !== null || type === 'sighting'
  })
  const groups = Map.groupBy(counted, ({ type, tlp, source }) =>
    JSON.stringify([type, tlp, source]),
  )
  for (const [group, { length }] of groups) {
    const [type, tlp, source] = JSON.parse(group) as [string, string, string]
    await tx.db
      .updateTable('search_counts')
      .set({ objects: sql<number>`objects - ${sql.lit(length)}` })
      .where('type', '=', type)
      .where('tlp', '=', tlp)
      .where('source', '=', source)
      .execute()
  }
}

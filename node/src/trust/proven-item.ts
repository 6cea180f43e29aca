import { decodeIntelAct, type ProvenItem, parseStatement, proveItems } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { hashesOf } from '../federation/hashes.ts'
import type { Carried } from './carried-statement.ts'

/**
 * The one item that evidence is about, with its path: from all items of its statement, or, of one
 * that was passed on without its siblings, as it came.
 */
export async function provenItem(
  { store, crypto }: NodeContext,
  { position, statementId, statement }: Carried,
): Promise<readonly ProvenItem[]> {
  if (position === null) return []
  const items = await store.read.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .leftJoin('item_places', (join) =>
      join
        .onRef('item_places.statement_id', '=', 'items.statement_id')
        .onRef('item_places.position', '=', 'items.position'),
    )
    .select(['items.position', 'items.salt', 'objects.body as bytes', 'item_places.path'])
    .where('items.statement_id', '=', statementId)
    .orderBy('items.position')
    .execute()
  const parsed = parseStatement(crypto, statement)
  const share = parsed.ok ? decodeIntelAct('intel.share', parsed.value.act) : parsed
  const total = share.ok ? share.value.items : items.length
  if (items.length === total) return proveItems(crypto.sha256, items, [position])
  const item = items.find((entry) => entry.position === position)
  if (!item?.path) return []
  const { salt, bytes, path } = item
  return [{ salt, bytes, index: position, total, path: hashesOf(path) }]
}

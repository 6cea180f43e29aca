import type { CryptoPort } from '@concert/core'
import { type CarriedItem, commitment, placeItems } from '@concert/envelope'
import { hashesOf } from '../federation/hashes.ts'
import type { Reader } from '../store/store.ts'

/** An item with its place among its siblings. */
export type PlacedItem = CarriedItem & { readonly place: NonNullable<CarriedItem['place']> }

/**
 * Some items of a statement, each with its place: by the path it came with, or by all of the
 * statement's items, of which those that were deleted stand there by their commitments.
 *
 * @param total - how many items the statement has, by its author's word
 * @param positions - those wanted; what is not here is left out
 */
export async function placedItems(
  reader: Pick<Reader, 'db'>,
  { sha256 }: Pick<CryptoPort, 'sha256'>,
  statement: { readonly id: number; readonly total: number },
  positions: readonly number[],
): Promise<readonly PlacedItem[]> {
  const { id, total } = statement
  const rows = await reader.db
    .selectFrom('items')
    .leftJoin('objects', 'objects.id', 'items.object_id')
    .leftJoin('item_places', (join) =>
      join
        .onRef('item_places.statement_id', '=', 'items.statement_id')
        .onRef('item_places.position', '=', 'items.position'),
    )
    .select(['items.position', 'items.salt', 'objects.body', 'item_places.path'])
    .where('items.statement_id', '=', id)
    .orderBy('items.position')
    .execute()
  const isWhole = rows.length === total
  const commitments = isWhole
    ? rows.map(({ salt, body }) => (body ? commitment(sha256, salt, body) : salt))
    : []
  const places = isWhole ? placeItems(sha256, commitments).places : []
  const wanted = new Set(positions)
  return rows.flatMap(({ position, salt, body, path }, i) => {
    if (!body || !wanted.has(position)) return []
    const own = path && { index: position, total, path: hashesOf(path) }
    const place = places[i] ?? own
    return place ? [{ salt, bytes: body, place }] : []
  })
}

import type { CarriedItem } from '@concert/envelope'
import { hashesOf } from '../federation/hashes.ts'
import type { Reader } from '../store/store.ts'
import { veil } from './vault.ts'

/** A part of a file of ours with its place; undefined when its bytes are needed here no more. */
export async function filePart(
  { db }: Pick<Reader, 'db'>,
  statement: number,
  position: number,
): Promise<CarriedItem | undefined> {
  const row = await db
    .selectFrom('attachments')
    .innerJoin('attachment_chunks', 'attachment_chunks.attachment_id', 'attachments.id')
    .innerJoin('item_places', (join) =>
      join
        .onRef('item_places.statement_id', '=', 'attachments.statement_id')
        .onRef('item_places.position', '=', 'attachment_chunks.position'),
    )
    .select(['salt', 'body', 'secret', 'chunks', 'path'])
    .where('attachments.statement_id', '=', statement)
    .where('attachments.direction', '=', 'out')
    .where('attachment_chunks.position', '=', position)
    .executeTakeFirst()
  if (!row?.body) return undefined
  const place = { index: position, total: row.chunks, path: hashesOf(row.path) }
  return { salt: row.salt, bytes: veil(row.secret, position, row.body), place }
}

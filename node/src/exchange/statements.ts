import { unhex } from '@concert/core'
import type { Salted, Statement } from '@concert/envelope'
import type { Reader, Transaction } from '../store/store.ts'

/** A statement to be stored. */
export interface NewStatement {
  readonly statement: Statement
  readonly content: Salted | null
  readonly itemCount: number
  /** Refusal code when it is kept as evidence without effect. */
  readonly refused: string | null
}

/** Stores a statement and resolves to its id. Content is dropped when it was refused. */
export async function insertStatement(
  tx: Transaction,
  now: number,
  entry: NewStatement,
): Promise<number> {
  const { statement, refused } = entry
  const content = refused === null ? entry.content : null
  const id = await tx.allocateIds('statements', 1)
  await tx.db
    .insertInto('statements')
    .values({
      id,
      digest: bytesOf(statement.digest),
      kind: statement.kind,
      author: statement.author.node,
      thread: threadRoot(statement),
      own_seq: statement.thread?.own_seq ?? 0,
      compact: statement.compact === null ? null : bytesOf(statement.compact),
      exercise: statement.exercise ? 1 : 0,
      time: statement.time,
      document: statement.document.bytes,
      content: content?.bytes ?? null,
      content_salt: content?.salt ?? null,
      item_count: entry.itemCount,
      refused,
      added: now,
    })
    .execute()
  return id
}

/** Puts a statement that was kept as evidence into effect, if it is no longer refused. */
export async function healStatement(
  tx: Transaction,
  id: number,
  { refused, content, itemCount }: NewStatement,
): Promise<number> {
  if (refused !== null) return id
  await tx.db
    .updateTable('statements')
    .set({
      refused,
      content: content?.bytes ?? null,
      content_salt: content?.salt ?? null,
      item_count: itemCount,
    })
    .where('id', '=', id)
    .execute()
  return id
}

/** The thread's root digest: the statement's own when it is the root; null outside threads. */
function threadRoot(statement: Statement): Uint8Array | null {
  if (!statement.thread) return null
  return bytesOf(statement.thread.id ?? statement.digest)
}

/** The id of a statement in the store, whether in effect or kept as evidence. */
export async function findStatement(
  reader: Pick<Reader, 'db'>,
  digest: string,
): Promise<{ id: number; author: string; refused: string | null } | undefined> {
  return await reader.db
    .selectFrom('statements')
    .select(['id', 'author', 'refused'])
    .where('digest', '=', bytesOf(digest))
    .executeTakeFirst()
}

/** Bytes of a digest that has been decoded already. Throws TypeError for anything else. */
export function bytesOf(digest: string): Uint8Array {
  const bytes = unhex(digest)
  if (!bytes) throw new TypeError('digest')
  return bytes
}

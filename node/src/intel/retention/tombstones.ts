import { createHmac } from 'node:crypto'
import { knownCopyIdKey } from '../../release/copy-ids.ts'
import type { Reader } from '../../store/store.ts'

const MARK_BYTES = 16
/** Marks looked up in one query. */
const AT_ONCE = 1000

/**
 * What a deleted object is found by. The id of an observable is made of its value, which could be
 * guessed from it: without the node's key nobody can.
 *
 * @param key - this node's alone
 */
export function tombstoneMark(key: Uint8Array, stixId: string): Uint8Array {
  return createHmac('sha256', key).update(`expired|${stixId}`).digest().subarray(0, MARK_BYTES)
}

/** An object that was deleted when its time was over. */
export interface Tombstone {
  /** The node that had authored it; null of a copy that was made here. */
  readonly source: string | null
  readonly tlp: string
  /** Digest of the version of the compact by which it went. */
  readonly compact: Uint8Array
  readonly days: number
  /** Both in milliseconds since 1970 UTC. */
  readonly received: number
  readonly deleted: number
}

/** Of STIX ids, those of which something was deleted, the latest first. */
export async function tombstonesOf(
  reader: Pick<Reader, 'db'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Tombstone[]>> {
  const found = new Map<string, Tombstone[]>()
  if (ids.length === 0 || !(await hasAny(reader))) return found
  const key = await knownCopyIdKey(reader)
  if (!key) return found
  const byMark = new Map(ids.map((id) => [hexOf(tombstoneMark(key, id)), id]))
  const marks = [...byMark.keys()]
  for (let at = 0; at < marks.length; at += AT_ONCE) {
    const rows = await reader.db
      .selectFrom('expired_objects')
      .leftJoin('statements', 'statements.id', 'expired_objects.statement_id')
      .select(['mark', 'author as source', 'tlp', 'expired_objects.compact'])
      .select(['days', 'received', 'deleted'])
      .where(
        'mark',
        'in',
        marks.slice(at, at + AT_ONCE).map((mark) => Buffer.from(mark, 'hex')),
      )
      .orderBy('deleted', 'desc')
      .execute()
    for (const { mark, ...stone } of rows) {
      const id = byMark.get(hexOf(mark))
      if (id !== undefined) found.set(id, [...(found.get(id) ?? []), stone])
    }
  }
  return found
}

async function hasAny({ db }: Pick<Reader, 'db'>): Promise<boolean> {
  return (
    (await db.selectFrom('expired_objects').select('id').limit(1).executeTakeFirst()) !== undefined
  )
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Reader, Transaction } from '../store/store.ts'

/**
 * Whether a row of one table is a newer version than a row of another, whatever the digits of their
 * times: `…00` comes before `…00.5`. What has no time, as observables have none, is newer when it came
 * later.
 */
export function isNewer(newer: string, older: string): RawBuilder<SqlBool> {
  const [one, other] = [newer, older].map((table) => {
    return sql`rtrim(${sql.ref(`${table}.modified`)}, 'Z')`
  })
  const [id, before] = [newer, older].map((table) => sql.ref(`${table}.id`))
  return sql`(${one} > ${other} or (${one} = ${other} and ${id} > ${before}))`
}

/**
 * Holds back whoever else gives objects of ours out, or takes them back, until the transaction ends:
 * nothing leaves between a look at who has it and the retraction that follows from it.
 */
export async function lockVersions(tx: Transaction): Promise<void> {
  await tx.lock('versions')
}

/** Of rows of objects of ours, those that may not leave any more: retracted, or replaced by a newer version. */
export async function outdatedAmong(
  reader: Pick<Reader, 'db'>,
  own: string,
  rows: readonly number[],
): Promise<ReadonlySet<number>> {
  const outdated = new Set<number>()
  for (let at = 0; at < rows.length; at += 1000) {
    const found = await reader.db
      .selectFrom('objects')
      .select('objects.id')
      .where('objects.id', 'in', rows.slice(at, at + 1000))
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('objects.retracted_by', 'is not', null),
          exists(
            selectFrom('objects as newer')
              .select('newer.id')
              .whereRef('newer.stix_id', '=', 'objects.stix_id')
              .where('newer.source', '=', own)
              .where('newer.version_key', 'is not', null)
              .where(isNewer('newer', 'objects')),
          ),
        ]),
      )
      .execute()
    for (const { id } of found) outdated.add(id)
  }
  return outdated
}

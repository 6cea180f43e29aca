import type { Reader } from '../../store/store.ts'
import { COLUMNS, rowOf, type SearchFilter, type SearchRow, shown } from './rows.ts'

/**
 * A name found in a translation (STIX 2.1 §7.1) leads to the object that it translates, if that is
 * here and may be seen.
 */
export async function withoutTranslations(
  reader: Reader,
  rows: readonly SearchRow[],
  filter: SearchFilter,
): Promise<readonly SearchRow[]> {
  const named = rows.flatMap(({ type, object }) =>
    type === 'language-content' ? [String(object.object_ref)] : [],
  )
  if (named.length === 0) return rows
  const found = await reader.db
    .selectFrom('objects')
    .select(COLUMNS)
    .where('stix_id', 'in', named)
    .where(shown(filter))
    .orderBy('id')
    .execute()
  const newest = new Map(found.map((row) => [row.stix_id, row]))
  const shownIds = new Set<number>()
  return rows.flatMap((row) => {
    const original = row.type === 'language-content' && newest.get(String(row.object.object_ref))
    const result = original ? rowOf(original) : row
    if (shownIds.has(result.id)) return []
    shownIds.add(result.id)
    return [result]
  })
}

import type { JsonObject } from '@concert/core'
import { tlpMarkingDefinition, tlpOfMarking } from '@concert/stix'
import { sql } from 'kysely'
import type { Reader } from '../../store/store.ts'
import { COLUMNS, rowOf, type SearchFilter, type SearchRow, shown } from './rows.ts'

/** What objects are called, by STIX id. What whoever asks may not see, or nobody has, is not in it. */
export type Named = Readonly<Record<string, { readonly type: string; readonly name: string }>>

/** Objects that are named at once: no honest object refers to more, and nobody reads on. */
const MOST_NAMED = 200
const IDS_AT_ONCE = 500
/** Versions of one object that are looked at. */
const VERSIONS = 4
/** Larger objects are not read for the sake of their names. */
const MOST_BYTES = 256 << 10

/** The name that people know an object by; empty when it has none. */
export function nameOf(object: JsonObject): string {
  const { name, value, pattern, subject, relationship_type: relation } = object
  const text = [name, value, pattern, subject, relation].find((each) => typeof each === 'string')
  return typeof text === 'string' ? text.slice(0, 200).toWellFormed() : ''
}

/** Names of the first {@link MOST_NAMED} of these objects; of markings, those of TLP. */
export async function namesOf(
  reader: Reader,
  ids: readonly string[],
  { cleared }: SearchFilter,
): Promise<Named> {
  const asked = [...new Set(ids)].slice(0, MOST_NAMED)
  const markings = asked.flatMap((id) => {
    const level = tlpOfMarking(id)
    return level === undefined ? [] : [{ ...labelOf(tlpMarkingDefinition(level)), id }]
  })
  const rows = await newestOf(reader, asked, cleared ? { cleared } : {}, MOST_BYTES)
  const objects = rows.map(({ stixId: id, object }) => ({ ...labelOf(object), id }))
  return Object.fromEntries([...objects, ...markings].map(({ id, ...label }) => [id, label]))
}

function labelOf(object: JsonObject): { readonly type: string; readonly name: string } {
  return { type: String(object.type), name: nameOf(object) }
}

/** What objects that have no name of their own are about: what was sighted, what is related. */
export function subjectsOf(rows: readonly SearchRow[]): readonly string[] {
  return rows.flatMap(({ type, object }) => {
    if (type === 'sighting') return texts(object.sighting_of_ref)
    return type === 'relationship' ? texts(object.source_ref, object.target_ref) : []
  })
}

/** What an object is called in a list: a sighting or relationship by what it is about. */
export function calledIn(object: JsonObject, names: Named): string {
  const { type, relationship_type: relation, source_ref: from, target_ref: to } = object
  const name = (id: unknown) =>
    typeof id === 'string' && Object.hasOwn(names, id) ? (names[id]?.name ?? '') : ''
  if (type === 'sighting') return name(object.sighting_of_ref)
  if (type !== 'relationship') return nameOf(object)
  return [name(from), nameOf({ name: relation ?? null }), name(to)].filter(Boolean).join(' ')
}

function texts(...values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string')
}

/**
 * The newest row of each id that may be seen, in the order of the ids.
 *
 * @param mostBytes - rows of larger objects are left out
 */
export async function newestOf(
  reader: Reader,
  ids: readonly string[],
  filter: SearchFilter,
  mostBytes?: number,
): Promise<readonly SearchRow[]> {
  const newest = new Map<string, Parameters<typeof rowOf>[0]>()
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const query = reader.db
      .selectFrom('objects')
      .select(COLUMNS)
      .where('stix_id', 'in', ids.slice(at, at + IDS_AT_ONCE))
      .where(shown(filter))
      .orderBy('id')
      .limit(IDS_AT_ONCE * VERSIONS)
    const small = sql<number>`length(body)`
    const found = await (mostBytes ? query.where(small, '<=', mostBytes) : query).execute()
    for (const row of found) newest.set(row.stix_id, row)
  }
  return ids.flatMap((id) => newest.get(id) ?? []).map(rowOf)
}

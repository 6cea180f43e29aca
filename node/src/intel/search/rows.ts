import type { Json, JsonObject } from '@concert/core'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Schema } from '../../store/schema.ts'

/** What of the objects found is shown. */
export interface SearchFilter {
  readonly types?: readonly string[]
  readonly tlps?: readonly string[]
  /** Node ids of authors. */
  readonly sources?: readonly string[]
  readonly state?: 'standing' | 'retracted'
  /** Taken in since then, milliseconds since 1970 UTC. */
  readonly since?: number
  /** Labels that whoever asks may see; all without it. */
  readonly cleared?: readonly string[]
}

/** An object as a list shows it. */
export interface SearchRow {
  readonly id: number
  readonly stixId: string
  readonly type: string
  readonly modified: string
  readonly tlp: string
  readonly source: string
  /** Milliseconds since 1970 UTC. */
  readonly added: number
  readonly retracted: boolean
  readonly object: JsonObject
}

/** What {@link rowOf} is made of. */
export const COLUMNS = [
  'id',
  'stix_id',
  'type',
  'modified',
  'tlp',
  'source',
  'added',
  'retracted_by',
  'body',
] as const

const DECODER = new TextDecoder()

export function rowOf(row: Pick<Schema['objects'], (typeof COLUMNS)[number]>): SearchRow {
  const { stix_id, retracted_by, body, ...rest } = row
  const object = JSON.parse(DECODER.decode(body)) as JsonObject
  return { ...rest, stixId: stix_id, retracted: retracted_by !== null, object }
}

/** A list names objects: of those larger than this it shows what they are known by. */
const BRIEF_LENGTH = 16 << 10
const BRIEF_TEXT = 500
const BRIEF = [
  ...['type', 'id', 'name', 'value', 'pattern', 'description', 'confidence'],
  ...['relationship_type', 'sighting_of_ref', 'source_ref', 'target_ref'],
] as const

/** A row for a list. A peer may send objects of a megabyte: fifty would be one answer. */
export function briefly(row: SearchRow): SearchRow {
  if (JSON.stringify(row.object).length <= BRIEF_LENGTH) return row
  const object: Record<string, Json> = {}
  for (const name of BRIEF) {
    const value = row.object[name]
    if (typeof value === 'string') object[name] = value.slice(0, BRIEF_TEXT).toWellFormed()
    else if (typeof value === 'number') object[name] = value
  }
  return { ...row, object }
}

/** The condition that a filter is. Redacted copies stay behind their originals. */
export function shown(filter: SearchFilter) {
  return (where: ExpressionBuilder<Schema, 'objects'>) => {
    const { types, tlps, sources, state, since, cleared } = filter
    const isCopy = where
      .selectFrom('release_copies')
      .select('release_copies.copy_id')
      .whereRef('release_copies.copy_id', '=', 'objects.id')
    const parts: Expression<SqlBool>[] = [where.not(where.exists(isCopy))]
    if (types) parts.push(where('objects.type', 'in', types))
    if (tlps) parts.push(where('objects.tlp', 'in', tlps))
    if (cleared) parts.push(where('objects.tlp', 'in', cleared))
    if (sources) parts.push(where('objects.source', 'in', sources))
    if (state === 'standing') parts.push(where('objects.retracted_by', 'is', null))
    if (state === 'retracted') parts.push(where('objects.retracted_by', 'is not', null))
    if (since !== undefined) parts.push(where('objects.added', '>=', since))
    return where.and(parts)
  }
}

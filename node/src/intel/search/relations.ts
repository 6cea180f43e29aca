import type { JsonObject } from '@concert/core'
import { referencesWithPaths } from '@concert/stix'
import type { Reader } from '../../store/store.ts'
import { nameOf, newestOf } from './named.ts'
import { COLUMNS, rowOf, type SearchFilter, type SearchRow, shown } from './rows.ts'

/** An object in the picture. */
export interface RelationNode {
  readonly stixId: string
  readonly type: string
  readonly name: string
  readonly tlp: string
  readonly source: string
  readonly retracted: boolean
}

/** One object names another: by a relationship or sighting, or by a property. */
export interface RelationEdge {
  readonly from: string
  readonly to: string
  /** Type of the relationship, `sighting-of`, or the property, such as `object_refs`. */
  readonly label: string
  /** Id of the relationship or sighting; null when a property names the other. */
  readonly by: string | null
}

/** What is one step away from an object. What whoever asks may not see is not in it. */
export interface Relations {
  readonly nodes: readonly RelationNode[]
  readonly edges: readonly RelationEdge[]
  /** Whether there is more than is shown. */
  readonly isPart: boolean
}

/** Objects in one picture unless more are asked for, and the most that may be. */
const NODES = 50
export const MOST_NODES = 2000
/** References looked at for each object in the picture. */
const LOOKED_AT = 8

/**
 * One step from an object, in both directions; relationships and sightings are edges.
 *
 * @param most - objects in the picture, at most {@link MOST_NODES}
 */
export async function relations(
  reader: Reader,
  stixId: string,
  filter: SearchFilter,
  most = NODES,
): Promise<Relations | undefined> {
  const [center] = await newestOf(reader, [stixId], filter)
  if (!center) return undefined
  const incoming = await referring(reader, stixId, filter, lookedAt(most))
  const edges = [
    ...outgoing(center),
    ...incoming.rows.flatMap((row) => edgesOf(row, stixId)),
  ].filter(({ from, to }) => from !== to && !isMarking(from) && !isMarking(to))
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter(
    (id) => id !== stixId,
  )
  const others = await newestOf(reader, ids.slice(0, most - 1), filter)
  const nodes = [center, ...others].map(nodeOf)
  const known = new Set(nodes.map((node) => node.stixId))
  return {
    nodes,
    edges: unique(edges.filter(({ from, to }) => known.has(from) && known.has(to))),
    isPart: incoming.isPart || ids.length >= most,
  }
}

/** A relationship is one reference, and joins one object. */
function lookedAt(most: number): number {
  return Math.min(most * LOOKED_AT, 2 * MOST_NODES)
}

function isMarking(id: string): boolean {
  return id.startsWith('marking-definition--')
}

/** What an object names itself. A relationship or sighting is drawn between what it joins. */
function outgoing(row: SearchRow): readonly RelationEdge[] {
  return referencesWithPaths(row.object).map(({ id, selector }) => {
    return { from: row.stixId, to: id, label: propertyOf(selector), by: null }
  })
}

function propertyOf(selector: string): string {
  return selector.replace(/\.\[\d+\]$/, '')
}

/** How an object that names the centre is joined with it. */
function edgesOf(row: SearchRow, center: string): readonly RelationEdge[] {
  const { object, stixId, type } = row
  if (type === 'relationship' && [object.source_ref, object.target_ref].includes(center)) {
    const { source_ref: from, target_ref: to, relationship_type: label } = object
    return [{ from: String(from), to: String(to), label: String(label), by: stixId }]
  }
  if (type === 'sighting' && object.sighting_of_ref === center) {
    const seenBy = whereSighted(object)
    return seenBy.map((from) => ({ from, to: center, label: 'sighting-of', by: stixId }))
  }
  return referencesWithPaths(object)
    .filter(({ id }) => id === center)
    .map(({ selector }) => ({ from: stixId, to: center, label: propertyOf(selector), by: null }))
}

function whereSighted({
  where_sighted_refs: where,
  created_by_ref: by,
}: JsonObject): readonly string[] {
  if (Array.isArray(where) && where.length > 0) return where.map(String)
  return typeof by === 'string' ? [by] : []
}

async function referring(reader: Reader, stixId: string, filter: SearchFilter, most: number) {
  const hits = await reader.db
    .selectFrom('search_keys')
    .select('object_id')
    .where('key', '=', `r:${stixId}`)
    .orderBy('object_id', 'desc')
    .limit(most + 1)
    .execute()
  if (hits.length === 0) return { rows: [], isPart: false }
  const found = await reader.db
    .selectFrom('objects')
    .select(COLUMNS)
    .where(
      'id',
      'in',
      hits.map((hit) => hit.object_id),
    )
    .where('retracted_by', 'is', null)
    .where(shown(filter))
    .orderBy('id')
    .execute()
  return { rows: found.map(rowOf), isPart: hits.length > most }
}

function nodeOf({ stixId, type, object, tlp, source, retracted }: SearchRow): RelationNode {
  return { stixId, type, name: nameOf(object), tlp, source, retracted }
}

function unique(edges: readonly RelationEdge[]): readonly RelationEdge[] {
  return [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()]
}

import type { JsonObject } from '@concert/core'
import { versionOf, versionOrder } from '@concert/taxii'
import { sql } from 'kysely'
import type { Transaction } from '../store/store.ts'
import { type Candidate, shownFrom } from './view-definition.ts'

/** A collection as the store holds it. */
export interface CollectionRow {
  readonly id: number
  readonly last_added: number
  readonly changes: number
}

/** Something that is to be in a collection. */
export interface Entrant {
  readonly candidate: Candidate
  readonly value: JsonObject
  /** Whether consumers outside of the party may have it. */
  readonly outside: boolean
}

interface NewEntry {
  readonly entrant: Entrant
  readonly version: string
  readonly order: string
  alone: boolean
}

/** Everybody who writes entries holds it: times of adding rise in the order of commits. */
export const TAXII_LOCK = 'taxii'

/** The counter that tells other processes of changes to tokens and collections. */
const CHANGES = 'taxii:changes'

/** Tells that something about the TAXII server is no longer as it was. */
export async function noteChange(tx: Transaction): Promise<void> {
  await tx.query(sql`insert into node_state (name, value) values (${CHANGES}, '1')
    on conflict (name) do update
      set value = cast(cast(node_state.value as bigint) + 1 as text)`)
}

/**
 * Puts objects into a collection, each with a time of adding of its own. Of two with the same id and
 * version the first stays; what a consumer deleted stays out. Under {@link TAXII_LOCK}.
 *
 * @returns the collection as it is then
 */
export async function enter(
  tx: Transaction,
  collection: CollectionRow,
  entrants: readonly Entrant[],
  nowMicros: number,
): Promise<CollectionRow> {
  const fresh = await freshOnes(tx, collection.id, entrants)
  if (fresh.entries.length === 0) return collection
  if (fresh.joined.length > 0) {
    await tx.db
      .updateTable('taxii_entries')
      .set({ alone: 0 })
      .where('collection', '=', collection.id)
      .where('stix_id', 'in', fresh.joined)
      .execute()
  }
  const first = Math.max(collection.last_added + 1, nowMicros)
  await tx.insertMany(
    'taxii_entries',
    [
      'collection',
      'added',
      'object_id',
      'stix_id',
      'type',
      'version',
      'version_order',
      'level',
      'outside',
      'alone',
    ],
    fresh.entries.map(({ entrant, version, order, alone }, at) => [
      collection.id,
      first + at,
      entrant.candidate.id,
      entrant.candidate.stixId,
      entrant.candidate.type,
      version,
      order,
      shownFrom(entrant.value),
      entrant.outside ? 1 : 0,
      alone ? 1 : 0,
    ]),
  )
  const last_added = first + fresh.entries.length - 1
  // A page that was read may have shown a version that is not the latest any more.
  const changes = collection.changes + (fresh.joined.length > 0 ? 1 : 0)
  return await touch(tx, { id: collection.id, last_added, changes })
}

/** Writes where a collection stands. */
async function touch(tx: Transaction, row: CollectionRow): Promise<CollectionRow> {
  const { id, last_added, changes } = row
  await tx.db
    .updateTable('taxii_collections')
    .set({ last_added, changes })
    .where('id', '=', id)
    .execute()
  await noteChange(tx)
  return { id, last_added, changes }
}

async function freshOnes(
  tx: Transaction,
  collection: number,
  entrants: readonly Entrant[],
): Promise<{ readonly entries: readonly NewEntry[]; readonly joined: readonly string[] }> {
  if (entrants.length === 0) return { entries: [], joined: [] }
  const ids = [...new Set(entrants.map(({ candidate }) => candidate.stixId))]
  const there = await versionsOf(tx, 'taxii_entries', collection, ids)
  const removed = await versionsOf(tx, 'taxii_removed', collection, ids)
  const entries = new Map<string, NewEntry>()
  const byId = new Map<string, NewEntry>()
  const joined = new Set<string>()
  for (const entrant of entrants) {
    const { stixId } = entrant.candidate
    const version = versionOf(entrant.value)
    const order = versionOrder(version)
    const key = `${stixId}|${order}`
    const held = there.get(stixId)
    if (entries.has(key) || held?.has(order) || removed.get(stixId)?.has(order)) continue
    const other = byId.get(stixId)
    if (held) joined.add(stixId)
    if (other) other.alone = false
    const entry = { entrant, version, order, alone: !held && !other }
    entries.set(key, entry)
    byId.set(stixId, entry)
  }
  return { entries: [...entries.values()], joined: [...joined] }
}

async function versionsOf(
  tx: Transaction,
  table: 'taxii_entries' | 'taxii_removed',
  collection: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await tx.db
    .selectFrom(table)
    .select(['stix_id', 'version_order'])
    .where('collection', '=', collection)
    .where('stix_id', 'in', ids)
    .execute()
  const found = new Map<string, Set<string>>()
  for (const { stix_id, version_order } of rows) {
    found.set(stix_id, (found.get(stix_id) ?? new Set()).add(version_order))
  }
  return found
}

/**
 * After entries of some objects are gone: the version that is now the latest is added anew, for a pull
 * that has passed it would never see it.
 */
export async function settleVersions(
  tx: Transaction,
  collection: CollectionRow,
  gone: ReadonlyMap<string, string>,
  nowMicros: number,
): Promise<CollectionRow> {
  const left = await tx.db
    .selectFrom('taxii_entries')
    .select(['stix_id', 'version_order', 'added'])
    .where('collection', '=', collection.id)
    .where('stix_id', 'in', [...gone.keys()])
    .orderBy('version_order')
    .execute()
  let { last_added } = collection
  for (const [stixId, rows] of Map.groupBy(left, (row) => row.stix_id)) {
    const newest = rows.at(-1)
    if (rows.length === 1) {
      await tx.db
        .updateTable('taxii_entries')
        .set({ alone: 1 })
        .where('collection', '=', collection.id)
        .where('stix_id', '=', stixId)
        .execute()
    }
    if (newest === undefined || newest.version_order >= (gone.get(stixId) ?? '')) continue
    last_added = Math.max(last_added + 1, nowMicros)
    await tx.db
      .updateTable('taxii_entries')
      .set({ added: last_added })
      .where('collection', '=', collection.id)
      .where('added', '=', newest.added)
      .execute()
  }
  return await touch(tx, { ...collection, last_added, changes: collection.changes + 1 })
}

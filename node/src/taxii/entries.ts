import { randomBytes } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import { versionOf, versionOrder } from '@concert/taxii'
import { sql } from 'kysely'
import type { Reader, Transaction } from '../store/store.ts'
import { dropPacks } from './packs.ts'
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
    await dropPacks(tx, collection.id, fresh.beside)
    await tx.db
      .updateTable('taxii_entries')
      .set({ alone: 0 })
      .where('collection', '=', collection.id)
      .where('stix_id', 'in', fresh.joined)
      .execute()
  }
  const times = timesAfter(collection, nowMicros, fresh.entries.length)
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
      times[at] as number,
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
  const last_added = times.at(-1) as number
  // A page that was read may have shown a version that is not the latest any more.
  const changes = collection.changes + (fresh.joined.length > 0 ? 1 : 0)
  return await touch(tx, { id: collection.id, last_added, changes })
}

/**
 * Times of adding, one for each, rising, all later than those before. By steps of chance, so that nobody
 * who sees two objects can tell how many are between them.
 */
function timesAfter(
  { last_added }: CollectionRow,
  nowMicros: number,
  count: number,
): readonly number[] {
  let time = Math.max(last_added, nowMicros)
  return Array.from(randomBytes(count), (byte) => {
    time += 1 + (byte & 15)
    return time
  })
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

interface FreshOnes {
  readonly entries: readonly NewEntry[]
  /** Ids of objects of which other versions are there. */
  readonly joined: readonly string[]
  /** When those were added. */
  readonly beside: readonly number[]
}

async function freshOnes(
  tx: Transaction,
  collection: number,
  entrants: readonly Entrant[],
): Promise<FreshOnes> {
  if (entrants.length === 0) return { entries: [], joined: [], beside: [] }
  const ids = [...new Set(entrants.map(({ candidate }) => candidate.stixId))]
  const there = await entriesOf(tx, collection, ids)
  const removed = await removedOf(tx, collection, ids)
  const entries = new Map<string, NewEntry>()
  const byId = new Map<string, NewEntry>()
  const joined = new Set<string>()
  for (const entrant of entrants) {
    const { stixId } = entrant.candidate
    const version = versionOf(entrant.value)
    const order = versionOrder(version)
    const key = `${stixId}|${order}`
    const held = there.get(stixId)
    if (entries.has(key) || held?.has(order) || removed.has(key)) continue
    const other = byId.get(stixId)
    if (held) joined.add(stixId)
    if (other) other.alone = false
    const entry = { entrant, version, order, alone: !held && !other }
    entries.set(key, entry)
    byId.set(stixId, entry)
  }
  const beside = [...joined].flatMap((id) => [...(there.get(id)?.values() ?? [])])
  return { entries: [...entries.values()], joined: [...joined], beside }
}

/** Versions that are there, by id, with their times of adding. */
async function entriesOf(
  tx: Transaction,
  collection: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const rows = await tx.db
    .selectFrom('taxii_entries')
    .select(['stix_id', 'version_order', 'added'])
    .where('collection', '=', collection)
    .where('stix_id', 'in', ids)
    .execute()
  const found = new Map<string, Map<string, number>>()
  for (const { stix_id, version_order, added } of rows) {
    found.set(stix_id, (found.get(stix_id) ?? new Map()).set(version_order, added))
  }
  return found
}

/** Whether consumers have deleted anything from a collection: as a rule nothing need be looked up. */
export async function hasRemoved(
  reader: Pick<Transaction, 'db'> | Reader,
  collection: number,
): Promise<boolean> {
  const query = reader.db.selectFrom('taxii_removed').select('collection')
  return (await query.where('collection', '=', collection).limit(1).execute()).length > 0
}

async function removedOf(
  tx: Transaction,
  collection: number,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!(await hasRemoved(tx, collection))) return new Set()
  const rows = await tx.db
    .selectFrom('taxii_removed')
    .select(['stix_id', 'version_order'])
    .where('collection', '=', collection)
    .where('stix_id', 'in', ids)
    .execute()
  return new Set(rows.map(({ stix_id, version_order }) => `${stix_id}|${version_order}`))
}

/** An entry that goes. */
export interface Leaving {
  readonly added: number
  readonly stix_id: string
  readonly version_order: string
  readonly level: number
  readonly outside: number
}

/**
 * After entries of some objects are gone: the version that is now the latest is added anew, for a pull
 * that has passed it would never see it. Not so when somebody could see this version and not the one that
 * went: its new time of adding would tell them that there had been another.
 */
export async function settleVersions(
  tx: Transaction,
  collection: CollectionRow,
  gone: ReadonlyMap<string, Leaving>,
  nowMicros: number,
): Promise<CollectionRow> {
  const left = await tx.db
    .selectFrom('taxii_entries')
    .select(['stix_id', 'version_order', 'added', 'level', 'outside'])
    .where('collection', '=', collection.id)
    .where('stix_id', 'in', [...gone.keys()])
    .orderBy('version_order')
    .execute()
  const byId = [...Map.groupBy(left, (row) => row.stix_id)]
  await markAlone(
    tx,
    collection.id,
    byId.flatMap(([id, rows]) => (rows.length === 1 ? [id] : [])),
  )
  const moved = byId.flatMap(([id, rows]) => {
    const newest = rows.at(-1)
    const went = gone.get(id)
    if (newest === undefined || went === undefined) return []
    const isNew = newest.version_order < went.version_order
    const wasSeen = went.level <= newest.level && went.outside >= newest.outside
    return isNew && wasSeen ? [newest.added] : []
  })
  const times = timesAfter(collection, nowMicros, moved.length)
  await moveEntries(tx, collection.id, moved, times)
  const last_added = times.at(-1) ?? collection.last_added
  return await touch(tx, { ...collection, last_added, changes: collection.changes + 1 })
}

async function markAlone(tx: Transaction, collection: number, ids: readonly string[]) {
  if (ids.length === 0) return
  await tx.db
    .updateTable('taxii_entries')
    .set({ alone: 1 })
    .where('collection', '=', collection)
    .where('stix_id', 'in', ids)
    .execute()
}

/** Gives entries new times of adding. */
async function moveEntries(
  tx: Transaction,
  collection: number,
  added: readonly number[],
  times: readonly number[],
): Promise<void> {
  if (added.length === 0) return
  await dropPacks(tx, collection, added)
  const pairs = added.map((time, at) => {
    return sql`(cast(${time} as bigint), cast(${times[at] as number} as bigint))`
  })
  await tx.query(sql`with moved(old_time, new_time) as (values ${sql.join(pairs)})
    update taxii_entries
    set added = (select new_time from moved where old_time = taxii_entries.added)
    where collection = ${collection} and added in (select old_time from moved)`)
}

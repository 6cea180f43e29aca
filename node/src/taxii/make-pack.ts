import { constants, crc32, deflateRawSync } from 'node:zlib'
import { ENVELOPE_ROOM } from '@concert/taxii'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../store/store.ts'
import { clearEntries } from './cleared-page.ts'
import { type Clearance, clearanceNumber, seesEverything } from './consumer.ts'
import { type EntryRow, seenBy } from './page-sql.ts'

/** States of a pack. */
export const PACK = { stale: 0, made: 1, impossible: 2 } as const

/** Entries of one pack: the page that clients get who say no number. */
export const PACK_SIZE = 100
/** Entries looked at for one pack of those who may not see all of them. */
const MOST_LOOKED_AT = 20 * PACK_SIZE

/** A stretch of a collection: after `begins`, up to and with `ends`. */
export interface Span {
  readonly begins: number
  readonly ends: number
}

/** A row of `taxii_packs`. */
export type PackRow = readonly [
  collection: number,
  clearance: number,
  begins: number,
  ends: number,
  first: number,
  last: number,
  shown: number,
  state: number,
  size: number,
  leans: string | null,
  body: Uint8Array | null,
  checksum: number,
]

/** What a pack leans on outside of itself: ids it refers to, and those of them that it left out. */
export interface Leans {
  readonly on: readonly string[]
  readonly barred: readonly string[]
}

/** Stretches of entries that have no pack yet, each full. */
export async function nextSpans(
  read: Reader,
  collection: number,
  clearance: Clearance,
  most: number,
): Promise<readonly Span[]> {
  const newest = await read.db
    .selectFrom('taxii_packs')
    .select('ends')
    .where('collection', '=', collection)
    .where('clearance', '=', clearanceNumber(clearance))
    .orderBy('ends', 'desc')
    .limit(1)
    .executeTakeFirst()
  const spans: Span[] = []
  for (let begins = newest?.ends ?? 0; spans.length < most; ) {
    const ends = await endOfSpan(read, collection, clearance, begins)
    if (ends === undefined) break
    spans.push({ begins, ends })
    begins = ends
  }
  return spans
}

/**
 * Where a pack is full. For those who don't see everything entries of which nothing may be shown don't
 * count: a page that is short would tell of them.
 */
async function endOfSpan(
  read: Reader,
  collection: number,
  clearance: Clearance,
  begins: number,
): Promise<number | undefined> {
  const isOpen = seesEverything(clearance)
  const limit = isOpen ? PACK_SIZE : MOST_LOOKED_AT
  let count = 0
  let from = begins
  for (let looked = 0; looked < limit; ) {
    const step = isOpen ? PACK_SIZE : PACK_SIZE + 20
    const entries = await read.query(latestSql(collection, clearance, from, undefined, step))
    const hidden = isOpen ? NONE : await hiddenAmong(read, clearance, entries)
    for (const entry of entries) {
      if (!hidden.has(entry.added)) count++
      if (count === PACK_SIZE) return entry.added
    }
    if (entries.length < step) return undefined
    looked += entries.length
    from = entries.at(-1)?.added ?? from
  }
  return from
}

const NONE: ReadonlySet<number> = new Set()

/** Times of adding of the latest versions that a clearance takes out whole. */
async function hiddenAmong(
  read: Reader,
  clearance: Clearance,
  entries: readonly LatestRow[],
): Promise<ReadonlySet<number>> {
  const latest = entries.filter(({ is_latest }) => is_latest === 1)
  const { shown } = await clearEntries(read, clearance, latest)
  const left = new Set(shown.map(({ entry }) => entry.added))
  return new Set(latest.map(({ added }) => added).filter((added) => !left.has(added)))
}

/** Makes one pack. */
export async function makePack(
  read: Reader,
  collection: number,
  clearance: Clearance,
  { begins, ends }: Span,
): Promise<PackRow> {
  const head = [collection, clearanceNumber(clearance), begins, ends] as const
  const impossible: PackRow = [...head, 0, 0, 0, PACK.impossible, 0, null, null, 0]
  const outOfOrder = outOfOrderSql(collection, clearance, { begins, ends })
  if ((await read.query(outOfOrder)).length > 0) return impossible
  const entries = await read.query(latestSql(collection, clearance, begins, ends))
  const latest = entries.filter(({ is_latest }) => is_latest === 1)
  const content = await contentOf(read, clearance, latest)
  if (content === undefined) return impossible
  const { shown, leans } = content
  const parts = shown.flatMap(({ body }, at) => (at === 0 ? [body] : [COMMA, body]))
  const text = Buffer.concat([ROOM, ...parts, ROOM])
  const [first, last] = [shown[0]?.added ?? 0, shown.at(-1)?.added ?? 0]
  const made = [PACK.made, text.length, leans, deflated(text), crc32(text)] as const
  return [...head, first, last, shown.length, ...made]
}

/**
 * Blocks without a last one, so that others may follow. Of text that repeats itself as objects do, the
 * level that makes it a twentieth smaller takes three times as long.
 */
function deflated(text: Uint8Array): Uint8Array {
  return deflateRawSync(text, { level: 1, finishFlush: constants.Z_SYNC_FLUSH })
}

const COMMA = Buffer.from(',')
const ROOM = Buffer.alloc(ENVELOPE_ROOM, ' ')

interface Content {
  readonly shown: readonly { readonly added: number; readonly body: Uint8Array }[]
  /** {@link Leans} as JSON; null when it leans on nothing. */
  readonly leans: string | null
}

/** `undefined` when what may be shown depends on more than can be looked up quickly. */
async function contentOf(
  read: Reader,
  clearance: Clearance,
  latest: readonly EntryRow[],
): Promise<Content | undefined> {
  if (seesEverything(clearance)) return { shown: await bodiesOf(read, latest), leans: null }
  const cleared = await clearEntries(read, clearance, latest)
  if (cleared.hasTranslations) return undefined
  const { references: on } = cleared
  const leans: Leans = { on, barred: on.filter((id) => cleared.barred.has(id)) }
  const shown = cleared.shown.map(({ entry: { added }, body }) => ({ added, body }))
  return { shown, leans: on.length === 0 ? null : JSON.stringify(leans) }
}

async function bodiesOf(read: Reader, entries: readonly EntryRow[]): Promise<Content['shown']> {
  if (entries.length === 0) return []
  const ids = entries.map(({ object_id }) => object_id)
  const rows = await read.db
    .selectFrom('objects')
    .select(['id', 'body'])
    .where('id', 'in', ids)
    .execute()
  const bodies = new Map(rows.map(({ id, body }) => [id, body]))
  return entries.map(({ added, object_id }) => {
    return { added, body: bodies.get(object_id) as Uint8Array }
  })
}

type LatestRow = EntryRow & { readonly is_latest: number }

/** Entries that a clearance shows, and whether each is the latest version of those it shows. */
function latestSql(
  collection: number,
  clearance: Clearance,
  begins: number,
  ends: number | undefined,
  limit?: number,
): RawBuilder<LatestRow> {
  const seen = (table: string) => sql.join(seenBy(sql.raw(table), clearance), sql``)
  const until = ends === undefined ? sql`` : sql` and e.added <= ${ends}`
  const most = limit === undefined ? sql`` : sql` limit ${sql.lit(limit)}`
  return sql<LatestRow>`select e.added, e.object_id, e.stix_id, e.version,
      case when e.alone = 1 or not exists (select 1 from taxii_entries n
        where n.collection = ${collection} and n.stix_id = e.stix_id
          and n.version_order > e.version_order${seen('n')}) then 1 else 0 end as is_latest
    from taxii_entries e
    where e.collection = ${collection} and e.added > ${begins}${until}${seen('e')}
    order by e.added${most}`
}

/**
 * Which version is the latest one depends on `added_after` where an earlier version was added after a
 * later one: such entries are looked up for each request.
 */
function outOfOrderSql(
  collection: number,
  clearance: Clearance,
  { begins, ends }: Span,
): RawBuilder<{ one: number }> {
  const seen = (table: string) => sql.join(seenBy(sql.raw(table), clearance), sql``)
  return sql<{ one: number }>`select 1 as one from taxii_entries e
    where e.collection = ${collection} and e.added > ${begins} and e.added <= ${ends}
      and e.alone = 0${seen('e')} and exists (select 1 from taxii_entries n
        where n.collection = ${collection} and n.stix_id = e.stix_id
          and n.version_order > e.version_order and n.added < e.added${seen('n')})
    limit 1`
}

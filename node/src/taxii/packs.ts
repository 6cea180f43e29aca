import { zstdCompressSync } from 'node:zlib'
import { ENVELOPE_ROOM } from '@concert/taxii'
import { type RawBuilder, sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { TAXII_LOCK } from './taxii-lock.ts'

/** Entries of one pack: the page that clients get who say no number. */
export const PACK_SIZE = 100

/** States of a pack. */
export const PACK = { stale: 0, made: 1, impossible: 2 } as const

const PACKS_AT_ONCE = 20

/** A stretch of a collection: after `begins`, up to and with `ends`. */
interface Span {
  readonly begins: number
  readonly ends: number
}

type PackRow = readonly [
  collection: number,
  begins: number,
  ends: number,
  first: number,
  last: number,
  shown: number,
  state: number,
  size: number,
  body: Uint8Array | null,
]

/**
 * Makes some packs of a collection: those that something has changed in, and those of entries that
 * have become a hundred. A pack holds of each object the latest version and nothing else.
 *
 * @returns whether there may be more to make
 */
export async function packOnce({ store }: NodeContext, collection: number): Promise<boolean> {
  const { read } = store
  const changes = await changesOf(read, collection)
  if (changes === undefined) return false
  const stale = await staleSpans(read, collection)
  const spans = stale.length > 0 ? stale : await freshSpans(read, collection)
  if (spans.length === 0) return false
  const rows: PackRow[] = []
  for (const span of spans) rows.push(await makePack(read, collection, span))
  await store.transact(async (tx) => {
    await tx.lock(TAXII_LOCK)
    // What was read is right only if nothing went or got another version meanwhile.
    if ((await changesOf(tx, collection)) !== changes) return
    await tx.db
      .deleteFrom('taxii_packs')
      .where('collection', '=', collection)
      .where(
        'ends',
        'in',
        spans.map(({ ends }) => ends),
      )
      .execute()
    await tx.insertMany('taxii_packs', COLUMNS, rows, { onConflict: 'ignore' })
  })
  return true
}

const COLUMNS = [
  'collection',
  'begins',
  'ends',
  'first_shown',
  'last_shown',
  'shown',
  'state',
  'size',
  'body',
] as const

async function changesOf({ db }: Pick<Reader, 'db'>, id: number): Promise<number | undefined> {
  const query = db.selectFrom('taxii_collections').select('changes').where('id', '=', id)
  return (await query.executeTakeFirst())?.changes
}

function staleSpans({ db }: Reader, collection: number): Promise<readonly Span[]> {
  return db
    .selectFrom('taxii_packs')
    .select(['begins', 'ends'])
    .where('collection', '=', collection)
    .where('state', '=', PACK.stale)
    .orderBy('ends')
    .limit(PACKS_AT_ONCE)
    .execute()
}

async function freshSpans({ db }: Reader, collection: number): Promise<readonly Span[]> {
  const newest = await db
    .selectFrom('taxii_packs')
    .select('ends')
    .where('collection', '=', collection)
    .orderBy('ends', 'desc')
    .limit(1)
    .executeTakeFirst()
  const entries = await db
    .selectFrom('taxii_entries')
    .select('added')
    .where('collection', '=', collection)
    .where('added', '>', newest?.ends ?? 0)
    .orderBy('added')
    .limit(PACKS_AT_ONCE * PACK_SIZE)
    .execute()
  const spans: Span[] = []
  let begins = newest?.ends ?? 0
  for (let at = PACK_SIZE - 1; at < entries.length; at += PACK_SIZE) {
    const ends = entries[at]?.added ?? 0
    spans.push({ begins, ends })
    begins = ends
  }
  return spans
}

async function makePack(read: Reader, collection: number, span: Span): Promise<PackRow> {
  const { begins, ends } = span
  if ((await read.query(outOfOrderSql(collection, span))).length > 0) {
    return [collection, begins, ends, 0, 0, 0, PACK.impossible, 0, null]
  }
  const rows = await read.query(latestSql(collection, span))
  const parts = rows.flatMap(({ body }, at) => (at === 0 ? [body] : [COMMA, body]))
  const text = Buffer.concat([ROOM, ...parts, ROOM])
  const [first, last] = [rows[0]?.added ?? 0, rows.at(-1)?.added ?? 0]
  const made = [PACK.made, text.length, zstdCompressSync(text)] as const
  return [collection, begins, ends, first, last, rows.length, ...made]
}

const COMMA = Buffer.from(',')
const ROOM = Buffer.alloc(ENVELOPE_ROOM, ' ')

type Row = { readonly added: number; readonly body: Uint8Array }

function latestSql(collection: number, { begins, ends }: Span): RawBuilder<Row> {
  return sql<Row>`select e.added, o.body from taxii_entries e
    join objects o on o.id = e.object_id
    where e.collection = ${collection} and e.added > ${begins} and e.added <= ${ends}
      and (e.alone = 1 or not exists (select 1 from taxii_entries n
        where n.collection = ${collection} and n.stix_id = e.stix_id
          and n.version_order > e.version_order))
    order by e.added`
}

/**
 * Which version is the latest one depends on `added_after` where an earlier version was added after a
 * later one: such entries are looked up for each request.
 */
function outOfOrderSql(collection: number, { begins, ends }: Span): RawBuilder<{ one: number }> {
  return sql<{ one: number }>`select 1 as one from taxii_entries e
    where e.collection = ${collection} and e.added > ${begins} and e.added <= ${ends}
      and e.alone = 0 and exists (select 1 from taxii_entries n
        where n.collection = ${collection} and n.stix_id = e.stix_id
          and n.version_order > e.version_order and n.added < e.added)
    limit 1`
}

/** Lets go of the packs that hold entries which go or get another version. */
export async function dropPacks(
  tx: Transaction,
  collection: number,
  added: readonly number[],
): Promise<void> {
  if (added.length === 0) return
  const times = sql.join(added.map((time) => sql`(cast(${time} as bigint))`))
  await tx.query(sql`with changed(added) as (values ${times})
    update taxii_packs set state = ${PACK.stale}, body = null
    where collection = ${collection} and ends in (
      select (select min(p.ends) from taxii_packs p
        where p.collection = ${collection} and p.ends >= changed.added)
      from changed)`)
}

import { sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { CLEARANCES, type Clearance, clearanceNumber } from './consumer.ts'
import { makePack, nextSpans, PACK, type PackRow, type Span } from './make-pack.ts'
import { TAXII_LOCK } from './taxii-lock.ts'

const PACKS_AT_ONCE = 20

/**
 * Makes some packs of a collection for one clearance: those that something has changed in, and those of
 * entries that have become a hundred. A pack holds of each object the latest version that the clearance
 * shows, and nothing else.
 *
 * @returns whether there may be more to make
 */
export async function packOnce(
  { store }: NodeContext,
  collection: number,
  clearance: Clearance,
): Promise<boolean> {
  const { read } = store
  const changes = await changesOf(read, collection)
  if (changes === undefined) return false
  const number = clearanceNumber(clearance)
  const stale = await staleSpans(read, collection, number)
  const spans =
    stale.length > 0 ? stale : await nextSpans(read, collection, clearance, PACKS_AT_ONCE)
  if (spans.length === 0) return false
  const rows: PackRow[] = []
  for (const span of spans) rows.push(await makePack(read, collection, clearance, span))
  await store.transact(async (tx) => {
    await tx.lock(TAXII_LOCK)
    // What was read is right only if nothing went or got another version meanwhile.
    if ((await changesOf(tx, collection)) !== changes) return
    await tx.db
      .deleteFrom('taxii_packs')
      .where('collection', '=', collection)
      .where('clearance', '=', number)
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
  'clearance',
  'begins',
  'ends',
  'first_shown',
  'last_shown',
  'shown',
  'state',
  'size',
  'leans',
  'body',
  'checksum',
] as const

async function changesOf({ db }: Pick<Reader, 'db'>, id: number): Promise<number | undefined> {
  const query = db.selectFrom('taxii_collections').select('changes').where('id', '=', id)
  return (await query.executeTakeFirst())?.changes
}

function staleSpans(
  { db }: Reader,
  collection: number,
  clearance: number,
): Promise<readonly Span[]> {
  return db
    .selectFrom('taxii_packs')
    .select(['begins', 'ends'])
    .where('collection', '=', collection)
    .where('clearance', '=', clearance)
    .where('state', '=', PACK.stale)
    .orderBy('ends')
    .limit(PACKS_AT_ONCE)
    .execute()
}

/** Lets go of the packs, of every clearance, that hold entries which go or get another version. */
export async function dropPacks(
  tx: Transaction,
  collection: number,
  added: readonly number[],
): Promise<void> {
  if (added.length === 0) return
  const times = sql.join(added.map((time) => sql`(cast(${time} as bigint))`))
  const numbers = sql.join(Array.from({ length: CLEARANCES }, (_, n) => sql`(${sql.lit(n)})`))
  await tx.query(sql`with changed(added) as (values ${times}), cleared(clearance) as (values ${numbers})
    update taxii_packs set state = ${PACK.stale}, body = null, leans = null
    where collection = ${collection} and (clearance, ends) in (
      select cleared.clearance, (select min(p.ends) from taxii_packs p
        where p.collection = ${collection} and p.clearance = cleared.clearance
          and p.ends >= changed.added)
      from changed cross join cleared)`)
}

/** Lets go of one pack that leaned on something which is no longer so. */
export async function dropPack(
  tx: Transaction,
  collection: number,
  clearance: Clearance,
  ends: number,
): Promise<void> {
  await tx.db
    .updateTable('taxii_packs')
    .set({ state: PACK.stale, body: null, leans: null })
    .where('collection', '=', collection)
    .where('clearance', '=', clearanceNumber(clearance))
    .where('ends', '=', ends)
    .execute()
}

/** Lets go of the packs of clearances that nobody who reads the collection has any more. */
export async function keepPacksOf(
  tx: Transaction,
  collection: number,
  clearances: readonly Clearance[],
): Promise<void> {
  await tx.db
    .deleteFrom('taxii_packs')
    .where('collection', '=', collection)
    .where('clearance', 'not in', [-1, ...clearances.map(clearanceNumber)])
    .execute()
}

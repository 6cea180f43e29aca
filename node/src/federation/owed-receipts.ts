import { sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import { lockPair, readChannel } from './channel.ts'
import type { Logged } from './reply.ts'

/** Most receipts in one parcel: a road that was closed for months may owe more. */
const RECEIPTS_PER_PARCEL = 1000

/** Receipts to go with the next parcel to a peer, for envelopes that got no reply of their own. */
export async function oweReceipts(
  { store }: Pick<NodeContext, 'store'>,
  peer: string,
  receipts: readonly Logged[],
): Promise<void> {
  if (receipts.length === 0) return
  const leaves = receipts.map(({ leaf }) => leaf)
  await store.transact(async (tx) => {
    const rows = await tx.db
      .selectFrom('envelopes')
      .select('id')
      .where('direction', '=', 'in')
      .where('peer', '=', peer)
      .where('receipt_leaf', 'in', leaves)
      .execute()
    await tx.insertMany(
      'owed_receipts',
      ['envelope_id', 'peer', 'shown_size'],
      rows.map(({ id }) => [id, peer, 0] as const),
      { onConflict: 'ignore' },
    )
  })
}

/** What is owed and in which parcels: taken out of the store when the parcel is made. */
export interface Owed {
  readonly ids: readonly number[]
  readonly receipts: readonly Logged[]
}

/** The oldest receipts owed to a peer. */
export async function owedReceipts(
  { store }: Pick<NodeContext, 'store'>,
  peer: string,
): Promise<Owed> {
  const rows = await store.read.db
    .selectFrom('owed_receipts')
    .innerJoin('envelopes', 'envelopes.id', 'owed_receipts.envelope_id')
    .select(['envelopes.id', 'receipt', 'receipt_opening', 'receipt_leaf'])
    .where('owed_receipts.peer', '=', peer)
    .orderBy('owed_receipts.envelope_id')
    .limit(RECEIPTS_PER_PARCEL)
    .execute()
  const receipts = rows.map(({ receipt, receipt_opening, receipt_leaf }) => {
    if (!receipt || !receipt_opening || !receipt_leaf) throw new TypeError('receipt')
    return { bytes: receipt, opening: receipt_opening, leaf: receipt_leaf }
  })
  return { ids: rows.map(({ id }) => id), receipts }
}

/** Sizes of our log that parcels on slow roads have shown a peer, without a sign that it has them. */
export async function shownSizes(
  { store }: Pick<NodeContext, 'store'>,
  peer: string,
): Promise<readonly number[]> {
  const rows = await store.read.db
    .selectFrom('shown_sizes')
    .select('size')
    .where('peer', '=', peer)
    .orderBy('size')
    .execute()
  return rows.map(({ size }) => size)
}

/**
 * Notes that a parcel took receipts along and what it showed. A parcel that gets lost costs nothing:
 * the peer sends the envelopes again for want of receipts, and these are owed again.
 */
export async function noteShown(
  { store }: Pick<NodeContext, 'store'>,
  peer: string,
  ids: readonly number[],
  size: number,
): Promise<void> {
  await store.transact(async (tx) => {
    await lockPair(tx, peer)
    const { checkpoint_size: seen } = await readChannel(tx, peer, 'out')
    await tx.db
      .deleteFrom('shown_sizes')
      .where('peer', '=', peer)
      .where('size', '<=', seen)
      .execute()
    if (size > seen) {
      await tx.insertMany('shown_sizes', ['peer', 'size'], [[peer, size]], {
        onConflict: 'ignore',
      })
    }
    if (ids.length === 0) return
    await tx.query(sql`delete from owed_receipts where envelope_id in (${sql.join(ids)})`)
  })
}

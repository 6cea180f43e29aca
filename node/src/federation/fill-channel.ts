import type { NodeContext } from '../context.ts'
import { whyBarred } from '../release/may-still-leave.ts'
import type { Transaction } from '../store/store.ts'
import { lockPair, type Place } from './channel.ts'
import { numberEnvelope } from './post.ts'

/** Envelopes looked at in one transaction. */
const AT_ONCE = 16

/** How much of something. */
export interface Amount {
  readonly envelopes: number
  readonly items: number
  readonly bytes: number
}

/**
 * Gives numbers to envelopes that wait, until so much is queued after a place and no more: what is
 * urgent gets its number before the rest. What may not leave now waits on while its tier is only
 * suspended; else it is withheld, and what it carries may be released anew.
 */
export async function fillChannel(
  context: NodeContext,
  peer: string,
  after: Place,
  ahead: Amount,
): Promise<void> {
  // Most of the time nothing waits: that is told without a lock.
  if (!(await hasWaiting(context, peer))) return
  const numbered = await context.store.transact(async (tx) => {
    await lockPair(tx, peer)
    return await numberSome(tx, context, peer, await queuedAfter(tx, peer, after), ahead)
  })
  if (numbered) context.log.wake()
}

async function hasWaiting({ store }: NodeContext, peer: string): Promise<boolean> {
  const row = await store.read.db
    .selectFrom('envelopes')
    .select('id')
    .where('peer', '=', peer)
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function queuedAfter(tx: Transaction, peer: string, after: Place): Promise<Amount> {
  const row = await tx.db
    .selectFrom('envelopes')
    .select((select) => [
      select.fn.countAll<number>().as('envelopes'),
      select.fn.sum<number | null>('item_count').as('items'),
      select.fn.sum<number | null>('bytes').as('bytes'),
    ])
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('state', '=', 'queued')
    .where((where) =>
      where.or([
        where('epoch', '>', after.epoch),
        where.and([where('epoch', '=', after.epoch), where('seq', '>', after.seq)]),
      ]),
    )
    .executeTakeFirst()
  return {
    envelopes: Number(row?.envelopes ?? 0),
    items: Number(row?.items ?? 0),
    bytes: Number(row?.bytes ?? 0),
  }
}

async function numberSome(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  have: Amount,
  ahead: Amount,
): Promise<boolean> {
  const waiting = await tx.db
    .selectFrom('envelopes')
    .select(['id', 'item_count', 'bytes'])
    .where('peer', '=', peer)
    .where('state', '=', 'waiting')
    .orderBy('place')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()
  let { envelopes, items, bytes } = have
  let isNumbered = false
  for (const row of waiting) {
    if (envelopes >= ahead.envelopes || items >= ahead.items || bytes >= ahead.bytes) break
    const why = await whyBarred(tx, context, peer, row.id)
    if (why === 'tier-suspended') break
    if (why !== undefined) {
      await withhold(tx, context, row.id, why)
      continue
    }
    await numberEnvelope(tx, context, peer, row.id)
    isNumbered = true
    envelopes++
    items += row.item_count
    bytes += row.bytes
  }
  return isNumbered
}

async function withhold(
  tx: Transaction,
  context: NodeContext,
  id: number,
  code: string,
): Promise<void> {
  const settled = { state: 'withheld', code, settled: context.now() }
  await tx.db.updateTable('envelopes').set(settled).where('id', '=', id).execute()
}

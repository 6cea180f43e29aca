import { type SqlBool, sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import { CONTROL_KINDS, whyBarred } from '../release/may-still-leave.ts'
import type { Transaction } from '../store/store.ts'
import { isAfter, lockPair, type Place } from './channel.ts'
import { numberEnvelope } from './post.ts'

/** Envelopes looked at in one transaction. */
const AT_ONCE = 16

// Written out, not a parameter, for the index of what waits is a partial one.
const WAITING = sql.lit('waiting')

/** How much of something. */
export interface Amount {
  readonly envelopes: number
  readonly items: number
  readonly bytes: number
}

/** What one transaction came to. */
interface Step {
  readonly numbered: number
  /** It has looked at as many as it may and there may be more. */
  readonly isCut: boolean
}

/**
 * Gives numbers to envelopes that wait, until so much is queued after a place and no more: what is
 * urgent gets its number before the rest. What may not leave now has no number and so no place in
 * the chain: while its tier is only suspended it waits on, and what stands behind it under another
 * compact goes past it; else it is withheld, and what it carries may be released anew.
 */
export async function fillChannel(
  context: NodeContext,
  peer: string,
  after: Place,
  ahead: Amount,
): Promise<void> {
  // Most of the time nothing waits: that is told without a lock.
  if (!(await hasWaiting(context, peer))) return
  for (;;) {
    const { numbered, isCut } = await context.store.transact(async (tx) => {
      await lockPair(tx, peer)
      return await numberSome(tx, context, peer, await queuedAfter(tx, peer, after), ahead)
    })
    if (numbered > 0) context.log.wake()
    // Where all of a step was withheld, what is behind it must not wait for the next reason to look.
    if (numbered > 0 || !isCut) return
  }
}

async function hasWaiting({ store }: NodeContext, peer: string): Promise<boolean> {
  const row = await store.read.db
    .selectFrom('envelopes')
    .select('id')
    .where('peer', '=', peer)
    .where('state', '=', WAITING)
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
    .where(isAfter(after))
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
): Promise<Step> {
  let { envelopes, items, bytes } = have
  let numbered = 0
  let looked = 0
  const closed: Uint8Array[] = []
  let last = { place: -1, id: 0 }
  while (looked < AT_ONCE) {
    const row = await nextWaiting(tx, { own: context.own.node, peer, after: last, closed })
    if (!row) return { numbered, isCut: false }
    // What is ahead has to be taken first: a receipt is the next reason to look.
    if (envelopes >= ahead.envelopes || items >= ahead.items || bytes >= ahead.bytes) {
      return { numbered, isCut: false }
    }
    last = row
    const why = await whyBarred(tx, context, peer, row.id)
    if (why === 'tier-suspended' && row.compact) {
      closed.push(row.compact)
      continue
    }
    looked++
    if (why !== undefined) {
      await withhold(tx, context, row.id, why)
      continue
    }
    await numberEnvelope(tx, context, peer, row.id)
    numbered++
    envelopes++
    items += row.item_count
    bytes += row.bytes
  }
  return { numbered, isCut: true }
}

interface Line {
  readonly own: string
  readonly peer: string
  readonly after: { readonly place: number; readonly id: number }
  /** Versions of compacts whose tier is suspended. */
  readonly closed: readonly Uint8Array[]
}

/** The next in line that waits and whose tier is not known to be suspended. */
async function nextWaiting(tx: Transaction, { own, peer, after, closed }: Line) {
  // What is ours stands first in an envelope; what is others' is not judged by their compacts.
  const waiting = tx.db
    .selectFrom('envelopes')
    .innerJoin('envelope_statements', 'envelope_statements.envelope_id', 'envelopes.id')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['envelopes.id', 'place', 'envelopes.item_count', 'envelopes.bytes', 'compact'])
    .where('envelope_statements.position', '=', 0)
    .where('envelopes.peer', '=', peer)
    .where('envelopes.state', '=', WAITING)
    .where(sql<SqlBool>`(place, envelopes.id) > (${after.place}, ${after.id})`)
  const passable =
    closed.length === 0
      ? waiting
      : waiting.where((where) =>
          where.or([
            where('statements.author', '<>', own),
            where('statements.kind', 'in', CONTROL_KINDS),
            where('statements.compact', 'is', null),
            where('statements.compact', 'not in', closed),
          ]),
        )
  return await passable.orderBy('place').orderBy('envelopes.id').limit(1).executeTakeFirst()
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

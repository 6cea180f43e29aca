import { createHash } from 'node:crypto'
import type { Envelope, RefusalCode } from '@concert/envelope'
import { viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Transaction } from '../store/store.ts'
import { ACCUSING, type BreachKind } from './breach.ts'

/** Most breaches of one kind that are kept of one peer: the first ones tell all that later ones do. */
const KEPT = 1000

/** What is kept of a breach. */
export interface NewBreach {
  readonly peer: string
  readonly kind: BreachKind
  readonly code: RefusalCode | null
  readonly first: Uint8Array
  readonly second: Uint8Array | null
}

/** Keeps a breach with its signed bytes, in the transaction that notices it. */
export async function recordBreach(
  tx: Transaction,
  now: number,
  { peer, kind, code, first, second }: NewBreach,
): Promise<void> {
  const row = await tx.db
    .selectFrom('breaches')
    .select((select) => select.fn.countAll<number | string>().as('n'))
    .where('peer', '=', peer)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (Number(row?.n ?? 0) >= KEPT) return
  const digest = createHash('sha256').update(`${kind} ${peer} `).update(first)
  if (second) digest.update(second)
  const columns = ['digest', 'peer', 'kind', 'code', 'first', 'second', 'added'] as const
  await tx.insertMany(
    'breaches',
    columns,
    [[digest.digest(), peer, kind, code, first, second, now]],
    { onConflict: 'ignore' },
  )
}

/** Keeps what a refused statement shows of whoever sent it, if it shows anything. */
export async function recordRefused(
  tx: Transaction,
  context: NodeContext,
  envelope: Envelope,
  refused: { readonly code: RefusalCode; readonly compact: string | null },
  statement: Uint8Array,
): Promise<void> {
  const { code } = refused
  const isBreach =
    ACCUSING.has(code) ||
    (code === 'tier-suspended' && (await knewOfSuspension(tx, context, envelope, refused.compact)))
  if (!isBreach) return
  const breach = { peer: envelope.from, kind: 'refused' as const, code }
  const evidence = { first: envelope.document.bytes, second: statement }
  await recordBreach(tx, context.now(), { ...breach, ...evidence })
}

/**
 * Whether a sender knew that we had suspended the tier: its `ack`, not its clock, says what it had
 * received; and by its own clock too the suspension had begun.
 */
async function knewOfSuspension(
  tx: Transaction,
  context: NodeContext,
  { from: peer, ack, time }: Envelope,
  compact: string | null,
): Promise<boolean> {
  const state = compact === null ? undefined : await findCompact(context, tx, compact)
  if (!state || viewCompact(state, context.now()).tiers.intelligence.closed !== 'suspended') {
    return false
  }
  const ours = state.suspensions.find(({ by, tier, from }) => {
    return by === context.own.node && tier === 'intelligence' && from <= time
  })
  if (!ours) return false
  const told = await tx.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(['envelopes.epoch', 'envelopes.seq'])
    .where('statements.digest', '=', bytesOf(ours.digest))
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.peer', '=', peer)
    .executeTakeFirst()
  return told !== undefined && told.epoch === ack.epoch && told.seq <= ack.seq
}

import { hex } from '@concert/core'
import type { Transaction } from '../store/store.ts'
import { lockPair, readChannel, writeChannel } from './channel.ts'

/** What a peer says that it expects next of our channel to it. */
export interface Expected {
  readonly epoch: number
  readonly seq: number
  /** Digest of the envelope before, in hex; null before the first. */
  readonly prev: string | null
}

/**
 * Queues again what a peer has lost in a restore: it expects an envelope for which we hold a
 * receipt. Nothing happens unless its last one is the one that we sent, so a peer with another
 * history gets nothing twice.
 *
 * @returns whether there is something to send again
 */
export async function resendFrom(
  tx: Transaction,
  peer: string,
  expected: Expected,
): Promise<boolean> {
  await lockPair(tx, peer)
  const out = await readChannel(tx, peer, 'out')
  if (expected.epoch !== out.epoch || expected.seq > out.settled) return false
  if (!(await isSentBefore(tx, peer, expected))) return false
  await tx.db
    .updateTable('envelopes')
    .set({ state: 'queued' })
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('epoch', '=', expected.epoch)
    .where('seq', '>=', expected.seq)
    .execute()
  await writeChannel(tx, { ...out, settled: expected.seq - 1 })
  return true
}

async function isSentBefore(tx: Transaction, peer: string, expected: Expected): Promise<boolean> {
  if (expected.seq === 1) return true
  const before = await tx.db
    .selectFrom('envelopes')
    .select('digest')
    .where('direction', '=', 'out')
    .where('peer', '=', peer)
    .where('epoch', '=', expected.epoch)
    .where('seq', '=', expected.seq - 1)
    .executeTakeFirst()
  return before !== undefined && hex(before.digest) === expected.prev
}

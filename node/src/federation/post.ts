import { hex, unhex } from '@concert/core'
import { leafFor, signEnvelope } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Transaction } from '../store/store.ts'
import { lockPair, readChannel, writeChannel } from './channel.ts'

/** A statement in the store, to be carried. */
export interface Posted {
  readonly id: number
  readonly digest: string
  readonly items: number
}

/**
 * Puts statements into the next numbered envelope to a peer, in the caller's transaction: the
 * change and the message that tells of it are one. The envelope's bytes never change after this.
 */
export async function postEnvelope(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  statements: readonly Posted[],
): Promise<void> {
  const { crypto, own, log } = context
  await lockPair(tx, peer)
  const channel = await readChannel(tx, peer, 'out')
  const incoming = await readChannel(tx, peer, 'in')
  const seq = channel.seq + 1
  const signed = await signEnvelope(
    crypto,
    {
      from: own.node,
      to: peer,
      identity: own.identity.digest,
      epoch: channel.epoch,
      seq,
      prev: channel.head && hex(channel.head),
      ack: {
        epoch: incoming.epoch,
        seq: incoming.seq,
        head: incoming.head && hex(incoming.head),
      },
      time: new Date(context.now()).toISOString(),
      statements: statements.map((statement) => statement.digest),
    },
    own.signers,
  )
  const digest = unhex(signed.digest) as Uint8Array
  const opening = crypto.random(32)
  const leaf = leafFor(crypto.sha256, opening, 'sent', log.origin, signed.digest)
  const id = await tx.allocateIds('envelopes', 1)
  await tx.db
    .insertInto('envelopes')
    .values({
      id,
      direction: 'out',
      peer,
      epoch: channel.epoch,
      seq,
      digest,
      document: signed.bytes,
      opening,
      leaf,
      state: 'queued',
      code: null,
      receipt: null,
      receipt_opening: null,
      receipt_leaf: null,
      peer_proof: null,
      peer_opening: null,
      item_count: statements.reduce((sum, statement) => sum + statement.items, 0),
      added: context.now(),
      settled: null,
    })
    .execute()
  await tx.insertMany(
    'envelope_statements',
    ['envelope_id', 'position', 'statement_id'],
    statements.map((statement, position) => [id, position, statement.id] as const),
  )
  await writeChannel(tx, { ...channel, seq, head: digest })
  await log.submit(tx, [leaf])
}

/** Tells the log and the deliverers, after the transaction that posted has committed. */
export function announce(context: NodeContext, peers: readonly string[]): void {
  context.log.wake()
  for (const peer of peers) context.events.queued(peer)
}

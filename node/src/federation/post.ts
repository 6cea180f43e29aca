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
  /** Of all that travels with it; 0 for what is small. */
  readonly bytes?: number
  /** Which part of a file travels with it. */
  readonly part?: number | null
}

/** What gets its number first: the lower, the sooner. */
export const PLACE = { urgent: 0, objects: 1, files: 2 } as const

/** One of {@link PLACE}. */
export type PlaceInLine = (typeof PLACE)[keyof typeof PLACE]

const NO_BYTES = new Uint8Array()

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
  const id = await tx.allocateIds('envelopes', 1)
  const numbered = await nextNumbered(tx, context, peer, statements)
  await tx.db
    .insertInto('envelopes')
    .values({ id, ...BLANK, ...numbered, ...sizesOf(statements), peer, added: context.now() })
    .execute()
  await insertCarried(tx, id, [statements])
}

/**
 * Lets statements wait for a number, in the caller's transaction, each in an envelope of its own:
 * the change and the message that tells of it are one. `fillChannel` numbers them when they are
 * about to be sent.
 */
export async function postLater(
  tx: Transaction,
  context: Pick<NodeContext, 'now'>,
  peer: string,
  place: PlaceInLine,
  envelopes: readonly (readonly Posted[])[],
): Promise<void> {
  if (envelopes.length === 0) return
  const first = await tx.allocateIds('envelopes', envelopes.length)
  const added = context.now()
  const columns = ['id', 'direction', 'peer', 'epoch', 'seq', 'digest', 'document'] as const
  await tx.insertMany(
    'envelopes',
    [...columns, 'state', 'item_count', 'bytes', 'place', 'added'],
    envelopes.map((statements, i) => {
      const { item_count, bytes } = sizesOf(statements)
      const id = first + i
      const blank = [id, 'out', peer, 0, id, NO_BYTES, NO_BYTES, 'waiting'] as const
      return [...blank, item_count, bytes, place, added] as const
    }),
  )
  await insertCarried(tx, first, envelopes)
}

/** Gives an envelope that waits its number, its bytes and its leaf, in the caller's transaction. */
export async function numberEnvelope(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  id: number,
): Promise<void> {
  const statements = await tx.db
    .selectFrom('envelope_statements')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select('statements.digest')
    .where('envelope_id', '=', id)
    .orderBy('envelope_statements.position')
    .execute()
  const digests = statements.map(({ digest }) => ({ digest: hex(digest) }))
  const numbered = await nextNumbered(tx, context, peer, digests)
  await tx.db.updateTable('envelopes').set(numbered).where('id', '=', id).execute()
}

const BLANK = {
  code: null,
  receipt: null,
  receipt_opening: null,
  receipt_leaf: null,
  peer_proof: null,
  peer_opening: null,
  settled: null,
} as const

function sizesOf(statements: readonly Posted[]) {
  return {
    item_count: statements.reduce((sum, statement) => sum + statement.items, 0),
    bytes: statements.reduce((sum, statement) => sum + (statement.bytes ?? 0), 0),
  }
}

async function insertCarried(
  tx: Transaction,
  first: number,
  envelopes: readonly (readonly Posted[])[],
): Promise<void> {
  await tx.insertMany(
    'envelope_statements',
    ['envelope_id', 'position', 'statement_id', 'part'],
    envelopes.flatMap((statements, i) =>
      statements.map(({ id, part = null }, position) => [first + i, position, id, part] as const),
    ),
  )
}

/** Signs the next envelope of a channel, moves the channel and submits the leaf. */
async function nextNumbered(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  statements: readonly Pick<Posted, 'digest'>[],
) {
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
  await writeChannel(tx, { ...channel, seq, head: digest })
  await log.submit(tx, [leaf])
  const { epoch } = channel
  const place = { direction: 'out', epoch, seq } as const
  return { ...place, digest, document: signed.bytes, opening, leaf, state: 'queued' }
}

/** Tells the log and the deliverers, after the transaction that posted has committed. */
export function announce(context: NodeContext, peers: readonly string[]): void {
  context.log.wake()
  for (const peer of peers) context.events.queued(peer)
}

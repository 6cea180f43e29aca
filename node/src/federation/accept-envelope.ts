import { hex, unhex } from '@concert/core'
import {
  type CarriedEnvelope,
  type Disposition,
  type Envelope,
  encodeLeafProof,
  type Held,
  type LeafProof,
  leafFor,
  type RefusalCode,
  signReceipt,
} from '@concert/envelope'
import { recordRefused } from '../breaches/record.ts'
import type { NodeContext } from '../context.ts'
import { type TakenStatement, takeStatement } from '../exchange/judge.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { namedBy } from '../onward/pass-on.ts'
import type { Transaction } from '../store/store.ts'
import { type Channel, lockPair, readChannel, writeChannel } from './channel.ts'
import type { PeerHead } from './peer-log.ts'
import { type Arrival, prepareStatements } from './prepare.ts'
import { countArrival } from './quotas.ts'
import { resendFrom } from './resend.ts'

/** An authentic envelope of a peer, in step with the channel, with what proves it was logged. */
export interface InStep {
  readonly peer: string
  readonly envelope: Envelope
  readonly carried: CarriedEnvelope
  /** Identity chains of authors that came in the parcel; attacker-controlled. */
  readonly authors: readonly Uint8Array[]
  readonly proof: LeafProof
  readonly head: PeerHead
  /** Size of the peer's log that `head` was proved to extend. */
  readonly before: number
  readonly parcel: string
}

/** Our receipt for an envelope, in the store. */
export interface StoredReceipt {
  readonly bytes: Uint8Array
  readonly opening: Uint8Array
  readonly leaf: Uint8Array
  readonly items: number
}

interface Outcome {
  readonly disposition: Disposition
  readonly code: RefusalCode | null
  readonly held: readonly Held[]
  readonly statements: readonly TakenStatement[]
  /** Peers for whom something waits since. */
  readonly wakes: readonly string[]
}

/**
 * Steps 7 to 9: judges the statements and, in one transaction, moves the channel, applies the
 * effects and stores the signed receipt with its opening.
 *
 * @returns the receipt, or undefined when somebody else moved the channel first
 */
export async function acceptEnvelope(
  context: NodeContext,
  arrival: InStep,
): Promise<StoredReceipt | undefined> {
  const prepared = await prepareStatements(
    context,
    arrival.envelope,
    arrival.carried.statements,
    arrival.authors,
  )
  let isResent = false
  let wakes: readonly string[] = []
  const taken = await context.store.transact(async (tx) => {
    await lockPair(tx, arrival.peer)
    const channel = await readChannel(tx, arrival.peer, 'in')
    if (!isNext(channel, arrival.envelope)) return undefined
    const outcome = prepared.ok
      ? await takeAll(tx, context, arrival, prepared.value)
      : refusedWhole(prepared.code)
    wakes = outcome.wakes
    const receipt = await receiptFor(context, arrival, outcome)
    await storeArrival(tx, context, arrival, outcome, receipt)
    await writeChannel(tx, nextChannel(channel, arrival))
    await countArrival(tx, context, arrival.peer, arrival.carried)
    const { ack, epoch } = arrival.envelope
    isResent =
      epoch > channel.epoch &&
      (await resendFrom(tx, arrival.peer, { ...ack, seq: ack.seq + 1, prev: ack.head }))
    await context.log.submit(tx, [receipt.leaf])
    return receipt
  })
  if (isResent) context.events.queued(arrival.peer)
  if (taken) for (const peer of wakes) context.events.queued(peer)
  if (taken && prepared.ok && prepared.value.some(isInThread)) context.events.threadMoved()
  if (taken && prepared.ok && prepared.value.some(isRetraction)) context.events.retracted()
  return taken
}

function isInThread(arrival: Arrival): boolean {
  return arrival.ok && arrival.prepared.statement.thread !== null
}

function isRetraction(arrival: Arrival): boolean {
  return arrival.ok && arrival.prepared.statement.kind === 'intel.retract'
}

/** Whether the channel expects this very envelope, in its epoch or at the start of a later one. */
export function isNext(channel: Channel, envelope: Envelope): boolean {
  const prev = channel.head && hex(channel.head)
  if (envelope.epoch === channel.epoch) {
    return envelope.seq === channel.seq + 1 && envelope.prev === prev
  }
  return envelope.epoch > channel.epoch && envelope.seq === 1
}

function nextChannel(channel: Channel, { envelope, head, before }: InStep): Channel {
  const moved = {
    ...channel,
    epoch: envelope.epoch,
    seq: envelope.seq,
    head: unhex(envelope.digest) as Uint8Array,
  }
  // A reply may have shown a newer head meanwhile; this one was not proved against it.
  if (channel.checkpoint_size !== before) return moved
  return { ...moved, checkpoint: head.note, checkpoint_size: head.checkpoint.size }
}

function refusedWhole(code: RefusalCode): Outcome {
  return { disposition: 'refused', code, held: [], statements: [], wakes: [] }
}

async function takeAll(
  tx: Transaction,
  context: NodeContext,
  { peer, envelope, carried }: InStep,
  arrivals: readonly Arrival[],
): Promise<Outcome> {
  const statements: TakenStatement[] = []
  const held: Held[] = []
  let code: RefusalCode | null = null
  // What a forward that is refused would have passed on is refused for the same reason.
  const barred = new Map<string, RefusalCode>()
  for (const [i, arrival] of arrivals.entries()) {
    const prepared = arrival.ok ? arrival.prepared : arrival.evidence
    const inherited = arrival.ok && barred.get(arrival.prepared.statement.digest)
    const fault = arrival.ok ? inherited || null : arrival.code
    const taken = prepared && (await takeStatement(tx, context, peer, prepared, fault))
    if (taken) statements.push(taken)
    const refused = taken ? taken.refused : fault
    if (refused === null && prepared) held.push(heldOf(prepared))
    if (refused === null) continue
    code = stricter(code, refused)
    for (const digest of prepared ? namedBy(prepared.statement) : []) barred.set(digest, refused)
    // What its sender keeps back is no breach of anything, and one breach is named once.
    if (refused === 'withheld' || inherited) continue
    const bytes = carried.statements[i]?.bytes ?? new Uint8Array(0)
    const compact = prepared?.statement.compact ?? null
    await recordRefused(tx, context, envelope, { code: refused, compact }, bytes)
  }
  return {
    disposition: dispositionOf(code),
    code,
    held,
    statements,
    wakes: statements.flatMap((taken) => taken.wakes),
  }
}

/** What the sender kept back is told only when nothing else is wrong. */
function stricter(code: RefusalCode | null, next: RefusalCode | null): RefusalCode | null {
  return code === null || code === 'withheld' ? (next ?? code) : code
}

function dispositionOf(code: RefusalCode | null): Disposition {
  if (code === null) return 'accepted'
  return code === 'withheld' ? 'withheld' : 'refused'
}

/** What verified: the text of a statement that was passed on stays with its author. */
function heldOf({ statement, content, items }: PreparedStatement): Held {
  return {
    statement: statement.digest,
    content: content && statement.content,
    items_root: statement.items_root,
    items: items.length,
  }
}

async function receiptFor(
  context: NodeContext,
  arrival: InStep,
  outcome: Outcome,
): Promise<StoredReceipt & { readonly digest: string }> {
  const { crypto, own, log } = context
  const { envelope, parcel } = arrival
  const signed = await signReceipt(
    crypto,
    {
      by: own.node,
      identity: own.identity.digest,
      envelope: {
        from: envelope.from,
        epoch: envelope.epoch,
        seq: envelope.seq,
        digest: envelope.digest,
      },
      parcel,
      disposition: outcome.disposition,
      code: outcome.code,
      held: outcome.held,
      own_at: {},
      received: new Date(context.now()).toISOString(),
    },
    own.signers,
  )
  const opening = crypto.random(32)
  const leaf = leafFor(crypto.sha256, opening, 'receipt', log.origin, signed.digest)
  const items = outcome.held.reduce((sum, entry) => sum + entry.items, 0)
  return { bytes: signed.bytes, digest: signed.digest, opening, leaf, items }
}

async function storeArrival(
  tx: Transaction,
  context: NodeContext,
  arrival: InStep,
  outcome: Outcome,
  receipt: StoredReceipt,
): Promise<void> {
  const { envelope, peer, proof } = arrival
  const now = context.now()
  const id = await tx.allocateIds('envelopes', 1)
  await tx.db
    .insertInto('envelopes')
    .values({
      id,
      direction: 'in',
      peer,
      epoch: envelope.epoch,
      seq: envelope.seq,
      digest: unhex(envelope.digest) as Uint8Array,
      document: envelope.document.bytes,
      opening: proof.opening,
      leaf: null,
      state: outcome.disposition,
      code: outcome.code,
      receipt: receipt.bytes,
      receipt_opening: receipt.opening,
      receipt_leaf: receipt.leaf,
      peer_proof: encodeLeafProof(proof),
      peer_opening: arrival.head.note,
      item_count: receipt.items,
      added: now,
      settled: now,
    })
    .execute()
  await tx.insertMany(
    'envelope_statements',
    ['envelope_id', 'position', 'statement_id', 'part'],
    outcome.statements.map((statement, position) => [id, position, statement.id, null] as const),
  )
}

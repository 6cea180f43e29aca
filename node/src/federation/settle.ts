import { hex, ok, type Result, refuse, unhex } from '@concert/core'
import {
  type Answer,
  decodeLeafProof,
  decodeLogView,
  encodeLeafProof,
  type Identity,
  leafFor,
  openParcel,
  type Parcel,
  type ParcelContents,
  parseParcel,
  parseReceipt,
  type Receipt,
  type RefusalCode,
  unpackContents,
  verifyAnswer,
  verifyParcel,
  verifyReceipt,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { type Accepted, tellHolders } from '../onward/tell-holders.ts'
import type { Transaction } from '../store/store.ts'
import { lockPair, readChannel, writeChannel } from './channel.ts'
import { type Waiting, waitingWith } from './load-envelopes.ts'
import type { Inbound } from './open-inbound.ts'
import { extendsSeen, isLogged, openPeerHead, type PeerHead, storedCheckpoint } from './peer-log.ts'

/** What a reply said: how many envelopes it settled, and the signed answer that stopped it. */
export interface Settled {
  readonly envelopes: number
  readonly items: number
  readonly answer: Answer | null
}

const NOTHING: Settled = { envelopes: 0, items: 0, answer: null }

interface OpenedReceipt {
  readonly envelope: Waiting
  readonly receipt: Receipt
  readonly opening: Uint8Array
  readonly proof: Uint8Array
}

/**
 * Reads a peer's reply to a parcel: verifies its seal, its log, every receipt and its place in
 * that log, then settles the envelopes in one transaction.
 *
 * @param sent - the envelopes sent and the digest of the parcel they went in
 * @param bytes - attacker-controlled
 */
export async function settleReply(
  context: NodeContext,
  peer: Identity,
  sent: { readonly waiting: readonly Waiting[]; readonly parcel: string },
  bytes: Uint8Array,
): Promise<Result<Settled, RefusalCode>> {
  const parcel = await openReply(context, peer, bytes)
  if (!parcel.ok) return parcel
  const { contents } = parcel.value
  const view = contents.log ? decodeLogView(contents.log) : refuse('malformed', 'log')
  if (!view.ok) return view
  const head = await openPeerHead(context, peer, view.value)
  if (!head.ok) return head
  const channel = await readChannel(context.store.read, peer.node, 'in')
  const seen = storedCheckpoint(channel.checkpoint, head.value.checkpoint.origin)
  if (!extendsSeen(context, seen, view.value, head.value.checkpoint)) {
    return refuse('log-consistency', 'reply.log')
  }
  const receipts = await openReceipts(context, peer, sent.waiting, contents, head.value)
  if (!receipts.ok) return receipts
  const answer = contents.answer
    ? await verifyAnswer(context.crypto, contents.answer, peer, context.now())
    : ok(null)
  if (!answer.ok) return answer
  // An answer to an earlier parcel, shown again, must not freeze the pair a second time.
  if (
    answer.value &&
    (answer.value.to !== context.own.node || answer.value.parcel !== sent.parcel)
  ) {
    return refuse('digest-mismatch', 'answer.parcel')
  }
  const shown = { head: head.value, seen: view.value.seen, before: channel.checkpoint_size }
  await storeSettled(context, peer, receipts.value, shown)
  return ok({
    envelopes: receipts.value.length,
    items: receipts.value.reduce((sum, entry) => sum + entry.envelope.items, 0),
    answer: answer.value,
  })
}

/**
 * Settles our envelopes by the receipts in a parcel that nobody here asked for, such as one out of a
 * courier's file, and notes how much of our log its sender has seen. A receipt for what is settled
 * already changes nothing.
 */
export async function settleContents(
  context: NodeContext,
  { peer, contents, view, head }: Pick<Inbound, 'peer' | 'contents' | 'view' | 'head'>,
): Promise<Result<Settled, RefusalCode>> {
  const channel = await readChannel(context.store.read, peer.node, 'in')
  const seen = storedCheckpoint(channel.checkpoint, head.checkpoint.origin)
  const isSame = seen?.size === head.checkpoint.size && hex(seen.root) === hex(head.checkpoint.root)
  const waiting = await waitingFor(context, peer.node, contents.receipts)
  if (!isSame && !extendsSeen(context, seen, view, head.checkpoint)) {
    await noteSeen(context, peer.node, view.seen)
    // A file that is brought once more shows an older log; what is new in it is checked by itself.
    const isOld = waiting.every((envelope) => envelope === undefined)
    return isOld ? ok(NOTHING) : refuse('log-consistency', 'parcel.log')
  }
  const open = contents.receipts.filter((_, i) => waiting[i] !== undefined)
  const known = waiting.filter((envelope) => envelope !== undefined)
  const receipts = await openReceipts(context, peer, known, { ...contents, receipts: open }, head)
  if (!receipts.ok) return receipts
  const shown = { head, seen: view.seen, before: channel.checkpoint_size }
  await storeSettled(context, peer, receipts.value, shown)
  return ok({
    envelopes: receipts.value.length,
    items: receipts.value.reduce((sum, entry) => sum + entry.envelope.items, 0),
    answer: null,
  })
}

async function noteSeen(context: NodeContext, peer: string, seen: number): Promise<void> {
  await context.store.transact(async (tx) => {
    await lockPair(tx, peer)
    await writeChannel(tx, { ...(await readChannel(tx, peer, 'out')), checkpoint_size: seen })
  })
}

/** For each receipt the queued envelope that it names; undefined where none is. */
async function waitingFor(
  context: NodeContext,
  peer: string,
  receipts: ParcelContents['receipts'],
): Promise<readonly (Waiting | undefined)[]> {
  const found: (Waiting | undefined)[] = []
  for (const { bytes } of receipts) {
    const parsed = parseReceipt(context.crypto, bytes)
    const digest = parsed.ok ? unhex(parsed.value.envelope.digest) : undefined
    found.push(digest && (await waitingWith(context, peer, digest)))
  }
  return found
}

async function openReply(
  context: NodeContext,
  peer: Identity,
  bytes: Uint8Array,
): Promise<Result<{ readonly parcel: Parcel; readonly contents: ParcelContents }, RefusalCode>> {
  const { crypto, own, compression, config } = context
  const parcel = parseParcel(crypto, bytes)
  if (!parcel.ok) return parcel
  if (parcel.value.from !== peer.node || parcel.value.to !== own.node) {
    return refuse('wrong-recipient', 'reply')
  }
  const signed = await verifyParcel(crypto, parcel.value, peer, context.now())
  if (!signed.ok) return signed
  const secret = own.sealSecret(parcel.value.seal_key)
  if (!secret) return refuse('unknown-key', 'reply.seal_key')
  const plain = await openParcel(crypto, parcel.value, secret)
  if (!plain.ok) return plain
  const contents = unpackContents(compression, plain.value, {
    maxRecord: 4 << 20,
    maxInflated: config.limits.inflatedBytes,
    maxRecords: 10_000,
  })
  return contents.ok ? ok({ parcel: parcel.value, contents: contents.value }) : contents
}

async function openReceipts(
  context: NodeContext,
  peer: Identity,
  sent: readonly Waiting[],
  contents: ParcelContents,
  head: PeerHead,
): Promise<Result<readonly OpenedReceipt[], RefusalCode>> {
  const opened: OpenedReceipt[] = []
  const waiting = new Map(sent.map((envelope) => [hex(envelope.digest), envelope]))
  for (const [i, entry] of contents.receipts.entries()) {
    const parsed = parseReceipt(context.crypto, entry.bytes)
    if (!parsed.ok) return parsed
    const receipt = parsed.value
    const envelope = waiting.get(receipt.envelope.digest)
    if (!envelope || receipt.envelope.from !== context.own.node) {
      return refuse('digest-mismatch', `receipts[${i}].envelope`)
    }
    const identity = await context.identities.version(peer.node, receipt.identity)
    if (!identity) return refuse('unknown-identity', `receipts[${i}]`)
    const signed = await verifyReceipt(context.crypto, receipt, identity, context.now())
    if (!signed.ok) return signed
    const proof = entry.proof && decodeLeafProof(entry.proof)
    if (!proof?.ok) return refuse('log-proof', `receipts[${i}]`)
    if (!isLogged(context, head.checkpoint, 'receipt', receipt.digest, proof.value)) {
      return refuse('log-proof', `receipts[${i}]`)
    }
    opened.push({
      envelope,
      receipt,
      opening: proof.value.opening,
      proof: encodeLeafProof(proof.value),
    })
  }
  return ok(opened)
}

async function storeSettled(
  context: NodeContext,
  peer: Identity,
  receipts: readonly OpenedReceipt[],
  { head, seen, before }: { head: PeerHead; seen: number; before: number },
): Promise<void> {
  const { crypto, now } = context
  const wakes = await context.store.transact(async (tx) => {
    await lockPair(tx, peer.node)
    const fresh = await newlyAccepted(tx, receipts)
    for (const { envelope, receipt, opening, proof } of receipts) {
      const origin = head.checkpoint.origin
      const settling = { state: receipt.disposition, code: receipt.code, settled: now() }
      const row = tx.db.updateTable('envelopes').where('id', '=', envelope.id)
      await row.set(settling).execute()
      // A peer that lost ours in a restore receipts it again: the first receipt is the evidence.
      await row
        .where('receipt', 'is', null)
        .set({
          receipt: receipt.document.bytes,
          receipt_opening: opening,
          receipt_leaf: leafFor(crypto.sha256, opening, 'receipt', origin, receipt.digest),
          peer_proof: proof,
          peer_opening: head.note,
        })
        .execute()
    }
    const out = await readChannel(tx, peer.node, 'out')
    const inEpoch = receipts.filter((entry) => entry.envelope.epoch === out.epoch)
    const settled = Math.max(out.settled, ...inEpoch.map((entry) => entry.envelope.seq))
    await writeChannel(tx, { ...out, settled, checkpoint_size: seen })
    const incoming = await readChannel(tx, peer.node, 'in')
    // Another parcel may have shown a newer head meanwhile; this one was not proved against it.
    if (incoming.checkpoint_size === before) {
      const { note: checkpoint, checkpoint: shown } = head
      await writeChannel(tx, { ...incoming, checkpoint, checkpoint_size: shown.size })
    }
    return await tellHolders(tx, context, peer.node, fresh)
  })
  for (const node of wakes) context.events.queued(node)
}

/** Which of these are accepted for the first time: a peer that was restored receipts again. */
async function newlyAccepted(
  tx: Transaction,
  receipts: readonly OpenedReceipt[],
): Promise<readonly Accepted[]> {
  const accepted = receipts.filter(({ receipt }) => receipt.disposition === 'accepted')
  if (accepted.length === 0) return []
  const ids = accepted.map(({ envelope }) => envelope.id)
  const rows = await tx.db
    .selectFrom('envelopes')
    .select('id')
    .where('id', 'in', ids)
    .where('receipt', 'is', null)
    .execute()
  const fresh = new Set(rows.map(({ id }) => id))
  return accepted
    .filter(({ envelope }) => fresh.has(envelope.id))
    .map(({ envelope, receipt }) => ({ id: envelope.id, receipt: receipt.digest }))
}

import { hex, ok, type Result, refuse } from '@concert/core'
import {
  type CarriedEnvelope,
  decodeLeafProof,
  decodePull,
  type Envelope,
  type Identity,
  type Parcel,
  parseParcel,
  type RefusalCode,
  signAnswer,
  verifyParcel,
} from '@concert/envelope'
import type { Checkpoint } from '@concert/tlog'
import type { NodeContext } from '../context.ts'
import { acceptEnvelope, isNext } from './accept-envelope.ts'
import { afterReply } from './after-reply.ts'
import { Ahead } from './ahead.ts'
import { type Channel, readChannel } from './channel.ts'
import { type Inbound, openInbound } from './open-inbound.ts'
import { oweReceipts } from './owed-receipts.ts'
import { PairQueue } from './pair-queue.ts'
import { extendsSeen, isLogged, storedCheckpoint } from './peer-log.ts'
import { PeerShare } from './peer-share.ts'
import { freezePeer, type Peers } from './peers.ts'
import { isOverQuota } from './quotas.ts'
import { type Logged, sealReply, viewFor } from './reply.ts'
import { settleContents } from './settle.ts'

/** Codes of steps 5 and 6: answered in a signed answer, the sequence number is not consumed. */
type AnswerCode = 'gap' | 'conflict' | 'epoch' | 'chain' | 'log-proof' | 'log-consistency' | 'quota'

/** A sealed reply. */
export interface Reply {
  readonly bytes: Uint8Array
  /** Size of our log that it shows. */
  readonly logSize: number
}

/** What became of a parcel that gets no reply of its own. */
export interface TwoWay {
  readonly peer: Identity
  /** Envelopes that have a receipt now, how many of them were here before, and items that were new. */
  readonly envelopes: number
  readonly known: number
  readonly items: number
  /** Envelopes of ours that its receipts settled. */
  readonly receipts: number
  /** Why the rest was not taken; null when nothing is left. */
  readonly code: RefusalCode | null
  /** How long the peer waits for something to be queued for it, in milliseconds. */
  readonly waitMs: number
}

/** What comes with a parcel out of a mailbox. */
export interface Lodged {
  /** Digests of the envelopes that the sender has said, under signature, are inside. */
  readonly envelopes: readonly string[]
  /** Sizes of our log that the sender will have seen from earlier replies in that mailbox. */
  shown(): Promise<readonly number[]>
}

/** How a parcel that came too early may wait for the one before it. */
export interface Patience {
  /** For how long, in milliseconds. */
  readonly ms: number
  /** Gives up the place among the parcels that are worked on, and takes it again. */
  pause(): void
  resume(): void
}

/** Sizes of our log in the latest replies to a peer, some of which it may not have read yet. */
const SHOWN_KEPT = 8

/**
 * Receives parcels in the order of checks of the protocol. What fails in steps 1 to 4 gets one
 * uniform refusal and changes nothing; after that every answer is signed.
 */
export class Inbox {
  readonly #context: NodeContext
  readonly #peers: Peers
  readonly #queue = new PairQueue()
  readonly #ahead = new Ahead()
  readonly #shown = new Map<string, readonly number[]>()
  readonly #share: PeerShare
  #isStopping = false

  constructor(context: NodeContext, peers: Peers) {
    this.#context = context
    this.#peers = peers
    const { parcelsInFlight, parcelBytes } = context.config.limits
    this.#share = new PeerShare((parcelsInFlight * parcelBytes) / 2)
  }

  /**
   * Takes one parcel and gives the sealed reply.
   *
   * @param bytes - attacker-controlled, already bounded in size
   * @returns the reply's bytes; a refusal's code is for our records, the sender sees none of it
   */
  async receive(bytes: Uint8Array, patience?: Patience): Promise<Result<Uint8Array, RefusalCode>> {
    const taken = await this.#take(bytes, undefined, patience)
    return taken.ok ? ok(taken.value.bytes) : taken
  }

  /** Lets no parcel wait any more. */
  stop(): void {
    this.#isStopping = true
    this.#ahead.release()
  }

  /** As {@link receive}, for a parcel that came through a mailbox: in the same order of checks. */
  async receiveLodged(bytes: Uint8Array, lodged: Lodged): Promise<Result<Reply, RefusalCode>> {
    return await this.#take(bytes, lodged)
  }

  async #take(
    bytes: Uint8Array,
    lodged?: Lodged,
    patience?: Patience,
  ): Promise<Result<Reply, RefusalCode>> {
    const parcel = parseParcel(this.#context.crypto, bytes)
    if (!parcel.ok) return this.#refused(parcel, undefined)
    const peer = await this.#authenticate(parcel.value)
    if (!peer.ok) return this.#refused(peer, parcel.value.from)
    const { node } = peer.value
    if (!this.#share.enter(node, bytes.length)) {
      return this.#refused(refuse('busy', 'parcel.from'), node)
    }
    try {
      return await this.#takeInTurn(parcel.value, peer.value, lodged, patience)
    } finally {
      this.#share.leave(node, bytes.length)
    }
  }

  /**
   * Works on one parcel of a peer at a time. Those that wait for their turn leave their places to
   * other peers' parcels: one that sends much is slowed by itself alone.
   */
  async #takeInTurn(
    parcel: Parcel,
    peer: Identity,
    lodged?: Lodged,
    patience?: Patience,
  ): Promise<Result<Reply, RefusalCode>> {
    const { node } = peer
    const until = performance.now() + (patience?.ms ?? 0)
    let opened: Inbound | undefined
    for (;;) {
      const mayWait = () => patience !== undefined && !this.#isStopping && performance.now() < until
      patience?.pause()
      const reply = await this.#queue.run(node, async () => {
        patience?.resume()
        // A parcel before this one in the queue may have shown a conflict.
        const state = await this.#peers.state(node)
        if (state !== 'confirmed') {
          return this.#refused(refuse('frozen-peer', 'parcel.from'), node)
        }
        const fresh = opened ? ok(opened) : await this.#openRenewed(parcel, peer)
        if (!fresh.ok) return this.#refused(fresh, node)
        opened = fresh.value
        if (opened.envelopes.length === 0 || opened.contents.pull) {
          return this.#refused(refuse('malformed', 'parcel.envelopes'), node)
        }
        if (lodged && !isAsClaimed(opened, lodged)) {
          return this.#refused(refuse('digest-mismatch', 'lodgement.envelopes'), node)
        }
        const isEarly = mayWait() && this.#ahead.hasRoom(node) && (await this.#isEarly(opened))
        return isEarly ? undefined : await this.#process(opened, lodged)
      })
      if (reply) return reply
      patience?.pause()
      await this.#ahead.wait(node, until - performance.now())
      patience?.resume()
    }
  }

  /** Whether the first envelope comes after one that is not here yet. */
  async #isEarly({ peer, envelopes }: Inbound): Promise<boolean> {
    const first = envelopes[0]?.envelope
    if (!first) return false
    const channel = await readChannel(this.#context.store.read, peer.node, 'in')
    return first.epoch === channel.epoch && first.seq > channel.seq + 1
  }

  #refused<T extends Result<never, RefusalCode>>(refusal: T, peer: string | undefined): T {
    if (!refusal.ok) this.#context.events.refused(refusal.code, peer, refusal.at)
    return refusal
  }

  /** Steps 1 and 2: a known, confirmed peer; its signature; this node as the recipient. */
  async #authenticate(parcel: Parcel): Promise<Result<Identity, RefusalCode>> {
    const state = await this.#peers.state(parcel.from)
    if (state === undefined) return refuse('unknown-peer', 'parcel.from')
    if (state === 'added') return refuse('unconfirmed-peer', 'parcel.from')
    if (state === 'frozen') return refuse('frozen-peer', 'parcel.from')
    if (parcel.to !== this.#context.own.node) return refuse('wrong-recipient', 'parcel.to')
    const identity = await this.#peers.identityFor(parcel.from, parcel.signers)
    if (!identity) return refuse('unknown-identity', 'parcel.from')
    const signed = await verifyParcel(this.#context.crypto, parcel, identity, this.#context.now())
    return signed.ok ? ok(identity) : signed
  }

  /** Opens a parcel; asks for the peer's newer identity when it fits the one held no longer. */
  async #openRenewed(parcel: Parcel, peer: Identity): Promise<Result<Inbound, RefusalCode>> {
    const opened = await openInbound(this.#context, parcel, peer)
    if (opened.ok || (opened.code !== 'log-proof' && opened.code !== 'unknown-identity')) {
      return opened
    }
    const renewed = await this.#peers.renewed(peer.node)
    return renewed ? await openInbound(this.#context, parcel, renewed) : opened
  }

  /** Steps 5 to 10 for each envelope in turn; stops at the first that is out of step. */
  async #process(opened: Inbound, lodged?: Lodged): Promise<Result<Reply, RefusalCode>> {
    const { receipts, code } = await this.#takeEnvelopes(opened)
    return await this.#reply(opened, receipts, code, await lodged?.shown())
  }

  /**
   * Takes a parcel that came by a road without replies, or with a request for what is queued: its
   * receipts settle ours, its envelopes take effect, and the receipts for them are owed.
   *
   * @param isPull - whether it must ask for what is queued; one that asks is nothing else
   */
  async receiveTwoWay(bytes: Uint8Array, isPull: boolean): Promise<Result<TwoWay, RefusalCode>> {
    const parcel = parseParcel(this.#context.crypto, bytes)
    if (!parcel.ok) return this.#refused(parcel, undefined)
    const peer = await this.#authenticate(parcel.value)
    if (!peer.ok) return this.#refused(peer, parcel.value.from)
    const { node } = peer.value
    return await this.#queue.run(node, async () => {
      const opened = await this.#openRenewed(parcel.value, peer.value)
      if (!opened.ok) return this.#refused(opened, node)
      const { contents } = opened.value
      const pull = contents.pull ? decodePull(contents.pull) : null
      if ((pull !== null) !== isPull || pull?.ok === false || contents.answer) {
        return this.#refused(refuse('malformed', 'parcel.pull'), node)
      }
      const settled = await settleContents(this.#context, opened.value)
      if (!settled.ok && settled.code !== 'log-consistency') return this.#refused(settled, node)
      if (settled.ok) await afterReply(this.#context, node, settled.value)
      const { receipts, code, items, taken } = await this.#takeEnvelopes(opened.value)
      await oweReceipts(this.#context, node, receipts)
      return ok({
        peer: opened.value.peer,
        envelopes: receipts.length,
        known: receipts.length - taken,
        items,
        receipts: settled.ok ? settled.value.envelopes : 0,
        code: code ?? (settled.ok ? null : settled.code),
        waitMs: pull?.ok ? pull.value.wait * 1000 : 0,
      })
    })
  }

  async #takeEnvelopes(opened: Inbound): Promise<{
    readonly receipts: readonly Logged[]
    readonly code: AnswerCode | undefined
    readonly items: number
    readonly taken: number
  }> {
    const receipts: Logged[] = []
    let code: AnswerCode | undefined
    let items = 0
    let taken = 0
    for (const { envelope, carried } of opened.envelopes) {
      const known = await this.#knownReceipt(opened.peer.node, envelope)
      if (known instanceof Uint8Array) {
        const proof = { first: known, second: carried.bytes }
        await freezePeer(this.#context, opened.peer.node, 'conflict', proof)
        code = 'conflict'
        break
      }
      if (known) {
        receipts.push(known)
        continue
      }
      const result = await this.#takeNext(opened, envelope, carried)
      if (typeof result === 'string') {
        code = result
        break
      }
      receipts.push(result)
      items += result.items
      taken++
    }
    this.#context.log.wake()
    if (taken > 0) {
      this.#context.events.received(opened.peer.node, taken, items)
      this.#ahead.moved(opened.peer.node)
    }
    return { receipts, code, items, taken }
  }

  /** The receipt given already, or the other envelope that has the same number. */
  async #knownReceipt(peer: string, envelope: Envelope): Promise<Logged | Uint8Array | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('envelopes')
      .select(['digest', 'document', 'receipt', 'receipt_opening', 'receipt_leaf'])
      .where('direction', '=', 'in')
      .where('peer', '=', peer)
      .where('epoch', '=', envelope.epoch)
      .where('seq', '=', envelope.seq)
      .executeTakeFirst()
    if (!row) return undefined
    if (hex(row.digest) !== envelope.digest) return row.document
    const { receipt, receipt_opening: opening, receipt_leaf: leaf } = row
    if (!receipt || !opening || !leaf) throw new TypeError('receipt')
    return { bytes: receipt, opening, leaf }
  }

  async #takeNext(
    opened: Inbound,
    envelope: Envelope,
    carried: CarriedEnvelope,
  ): Promise<AnswerCode | (Logged & { readonly items: number })> {
    const peer = opened.peer.node
    const channel = await readChannel(this.#context.store.read, peer, 'in')
    const step = outOfStep(channel, envelope)
    if (step) return step
    const seen = storedCheckpoint(channel.checkpoint, opened.head.checkpoint.origin)
    const follows =
      isSameHead(seen, opened.head.checkpoint) ||
      extendsSeen(this.#context, seen, opened.view, opened.head.checkpoint)
    if (!follows) return 'log-consistency'
    const proof = carried.proof && decodeLeafProof(carried.proof)
    if (!proof?.ok) return 'log-proof'
    const { checkpoint } = opened.head
    if (!isLogged(this.#context, checkpoint, 'sent', envelope.digest, proof.value)) {
      return 'log-proof'
    }
    if (await isOverQuota(this.#context, peer)) return 'quota'
    const { head, parcel } = opened
    const before = channel.checkpoint_size
    const arrival = {
      peer,
      envelope,
      carried,
      authors: opened.contents.authors,
      proof: proof.value,
      head,
      before,
      parcel: parcel.digest,
    }
    return (await acceptEnvelope(this.#context, arrival)) ?? 'gap'
  }

  /** Step 10: receipts are logged, then answered, sealed to the sender. */
  async #reply(
    opened: Inbound,
    receipts: readonly Logged[],
    code: AnswerCode | undefined,
    lodged: readonly number[] = [],
  ): Promise<Result<Reply, RefusalCode>> {
    const peer = opened.peer
    const channel = await readChannel(this.#context.store.read, peer.node, 'in')
    const leaves = receipts.map((receipt) => receipt.leaf)
    const earlier = this.#shown.get(peer.node) ?? []
    const shown = [...earlier, ...lodged]
    const { seen } = opened.view
    const view = await viewFor(this.#context, leaves, seen, channel.checkpoint_size, shown)
    this.#shown.set(peer.node, [...new Set([...earlier, view.size])].slice(-SHOWN_KEPT))
    const proven = await view.prove(receipts)
    const answer = code ? await this.#signAnswer(opened, code, channel) : null
    const sealed = await sealReply(this.#context, peer, view.view, proven, answer)
    if (!sealed) return refuse('key-expired', 'seal_key')
    return ok({ bytes: sealed, logSize: view.size })
  }

  async #signAnswer(opened: Inbound, code: AnswerCode, channel: Channel): Promise<Uint8Array> {
    const { crypto, own, now } = this.#context
    const signed = await signAnswer(
      crypto,
      {
        by: own.node,
        to: opened.peer.node,
        identity: own.identity.digest,
        parcel: opened.parcel.digest,
        code,
        expected: {
          epoch: channel.epoch,
          seq: channel.seq + 1,
          prev: channel.head && hex(channel.head),
        },
        log_size: channel.checkpoint_size,
        time: new Date(now()).toISOString(),
      },
      own.signers,
    )
    return signed.bytes
  }
}

/** Whether a head is the very one seen last: that follows from itself. */
function isSameHead(seen: Checkpoint | undefined, head: Checkpoint): boolean {
  return seen?.size === head.size && hex(seen.root) === hex(head.root)
}

/** Whether what a sender said of a parcel is what is in it. */
function isAsClaimed({ envelopes }: Inbound, lodged: Lodged): boolean {
  const inside = envelopes.map(({ envelope }) => envelope.digest)
  return (
    inside.length === lodged.envelopes.length && inside.every((d, i) => d === lodged.envelopes[i])
  )
}

/** Step 5 beyond a known sequence number: a gap, a wrong epoch, a broken chain. */
function outOfStep(channel: Channel, envelope: Envelope): AnswerCode | undefined {
  if (isNext(channel, envelope)) return undefined
  if (envelope.epoch !== channel.epoch) return 'epoch'
  return envelope.seq > channel.seq + 1 ? 'gap' : 'chain'
}

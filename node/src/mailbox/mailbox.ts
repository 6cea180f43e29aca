import { type CryptoPort, ok, type Result, refuse, unhex } from '@concert/core'
import {
  type Lodgement,
  type Poll,
  packFrame,
  parseLodgement,
  parseParcel,
  parsePoll,
  type RefusalCode,
  type SigningKey,
  signTender,
  splitFrame,
  verifyLodgement,
  verifyPoll,
} from '@concert/envelope'
import { KnownIdentities } from '../identity/known-identities.ts'
import type { Store, Transaction } from '../store/store.ts'
import { forgetExpired, type HeldParcel, insertHeld, nextHeld, usage } from './mailbox-rows.ts'

/** Bounds on what a mailbox holds. */
export interface MailboxLimits {
  /** Largest parcel, in bytes. */
  readonly parcelBytes: number
  /** All parcels together, in bytes. */
  readonly totalBytes: number
  /** All parcels of one sender, in bytes. */
  readonly senderBytes: number
  /** Parcels from one sender that wait for one recipient. */
  readonly pairParcels: number
  /** How long a parcel waits, in milliseconds. */
  readonly keepMs: number
}

/** Bounds that serve some dozen nodes on a small disk. */
export const MAILBOX_LIMITS: MailboxLimits = {
  parcelBytes: 16 << 20,
  totalBytes: 2 ** 30,
  senderBytes: 256 << 20,
  pairParcels: 256,
  keepMs: 30 * 24 * 60 * 60 * 1000,
}

/** Rows of a pair that are kept, those that were taken included, for each that may wait. */
const KEPT_PER_WAITING = 16

/** What {@link Mailbox} needs. */
export interface MailboxDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  /** As tenders name it. */
  readonly name: string
  readonly signer: SigningKey
  readonly limits: MailboxLimits
  /** Whether parcels from and for a node are held. */
  isListed(node: string): boolean
  /** Milliseconds since 1970 UTC. */
  now(): number
}

/** Why a mailbox does nothing. Whoever is not authentic and listed learns `not-accepted` only. */
export type MailboxCode =
  | Extract<
      RefusalCode,
      | 'not-accepted'
      | 'malformed'
      | 'digest-mismatch'
      | 'wrong-recipient'
      | 'unknown-peer'
      | 'too-large'
      | 'quota'
      | 'busy'
    >
  | 'stale'

/**
 * Holds sealed parcels for nodes that are silent. It can't read them; it signs a tender for each
 * one, gives it to its recipient alone and forgets it after a time. A deposit is durable before
 * the tender leaves.
 */
export class Mailbox {
  readonly #deps: MailboxDeps
  readonly #identities: KnownIdentities

  constructor(deps: MailboxDeps) {
    this.#deps = deps
    this.#identities = new KnownIdentities(deps.crypto, deps.store)
  }

  /**
   * Learns a node's identity from its own chain. Nothing is said about the outcome: whether a node
   * is listed here is nobody else's business.
   *
   * @param documents - attacker-controlled, all versions from 1 on
   */
  async learn(node: string, documents: readonly Uint8Array[]): Promise<void> {
    const { store, now } = this.#deps
    if (!this.#deps.isListed(node)) return
    await store
      .transact(async (tx) => {
        await tx.lock(`mailbox-node:${node}`)
        // Another node's chain under this one's name changes nothing: rolled back by the throw.
        const learned = await this.#identities.learn(tx, documents, now())
        if (learned.ok && learned.value.node !== node) throw new NotThisNode()
      })
      .catch((error: unknown) => {
        if (!(error instanceof NotThisNode)) throw error
      })
  }

  /**
   * Takes a lodgement with its parcel.
   *
   * @param frame - attacker-controlled, bounded in size by the caller
   * @returns the tender; the same one when the parcel is here already
   */
  async deposit(frame: Uint8Array): Promise<Result<Uint8Array, MailboxCode>> {
    const parts = splitFrame(frame, 1)
    const [document] = parts?.documents ?? []
    if (!parts || !document) return refuse('malformed', 'frame')
    const lodgement = parseLodgement(this.#deps.crypto, document)
    if (!lodgement.ok) return refuse('malformed', lodgement.at)
    if (!(await this.#isBy(lodgement.value))) return refuse('not-accepted')
    const fault = this.#faultOf(lodgement.value, parts.parcel)
    if (fault) return fault
    return await this.#hold(lodgement.value, document, parts.parcel)
  }

  async #isBy(lodgement: Lodgement): Promise<boolean> {
    const { crypto, isListed, now } = this.#deps
    if (!isListed(lodgement.from)) return false
    // Only the newest version counts: a revoked key must not lodge under an older one.
    const identity = await this.#identities.current(lodgement.from)
    return !!identity && (await verifyLodgement(crypto, lodgement, identity, now())).ok
  }

  #faultOf(
    { mailbox, to, from, parcel: named }: Lodgement,
    bytes: Uint8Array,
  ): ReturnType<typeof refuse<MailboxCode>> | undefined {
    const { crypto, name, limits, isListed } = this.#deps
    if (mailbox !== name) return refuse('wrong-recipient', 'lodgement.mailbox')
    if (!isListed(to)) return refuse('unknown-peer', 'lodgement.to')
    if (bytes.length > limits.parcelBytes) return refuse('too-large', 'parcel')
    const parcel = parseParcel(crypto, bytes)
    if (!parcel.ok) return refuse('malformed', parcel.at)
    const isNamed = parcel.value.digest === named
    if (!isNamed || parcel.value.from !== from || parcel.value.to !== to) {
      return refuse('digest-mismatch', 'lodgement.parcel')
    }
    return undefined
  }

  async #hold(
    lodgement: Lodgement,
    document: Uint8Array,
    body: Uint8Array,
  ): Promise<Result<Uint8Array, MailboxCode>> {
    const { store, limits, now } = this.#deps
    const parcel = unhex(lodgement.parcel) as Uint8Array
    return await store.transact(async (tx) => {
      await tx.lock('mailbox')
      await forgetExpired(tx, now())
      const known = await tx.db
        .selectFrom('mailbox_parcels')
        .select('tender')
        .where('parcel', '=', parcel)
        .executeTakeFirst()
      if (known) return ok(known.tender)
      const { from: sender, to: recipient } = lodgement
      const used = await usage(tx, sender, recipient)
      if (used.waiting >= limits.pairParcels) return refuse('quota', 'parcels')
      if (used.kept >= limits.pairParcels * KEPT_PER_WAITING) return refuse('quota', 'parcels')
      if (used.sender + body.length > limits.senderBytes) return refuse('quota', 'bytes')
      if (used.total + body.length > limits.totalBytes) return refuse('busy', 'bytes')
      // Each later than the one before, so that a recipient gets them in the order they came.
      const received = Math.max(now(), used.last + 1)
      const until = received + limits.keepMs
      const tender = await this.#tender(lodgement, received, until)
      const times = { size: body.length, received, until }
      const row = { parcel, sender, recipient, lodgement: document, tender, body, ...times }
      await insertHeld(tx, row)
      return ok(tender)
    })
  }

  async #tender(lodgement: Lodgement, received: number, until: number): Promise<Uint8Array> {
    const { crypto, name, signer } = this.#deps
    const { digest, parcel, from, to } = lodgement
    const times = {
      received: new Date(received).toISOString(),
      until: new Date(until).toISOString(),
    }
    const draft = { mailbox: name, lodgement: digest, parcel, from, to, ...times }
    return (await signTender(crypto, draft, signer)).bytes
  }

  /**
   * Gives a node the next parcel that waits for it, after dropping those that it has taken.
   *
   * @param bytes - attacker-controlled
   * @returns lodgement, tender and parcel in a frame, or null when nothing waits; `stale` has the
   *   count of the last poll in `at`
   */
  async poll(bytes: Uint8Array): Promise<Result<Uint8Array | null, MailboxCode>> {
    const { crypto, store, name, isListed, now } = this.#deps
    const parsed = parsePoll(crypto, bytes)
    if (!parsed.ok) return refuse('malformed', parsed.at)
    const poll = parsed.value
    const identity = isListed(poll.node) ? await this.#identities.current(poll.node) : undefined
    if (!identity || !(await verifyPoll(crypto, poll, identity, now())).ok) {
      return refuse('not-accepted')
    }
    if (poll.mailbox !== name) return refuse('wrong-recipient', 'poll.mailbox')
    return await store.transact(async (tx) => {
      const last = await advance(tx, poll)
      if (last !== undefined) return refuse('stale', String(last))
      await dropTaken(tx, poll)
      const held = await nextHeld(tx, poll.node, now())
      return ok(held ? frameOf(held) : null)
    })
  }
}

/** Rolls a transaction back in which somebody published another node's identity. */
class NotThisNode extends Error {}

function frameOf({ lodgement, tender, body }: HeldParcel): Uint8Array {
  return packFrame([lodgement, tender], body)
}

/** Counts a poll; the count of the last one when this is not a later one. */
async function advance(tx: Transaction, { node, count }: Poll): Promise<number | undefined> {
  await tx.lock(`mailbox-node:${node}`)
  const row = await tx.db
    .selectFrom('mailbox_polls')
    .select('count')
    .where('node', '=', node)
    .executeTakeFirst()
  if (row && count <= row.count) return row.count
  await tx.db
    .insertInto('mailbox_polls')
    .values({ node, count })
    .onConflict((conflict) => conflict.column('node').doUpdateSet({ count }))
    .execute()
  return undefined
}

async function dropTaken(tx: Transaction, { node, taken }: Poll): Promise<void> {
  if (taken.length === 0) return
  const parcels = taken.map((digest) => unhex(digest) as Uint8Array)
  await tx.db
    .updateTable('mailbox_parcels')
    .set({ body: null })
    .where('recipient', '=', node)
    .where('parcel', 'in', parcels)
    .execute()
}

import { canonicalBytes, ok, parseStrictJson, type Result, refuse } from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Place } from '../federation/channel.ts'
import type { Inbox } from '../federation/inbox.ts'
import type { Peers } from '../federation/peers.ts'
import { makeTwoWay } from '../federation/two-way.ts'
import type { Bilingual } from '../i18n/language.ts'
import { identityChainJson, readVersions } from '../identity/known-identities.ts'
import { addressed } from './addressed.ts'

/** One parcel for a courier's file; null when nothing is left to export. */
export interface Exported {
  readonly parcel: Uint8Array | null
  readonly envelopes: number
  readonly items: number
  readonly receipts: number
  readonly last: Place
}

/** What became of one parcel out of a courier's file. */
export interface Imported {
  /** Envelopes that have a receipt now, and how many of them were here before. */
  readonly envelopes: number
  readonly known: number
  readonly items: number
  readonly receipts: number
  /** Why the rest of the parcel was not taken; the peer's next file answers it. */
  readonly code: RefusalCode | null
}

/** Delivery by files that people carry: the parcels of every other road, without replies. */
export class CourierDesk {
  readonly #context: NodeContext
  readonly #peers: Peers
  readonly #inbox: Inbox

  constructor(context: NodeContext, peers: Peers, inbox: Inbox) {
    this.#context = context
    this.#peers = peers
    this.#inbox = inbox
  }

  /** Our identity in all its versions, which a file begins with. */
  async identity(): Promise<string> {
    return identityChainJson(await this.#context.identities.chain(this.#context.own.node))
  }

  /**
   * The next parcel for a peer after a place. Everything without a receipt is exported each time: a
   * file that was lost is made up for by the next one.
   */
  async export(
    peer: string,
    after: Place,
  ): Promise<
    Result<Exported, 'unknown-peer' | 'unconfirmed-peer' | 'frozen-peer' | 'key-expired'>
  > {
    const state = await this.#peers.state(peer)
    if (state === undefined) return refuse('unknown-peer', 'peer')
    if (state !== 'confirmed') {
      return refuse(state === 'added' ? 'unconfirmed-peer' : 'frozen-peer', 'peer')
    }
    const made = await makeTwoWay(this.#context, peer, after)
    if (!made) return refuse('key-expired', 'peer')
    const { bytes, ...rest } = made
    const isEmpty = made.envelopes === 0 && made.receipts === 0
    return ok({ ...rest, parcel: isEmpty ? null : bytes })
  }

  /** Takes the identity that a file begins with. @param bytes - attacker-controlled */
  async learn(bytes: Uint8Array): Promise<void> {
    const parsed = parseStrictJson(bytes)
    const documents = parsed.ok ? readVersions(parsed.value) : undefined
    if (documents) await this.#peers.shown(documents)
  }

  /** Takes one parcel out of a file; one that was taken before changes nothing. */
  async import(
    bytes: Uint8Array,
  ): Promise<Result<Imported, RefusalCode> & { readonly message?: Bilingual }> {
    const taken = await this.#inbox.receiveTwoWay(bytes, false)
    if (!taken.ok) return { ...taken, ...(await addressed(this.#context, bytes, taken.code)) }
    const { envelopes, known, items, receipts, code } = taken.value
    return ok({ envelopes, known, items, receipts, code })
  }

  /** Adds a node by the identity in the file that its people sent. */
  async add(identities: readonly object[]) {
    const documents = identities.map((each) => canonicalBytes(each as never))
    return await this.#peers.addBrought(documents, 'courier')
  }
}

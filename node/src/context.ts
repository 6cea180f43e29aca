import type { CryptoPort } from '@concert/core'
import type { Compression } from '@concert/envelope'
import type { FoldedThreads } from './compacts/folded-threads.ts'
import type { Config } from './config/config.ts'
import type { KnownIdentities } from './identity/known-identities.ts'
import type { OwnNode } from './identity/own-node.ts'
import type { Store } from './store/store.ts'
import type { NodeLog } from './trust/node-log.ts'

/** What the rooms of a node are given: made once, by the composition root. */
export interface NodeContext {
  readonly config: Config
  readonly crypto: CryptoPort
  readonly compression: Compression
  readonly store: Store
  readonly log: NodeLog
  readonly own: OwnNode
  readonly identities: KnownIdentities
  readonly compactThreads: FoldedThreads
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
  readonly events: NodeEvents
}

/** What happens in a node, for the log line, the counter and whoever waits for it. */
export interface NodeEvents {
  /** Something was queued for a peer. */
  queued(peer: string): void
  /** Objects of our own were taken in. */
  imported(): void
  /** Objects of others were deleted when the days of a compact were over. */
  expired(compact: string, objects: number): void
  /** Somebody has taken something of theirs back. */
  retracted(): void
  /** A peer's parcel was not taken; `code` stays here, the peer sees only `not-accepted`. */
  refused(code: string, peer: string | undefined, at: string | undefined): void
  /** Envelopes of a peer took effect or were refused with a receipt. */
  received(peer: string, envelopes: number, items: number): void
  /** A peer's statement in a thread was taken in. */
  threadMoved(): void
  /** Receipts for our envelopes arrived. */
  settled(peer: string, envelopes: number, items: number): void
  /** An attempt to deliver failed; it is tried again. */
  deliveryFailed(peer: string, code: string): void
  /** A mailbox has signed tenders for parcels that a silent peer did not receipt. */
  tendered(peer: string, mailbox: string, parcels: number): void
  /** A mailbox could not be used; it is tried again. */
  mailboxFailed(mailbox: string, code: string): void
  /** The TAXII server could not do what it was asked for. */
  taxiiFailed(error: unknown): void
  /** Somebody was caught; the proof is kept. `source` is who showed it. */
  alarmed(kind: string, origin: string, source: string): void
  /** One person has let objects go past the release desk's rules. */
  glassBroken(peer: string, actor: string, objects: number): void
  /** A notice did not leave by a channel; it is tried again unless `isOver`. */
  noticeFailed(channel: string, code: string, isOver: boolean): void
  /** A pair was frozen, with the reason. */
  frozen(peer: string, code: string): void
}

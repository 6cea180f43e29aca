import type { Json } from '@concert/core'
import type { StixObject } from '@concert/stix'
import type { HttpPort } from '@concert/taxii'
import type { FeedBudget } from './feed-budget.ts'
import type { FeedFault } from './feed-codes.ts'
import type { FeedSettings } from './feed-settings.ts'

/** What came, with how far that is: both are stored in one transaction. */
export interface FeedBatch {
  readonly objects: readonly StixObject[]
  readonly faults: readonly FeedFault[]
  /** How far the feed has been read with these objects; what was kept before stays without it. */
  readonly position?: Json
  /** A part that is whole with these objects. */
  readonly part?: FeedPart
}

/** A part of a feed, such as a MISP event, and which version of it. */
export interface FeedPart {
  readonly part: string
  readonly mark: string
}

/** What a source is given. */
export interface SourceInput {
  readonly settings: FeedSettings
  /** What the last batch of an earlier reading said; null before the first. */
  readonly position: Json
  /** Bounded, counted, addresses checked. */
  readonly fetch: HttpPort
  /** With the credentials. */
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly budget: FeedBudget
  readonly now: () => number
  /** Identity in whose name entries are made. */
  readonly creator: string
  /** RFC 3339 with milliseconds: when this reading began, `created` of entries made by it. */
  readonly at: string
  /** Which of these parts were read whole, and which version. */
  readonly knownParts: (parts: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/**
 * Reads a feed from its position on, batch by batch, in bounded memory.
 *
 * @throws FeedError, OutboundError when it can't be read further
 */
export type FeedSource = (input: SourceInput) => AsyncGenerator<FeedBatch, void, undefined>

/** Most objects of one batch, and so of one transaction. */
export const FEED_BATCH = 1000

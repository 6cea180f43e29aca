import { randomUUID } from 'node:crypto'
import type { StixObject } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import { insertOwnObjects } from '../intel/own-objects.ts'
import type { OutboundClient } from '../outbound/outbound-client.ts'
import { OutboundError } from '../outbound/outbound-fault.ts'
import { type Admission, admitObjects } from './admit-objects.ts'
import { readCredentials } from './credentials.ts'
import { FeedBudget, type FeedLimits } from './feed-budget.ts'
import { type FeedCode, FeedError, type FeedFault } from './feed-codes.ts'
import { creatorIdentity } from './feed-defaults.ts'
import { endReading, type Feed, listFeeds, renewLease, takeLease } from './feed-rows.ts'
import { nextWait } from './feed-schedule.ts'
import type { FeedKind } from './feed-settings.ts'
import type { FeedBatch, FeedSource, SourceInput } from './feed-source.ts'
import { csvSource } from './sources/csv-source.ts'
import { listSource } from './sources/list-source.ts'
import { mispSource } from './sources/misp-source.ts'
import { stixSource } from './sources/stix-source.ts'
import { taxiiSource } from './sources/taxii-source.ts'
import { storeBatch } from './store-batch.ts'

const SOURCES: Readonly<Record<FeedKind, FeedSource>> = {
  taxii: taxiiSource,
  misp: mispSource,
  csv: csvSource,
  list: listSource,
  stix: stixSource,
}
const FAULTS_KEPT = 50
const RENEW_MS = 30_000

/** What reading feeds needs. */
export interface FeedDeps {
  readonly context: Pick<NodeContext, 'config' | 'store' | 'own' | 'now' | 'events'>
  /** The node's own STIX identity. */
  readonly ownIdentity: string
  readonly fetch: OutboundClient['fetch']
  readonly limits: FeedLimits
  /** 0 to 1. */
  readonly random: () => number
}

/** How far a reading is. */
export interface FeedProgress {
  readonly read: number
  readonly added: number
  readonly faultCount: number
}

/** What a reading came to. `code` is null when everything was read. */
export interface FeedReading extends FeedProgress {
  readonly code: FeedCode | null
  readonly faults: readonly FeedFault[]
}

/**
 * Reads a feed from where the last reading ended. Each batch's objects and the position after them
 * are one transaction, so that a crash in between repeats nothing and misses nothing.
 *
 * @param signal - ends the reading; what was stored counts, and it is no failure
 * @throws FeedError `feed-running` when another one reads it
 */
export async function readFeed(
  deps: FeedDeps,
  feed: Feed,
  signal: AbortSignal,
  onProgress: (progress: FeedProgress) => void = () => {},
): Promise<FeedReading> {
  const { store, now } = deps.context
  const lease = randomUUID()
  if (!(await takeLease(store, feed, lease, now()))) throw new FeedError('feed-running')
  const budget = new FeedBudget(deps.limits, now)
  const tally = new Tally(onProgress)
  let failure: unknown
  const renewing = setInterval(() => {
    renewLease(store, lease, now()).catch(() => {})
  }, RENEW_MS)
  try {
    const opened = await openFeed(deps, feed, budget, signal)
    if (opened.admission.creator !== undefined) await storeCreator(deps, opened.identity)
    for await (const batch of opened.batches) {
      const { read, faults, added } = await storeBatch(
        deps.context,
        { ...opened, feed: feed.id, lease },
        batch,
      )
      tally.add(read, added, faults)
      budget.took(read, faults.length)
      signal.throwIfAborted()
    }
  } catch (error) {
    failure = error
  } finally {
    clearInterval(renewing)
  }
  const code = signal.aborted ? null : codeOf(failure)
  await end(deps, feed, lease, { failure, code, budget, tally, isCounted: !signal.aborted })
  if (code === 'internal') throw failure
  return tally.reading(code)
}

/** The first objects of a feed as they would be stored, from its beginning; nothing is stored. */
export async function previewFeed(
  deps: FeedDeps,
  feed: Feed,
  count: number,
  signal: AbortSignal,
): Promise<{ readonly objects: readonly StixObject[]; readonly reading: FeedReading }> {
  const budget = new FeedBudget({ ...deps.limits, faults: 1000 }, deps.context.now)
  const tally = new Tally(() => {})
  const objects: StixObject[] = []
  let failure: unknown
  try {
    const opened = await openFeed(deps, { ...feed, position: null }, budget, signal)
    for await (const batch of opened.batches) {
      const { read } = deps.context.store
      const admitted = await admitObjects(read, batch.objects, opened.admission)
      objects.push(...admitted.objects.slice(0, count - objects.length))
      tally.add(batch.objects.length, 0, [...batch.faults, ...admitted.faults])
      budget.took(batch.objects.length, batch.faults.length)
      if (objects.length >= count) break
    }
  } catch (error) {
    failure = error
  }
  signal.throwIfAborted()
  const code = codeOf(failure)
  if (code === 'internal') throw failure
  return { objects, reading: tally.reading(code) }
}

interface OpenedFeed {
  readonly batches: AsyncIterable<FeedBatch>
  readonly admission: Admission
  readonly identity: StixObject
  readonly at: string
}

async function openFeed(
  deps: FeedDeps,
  feed: Feed,
  budget: FeedBudget,
  signal: AbortSignal,
): Promise<OpenedFeed> {
  const { config, store, own, now } = deps.context
  const { settings, position } = feed
  const identity = creatorIdentity(config.host, settings)
  const shown = await readCredentials(settings.credentials)
  const feeds = await listFeeds(store.read, now())
  const reserved = feeds.map((each) => creatorIdentity(config.host, each).view.id)
  const at = new Date(now()).toISOString()
  const areEntries = settings.kind === 'list' || settings.kind === 'csv'
  const input: SourceInput = {
    settings,
    position,
    fetch: budget.over((url, init) => {
      const isOwn = URL.parse(url)?.origin === URL.parse(settings.url)?.origin
      return deps.fetch(url, { ...init, identity: isOwn ? shown.identity : undefined })
    }),
    headers: shown.headers,
    signal,
    budget,
    now,
    creator: identity.view.id,
    at,
    knownParts: (parts) => knownParts(deps, feed, parts),
  }
  return {
    batches: SOURCES[settings.kind](input),
    identity,
    at,
    admission: {
      node: own.node,
      reserved: new Set([deps.ownIdentity, ...reserved]),
      creator: areEntries || settings.kind === 'misp' ? identity.view.id : undefined,
      areEntries,
    },
  }
}

async function knownParts(
  { context }: FeedDeps,
  { id }: Feed,
  parts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await context.store.read.db
    .selectFrom('feed_parts')
    .select(['part', 'mark'])
    .where('feed_id', '=', id)
    .where('part', 'in', parts)
    .execute()
  return new Map(rows.map(({ part, mark }) => [part, mark]))
}

async function storeCreator({ context }: FeedDeps, identity: StixObject): Promise<void> {
  const { store, own, now } = context
  const stored = { node: own.node, objects: [identity], now: now() }
  await store.transact(async (tx) => {
    await insertOwnObjects(tx, stored)
  })
}

interface Ending {
  readonly failure: unknown
  readonly code: FeedCode | null
  readonly budget: FeedBudget
  readonly tally: Tally
  readonly isCounted: boolean
}

async function end(deps: FeedDeps, feed: Feed, lease: string, of: Ending): Promise<void> {
  const { now, store } = deps.context
  const { failure, code, budget, tally, isCounted } = of
  // What is too much for one reading goes on at the next, at the feed's own pace.
  const isFailure = code !== null && code !== 'feed-objects'
  const failures = isFailure ? feed.failures + 1 : 0
  const retryAfter = failure instanceof FeedError ? failure.retryAfterMs : undefined
  const wait = nextWait(feed.settings.everySeconds * 1000, failures, retryAfter, deps.random())
  const at = now()
  await endReading(store, {
    lease,
    now: at,
    due: Math.round(at + wait),
    code,
    failures,
    bytes: budget.bytes,
    faults: tally.faults,
    isCounted,
  })
}

function codeOf(failure: unknown): FeedCode | null {
  if (failure === undefined) return null
  const isKnown = failure instanceof FeedError || failure instanceof OutboundError
  return isKnown ? failure.code : 'internal'
}

class Tally {
  readonly faults: FeedFault[] = []
  readonly #onProgress: (progress: FeedProgress) => void
  #progress = { read: 0, added: 0, faultCount: 0 }

  constructor(onProgress: (progress: FeedProgress) => void) {
    this.#onProgress = onProgress
  }

  add(read: number, added: number, faults: readonly FeedFault[]): void {
    const before = this.#progress
    this.#progress = {
      read: before.read + read,
      added: before.added + added,
      faultCount: before.faultCount + faults.length,
    }
    this.faults.push(...faults.slice(0, FAULTS_KEPT - this.faults.length))
    this.#onProgress(this.#progress)
  }

  reading(code: FeedCode | null): FeedReading {
    return { ...this.#progress, code, faults: this.faults }
  }
}

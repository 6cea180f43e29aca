import { setTimeout as pause } from 'node:timers/promises'
import { ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { AddressPolicy } from '../outbound/address-policy.ts'
import { OUTBOUND_LIMITS, OutboundClient } from '../outbound/outbound-client.ts'
import { FEED_LIMITS, type FeedLimits } from './feed-budget.ts'
import { type FeedCode, FeedError, type FeedFault } from './feed-codes.ts'
import {
  clearLeases,
  deleteFeed,
  dueFeeds,
  type Feed,
  type FeedView,
  findFeed,
  insertFeed,
  listFeeds,
} from './feed-rows.ts'
import { type FeedSettings, settingsFault } from './feed-settings.ts'
import {
  type FeedDeps,
  type FeedProgress,
  type FeedReading,
  previewFeed,
  readFeed,
} from './read-feed.ts'

/** What a feed would bring. */
export interface FeedPreview {
  readonly read: number
  readonly types: Readonly<Record<string, number>>
  readonly tlp: Readonly<Record<string, number>>
  /** The first of them. */
  readonly sample: readonly {
    readonly id: string
    readonly type: string
    readonly name: string
    readonly tlp: string
  }[]
  readonly faultCount: number
  readonly faults: readonly FeedFault[]
  readonly code: FeedCode | null
}

const PREVIEWED = 100
const SHOWN = 10
const AT_ONCE = 2

/** Adds feeds, shows what they would bring, and reads those that are enabled when they are due. */
export class FeedDesk {
  readonly #deps: FeedDeps
  readonly #client: OutboundClient
  readonly #onError: (error: unknown) => void
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<unknown>>()
  #loop: Promise<void> | undefined

  constructor(
    context: NodeContext,
    ownIdentity: string,
    onError: (error: unknown) => void,
    limits: FeedLimits = FEED_LIMITS,
  ) {
    const policy = new AddressPolicy(context.config.feeds.allow)
    this.#client = new OutboundClient(policy, { ...OUTBOUND_LIMITS, bodyBytes: limits.bytes })
    const { fetch } = this.#client
    this.#deps = { context, ownIdentity, fetch, limits, random: Math.random }
    this.#onError = onError
  }

  /** Begins to read what is due. */
  async start(): Promise<void> {
    await clearLeases(this.#deps.context.store)
    this.#loop ??= this.#run()
  }

  /** Ends readings under way; the next ones go on from there. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
    await Promise.allSettled(this.#running)
    this.#client.close()
  }

  async list(): Promise<readonly FeedView[]> {
    const { store, now } = this.#deps.context
    return await listFeeds(store.read, now())
  }

  /** Adds a feed, disabled until somebody has looked at a preview. */
  async add(
    settings: FeedSettings,
  ): Promise<Result<{ readonly name: string }, 'feed-exists' | 'feed-settings'>> {
    const at = settingsFault(settings)
    if (at !== undefined) return refuse('feed-settings', at)
    const { store, now } = this.#deps.context
    const isNew = await store.transact((tx) => insertFeed(tx, settings, now()))
    return isNew ? ok({ name: settings.name }) : refuse('feed-exists', 'name')
  }

  async remove(name: string): Promise<Result<{ readonly name: string }, 'feed-unknown'>> {
    const isGone = await this.#deps.context.store.transact((tx) => deleteFeed(tx, name))
    return isGone ? ok({ name }) : refuse('feed-unknown', 'name')
  }

  /** Lets a feed be read, at once and then at its pace; or no more. */
  async enable(
    name: string,
    isEnabled: boolean,
  ): Promise<Result<{ readonly name: string }, 'feed-unknown' | 'feed-not-previewed'>> {
    const { store, now } = this.#deps.context
    return await store.transact(async (tx) => {
      const feed = await findFeed(tx, name)
      if (feed === undefined) return refuse('feed-unknown', 'name')
      if (isEnabled && feed.previewed === null) return refuse('feed-not-previewed', 'name')
      // Whoever reads it now loses it, and stores nothing more.
      const change = isEnabled
        ? { enabled: 1, due: now() }
        : { enabled: 0, lease: '', leased_until: 0 }
      await tx.db.updateTable('feeds').set(change).where('id', '=', feed.id).execute()
      return ok({ name })
    })
  }

  /** Fetches the first objects and stores none. */
  async preview(name: string): Promise<Result<FeedPreview, 'feed-unknown'>> {
    const { store, now } = this.#deps.context
    const feed = await findFeed(store.read, name)
    if (feed === undefined) return refuse('feed-unknown', 'name')
    const { signal } = this.#stopping
    const { objects, reading } = await this.#track(previewFeed(this.#deps, feed, PREVIEWED, signal))
    // Who saw nothing but an error has not seen what would come.
    if (reading.code === null || objects.length > 0) {
      await store.transact(({ db }) =>
        db.updateTable('feeds').set({ previewed: now() }).where('id', '=', feed.id).execute(),
      )
    }
    const { read, faultCount, faults, code } = reading
    return ok({
      read,
      types: countBy(objects.map(({ view }) => view.type)),
      tlp: countBy(objects.map(({ view }) => view.tlp)),
      sample: objects.slice(0, SHOWN).map(({ view: { id, type, tlp }, value }) => {
        return { id, type, tlp, name: nameOf(value) }
      }),
      faultCount,
      faults,
      code,
    })
  }

  /** Reads a feed now. */
  async run(
    name: string,
    onProgress: (progress: FeedProgress) => void = () => {},
  ): Promise<Result<FeedReading, FeedCode>> {
    const feed = await findFeed(this.#deps.context.store.read, name)
    if (feed === undefined) return refuse('feed-unknown', 'name')
    if (!feed.isEnabled) return refuse('feed-disabled', 'name')
    return await this.#read(feed, onProgress)
  }

  /** Reads a feed that was due, unless somebody has read it since. */
  async #runDue(name: string): Promise<void> {
    const { store, now } = this.#deps.context
    const feed = await findFeed(store.read, name)
    if (feed?.isEnabled && (feed.due ?? Infinity) <= now()) await this.#read(feed, () => {})
  }

  async #read(
    feed: Feed,
    onProgress: (progress: FeedProgress) => void,
  ): Promise<Result<FeedReading, FeedCode>> {
    try {
      const { signal } = this.#stopping
      return ok(await this.#track(readFeed(this.#deps, feed, signal, onProgress)))
    } catch (error) {
      if (error instanceof FeedError) return refuse(error.code, 'name')
      throw error
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    const { store, config, now } = this.#deps.context
    while (!signal.aborted) {
      try {
        for (const name of await dueFeeds(store.read, now())) {
          if (this.#running.size >= AT_ONCE || signal.aborted) break
          this.#runDue(name).catch(this.#onError)
        }
      } catch (error) {
        this.#onError(error)
      }
      await pause(config.feeds.checkMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #track<T>(reading: Promise<T>): Promise<T> {
    this.#running.add(reading)
    try {
      return await reading
    } finally {
      this.#running.delete(reading)
    }
  }
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(words, (word) => word)
  return Object.fromEntries([...groups].map(([word, all]) => [word, all.length]))
}

function nameOf({ name, value, pattern }: Readonly<Record<string, unknown>>): string {
  const text = [name, value, pattern].find((it) => typeof it === 'string') ?? ''
  return String(text).slice(0, 200)
}

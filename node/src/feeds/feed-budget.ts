import type { HttpPort } from '@concert/taxii'
import { FeedError } from './feed-codes.ts'

/** Most that one reading of a feed may cost. */
export interface FeedLimits {
  /** Bytes after content codings are undone. */
  readonly bytes: number
  readonly requests: number
  readonly objects: number
  readonly faults: number
  /** Milliseconds. */
  readonly time: number
  /** Bytes of one answer that is held in memory whole: a page, a manifest, an event. */
  readonly heldBytes: number
}

export const FEED_LIMITS: FeedLimits = {
  bytes: 2 ** 31,
  requests: 100_000,
  objects: 1_000_000,
  faults: 10_000,
  time: 3_600_000,
  heldBytes: 64 << 20,
}

/** Counts what a reading costs and ends it when it costs too much. */
export class FeedBudget {
  readonly limits: FeedLimits
  readonly #now: () => number
  readonly #until: number
  #bytes = 0
  #requests = 0
  #objects = 0
  #faults = 0

  constructor(limits: FeedLimits, now: () => number) {
    this.limits = limits
    this.#now = now
    this.#until = now() + limits.time
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @throws FeedError */
  took(objects: number, faults: number): void {
    this.#objects += objects
    this.#faults += faults
    if (this.#objects > this.limits.objects) throw new FeedError('feed-objects')
    if (this.#faults > this.limits.faults) throw new FeedError('feed-faults')
    this.#checkTime()
  }

  /** The same port, counted. */
  over(fetch: HttpPort): HttpPort {
    return async (url, init) => {
      this.#requests++
      if (this.#requests > this.limits.requests) throw new FeedError('feed-requests')
      this.#checkTime()
      const answer = await fetch(url, init)
      return { ...answer, body: answer.body && this.#counted(answer.body) }
    }
  }

  async *#counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of body) {
      this.#bytes += piece.length
      if (this.#bytes > this.limits.bytes) throw new FeedError('feed-bytes')
      this.#checkTime()
      yield piece
    }
  }

  #checkTime(): void {
    if (this.#now() > this.#until) throw new FeedError('feed-time')
  }
}

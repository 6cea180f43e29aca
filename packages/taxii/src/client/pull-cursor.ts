import type { Json } from '@concert/core'
import { compareStixTimestamps, isStixTimestamp } from '@concert/stix'
import { isObject } from './resources.ts'

/** How far a collection has been pulled. It is plain JSON: keep it, and go on from it later. */
export interface PullCursor {
  /** `added_after` of the requests; undefined from the beginning. */
  readonly addedAfter?: string
  /** TAXII 2.1: the server's opaque place among what is newer than `addedAfter`. */
  readonly next?: string
  /** TAXII 2.0: how many objects newer than `addedAfter` have come. */
  readonly offset?: number
  /** The latest time of adding seen so far: everything up to it has come. */
  readonly newest?: string
}

/** The longest `next` that is sent back. */
export const MAX_NEXT = 8192
const FUTURE_MS = 3_600_000

/** Reads a cursor that was kept; `undefined` when it is none. */
export function readPullCursor(value: Json): PullCursor | undefined {
  if (!isObject(value)) return undefined
  const { addedAfter, next, offset, newest } = value
  if (![addedAfter, newest].every((time) => time === undefined || isTime(time))) return undefined
  if (next !== undefined && (typeof next !== 'string' || next.length > MAX_NEXT)) return undefined
  if (offset !== undefined && !(Number.isSafeInteger(offset) && (offset as number) >= 0)) {
    return undefined
  }
  return cursor({ addedAfter, next, offset, newest } as Parameters<typeof cursor>[0])
}

/** A cursor without the members that are undefined. */
export function cursor(of: { readonly [K in keyof PullCursor]: PullCursor[K] | undefined }) {
  return Object.fromEntries(
    Object.entries(of).filter(([, value]) => value !== undefined),
  ) as PullCursor
}

/**
 * The later of what was seen and what a page's `X-TAXII-Date-Added-Last` says. A time that is none,
 * or that lies ahead of the clock, would make the next pull skip what comes until then: it is passed
 * over.
 */
export function laterTime(
  seen: string | undefined,
  header: string | null,
  now: number,
): string | undefined {
  const time = header?.trim()
  if (time === undefined || !isTime(time) || Date.parse(time) > now + FUTURE_MS) return seen
  return seen === undefined || compareStixTimestamps(time, seen) > 0 ? time : seen
}

/** The cursor that the next pull begins with, once everything has come. */
export function afterPull({ addedAfter, newest }: PullCursor): PullCursor {
  return cursor({
    addedAfter: newest ?? addedAfter,
    next: undefined,
    offset: undefined,
    newest: undefined,
  })
}

/** Where to go on when the server does not know its own `next` any more. */
export function withoutNext({ addedAfter, newest }: PullCursor): PullCursor {
  return cursor({ addedAfter: newest ?? addedAfter, newest, next: undefined, offset: undefined })
}

function isTime(value: Json): value is string {
  return typeof value === 'string' && value.length <= 40 && isStixTimestamp(value)
}

import type { Micros } from './timestamp.ts'

/** Where a pull goes on: the position, and what it was filtered from. */
export interface Cursor {
  /** The first request's `added_after`. */
  readonly addedAfter: Micros
  /** Time of adding of the last one given. */
  readonly from: Micros
}

/**
 * The `next` of an envelope (TAXII 2.1 §3.7), opaque to clients. It names a place in time, not a row
 * or a count, so it stays good while objects come and go, for ever, and needs no memory of ours. It
 * grants nothing: whoever forges one could have asked for the same with `added_after`.
 */
export function writeCursor({ addedAfter, from }: Cursor): string {
  return `${from.toString(36)}.${addedAfter.toString(36)}`
}

/** @param text - attacker-controlled */
export function readCursor(text: string): Cursor | undefined {
  if (!/^[0-9a-z]{1,11}\.[0-9a-z]{1,11}$/.test(text)) return undefined
  const [from, addedAfter] = text.split('.').map((part) => Number.parseInt(part, 36))
  if (from === undefined || addedAfter === undefined) return undefined
  if (!Number.isSafeInteger(from) || addedAfter > from) return undefined
  return { addedAfter, from }
}

import {
  canonicalBytes,
  decode,
  integer,
  literal,
  object,
  parseCanonical,
  type Result,
} from '@concert/core'

/** Longest wait that a request may ask for, in seconds. */
const MAX_WAIT = 60

/**
 * What a node that can't be reached asks of its peer: what is queued for it. It travels sealed, and
 * the header of its parcel is its signature.
 */
export interface PullRequest {
  /** For how long the peer may wait with its reply until something is queued, in seconds. */
  readonly wait: number
}

const PULL = object({ v: literal(1), wait: integer(0, MAX_WAIT) })

/** Writes a request as canonical JSON. */
export function encodePull({ wait }: PullRequest): Uint8Array {
  return canonicalBytes({ v: 1, wait })
}

/** Reads a request. @param bytes - attacker-controlled */
export function decodePull(bytes: Uint8Array): Result<PullRequest, 'malformed'> {
  const parsed = parseCanonical(bytes)
  return parsed.ok ? decode(PULL, parsed.value) : parsed
}

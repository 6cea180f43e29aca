import { concat, hmacSha256, type Sha256, u16, unhex, utf8 } from '@concert/core'
import type { Digest } from './digest.ts'

/** What a leaf of a node's log stands for. The leaf itself does not tell. */
export type LeafRole =
  | 'sent'
  | 'receipt'
  | 'identity'
  | 'tombstone'
  | 'silence'
  | 'release'
  | 'cover'

/** Size of a leaf in bytes: the same for every role. */
export const LEAF_BYTES = 33

const PREFIX = utf8('concert/v1/leaf')

/**
 * A log leaf: `01 ‖ HMAC-SHA256(opening, "concert/v1/leaf" ‖ role ‖ u16(len) ‖ origin ‖ D)`.
 * Without the opening it tells nothing; with it, exactly one digest, role and log.
 * Throws RangeError unless the opening has exactly 32 bytes.
 */
export function leafFor(
  sha256: Sha256,
  opening: Uint8Array,
  role: LeafRole,
  origin: string,
  digest: Digest,
): Uint8Array {
  const named = unhex(digest)
  if (opening.length !== 32 || named?.length !== 32) throw new RangeError('leaf')
  const log = utf8(origin)
  const data = concat(PREFIX, utf8(role), u16(log.length), log, named)
  return concat(Uint8Array.of(1), hmacSha256(sha256, opening, data))
}

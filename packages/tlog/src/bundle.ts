import { concat, ok, type Result, refuse, u16 } from '@concert/core'
import { TILE_WIDTH } from './tiles.ts'

/** Largest entry that a bundle can hold, in bytes. */
export const MAX_ENTRY_BYTES = 0xffff

/** One entry as it stands in a bundle: big-endian uint16 length and the bytes (tlog-tiles). */
export function encodeEntry(entry: Uint8Array): Result<Uint8Array, 'entry-too-large'> {
  if (entry.length > MAX_ENTRY_BYTES) return refuse('entry-too-large')
  return ok(concat(u16(entry.length), entry))
}

/**
 * Reads the first `width` entries of an attacker-controlled bundle.
 *
 * @returns the entries, or `malformed` when the bundle is too short or, unless `isPrefix`, longer
 */
export function parseBundle(
  bytes: Uint8Array,
  width: number,
  options: { readonly isPrefix: boolean } = { isPrefix: false },
): Result<readonly Uint8Array[], 'malformed'> {
  const entries: Uint8Array[] = []
  let at = 0
  while (entries.length < width) {
    const end = entryEnd(bytes, at)
    if (end === undefined) return refuse('malformed', `entries[${entries.length}]`)
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  if (at !== bytes.length && !options.isPrefix) return refuse('malformed', 'end')
  return ok(entries)
}

/** The bytes of the first `width` entries of a stored bundle, or `undefined` if it has fewer. */
export function bundlePrefix(bytes: Uint8Array, width: number): Uint8Array | undefined {
  if (width > TILE_WIDTH) return undefined
  let at = 0
  for (let i = 0; i < width; i++) {
    const end = entryEnd(bytes, at)
    if (end === undefined) return undefined
    at = end
  }
  return bytes.subarray(0, at)
}

function entryEnd(bytes: Uint8Array, at: number): number | undefined {
  const [high, low] = [bytes[at], bytes[at + 1]]
  if (high === undefined || low === undefined) return undefined
  const end = at + 2 + high * 256 + low
  return end <= bytes.length ? end : undefined
}

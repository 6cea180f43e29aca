import { concat, u32 } from '@concert/core'

/** Media type of what goes to a mailbox and comes from it: signed documents, then a parcel. */
export const MAILBOX_MEDIA_TYPE = 'application/vnd.concert.mailbox'

/** Largest signed document in a frame, in bytes. */
const MAX_FRAMED_DOCUMENT = 64 << 10

/** A frame: each document with its length (u32) before it, then the parcel to the end. */
export function packFrame(documents: readonly Uint8Array[], parcel: Uint8Array): Uint8Array {
  return concat(...documents.flatMap((bytes) => [u32(bytes.length), bytes]), parcel)
}

/**
 * Takes a frame apart; undefined when it is not one.
 *
 * @param bytes - attacker-controlled
 * @param count - how many documents stand before the parcel
 */
export function splitFrame(
  bytes: Uint8Array,
  count: number,
): { readonly documents: readonly Uint8Array[]; readonly parcel: Uint8Array } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const documents: Uint8Array[] = []
  let at = 0
  while (documents.length < count) {
    if (bytes.length < at + 4) return undefined
    const size = view.getUint32(at)
    at += 4
    if (size > MAX_FRAMED_DOCUMENT || bytes.length < at + size) return undefined
    documents.push(bytes.subarray(at, at + size))
    at += size
  }
  return { documents, parcel: bytes.subarray(at) }
}

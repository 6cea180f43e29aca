import { type Crc32, crc32Of, joinedCrc32 } from './crc32.ts'

/** Objects of a page that a store keeps compressed. */
export interface DeflatedObjects {
  /**
   * Raw DEFLATE blocks (RFC 1951), none of them the last one, up to the end of a byte: what zlib gives
   * with Z_SYNC_FLUSH. In them JSON objects with commas between them, and any white space around.
   */
  readonly blocks: Uint8Array
  /** Bytes that come out of them. */
  readonly size: number
  /** Of what comes out of them. */
  readonly crc32: Crc32
}

/** ID1, ID2, CM; no flags, no time, no hints, no system (RFC 1952 §2.3). */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)
const COMMA = Uint8Array.of(0x2c)
/** Bytes before the content of a stored block (RFC 1951 §3.2.4), and at the end of a member. */
const STORED_HEAD = 5
const TRAILER = 8

/**
 * One gzip member (RFC 1952) of objects that are compressed already, and texts around them. Nothing is
 * decompressed or compressed: DEFLATE is a row of blocks, and the checksum of a whole follows from those
 * of its parts.
 *
 * @param head - at most 65,535 bytes, as `tail`
 */
export function gzipAround(
  head: Uint8Array,
  objects: readonly DeflatedObjects[],
  tail: Uint8Array,
): Uint8Array {
  const parts = objects.reduce((sum, { blocks }) => sum + blocks.length, 0)
  const commas = Math.max(0, objects.length - 1) * (STORED_HEAD + COMMA.length)
  const texts = 2 * STORED_HEAD + head.length + tail.length
  const member = new GzipMember(HEADER.length + parts + commas + texts + TRAILER)
  member.store(head, false)
  for (const [index, each] of objects.entries()) {
    if (index > 0) member.store(COMMA, false)
    member.append(each)
  }
  member.store(tail, true)
  return member.finish()
}

class GzipMember {
  readonly #bytes: Uint8Array
  #at = HEADER.length
  #size = 0
  #crc32: Crc32 = 0

  constructor(size: number) {
    this.#bytes = new Uint8Array(size)
    this.#bytes.set(HEADER)
  }

  store(text: Uint8Array, isLast: boolean): void {
    const { length } = text
    const low = length & 0xff
    const high = length >>> 8
    this.#put(Uint8Array.of(isLast ? 1 : 0, low, high, low ^ 0xff, high ^ 0xff))
    this.#put(text)
    this.#count(length, crc32Of(text))
  }

  append({ blocks, size, crc32 }: DeflatedObjects): void {
    this.#put(blocks)
    this.#count(size, crc32)
  }

  finish(): Uint8Array {
    const view = new DataView(this.#bytes.buffer)
    view.setUint32(this.#at, this.#crc32, true)
    view.setUint32(this.#at + 4, this.#size, true)
    return this.#bytes
  }

  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #count(size: number, crc32: Crc32): void {
    this.#crc32 = joinedCrc32(this.#crc32, crc32, size)
    this.#size += size
  }
}

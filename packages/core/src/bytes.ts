/** Byte helpers shared by every package: one spelling for each encoding, in both directions. */

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 bytes of `text`. Lone surrogates become U+FFFD, so check {@link isWellFormedText} first. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Text of UTF-8 `bytes`, or `undefined` when they are not valid UTF-8. A byte order mark is kept. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** The parts one after another in a new array. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let size = 0
  for (const part of parts) size += part.length
  const out = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Whether two byte strings are equal, in time that depends only on their lengths. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let diff = 0
  for (let i = 0; i < a.length; i++) diff |= (a[i] as number) ^ (b[i] as number)
  return diff === 0
}

/** Lexicographic order of two byte strings: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    const d = (a[i] as number) - (b[i] as number)
    if (d !== 0) return d
  }
  return a.length - b.length
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return bytes.toHex()
}

/** Bytes of lower-case hexadecimal `text`, or `undefined` for any other spelling. */
export function unhex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !isHex(text)) return undefined
  // Short arrays that are made first and filled then cost a fraction of those that `fromHex` makes.
  const bytes = new Uint8Array(text.length / 2)
  bytes.setFromHex(text)
  return bytes
}

const HEX = /^[0-9a-f]*$/

/** Whether a text is nothing but lower-case hexadecimal digits. */
export function isHex(text: string): boolean {
  return HEX.test(text)
}

const STRICT_BASE64 = { alphabet: 'base64', lastChunkHandling: 'strict' } as const

/** Standard base64 with padding (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  return bytes.toBase64()
}

/**
 * Bytes of standard padded base64 (RFC 4648 §4), or `undefined`.
 * One spelling only: no white space, no missing padding, no stray trailing bits.
 */
export function unbase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  try {
    const { read, written } = bytes.setFromBase64(text, STRICT_BASE64)
    // White space, which is skipped, leaves fewer bytes than so many characters stand for.
    return read === text.length && written === bytes.length ? bytes : undefined
  } catch {
    return undefined
  }
}

/** Unsigned big-endian 16 bits. Throws RangeError outside 0 to 65,535. */
export function u16(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError('u16')
  return Uint8Array.of(value >>> 8, value & 0xff)
}

/** Unsigned big-endian 32 bits. Throws RangeError outside 0 to 2^32 − 1. */
export function u32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new RangeError('u32')
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
}

/** Unsigned big-endian 64 bits of a safe integer. Throws RangeError for others. */
export function u64(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('u64')
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out
}

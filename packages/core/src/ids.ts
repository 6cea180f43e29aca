import { concat, hex, unhex, utf8 } from './bytes.ts'

/** A name-based UUID (RFC 9562 §5.5) given SHA-1 of `namespace ‖ name`. */
export function uuidFromSha1(sha1: Uint8Array): string {
  return formatUuid(stamp(Uint8Array.from(sha1.subarray(0, 16)), 5))
}

/** The bytes that {@link uuidFromSha1} wants hashed. Throws RangeError for a bad namespace. */
export function uuidV5Input(namespace: string, name: string): Uint8Array {
  const ns = unhex(namespace.replaceAll('-', ''))
  if (ns?.length !== 16) throw new RangeError('namespace')
  return concat(ns, utf8(name))
}

/** A random UUID (RFC 9562 §5.4) of 16 random bytes. */
export function uuidV4(random: Uint8Array): string {
  return formatUuid(stamp(Uint8Array.from(random.subarray(0, 16)), 4))
}

function stamp(bytes: Uint8Array, version: number): Uint8Array {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes
}

function formatUuid(bytes: Uint8Array): string {
  const h = hex(bytes)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

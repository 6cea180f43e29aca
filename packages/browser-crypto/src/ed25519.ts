import { concat, equalBytes, isStrictEd25519Point, isStrictEd25519Signature } from '@concert/core'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'

const { Point } = ed25519
const ORDER = Point.Fn.ORDER

/**
 * Verifies Ed25519 as OpenSSL does (RFC 8032 §5.1.7, without the cofactor): the bytes of
 * `[S]B − [k]A` must be those of R. A library's own `verify` may multiply by the cofactor, and then
 * accept what a node refuses when a key has a part of low order; both sides must come to the same.
 */
export function verifyEd25519(
  pub: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!isStrictEd25519Point(pub) || !isStrictEd25519Signature(signature)) return false
  const a = pointOf(pub)
  if (!a) return false
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  const k = littleEndian(sha512(concat(r, pub, message))) % ORDER
  const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k))
  return equalBytes(expected.toBytes(), r)
}

function pointOf(bytes: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    return Point.fromBytes(bytes, false)
  } catch {
    return undefined
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.toReversed().toHex()}`)
}

/**
 * The checks on Ed25519 encodings that implementations disagree about ("Taming the many EdDSAs",
 * 2020): done once, before any library sees the bytes, at key registration and at every
 * verification.
 */

const P = (1n << 255n) - 19n
const L = (1n << 252n) + 27742317777372353535851937790883648493n

// y coordinates of the eight points whose order divides 8.
const LOW_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  P - 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
])

/** Whether 32 bytes encode a canonical point (RFC 8032 §5.1.3) that is not of low order. */
export function isStrictEd25519Point(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false
  const y = littleEndian(bytes) & ((1n << 255n) - 1n)
  return y < P && !LOW_ORDER_Y.has(y)
}

/** Whether 64 bytes are an encoded signature with a strict R and S below the group order. */
export function isStrictEd25519Signature(bytes: Uint8Array): boolean {
  if (bytes.length !== 64) return false
  return isStrictEd25519Point(bytes.subarray(0, 32)) && littleEndian(bytes.subarray(32)) < L
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.toReversed().toHex()}`)
}

/**
 * The checks on Ed25519 encodings that implementations disagree about ("Taming the many EdDSAs",
 * 2020): done once, before any library sees the bytes, at key registration and at every
 * verification.
 */

const P = (1n << 255n) - 19n
const L = (1n << 252n) + 27742317777372353535851937790883648493n

// y coordinates of the eight points whose order divides 8.
const LOW_ORDER_Y = [
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  P - 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]

// 64 hexadecimal digits, most significant first, are ordered as the numbers are; making a number
// of each key and signature would take a tenth of the time of verifying.
const P_DIGITS = digitsOf(P)
const L_DIGITS = digitsOf(L)
const LOW_ORDER_DIGITS: ReadonlySet<string> = new Set(LOW_ORDER_Y.map(digitsOf))

// Most significant bytes of P, of the low orders and of L: whatever begins otherwise is decided by that.
const SPECIAL_TOPS: ReadonlySet<number> = new Set([P, ...LOW_ORDER_Y].map(topOf))
const L_TOP = topOf(L)

/** Whether 32 bytes encode a canonical point (RFC 8032 §5.1.3) that is not of low order. */
export function isStrictEd25519Point(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false
  if (!SPECIAL_TOPS.has((bytes[31] as number) & 0x7f)) return true
  const bigEndian = bytes.toReversed()
  bigEndian[0] = (bigEndian[0] as number) & 0x7f
  const y = bigEndian.toHex()
  return y < P_DIGITS && !LOW_ORDER_DIGITS.has(y)
}

/** Whether 64 bytes are an encoded signature with a strict R and S below the group order. */
export function isStrictEd25519Signature(bytes: Uint8Array): boolean {
  if (bytes.length !== 64 || !isStrictEd25519Point(bytes.subarray(0, 32))) return false
  const top = bytes[63] as number
  if (top !== L_TOP) return top < L_TOP
  return bytes.subarray(32).toReversed().toHex() < L_DIGITS
}

function topOf(value: bigint): number {
  return Number(value >> 248n)
}

function digitsOf(value: bigint): string {
  return value.toString(16).padStart(64, '0')
}

/** A CRC-32 as gzip has it (RFC 1952 §8), from 0 to 2^32 - 1; 0 of nothing. */
export type Crc32 = number

/** The polynomial, its bits reversed: x^31 stands lowest. */
const POLYNOMIAL = 0xedb88320

/** The CRC-32 of a few bytes; a store has better means for many. */
export function crc32Of(bytes: Uint8Array): Crc32 {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/**
 * The CRC-32 of two texts, one after the other, from those of each: the first one is moved past as many
 * zero bytes as the second one has, which is a multiplication by x^(8n) modulo the polynomial.
 *
 * @param secondSize - bytes of the second one
 */
export function joinedCrc32(first: Crc32, second: Crc32, secondSize: number): Crc32 {
  return (multiplied(powerOfX(secondSize * 8), first) ^ second) >>> 0
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? POLYNOMIAL ^ (crc >>> 1) : crc >>> 1
  return crc
})

const ONE = 0x80000000
/** x^(2^n), each the square of the one before. */
const POWERS = ((): Uint32Array => {
  const powers = Uint32Array.of(ONE >>> 1, ...new Uint32Array(31))
  for (let n = 1; n < powers.length; n++) {
    const before = powers[n - 1] ?? 0
    powers[n] = multiplied(before, before)
  }
  return powers
})()

/** x^n. */
function powerOfX(n: number): number {
  let power = ONE
  let left = n
  for (let bit = 0; left > 0; bit++, left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = multiplied(POWERS[bit] ?? 0, power)
  }
  return power
}

/** a · b modulo the polynomial, over GF(2). */
function multiplied(a: number, b: number): number {
  let product = 0
  let shifted = b
  for (let mask = ONE; mask !== 0; mask >>>= 1) {
    if (a & mask) product ^= shifted
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1
  }
  return product >>> 0
}

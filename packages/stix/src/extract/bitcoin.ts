const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const OLD = /^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/
const NEW = /^bc1[02-9ac-hj-np-z]{11,71}$|^BC1[02-9AC-HJ-NP-Z]{11,71}$/
const OLD_BYTES = 25
const CHECK_BYTES = 4

/**
 * Whether a word is a Bitcoin address: `checked` when its checksum holds, `unchecked` when it could
 * be one and there is no SHA-256 to check it with, or `undefined`.
 */
export function bitcoinAddress(
  word: string,
  sha256?: (data: Uint8Array) => Uint8Array,
): 'checked' | 'unchecked' | undefined {
  if (NEW.test(word)) return isBech32(word.toLowerCase()) ? 'checked' : undefined
  if (!OLD.test(word)) return undefined
  const bytes = base58(word)
  if (bytes === undefined) return undefined
  if (sha256 === undefined) return 'unchecked'
  const sum = sha256(sha256(bytes.subarray(0, -CHECK_BYTES)))
  const given = bytes.subarray(-CHECK_BYTES)
  return given.every((byte, at) => byte === sum[at]) ? 'checked' : undefined
}

/** The 25 bytes of version, hash and checksum. */
function base58(word: string): Uint8Array | undefined {
  let number = 0n
  for (const digit of word) number = number * 58n + BigInt(BASE58.indexOf(digit))
  const bytes = new Uint8Array(OLD_BYTES)
  for (let at = OLD_BYTES - 1; at >= 0; at--) {
    bytes[at] = Number(number & 0xffn)
    number >>= 8n
  }
  return number === 0n ? bytes : undefined
}

const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
// BIP 173 for version 0 and BIP 350 for the others.
const BECH32_SUM = 1
const BECH32M_SUM = 0x2bc830a3

function isBech32(word: string): boolean {
  const values = [...word.slice(3)].map((digit) => BECH32.indexOf(digit))
  // The prefix `bc`, expanded as BIP 173 wants.
  let sum = 1
  for (const value of [3, 3, 0, 2, 3, ...values]) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (const [bit, generator] of GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= generator
  }
  return sum >>> 0 === (values[0] === 0 ? BECH32_SUM : BECH32M_SUM)
}

import { fromUtf8, unbase64, utf8 } from '@concert/core'

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32

// Anything that is neither a newline nor at or above U+0020.
const CONTROL = /[^\n\u0020-\uffff]/
const WHITE_SPACE = /\p{White_Space}/u
const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/

/**
 * The text of attacker-controlled input: at most `limit` bytes of UTF-8 without ASCII control
 * characters other than the newline (signed-note, "Format"). `undefined` when it is not that.
 */
export function readText(input: string | Uint8Array, limit: number): string | undefined {
  if (input.length > limit) return undefined
  const text = typeof input === 'string' ? input : fromUtf8(input)
  if (text === undefined || !text.isWellFormed() || CONTROL.test(text)) return undefined
  return typeof input === 'string' && utf8(text).length > limit ? undefined : text
}

/** An ASCII decimal without leading zeros, up to 2^53 − 1. */
export function parseDecimal(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** A hash written as one line of strict base64. */
export function parseHash(text: string): Uint8Array | undefined {
  const bytes = unbase64(text)
  return bytes?.length === HASH_BYTES ? bytes : undefined
}

/** All lines as hashes, or `undefined` when one of them is not a hash. */
export function parseHashes(lines: readonly string[]): readonly Uint8Array[] | undefined {
  const hashes: Uint8Array[] = []
  for (const line of lines) {
    const hash = parseHash(line)
    if (hash === undefined) return undefined
    hashes.push(hash)
  }
  return hashes
}

/** Whether a text may be a key name: not empty, no Unicode space, no plus (signed-note, "Format"). */
export function isKeyName(text: string): boolean {
  return (
    text !== '' &&
    text.isWellFormed() &&
    !text.includes('+') &&
    !WHITE_SPACE.test(text) &&
    !CONTROL.test(text)
  )
}

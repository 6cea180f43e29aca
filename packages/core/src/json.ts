import canonicalizeValue from 'canonicalize'
import { fromUtf8, utf8 } from './bytes.ts'
import { ok, type Refusal, type Result, refuse } from './result.ts'

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Deepest nesting that Concert reads (docs/protocol/bytes.md). */
export const MAX_DEPTH = 32

/** The canonical bytes (RFC 8785) of a value. Throws TypeError when it is not JSON. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8(canonicalText(value))
}

/** The canonical text (RFC 8785) of a value. Throws TypeError when it is not JSON. */
export function canonicalText(value: unknown): string {
  const text = canonicalizeValue(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return text
}

/** What a text may hold beyond plain JSON. */
export interface TextRules {
  /** Whether strings must be in NFC and free of bidirectional controls: Concert's own texts. */
  readonly ownText: boolean
}

/**
 * Reads signed JSON: accepted only if its canonical form is the very bytes received, which rules
 * out duplicate keys, other spellings and insignificant white space at once.
 *
 * @param bytes - attacker-controlled
 * @returns the object, or `malformed`
 */
export function parseCanonical(
  bytes: Uint8Array,
  rules: TextRules = { ownText: true },
): Result<JsonObject, 'malformed'> {
  const text = fromUtf8(bytes)
  if (text === undefined) return refuse('malformed', 'utf-8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('malformed', 'json')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('malformed', 'json')
  }
  // Without escapes of other characters no text holds half a surrogate pair; and ASCII, which is as
  // long in UTF-8 as in UTF-16, is clean. Then no text needs a look of its own.
  const isPlain = !text.includes('\\u') && (!rules.ownText || text.length === bytes.length)
  const at = faultIn(value as Json, isPlain ? undefined : rules, 1)
  if (at !== undefined) return refuse('malformed', at)
  if (!isCanonical(value as Json, text)) return refuse('malformed', 'canonical')
  return ok(value as JsonObject)
}

/**
 * Whether a text is the canonical form of the value that it was read into. What the platform writes
 * is canonical but for the order of names, so where it is the text, looking at that order is enough.
 */
function isCanonical(value: Json, text: string): boolean {
  return JSON.stringify(value) === text ? hasSortedNames(value) : canonicalText(value) === text
}

function hasSortedNames(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return (value as readonly Json[]).every(hasSortedNames)
  let last: string | undefined
  for (const [name, entry] of Object.entries(value as JsonObject)) {
    if (last !== undefined && last >= name) return false
    if (!hasSortedNames(entry)) return false
    last = name
  }
  return true
}

/**
 * Checks the rules that every JSON value read by Concert obeys: depth at most {@link MAX_DEPTH},
 * integers within ±(2^53 − 1), no lone surrogates, and Concert's own texts clean.
 */
export function checkValue(value: Json, rules: TextRules): Refusal<'malformed'> | undefined {
  const at = faultIn(value, rules, 1)
  return at === undefined ? undefined : refuse('malformed', at)
}

function faultIn(value: Json, rules: TextRules | undefined, depth: number): string | undefined {
  if (typeof value === 'string') return faultInText(value, rules)
  if (typeof value === 'number') return faultInNumber(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > MAX_DEPTH) return 'depth'
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) {
      const fault = faultIn(entry, rules, depth + 1)
      if (fault !== undefined) return fault
    }
    return undefined
  }
  for (const key of Object.keys(value)) {
    const fault =
      faultInText(key, rules) ?? faultIn((value as JsonObject)[key] as Json, rules, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}

function faultInNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'number'
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'integer' : undefined
}

function faultInText(text: string, rules: TextRules | undefined): string | undefined {
  if (rules === undefined) return undefined
  if (!text.isWellFormed()) return 'surrogate'
  if (rules.ownText && !isAscii(text) && !isOwnText(text)) return 'text'
  return undefined
}

const ASCII = /^\p{ASCII}*$/u

function isAscii(text: string): boolean {
  return ASCII.test(text)
}

// Bidirectional controls: ALM, LRM, RLM, LRE to RLO, LRI to PDI (Unicode UAX #9 §2).
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Whether a text may stand in Concert's own JSON: NFC, no bidirectional controls. */
export function isOwnText(text: string): boolean {
  return !BIDI.test(text) && text.normalize('NFC') === text
}

import { fromUtf8, utf8 } from './bytes.ts'
import { type Json, MAX_DEPTH } from './json.ts'
import { newOutline, type Outline, passValue } from './json-outline.ts'
import { type JsonFaultCode, scanJson } from './json-scan.ts'
import { type Ok, ok, type Refusal, refuse } from './result.ts'

/** A refusal that also says where: `offset` counts bytes from the start of the text. */
export interface JsonRefusal extends Refusal<JsonFaultCode> {
  readonly offset: number
}

/** Bounds of one text. */
export interface JsonBounds {
  /** Most bytes; 64 MiB when not given. */
  readonly maxBytes?: number
  /** Deepest nesting; {@link MAX_DEPTH} when not given. */
  readonly maxDepth?: number
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Reads JSON that others wrote (files, STIX): any spelling, but nothing that two readers could
 * understand differently (docs/protocol/bytes.md). White space around the value is allowed.
 *
 * @param bytes - attacker-controlled
 * @returns the value, or the first fault with its byte offset
 */
export function parseStrictJson(
  bytes: Uint8Array,
  bounds: JsonBounds = {},
): Ok<Json> | JsonRefusal {
  const { maxBytes = DEFAULT_MAX_BYTES, maxDepth = MAX_DEPTH } = bounds
  if (bytes.length > maxBytes) return jsonRefusal('json-size', maxBytes)
  const text = fromUtf8(bytes)
  if (text === undefined) return jsonRefusal('json-utf8', firstInvalidByte(bytes))
  const outline = newOutline()
  passValue(outline, text, firstInk(text))
  return parseOutlined(text, outline, maxDepth)
}

/**
 * Parses a text whose outline is known. JSON.parse alone finds no duplicate keys, yet each member
 * of an object has one colon: where the outline counted more colons than the value has members,
 * some key stood twice. The exact scan runs only where something is wrong, to say what and where.
 *
 * @param text - well-formed Unicode, attacker-controlled
 * @param outline - from {@link passValue} over the whole of this text
 */
export function parseOutlined(
  text: string,
  outline: Outline,
  maxDepth: number,
): Ok<Json> | JsonRefusal {
  if (outline.deepest > maxDepth || spellsSurrogate(text)) return parseScanned(text, maxDepth)
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return parseScanned(text, maxDepth)
  }
  return membersIn(value) === outline.colons ? ok(value) : parseScanned(text, maxDepth)
}

/** The exact way; the property tests hold the short one to it. */
function parseScanned(text: string, maxDepth: number): Ok<Json> | JsonRefusal {
  const fault = scanJson(text, maxDepth)
  if (fault) return jsonRefusal(fault.code, byteOffset(text, fault.index))
  return ok(JSON.parse(text) as Json)
}

/** Whether an escape may spell half of a surrogate pair; decoded UTF-8 has none. */
function spellsSurrogate(text: string): boolean {
  return text.includes('\\ud') || text.includes('\\uD')
}

/** Members of all objects in a value, or NaN when it holds a number that readers round apart. */
function membersIn(value: Json): number {
  if (typeof value === 'number') return isExact(value) ? 0 : Number.NaN
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) {
      if (typeof entry !== 'string') count += membersIn(entry)
    }
    return count
  }
  // Parsed JSON has nothing but own members, and a polluted prototype only sends us the exact way.
  for (const key in value) {
    const member = (value as { readonly [name: string]: Json })[key] as Json
    count += typeof member === 'string' ? 1 : 1 + membersIn(member)
  }
  return count
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))
}

function firstInk(text: string): number {
  let at = 0
  while (text.charCodeAt(at) <= 0x20) at++
  return at
}

/** Makes a refusal at a byte; its `at` reads `byte 17`. */
export function jsonRefusal(code: JsonFaultCode, offset: number): JsonRefusal {
  return { ...refuse(code, `byte ${offset}`), offset }
}

function byteOffset(text: string, index: number): number {
  return utf8(text.slice(0, index).toWellFormed()).length
}

/** Decoding leniently and encoding again changes the bytes first where they are not UTF-8. */
export function firstInvalidByte(bytes: Uint8Array): number {
  const round = utf8(lenient.decode(bytes))
  let at = 0
  while (at < bytes.length && bytes[at] === round[at]) at++
  return at
}

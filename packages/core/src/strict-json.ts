import { fromUtf8, utf8 } from './bytes.ts'
import { type Json, MAX_DEPTH } from './json.ts'
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
  const fault = scanJson(text, maxDepth)
  if (fault) return jsonRefusal(fault.code, byteOffset(text, fault.index))
  // The scan accepts nothing that JSON.parse does not; a property test holds them together.
  return ok(JSON.parse(text) as Json)
}

/** Makes a refusal at a byte; its `at` reads `byte 17`. */
export function jsonRefusal(code: JsonFaultCode, offset: number): JsonRefusal {
  return { ...refuse(code, `byte ${offset}`), offset }
}

function byteOffset(text: string, index: number): number {
  return utf8(text.slice(0, index).toWellFormed()).length
}

/** Decoding leniently and encoding again changes the bytes first where they are not UTF-8. */
function firstInvalidByte(bytes: Uint8Array): number {
  const round = utf8(lenient.decode(bytes))
  let at = 0
  while (at < bytes.length && bytes[at] === round[at]) at++
  return at
}

import {
  base64Bytes,
  decode,
  fromUtf8,
  hexText,
  list,
  object,
  ok,
  parseCanonical,
  type Result,
  text,
  unbase64,
} from '@concert/core'
import { TextCursor } from './text-cursor.ts'

/** Largest signed document in bytes. */
export const MAX_DOCUMENT_BYTES: number = 1 << 20

const MAX_SIGNATURES = 8
/** Of Ed25519. */
const MIN_SIG_BYTES = 64
/** Of ML-DSA-65. */
const MAX_SIG_BYTES = 3309

/** A DSSE envelope, read; nothing is verified. */
export interface Dsse {
  readonly payload: Uint8Array
  readonly payloadType: string
  readonly signatures: readonly DsseSignature[]
}

interface DsseSignature {
  readonly keyid: string
  readonly sig: Uint8Array
}

const keyid = hexText(16)

const SHAPE = object({
  payload: base64Bytes(2, MAX_DOCUMENT_BYTES),
  payloadType: text({ max: 100 }),
  signatures: list(object({ keyid, sig: base64Bytes(MIN_SIG_BYTES, MAX_SIG_BYTES) }), {
    min: 1,
    max: MAX_SIGNATURES,
  }),
})

/**
 * Reads a DSSE envelope of a type: exactly its three fields, canonical JSON, one spelling of base64.
 *
 * @param bytes - attacker-controlled
 */
export function parseDsse(bytes: Uint8Array, payloadType: string): Result<Dsse, 'malformed'> {
  const read = readCanonical(bytes, payloadType)
  if (read) return ok(read)
  // Any other text is refused, and this says at which place.
  const json = parseCanonical(bytes)
  if (!json.ok) return json
  return decode(SHAPE, json.value)
}

/**
 * Reads the one text that a canonical DSSE envelope can be, without reading it as JSON first: most
 * of it is base64, which would be copied and looked through three times more.
 *
 * @returns undefined for anything else
 */
function readCanonical(bytes: Uint8Array, payloadType: string): Dsse | undefined {
  const source = fromUtf8(bytes)
  if (source === undefined) return undefined
  const cursor = new TextCursor(source)
  if (!cursor.pass('{"payload":"')) return undefined
  const payload = base64In(cursor, 2, MAX_DOCUMENT_BYTES)
  if (!payload || !cursor.pass(`,"payloadType":"${payloadType}","signatures":[`)) return undefined
  const signatures: DsseSignature[] = []
  do {
    if (!cursor.pass('{"keyid":"')) return undefined
    const id = cursor.untilQuote()
    const known = id === undefined ? undefined : decode(keyid, id)
    if (!known?.ok || !cursor.pass(',"sig":"')) return undefined
    const sig = base64In(cursor, MIN_SIG_BYTES, MAX_SIG_BYTES)
    if (!sig || !cursor.pass('}')) return undefined
    signatures.push({ keyid: known.value, sig })
  } while (signatures.length < MAX_SIGNATURES && cursor.pass(','))
  return cursor.pass(']}') && cursor.isAtEnd ? { payload, payloadType, signatures } : undefined
}

/** Base64 of `min` to `max` bytes before the next quotation mark. */
function base64In(cursor: TextCursor, min: number, max: number): Uint8Array | undefined {
  const encoded = cursor.untilQuote()
  if (encoded === undefined || encoded.length > Math.ceil(max / 3) * 4) return undefined
  const bytes = unbase64(encoded)
  return bytes && bytes.length >= min && bytes.length <= max ? bytes : undefined
}

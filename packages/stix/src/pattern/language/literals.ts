import { unbase64, unhex } from '@concert/core'
import { isStixTimestamp } from '../../time.ts'
import type { PatternSyntaxCode } from './faults.ts'
import type { PatternLiteral } from './syntax.ts'

/** A constant's content, or what is wrong with it. */
export type LiteralReading =
  | { readonly value: PatternLiteral }
  | { readonly code: PatternSyntaxCode; readonly value: PatternLiteral }

type Kind = PatternLiteral['kind']

/** The kinds of tokens that are constants. */
export function isLiteralToken(kind: string): boolean {
  return READERS.has(kind)
}

/** The constant that a token's text says (§9.2); a harmless one in its place when it is wrong. */
export function readLiteral(
  kind: string,
  text: string,
  start: number,
  end: number,
): LiteralReading | undefined {
  const read = READERS.get(kind)?.(text)
  if (read === undefined) return undefined
  const value = { ...read.value, start, end } as PatternLiteral
  return read.code === undefined ? { value } : { code: read.code, value }
}

interface Read {
  readonly value: { readonly kind: Kind; readonly value: unknown }
  readonly code?: PatternSyntaxCode
}

const NO_OCTETS = new Uint8Array(0)

const READERS: ReadonlyMap<string, (text: string) => Read> = new Map<
  string,
  (text: string) => Read
>([
  ['string', (value) => ({ value: { kind: 'string', value } })],
  ['true', () => ({ value: { kind: 'boolean', value: true } })],
  ['false', () => ({ value: { kind: 'boolean', value: false } })],
  ['integer', readInteger],
  ['float', readFloat],
  ['hex', readHex],
  ['binary', readBinary],
  ['timestamp', readTimestamp],
])

function readInteger(text: string): Read {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) {
    return { value: { kind: 'integer', value: 0 }, code: 'pattern-number-range' }
  }
  return { value: { kind: 'integer', value: number === 0 ? 0 : number } }
}

function readFloat(text: string): Read {
  const number = Number(text)
  if (!Number.isFinite(number)) {
    return { value: { kind: 'float', value: 0 }, code: 'pattern-number-range' }
  }
  return { value: { kind: 'float', value: number === 0 ? 0 : number } }
}

function readHex(text: string): Read {
  const octets = unhex(text.toLowerCase())
  if (octets === undefined) {
    return { value: { kind: 'hex', value: NO_OCTETS }, code: 'pattern-hex' }
  }
  return { value: { kind: 'hex', value: octets } }
}

/** Line feeds in base64 are ignored (§9.2). */
function readBinary(text: string): Read {
  const octets = unbase64(text.replace(/[\r\n]/g, ''))
  if (octets === undefined) {
    return { value: { kind: 'binary', value: NO_OCTETS }, code: 'pattern-base64' }
  }
  return { value: { kind: 'binary', value: octets } }
}

function readTimestamp(text: string): Read {
  const value = { kind: 'timestamp', value: text } as const
  return isStixTimestamp(text) ? { value } : { value, code: 'pattern-timestamp' }
}

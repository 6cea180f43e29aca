import { parseStrictJson } from '@concert/core'
import { type Fault, fault } from '../i18n/faults.ts'

/** A JSON value, or the fault that says where its text breaks off. */
export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: Fault }

const lenient = new TextDecoder()

/** Reads JSON that an operator wrote: any spelling, but no key twice in one object. */
export function readJson(bytes: Uint8Array, where: string): ReadJson {
  const read = parseStrictJson(bytes)
  if (read.ok) return read
  const position = positionOf(bytes, read.offset)
  const code = read.code === 'json-duplicate' ? 'json-duplicate' : 'json'
  return { ok: false, fault: fault(code, where, position) }
}

/** Line and column of a byte, counted from 1. */
function positionOf(
  bytes: Uint8Array,
  offset: number,
): { readonly line: number; readonly column: number } {
  const lines = lenient.decode(bytes.subarray(0, offset)).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

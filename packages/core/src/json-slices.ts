import { concat, fromUtf8 } from './bytes.ts'
import type { JsonObject } from './json.ts'
import { type Ok, ok } from './result.ts'
import { type JsonBounds, type JsonRefusal, jsonRefusal, parseStrictJson } from './strict-json.ts'

/** An object whose one long list is left as bytes, so that each element is read on its own. */
export interface SlicedJson {
  /** The object with the list emptied, read strictly. Key absent when the text has no such list. */
  readonly shell: JsonObject
  /** How many elements the list has. */
  readonly count: number
  /** Where element `index` starts in the text. Throws RangeError outside the list. */
  offset(index: number): number
  /** The exact bytes of element `index`, a view of the text. Not checked beyond its brackets. */
  element(index: number): Uint8Array
}

const DEFAULT_MAX_BYTES = 512 * 1024 * 1024
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a

/**
 * Cuts the elements of the top-level list `key` out of a JSON object without decoding them: one
 * faulty element then costs only itself, and every other is kept in its exact bytes. Works on
 * bytes, since every structural character of JSON is ASCII and UTF-8 never reuses those.
 *
 * @param bytes - attacker-controlled
 * @returns the slices, or why the text around the list can't be read
 */
export function sliceJsonList(
  bytes: Uint8Array,
  key: string,
  bounds: JsonBounds = {},
): Ok<SlicedJson> | JsonRefusal {
  const { maxBytes = DEFAULT_MAX_BYTES } = bounds
  if (bytes.length > maxBytes) return jsonRefusal('json-size', maxBytes)
  const found = findList(bytes, key)
  if (found === undefined) return jsonRefusal('json-syntax', bytes.length)
  const shell = readShell(bytes, found, bounds)
  if (!shell.ok) return shell
  return ok(slicesOf(bytes, shell.value, found.bounds))
}

interface FoundList {
  /** Index after `[`; 0 when the text has no such list. */
  readonly from: number
  /** Index of the matching `]`. */
  readonly to: number
  /** Start and end of each element in turn. */
  readonly bounds: readonly number[]
}

const NO_LIST: FoundList = { from: 0, to: 0, bounds: [] }

function slicesOf(bytes: Uint8Array, shell: JsonObject, bounds: readonly number[]): SlicedJson {
  const bound = (at: number): number => {
    const value = bounds[at]
    if (value === undefined) throw new RangeError('element')
    return value
  }
  return {
    shell,
    count: bounds.length / 2,
    offset: (index) => bound(2 * index),
    element: (index) => bytes.subarray(bound(2 * index), bound(2 * index + 1)),
  }
}

function readShell(
  bytes: Uint8Array,
  found: FoundList,
  limits: JsonBounds,
): Ok<JsonObject> | JsonRefusal {
  const removed = found.to - found.from
  const text =
    removed === 0 ? bytes : concat(bytes.subarray(0, found.from), bytes.subarray(found.to))
  const shell = parseStrictJson(text, limits)
  if (!shell.ok) {
    const past = removed > 0 && shell.offset > found.from
    return jsonRefusal(shell.code, past ? shell.offset + removed : shell.offset)
  }
  const { value } = shell
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return jsonRefusal('json-syntax', 0)
  }
  return ok(value as JsonObject)
}

/**
 * Finds the first list under `key` at depth 1. A second one stays in the shell, where it is a
 * duplicate key. `undefined` when brackets or strings are left open.
 */
function findList(bytes: Uint8Array, key: string): FoundList | undefined {
  let depth = 0
  let lastString: readonly [number, number] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at)
      if (end === undefined) return undefined
      lastString = [at, end]
      at = end - 1
    } else if (isOpen(byte)) {
      depth++
      const isList = byte === 0x5b && depth === 2
      if (isList && isKey(bytes, lastString, at, key)) return cutList(bytes, at + 1)
    } else if (isClose(byte)) depth--
  }
  return depth > 0 ? undefined : NO_LIST
}

/** Whether the string just passed is the key, in any spelling, of the value that starts at `at`. */
function isKey(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  at: number,
  key: string,
): boolean {
  const colon = lastInk(bytes, to, at)
  if (colon < to || bytes[colon] !== COLON || lastInk(bytes, to, colon) >= to) return false
  try {
    return JSON.parse(fromUtf8(bytes.subarray(from, to)) ?? '') === key
  } catch {
    return false
  }
}

/** Index of the last byte in [from, to) that is not white space, or `from - 1`. */
function lastInk(bytes: Uint8Array, from: number, to: number): number {
  let at = to - 1
  while (at >= from && isSpace(bytes[at] as number)) at--
  return at
}

function cutList(bytes: Uint8Array, from: number): FoundList | undefined {
  const bounds: number[] = []
  let depth = 0
  let start = from
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at)
      if (end === undefined) return undefined
      at = end - 1
    } else if (isOpen(byte)) {
      depth++
    } else if (isClose(byte)) {
      if (depth > 0) {
        depth--
        continue
      }
      const last = trimmed(bytes, start, at)
      // An empty list has no elements; a comma before the bracket leaves an empty one, a fault.
      if (bounds.length > 0 || last[0] < last[1]) bounds.push(...last)
      return { from, to: at, bounds }
    } else if (byte === COMMA && depth === 0) {
      bounds.push(...trimmed(bytes, start, at))
      start = at + 1
    }
  }
  return undefined
}

function trimmed(bytes: Uint8Array, from: number, to: number): readonly [number, number] {
  let start = from
  let end = to
  while (start < end && isSpace(bytes[start] as number)) start++
  while (end > start && isSpace(bytes[end - 1] as number)) end--
  return [start, end]
}

/** Index after the closing quote of the string that opens at `at`. */
function stringEnd(bytes: Uint8Array, at: number): number | undefined {
  let end = at + 1
  while (end < bytes.length) {
    const byte = bytes[end] as number
    if (byte === QUOTE) return end + 1
    end += byte === BACKSLASH ? 2 : 1
  }
  return undefined
}

function isOpen(byte: number): boolean {
  return byte === 0x5b || byte === 0x7b
}

function isClose(byte: number): boolean {
  return byte === 0x5d || byte === 0x7d
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

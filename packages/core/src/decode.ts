import { isHex, unbase64 } from './bytes.ts'
import type { Json, JsonObject } from './json.ts'
import { ok, type Result, refuse } from './result.ts'

/**
 * A decoder turns one untrusted JSON value into a typed one. It throws {@link Malformed}, which
 * {@link decode} turns into a refusal that names the path; nothing else leaves this module.
 */
export type Decoder<T> = (value: Json | undefined, path: string) => T

/** Thrown by decoders and caught by {@link decode}. */
export class Malformed extends Error {
  readonly path: string

  constructor(path: string) {
    super('malformed')
    this.path = path
  }
}

/** Runs a decoder. @returns the typed value, or `malformed` with the path of the first fault. */
export function decode<T>(decoder: Decoder<T>, value: Json | undefined): Result<T, 'malformed'> {
  try {
    return ok(decoder(value, ''))
  } catch (error) {
    if (error instanceof Malformed) return refuse('malformed', error.path || 'root')
    throw error
  }
}

/** What {@link text} accepts. Lengths are in UTF-16 units. */
export interface TextBounds {
  readonly min?: number
  readonly max?: number
  readonly pattern?: RegExp
}

/** A string within bounds. */
export function text(bounds: TextBounds = {}): Decoder<string> {
  const { min = 1, max = 256, pattern } = bounds
  return (value, path) => {
    if (typeof value !== 'string' || value.length < min || value.length > max) {
      throw new Malformed(path)
    }
    if (pattern && !pattern.test(value)) throw new Malformed(path)
    return value
  }
}

/** A safe integer from `min` to `max`, both included. */
export function integer(min: number = 0, max: number = Number.MAX_SAFE_INTEGER): Decoder<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new Malformed(path)
    }
    return Object.is(value, -0) ? fail(path) : value
  }
}

/** true or false. */
export function flag(): Decoder<boolean> {
  return (value, path) => (typeof value === 'boolean' ? value : fail(path))
}

/** Exactly one of the given literals. */
export function literal<const T extends string | number | boolean | null>(
  ...allowed: readonly T[]
): Decoder<T> {
  return (value, path) => {
    const found = allowed.find((entry) => entry === value)
    return found === undefined ? fail(path) : found
  }
}

/** A value or null. */
export function nullable<T>(decoder: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === null ? null : decoder(value, path))
}

/** A member that may be left out, which gives null; null itself is not accepted. */
export function optional<T>(decoder: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === undefined ? null : decoder(value, path))
}

/** An array of `min` to `max` entries. */
export function list<T>(
  decoder: Decoder<T>,
  bounds: { readonly min?: number; readonly max: number },
): Decoder<readonly T[]> {
  const { min = 0, max } = bounds
  return (value, path) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) throw new Malformed(path)
    const out: T[] = []
    try {
      for (const entry of value as readonly Json[]) out.push(decoder(entry, HERE))
    } catch (error) {
      throw seenFrom(error, `${path}[${out.length}]`)
    }
    return out
  }
}

/** An array whose entries rise strictly in code-unit order, so that a set has one spelling. */
export function sortedSet(
  decoder: Decoder<string>,
  bounds: { readonly min?: number; readonly max: number },
): Decoder<readonly string[]> {
  const entries = list(decoder, bounds)
  return (value, path) => {
    const out = entries(value, path)
    for (let i = 1; i < out.length; i++) {
      if ((out[i - 1] as string) >= (out[i] as string)) throw new Malformed(`${path}[${i}]`)
    }
    return out
  }
}

/** The typed value that a table of decoders gives. */
export type Decoded<S extends Record<string, Decoder<unknown>>> = {
  readonly [K in keyof S]: S[K] extends Decoder<infer T> ? T : never
}

/** A closed object: every named field present, none more. */
export function object<S extends Record<string, Decoder<unknown>>>(shape: S): Decoder<Decoded<S>> {
  const names = Object.keys(shape)
  return (value, path) => {
    const source = asObject(value, path)
    for (const key of Object.keys(source)) {
      if (!Object.hasOwn(shape, key)) throw new Malformed(join(path, key))
    }
    const out: Record<string, unknown> = {}
    let name = ''
    try {
      for (name of names) out[name] = (shape[name] as Decoder<unknown>)(source[name], HERE)
    } catch (error) {
      throw seenFrom(error, join(path, name))
    }
    return out as Decoded<S>
  }
}

/** An object with free keys of one form and values of one type. */
export function dictionary<T>(
  key: Decoder<string>,
  entry: Decoder<T>,
  max: number,
): Decoder<Readonly<Record<string, T>>> {
  return (value, path) => {
    const source = asObject(value, path)
    const names = Object.keys(source)
    if (names.length > max) throw new Malformed(path)
    const out: Record<string, T> = {}
    for (const name of names) out[key(name, path)] = entry(source[name], join(path, name))
    return out
  }
}

/** Any JSON object, left as it is. */
export function anyObject(): Decoder<JsonObject> {
  return asObject
}

/** Lower-case hexadecimal of exactly `size` bytes, kept as text. */
export function hexText(size: number): Decoder<string> {
  return (value, path) =>
    typeof value === 'string' && value.length === 2 * size && isHex(value) ? value : fail(path)
}

/** Padded base64 of `min` to `max` bytes, decoded. */
export function base64Bytes(min: number, max: number): Decoder<Uint8Array> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length > Math.ceil(max / 3) * 4)
      throw new Malformed(path)
    const bytes = unbase64(value)
    if (!bytes || bytes.length < min || bytes.length > max) throw new Malformed(path)
    return bytes
  }
}

const TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** A UTC time with milliseconds (RFC 3339 §5.6), kept as text: `2026-11-23T09:00:00.000Z`. */
export function time(): Decoder<string> {
  return (value, path) => (typeof value === 'string' && isTime(value) ? value : fail(path))
}

function isTime(value: string): boolean {
  if (!TIME.test(value)) return false
  const day = Number(value.slice(8, 10))
  const month = Number(value.slice(5, 7))
  return day >= 1 && day <= daysIn(month, Number(value.slice(0, 4)))
}

/** Days of a month of the proleptic Gregorian calendar (RFC 3339 appendix C); 0 for no month. */
function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  if (month < 1 || month > 12) return 0
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function asObject(value: Json | undefined, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(path)
  return value as JsonObject
}

/**
 * The path that a member's decoder is given. Where the member is gets written once it is at fault:
 * nearly none of them is, and a text for each would cost as much as reading it.
 */
const HERE = ''

/** A fault in a member, with the path from outside. Anything else that was thrown stays as it is. */
function seenFrom(error: unknown, path: string): unknown {
  return error instanceof Malformed ? new Malformed(join(path, error.path)) : error
}

function join(path: string, inner: string): string {
  if (path === '' || inner === '') return path + inner
  return inner.startsWith('[') || inner.startsWith('.') ? path + inner : `${path}.${inner}`
}

function fail(path: string): never {
  throw new Malformed(path)
}

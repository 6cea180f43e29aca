import { type Json, type JsonObject, ok, type Result, refuse } from '@concert/core'

/** One step into an object: a property name or dictionary key, or a zero-based list index. */
export type Step = string | number

/** A place in an object, from its top. */
export type Path = readonly Step[]

/** Why a selector selects nothing: not of the syntax, or of something that is not there. */
export type SelectorFaultCode = 'selector-syntax' | 'selector-absent'

// Far above what an object of 32 levels and 1 MiB can need.
const MAX_SELECTOR = 4096

const KEY = /^[^.[\]]+$/
const INDEX = /^\[(0|[1-9][0-9]{0,8})\]$/

/**
 * Reads a selector (§7.2.3.1): components separated by dots, each a property name, a dictionary key
 * or a list index in square brackets.
 *
 * @param selector - attacker-controlled
 *
 * @example
 * parseSelector('external_references.[0].source_name')
 * // { ok: true, value: ['external_references', 0, 'source_name'] }
 */
export function parseSelector(selector: string): Result<Path, 'selector-syntax'> {
  if (selector.length > MAX_SELECTOR) return refuse('selector-syntax')
  const path: Step[] = []
  for (const part of selector.split('.')) {
    const index = INDEX.exec(part)?.[1]
    if (index === undefined && !KEY.test(part)) return refuse('selector-syntax')
    path.push(index === undefined ? part : Number(index))
  }
  return ok(path)
}

/** The selector of a place: what {@link parseSelector} reads. */
export function formatSelector(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.')
}

/**
 * The place that a selector selects in an object, which must be there (§7.2.3.1).
 *
 * @param selector - attacker-controlled
 */
export function resolveSelector(
  object: JsonObject,
  selector: string,
): Result<Path, SelectorFaultCode> {
  const path = parseSelector(selector)
  if (!path.ok) return path
  return valueAt(object, path.value) === undefined ? refuse('selector-absent') : path
}

/** What is at a place, or `undefined` when nothing is. */
export function valueAt(object: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = object
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) {
      value = typeof step === 'number' ? (value as readonly Json[])[step] : undefined
    } else {
      value =
        typeof step === 'string' && Object.hasOwn(value, step)
          ? (value as JsonObject)[step]
          : undefined
    }
  }
  return value
}

/** Whether `outer` is `inner` or a place around it. */
export function encloses(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((step, at) => step === inner[at])
}

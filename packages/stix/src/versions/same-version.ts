import { canonicalText, type Json, type JsonObject } from '@concert/core'
import { compareStixTimestamps, isStixTimestamp } from '../time.ts'

// Properties whose absence means `false` (§3.2 `revoked` and `defanged`, §5.2 `summary`).
const FALSE_BY_DEFAULT: readonly string[] = ['revoked', 'defanged', 'summary']

/**
 * The time that sets one version of an object apart from another (§3.6): `modified`, or `created`
 * where a type has no `modified`. Observables have neither, and so one version only.
 */
export function versionTime(object: JsonObject): string | undefined {
  for (const time of [object.modified, object.created]) {
    if (typeof time === 'string' && isStixTimestamp(time)) return time
  }
  return undefined
}

/** {@link versionTime} in its one spelling, so that equal times are equal texts; empty without. */
export function versionKey(object: JsonObject): string {
  return String(shortest(versionTime(object) ?? ''))
}

/**
 * Order of two versions of one object: negative when `a` is the older. Exact to the last digit of
 * the fraction; an object without a time is older than one with.
 */
export function compareVersions(a: JsonObject, b: JsonObject): number {
  const left = versionTime(a)
  const right = versionTime(b)
  if (left === undefined || right === undefined) {
    return Number(left !== undefined) - Number(right !== undefined)
  }
  return compareStixTimestamps(left, right)
}

/**
 * Whether two objects say the same, as every representation of one version must (§3.6). Order of
 * properties, defaults that are left out, and the digits of `created` and `modified` make no
 * difference.
 */
export function sameContent(a: JsonObject, b: JsonObject): boolean {
  return a === b || canonicalText(withoutSpelling(a)) === canonicalText(withoutSpelling(b))
}

function withoutSpelling(object: JsonObject): JsonObject {
  const plain: Record<string, Json> = {}
  for (const [name, value] of Object.entries(object)) {
    if (value === false && FALSE_BY_DEFAULT.includes(name)) continue
    plain[name] = name === 'created' || name === 'modified' ? shortest(value) : value
  }
  return plain
}

/** A timestamp without zeros that say nothing. */
function shortest(time: Json): Json {
  return typeof time === 'string' ? time.replace(/\.([0-9]*?)0*Z$/, fractionOf) : time
}

function fractionOf(_: string, digits: string): string {
  return digits === '' ? 'Z' : `.${digits}Z`
}

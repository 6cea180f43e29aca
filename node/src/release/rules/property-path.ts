import type { Json, JsonObject } from '@concert/core'
import type { Path, Step } from '@concert/stix'

/** A value at a place of an object. */
export interface PlacedValue {
  readonly place: Path
  readonly value: Json
}

/** Most places that one path selects in one object. */
const MAX_PLACES = 10_000

/**
 * Reads the path of a property: names joined by dots; `*` stands for any name or any entry of a
 * list, `**` for anything at any depth. Entries of lists are looked into without a step of their own.
 */
export function readPropertyPath(path: string): readonly string[] | undefined {
  const steps = path.split('.')
  const isRight = path.length <= 500 && steps.length <= 16 && steps.every((step) => STEP.test(step))
  // Two of them would look at the same places again and again.
  return isRight && steps.filter((step) => step === '**').length <= 1 ? steps : undefined
}

const STEP = /^(?:\*\*?|[\w-]+)$/

/** Every value that a path selects. */
export function propertiesAt(object: JsonObject, steps: readonly string[]): readonly PlacedValue[] {
  const found: PlacedValue[] = []
  select(object, [], steps, 0, found)
  return found
}

function select(
  value: Json,
  place: readonly Step[],
  steps: readonly string[],
  at: number,
  found: PlacedValue[],
): void {
  if (found.length >= MAX_PLACES) return
  const step = steps[at]
  if (step === undefined) {
    if (Array.isArray(value))
      entries(value, place, (entry, inside) => found.push({ place: inside, value: entry }))
    else found.push({ place, value })
    return
  }
  if (step === '**') {
    select(value, place, steps, at + 1, found)
    entries(value, place, (entry, inside) => select(entry, inside, steps, at, found))
    return
  }
  if (Array.isArray(value)) {
    entries(value, place, (entry, inside) => select(entry, inside, steps, at, found))
    return
  }
  if (typeof value !== 'object' || value === null) return
  const names = step === '*' ? Object.keys(value) : [step]
  for (const name of names) {
    if (Object.hasOwn(value, name)) {
      select((value as JsonObject)[name] as Json, [...place, name], steps, at + 1, found)
    }
  }
}

function entries(value: Json, place: Path, each: (entry: Json, place: Path) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const [at, entry] of (value as readonly Json[]).entries()) each(entry, [...place, at])
    return
  }
  for (const [name, entry] of Object.entries(value as JsonObject)) each(entry, [...place, name])
}

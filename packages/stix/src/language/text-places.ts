import type { Json, JsonObject } from '@concert/core'
import type { Path, Step } from '../markings/selector.ts'
import { classOfType } from '../table/object-types.ts'

// Properties that hold text for people, in the types of §4, §5 and §7 and what they hold. The
// specification leaves open which properties can be translated (§7.1.1). Whatever a machine acts
// on, such as a pattern, a value or a vocabulary's word, must not change with the reader's language.
const TEXTS: ReadonlySet<string> = new Set([
  'name',
  'description',
  'abstract',
  'content',
  'explanation',
  'aliases',
  'goals',
  'labels',
  'contact_information',
  'street_address',
  'city',
  'administrative_area',
  'statement',
])

/** Whether text for people can stand at a place in an object: observables hold none. */
export function isTextPlace(object: JsonObject, path: Path): boolean {
  if (classOfType(String(object.type)) === 'sco') return false
  const name = path.findLast((step) => typeof step === 'string')
  return typeof name === 'string' && TEXTS.has(name) && path[0] !== 'granular_markings'
}

/** A text for people and its place. */
export interface TextPlace {
  readonly path: Path
  readonly text: string
}

/** Every text for people in an object, in the order of its properties. */
export function textPlaces(object: JsonObject): readonly TextPlace[] {
  const found: TextPlace[] = []
  const visit = (value: Json, path: readonly Step[]): void => {
    if (typeof value === 'string') {
      if (isTextPlace(object, path)) found.push({ path, text: value })
    } else if (Array.isArray(value)) {
      for (const [at, entry] of (value as readonly Json[]).entries()) visit(entry, [...path, at])
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, entry] of Object.entries(value)) visit(entry, [...path, name])
    }
  }
  visit(object, [])
  return found
}

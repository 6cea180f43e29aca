import type { Json, JsonObject } from '@concert/core'
import { typeOfId } from './ids.ts'

/**
 * Every id that an object refers to, each once and sorted: `…_ref` and `…_refs` at any depth,
 * creator and markings included. Local keys of the deprecated observable container (§2.13) are no
 * ids and left out.
 */
export function referencesOf(object: JsonObject): readonly string[] {
  const found: string[] = []
  collect(object, found)
  if (found.length < 2) return found
  found.sort()
  return found.filter((id, at) => id !== found[at - 1])
}

function collect(value: Json, found: string[]): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) collect(entry, found)
    return
  }
  const object = value as JsonObject
  for (const name in object) {
    const property = object[name] as Json
    if (name.endsWith('_ref')) add(property, found)
    else if (name.endsWith('_refs') && Array.isArray(property)) {
      for (const entry of property as readonly Json[]) add(entry, found)
    } else collect(property, found)
  }
}

function add(value: Json, found: string[]): void {
  if (typeof value === 'string' && typeOfId(value) !== undefined) found.push(value)
}

import type { Json, JsonObject } from '@concert/core'
import { typeOfId } from '../ids.ts'
import { formatSelector, type Path, type Step } from '../markings/selector.ts'
import { tlpOfMarking } from '../tlp.ts'

/** One reference from an object to another. */
export interface Reference {
  /** Id of the object referred to. */
  readonly id: string
  /** Where the reference stands, such as `object_refs.[3]` (selector syntax, §7.2.3.1). */
  readonly selector: string
  readonly path: Path
}

/** A reference, and the id of the object that makes it. */
export interface ReferenceFrom extends Reference {
  readonly from: string
}

/**
 * Every reference of an object with its place, in the order of its properties: what stands in
 * `…_ref` and `…_refs` at any depth (§3.1), creator and markings included. Keys of the deprecated
 * observable container (§2.13) are no ids and left out.
 *
 * @example
 * for (const { selector, id } of referencesWithPaths(report)) console.log(selector, id)
 */
export function referencesWithPaths(object: JsonObject): readonly Reference[] {
  const found: Reference[] = []
  collect(object, [], false, found)
  return found
}

function collect(
  value: Json,
  path: readonly Step[],
  isReference: boolean,
  found: Reference[],
): void {
  if (typeof value === 'string') {
    if (isReference && typeOfId(value) !== undefined) {
      found.push({ id: value, selector: formatSelector(path), path })
    }
  } else if (Array.isArray(value)) {
    for (const [at, entry] of (value as readonly Json[]).entries()) {
      collect(entry, [...path, at], isReference, found)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, entry] of Object.entries(value)) {
      collect(entry, [...path, name], /_refs?$/.test(name), found)
    }
  }
}

/**
 * Who refers to whom, turned round: the references to each id, in the order of the objects.
 *
 * @example
 * incomingReferences(bundle.objects).get(indicator.id)?.map(({ from }) => from)
 */
export function incomingReferences(
  objects: Iterable<JsonObject>,
): ReadonlyMap<string, readonly ReferenceFrom[]> {
  const index = new Map<string, ReferenceFrom[]>()
  for (const object of objects) {
    const from = String(object.id)
    for (const reference of referencesWithPaths(object)) {
      const entry = { ...reference, from }
      const there = index.get(reference.id)
      if (there) there.push(entry)
      else index.set(reference.id, [entry])
    }
  }
  return index
}

/**
 * References to objects that are not among those given. The built-in TLP markings are never
 * missing: everybody knows them (§7.2.1.4).
 */
export function missingReferences(objects: readonly JsonObject[]): readonly ReferenceFrom[] {
  const there = new Set(objects.map(({ id }) => id))
  return [...incomingReferences(objects)]
    .filter(([id]) => !there.has(id) && tlpOfMarking(id) === undefined)
    .flatMap(([, references]) => references)
}

import type { Json, JsonObject } from '@concert/core'
import { compareStixTimestamps, isStixTimestamp } from '../../time.ts'

/** What a pattern looks at: one observed-data object with the observables in it (§4.14, §9.1). */
export interface Observation {
  /** Id of the observed-data object, where it has one. */
  readonly id: string | undefined
  /** When it was observed first and last: STIX timestamps. */
  readonly first: string
  readonly last: string
  /** How many times it was observed (`number_observed`): that many different observations. */
  readonly count: number
  /** The observables in it by id, or by local key: all that references may lead to. */
  readonly objects: ReadonlyMap<string, JsonObject>
  /** The same observables by type. */
  readonly byType: ReadonlyMap<string, readonly JsonObject[]>
}

/**
 * Opens an observed-data object.
 *
 * @param observedData - with `object_refs`, or the embedded `objects` of STIX 2.0
 * @param find - the object of an id, where it is known; what is not known is not observed
 * @returns `undefined` for anything without a period of time
 */
export function observationOf(
  observedData: JsonObject,
  find: (id: string) => JsonObject | undefined,
): Observation | undefined {
  const { id, first_observed: first, last_observed: last } = observedData
  if (!isTime(first) || !isTime(last) || compareStixTimestamps(first, last) > 0) return undefined
  const objects = new Map([
    ...embedded(observedData.objects),
    ...referenced(observedData.object_refs, find),
  ])
  return {
    id: typeof id === 'string' ? id : undefined,
    first,
    last,
    count: countOf(observedData.number_observed),
    objects,
    byType: groupByType(objects.values()),
  }
}

/**
 * The observations in a list of objects, such as a bundle's: its observed-data objects, each with
 * the observables of the list that it refers to.
 */
export function observationsIn(objects: readonly JsonObject[]): readonly Observation[] {
  const byId = new Map<string, JsonObject>()
  for (const object of objects) if (typeof object.id === 'string') byId.set(object.id, object)
  return objects
    .filter(({ type }) => type === 'observed-data')
    .map((each) => observationOf(each, (id) => byId.get(id)))
    .filter((each) => each !== undefined)
}

function isTime(value: Json | undefined): value is string {
  return typeof value === 'string' && isStixTimestamp(value)
}

function countOf(value: Json | undefined): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 1 ? value : 1
}

function embedded(objects: Json | undefined): readonly (readonly [string, JsonObject])[] {
  return isObject(objects) ? Object.entries(objects).filter(isEntry) : []
}

function isEntry(entry: [string, Json]): entry is [string, JsonObject] {
  return isObject(entry[1])
}

function referenced(
  refs: Json | undefined,
  find: (id: string) => JsonObject | undefined,
): readonly (readonly [string, JsonObject])[] {
  if (!Array.isArray(refs)) return []
  const found: (readonly [string, JsonObject])[] = []
  for (const id of refs as readonly Json[]) {
    const object = typeof id === 'string' ? find(id) : undefined
    if (typeof id === 'string' && object !== undefined) found.push([id, object])
  }
  return found
}

function groupByType(objects: Iterable<JsonObject>): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>()
  for (const object of objects) {
    if (typeof object.type !== 'string') continue
    const group = groups.get(object.type)
    if (group) group.push(object)
    else groups.set(object.type, [object])
  }
  return groups
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

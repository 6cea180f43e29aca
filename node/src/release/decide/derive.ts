import type { Json, JsonObject } from '@concert/core'
import { isStixTimestamp, objectType, type Path, takeOut } from '@concert/stix'

/** What a redacted object is made with. */
export interface DeriveSettings {
  /**
   * Another id of a type: nothing of the original can be found from it.
   *
   * @param original - names the version of the original: the same one may get the same id again
   */
  newId(type: string, original?: string): string
  /** Our identity: a redacted object is ours, whoever made the original. */
  readonly createdBy: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The finest step of times that may leave, in milliseconds. */
  readonly grain: number
}

/** Original ids and what stands for them in what leaves. */
export type NewIds = ReadonlyMap<string, string>

// Says where else something was published, or what is not of the specification.
const DROPPED: ReadonlySet<string> = new Set(['external_references', 'extensions'])
const LATER: ReadonlySet<string> = new Set([
  'valid_until',
  'last_seen',
  'last_observed',
  'stop_time',
  'end',
])
/** Lists whose order means nothing, so that it shall not tell how the original was built. */
const UNORDERED = /(?:_refs|_types|^labels|^aliases|^roles|^sectors|^goals)$/
const META: ReadonlySet<string> = new Set([
  'marking-definition',
  'language-content',
  'extension-definition',
])

/**
 * Makes a new object of ours out of what may leave of another: a random id, our name as its
 * creator, no custom properties, extensions or references to elsewhere, times no finer than
 * allowed, lists sorted. Which object it was made from is told nowhere in it.
 *
 * @param object - what rules and markings have left of the original, with the original's id
 * @param ids - what stands for the ids of other originals; holds the object's own
 * @returns the new object, or undefined when nothing valid can be made
 */
export function derive(
  object: JsonObject,
  ids: NewIds,
  settings: DeriveSettings,
): JsonObject | undefined {
  const row = objectType(String(object.type))
  if (row === undefined || META.has(String(object.type))) return undefined
  const unknown: Path[] = Object.keys(object)
    .filter((name) => DROPPED.has(name) || row.properties[name] === undefined)
    .map((name) => [name])
  const renamed = withNewIds(object, ids) as JsonObject
  const { id } = renamed
  if (id === object.id || id === undefined) return undefined
  const rest = takeOut(renamed, unknown)
  if (!rest.shown) return undefined
  const left: Record<string, Json> = {}
  const isMarkedInside = rest.object.granular_markings !== undefined
  for (const [name, value] of Object.entries(rest.object)) {
    left[name] = isMarkedInside
      ? coarse(name, value, settings.grain)
      : plainValue(name, value, settings.grain)
  }
  const time = new Date(floor(settings.now, settings.grain)).toISOString()
  if (row.properties.created !== undefined) left.created = time
  if (row.properties.modified !== undefined) left.modified = time
  if (row.properties.created_by_ref !== undefined) left.created_by_ref = settings.createdBy
  return isMarkedInside ? sortMarked(left) : left
}

function plainValue(name: string, value: Json, grain: number): Json {
  if (Array.isArray(value) && UNORDERED.test(name)) return sorted(value as readonly Json[])
  return coarse(name, value, grain)
}

function sorted(list: readonly Json[]): Json {
  return list.every((entry) => typeof entry === 'string') ? list.toSorted() : list
}

/** Sorts lists whose parts are marked, and has the markings follow them. */
function sortMarked(object: Readonly<Record<string, Json>>): JsonObject {
  const places = new Map<string, string>()
  const left = Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (!Array.isArray(value) || !UNORDERED.test(name)) return [name, value]
      const order = orderOf(value as readonly Json[])
      for (const [to, from] of order.entries()) places.set(`${name}.[${from}]`, `${name}.[${to}]`)
      return [name, order.map((from) => value[from] as Json)]
    }),
  )
  const markings = (object.granular_markings as readonly JsonObject[]).map((marking) => {
    const selectors = (marking.selectors as readonly string[]).map(
      (each) => places.get(each) ?? each,
    )
    return { ...marking, selectors: selectors.toSorted() }
  })
  return { ...left, granular_markings: markings }
}

/** Where the entries of a list stood, in alphabetical order of the entries. */
function orderOf(list: readonly Json[]): readonly number[] {
  const places = [...list.keys()]
  if (!list.every((entry) => typeof entry === 'string')) return places
  return places.sort((a, b) => (String(list[a]) < String(list[b]) ? -1 : 1))
}

/** Times go back to the step before, ends of periods on to the step after, so that order holds. */
function coarse(name: string, value: Json, grain: number): Json {
  if (Array.isArray(value)) return value.map((entry) => coarse('', entry as Json, grain))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, coarse(key, entry, grain)]),
    )
  }
  if (typeof value !== 'string' || !isStixTimestamp(value)) return value
  const at = Date.parse(value)
  if (Number.isNaN(at)) return value
  const step = LATER.has(name) && at % grain !== 0 ? floor(at, grain) + grain : floor(at, grain)
  return new Date(step).toISOString()
}

function floor(at: number, grain: number): number {
  return Math.floor(at / grain) * grain
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** Puts new ids in the place of old ones: in references, in running text, in keys. */
function withNewIds(value: Json, ids: NewIds): Json {
  if (typeof value === 'string') return value.length < 36 ? value : renameIn(value, ids)
  if (Array.isArray(value)) return value.map((entry) => withNewIds(entry as Json, ids))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [renameIn(name, ids), withNewIds(entry, ids)]),
  )
}

function renameIn(text: string, ids: NewIds): string {
  return text.replace(UUID, (uuid) => ids.get(uuid.toLowerCase()) ?? uuid)
}

/** The key of an id among {@link NewIds}, and the value: UUIDs, for text names them alone too. */
export function uuidOf(id: string): string {
  return id.slice(-36)
}

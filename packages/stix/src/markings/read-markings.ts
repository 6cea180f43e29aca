import type { Json, JsonObject } from '@concert/core'
import { type Path, resolveSelector } from './selector.ts'

/** A marking that applies to parts of an object (§7.2.3). */
export interface GranularMarking {
  readonly marking: string
  readonly places: readonly Path[]
}

/** A language that applies to parts of an object (§7.2.3). */
export interface LanguageMarking {
  readonly lang: string
  readonly places: readonly Path[]
}

/** The markings of one object, read once. */
export interface Markings {
  /** Ids of the markings of the whole object (§7.2.2). */
  readonly object: readonly string[]
  readonly granular: readonly GranularMarking[]
  readonly languages: readonly LanguageMarking[]
  /**
   * Whether something that should restrict can't be understood: an entry that is no marking, or a
   * selector that selects nothing. What it was to protect is not known.
   */
  readonly unreadable: boolean
}

/**
 * Reads the markings of an object. A granular marking with both a marking and a language, which
 * §7.2.3.1 forbids, counts as the marking.
 *
 * @param object - attacker-controlled JSON
 */
export function readMarkings(object: JsonObject): Markings {
  const own = listOf(object.object_marking_refs)
  const granular: GranularMarking[] = []
  const languages: LanguageMarking[] = []
  let unreadable = own === undefined || !own.every(isString)
  const entries = listOf(object.granular_markings)
  if (entries === undefined) unreadable = true
  for (const entry of entries ?? []) {
    const { marking_ref: marking, lang, selectors } = fieldsOf(entry)
    const places = placesOf(object, selectors)
    if (marking === undefined && typeof lang === 'string') {
      languages.push({ lang, places: places ?? [] })
    } else if (typeof marking === 'string' && places !== undefined) {
      granular.push({ marking, places })
    } else unreadable = true
  }
  return { object: (own ?? []).filter(isString), granular, languages, unreadable }
}

/** The places of all selectors, or `undefined` when one of them selects nothing. */
function placesOf(object: JsonObject, selectors: Json | undefined): readonly Path[] | undefined {
  if (!Array.isArray(selectors) || selectors.length === 0) return undefined
  const places: Path[] = []
  for (const selector of selectors as readonly Json[]) {
    const place = typeof selector === 'string' ? resolveSelector(object, selector) : undefined
    if (!place?.ok) return undefined
    places.push(place.value)
  }
  return places
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly Json[]) : undefined
}

function fieldsOf(value: Json): Readonly<Record<string, Json | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {}
}

function isString(value: Json): value is string {
  return typeof value === 'string'
}

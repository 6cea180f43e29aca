import type { Json, JsonObject } from '@concert/core'
import type { ExtractedObservable } from './extract-observables.ts'
import { isObject, type Moves, selects } from './moves.ts'
import type { UpgradeReport } from './report.ts'

/** A granular marking of 2.0 (part 1 §4.2). */
interface GranularMarking {
  readonly marking: string
  readonly selectors: readonly string[]
  /** What else it holds, as it was. */
  readonly rest: JsonObject
}

/**
 * Lets granular markings follow what they select. A marking never gets lost on the way: where what
 * it selected is gone, it marks the whole object.
 *
 * @param object - the new object, its `granular_markings` still those of 2.0
 */
export function moveGranularMarkings(
  object: JsonObject,
  moves: Moves,
  report: UpgradeReport,
): JsonObject {
  const { granular_markings: given, ...rest } = object
  if (!Array.isArray(given)) return object
  const marker = new Marker(rest)
  ;(given as readonly Json[]).forEach((entry, index) => {
    const marking = readMarking(entry)
    if (marking === undefined) {
      marker.keep(entry)
      return
    }
    for (const selector of marking.selectors) {
      // What lay in `objects` is marked on the observables themselves.
      if (isInContainer(selector)) continue
      const isWhole = marker.select(marking, moves.follow(selector))
      if (!isWhole) report.change('marking-widened', `granular_markings[${index}]`)
    }
  })
  return marker.object()
}

/**
 * Marks an observable that was taken out as it was marked within: with every marking of the
 * observed data, and with the granular ones that selected it or a part of it.
 */
export function markObservable(
  observedData: JsonObject,
  { key, id, value, moves }: ExtractedObservable,
  report: UpgradeReport,
): JsonObject {
  const marker = new Marker(value)
  for (const ref of textsOf(observedData.object_marking_refs)) {
    marker.mark(ref)
    report.change('marking-carried', 'object_marking_refs', id)
  }
  const given = observedData.granular_markings
  if (!Array.isArray(given)) return marker.object()
  ;(given as readonly Json[]).forEach((entry, index) => {
    const marking = readMarking(entry)
    for (const selector of marking?.selectors ?? []) {
      const within = withinObservable(selector, key)
      if (marking === undefined || within === undefined) continue
      const isKept = within !== '' && marker.select(marking, moves.follow(within))
      if (!isKept) marker.mark(marking.marking)
      report.change('marking-carried', `granular_markings[${index}]`, id)
    }
  })
  return marker.object()
}

/** Gathers the markings of one object. */
class Marker {
  readonly #object: JsonObject
  readonly #refs: string[]
  readonly #granular: { readonly marking: Json; readonly selectors: string[] }[] = []

  constructor(object: JsonObject) {
    this.#object = object
    this.#refs = [...textsOf(object.object_marking_refs)]
  }

  /** Marks the whole object. */
  mark(ref: string): void {
    if (!this.#refs.includes(ref)) this.#refs.push(ref)
  }

  /** Keeps what is no marking as it is, for a validator to tell. */
  keep(entry: Json): void {
    this.#granular.push({ marking: entry, selectors: [] })
  }

  /** Marks what is selected, or the whole object. @returns whether all of it was found */
  select(marking: GranularMarking, selectors: readonly string[]): boolean {
    const found = selectors.filter((selector) => selects(this.#object, selector))
    if (found.length > 0) this.#granular.push({ marking: entryOf(marking), selectors: found })
    if (found.length === selectors.length && found.length > 0) return true
    this.mark(marking.marking)
    return false
  }

  object(): JsonObject {
    const refs = this.#refs.length > 0 ? { object_marking_refs: this.#refs } : {}
    const merged = Map.groupBy(this.#granular, ({ marking }) => JSON.stringify(marking))
    const markings = [...merged.values()].map((same) => {
      const marking = same[0]?.marking as Json
      const selectors = [...new Set(same.flatMap((each) => each.selectors))]
      return selectors.length > 0 && isObject(marking) ? { ...marking, selectors } : marking
    })
    const granular = markings.length > 0 ? { granular_markings: markings } : {}
    return { ...this.#object, ...refs, ...granular }
  }
}

function readMarking(entry: Json): GranularMarking | undefined {
  if (!isObject(entry)) return undefined
  const { marking_ref: marking, selectors, ...rest } = entry
  if (typeof marking !== 'string' || !Array.isArray(selectors)) return undefined
  return { marking, selectors: textsOf(selectors), rest }
}

function entryOf({ marking, rest }: GranularMarking): JsonObject {
  return { ...rest, marking_ref: marking }
}

function isInContainer(selector: string): boolean {
  return selector === 'objects' || selector.startsWith('objects.')
}

/** The part of a selector that lies within the observable, empty for all of it. */
function withinObservable(selector: string, key: string): string | undefined {
  if (selector === 'objects' || selector === `objects.${key}`) return ''
  const start = `objects.${key}.`
  return selector.startsWith(start) ? selector.slice(start.length) : undefined
}

function textsOf(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value)) return []
  return (value as readonly Json[]).filter((each) => typeof each === 'string')
}

import type { Json, JsonObject } from '@concert/core'
import { redefinesTlp, tlpOfMarking } from '../tlp.ts'
import type { Clearance } from './clearance.ts'
import { hidden, type Redacted, redactMarked, takeOut } from './redact-object.ts'
import type { Path, Step } from './selector.ts'

/**
 * Built-in TLP markings are public, and a marking that the recipient honours it knows; a definition
 * that gives a built-in one another meaning is never passed on.
 */
export function redactMarkingDefinition(definition: JsonObject, clearance: Clearance): Redacted {
  if (redefinesTlp(definition)) return hidden('marking-unreadable')
  const id = String(definition.id)
  const known = tlpOfMarking(id) !== undefined || clearance.markings?.has(id) === true
  const unmarked = known ? 'clear' : clearance.unmarked
  return redactMarked(definition, unmarked === undefined ? clearance : { ...clearance, unmarked })
}

/**
 * Takes out of language content (§7.1) what any version of the object translated loses. Which
 * version it translates is its author's word, so what one version loses all translations lose.
 */
export function redactTranslation(
  content: JsonObject,
  removed: readonly Path[],
  targets: readonly Redacted[],
): Redacted {
  if (targets.length === 0 || !targets.every(({ shown }) => shown)) return hidden('target-hidden')
  const lost = targets.flatMap((each) => (each.shown ? each.removed : []))
  return takeOut(content, [...removed, ...placesIn(content.contents, lost)])
}

/** Where a translation repeats a place of its target: below each language. */
function placesIn(contents: Json | undefined, lost: readonly Path[]): readonly Path[] {
  if (typeof contents !== 'object' || contents === null || Array.isArray(contents)) return []
  return Object.keys(contents).flatMap((language) =>
    lost.map((path): readonly Step[] => ['contents', language, ...path]),
  )
}

import type { Json, JsonObject } from '@concert/core'
import { checkStixObject } from '../check.ts'
import { isNameBased } from '../ids.ts'
import { objectType } from '../table/object-types.ts'
import { type Clearance, isCleared, mayCarry } from './clearance.ts'
import { type Pruned, prune } from './prune.ts'
import { readMarkings } from './read-markings.ts'
import { formatSelector, type Path, resolveSelector } from './selector.ts'

/**
 * Why an object is not shown. For whoever releases it, never for the recipient.
 * - `marked`: its own markings bar it, or bar a property that says what it is
 * - `marking-unreadable`: a marking or selector can't be understood, so nobody knows what it guards
 * - `id-reveals`: something goes that the id was made of and could be guessed from
 * - `incomplete`: without what goes it is no valid object any more
 * - `target-hidden`: it translates an object that is hidden or not known
 */
export type HiddenReason =
  | 'marked'
  | 'marking-unreadable'
  | 'id-reveals'
  | 'incomplete'
  | 'target-hidden'

/** An object as a recipient may see it, or why not at all. */
export type Redacted =
  | { readonly shown: true; readonly object: JsonObject; readonly removed: readonly Path[] }
  | { readonly shown: false; readonly reason: HiddenReason }

// What says what an object is and how to handle it: an object without is none.
const ESSENTIAL: readonly unknown[] = [
  'type',
  'id',
  'spec_version',
  'object_marking_refs',
  'granular_markings',
]

/** Takes out of an object what its own markings bar. References are left to the set. */
export function redactMarked(object: JsonObject, clearance: Clearance): Redacted {
  const markings = readMarkings(object)
  if (markings.unreadable) return hidden('marking-unreadable')
  if (!isCleared(markings.object, clearance)) return hidden('marked')
  if (holdsBarred(object, clearance)) return hidden('marked')
  const barred = markings.granular
    .filter(({ marking }) => !mayCarry(marking, clearance))
    .flatMap(({ places }) => places)
  return takeOut(object, barred)
}

/**
 * Takes parts out of an object and mends what is left: selectors follow what moved, and lose what
 * went. What is left is shown only when it is a valid object whose id tells nothing of what went.
 */
export function takeOut(object: JsonObject, parts: readonly Path[]): Redacted {
  if (parts.length === 0) return { shown: true, object, removed: [] }
  if (parts.some(([first]) => ESSENTIAL.includes(first))) return hidden('marked')
  if (parts.some((part) => idReveals(object, part))) return hidden('id-reveals')
  const pruned = prune(object, parts)
  const mended = pruned && withMovedSelectors(object, pruned)
  if (mended === undefined || !isValid(mended)) return hidden('incomplete')
  return { shown: true, object: mended, removed: parts }
}

export function hidden(reason: HiddenReason): Redacted {
  return { shown: false, reason }
}

/**
 * A name-based id (§2.9) is a hash of what it names. Whoever has the rest of the object can try
 * values for the part that went until the hash fits: an address or a file's name is soon found. Of
 * an observable the specification tells what the id is made of; of others nobody can, so any part
 * may be.
 */
function idReveals(object: JsonObject, [first]: Path): boolean {
  if (typeof object.id !== 'string' || !isNameBased(object.id)) return false
  const row = objectType(String(object.type))
  return row?.class !== 'sco' || row.identity.includes(String(first))
}

function withMovedSelectors(before: JsonObject, { object, moved }: Pruned): JsonObject | undefined {
  const entries = before.granular_markings
  if (!Array.isArray(entries)) return object
  const left = (entries as readonly JsonObject[]).flatMap((entry) => {
    const selectors = selectorsLeft(before, entry.selectors, moved)
    return selectors.length === 0 ? [] : [{ ...entry, selectors }]
  })
  const { granular_markings: _, ...rest } = object
  return left.length === 0 ? rest : { ...rest, granular_markings: left }
}

function selectorsLeft(
  before: JsonObject,
  selectors: Json | undefined,
  moved: Pruned['moved'],
): readonly string[] {
  const left: string[] = []
  for (const selector of Array.isArray(selectors) ? (selectors as readonly string[]) : []) {
    const place = resolveSelector(before, selector)
    const now = place.ok ? moved(place.value) : undefined
    if (now !== undefined) left.push(formatSelector(now))
  }
  return left
}

/**
 * Whether the deprecated container of observables (§2.13) holds one whose own markings bar it, or
 * bar a part of it: the whole is hidden then, for its local references can't be mended.
 */
function holdsBarred(object: JsonObject, clearance: Clearance): boolean {
  const container = object.type === 'observed-data' ? object.objects : undefined
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return false
  return Object.values(container as JsonObject).some((each) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return false
    const { object: own, granular, unreadable } = readMarkings(each as JsonObject)
    const all = [...own, ...granular.map(({ marking }) => marking)]
    return unreadable || !all.every((marking) => mayCarry(marking, clearance))
  })
}

function isValid(object: JsonObject): boolean {
  return checkStixObject(object).length === 0
}

import type { JsonObject } from '@concert/core'
import type { Clearance } from './clearance.ts'
import { mendReferences } from './mend-references.ts'
import { redactMarkingDefinition, redactTranslation } from './redact-meta.ts'
import { type HiddenReason, type Redacted, redactMarked } from './redact-object.ts'

/** What a view needs to know beyond the objects themselves. */
export interface ViewOptions {
  /**
   * Whether a reference may stay that leads to an object outside of what is redacted. An id alone
   * can tell much: those of observables are hashes of what they name. Answer `true` only for
   * objects that the recipient may see.
   */
  readonly mayRefer: (id: string) => boolean
  /**
   * The versions of an object outside of what is redacted, for language content that translates it:
   * what is barred there must not come back in another language. Without, such content is hidden.
   */
  readonly versionsOf?: (id: string) => readonly JsonObject[]
}

/** An object that is not shown at all. */
export interface HiddenObject {
  readonly object: JsonObject
  readonly reason: HiddenReason
}

/** An object of which parts were taken out. */
export interface RedactedObject {
  readonly object: JsonObject
  /** What it was. */
  readonly before: JsonObject
}

/** What a recipient may see, and, for whoever releases it, what not. */
export interface Redaction {
  /** For the recipient, in the order given. Objects that lose nothing are the very ones given. */
  readonly shown: readonly JsonObject[]
  /** For the sender's eyes: it tells what is hidden. */
  readonly hidden: readonly HiddenObject[]
  /** For the sender's eyes, too. */
  readonly redacted: readonly RedactedObject[]
}

/**
 * What a recipient of some clearance may see of a set of objects.
 *
 * - Objects whose markings bar them go, and properties that granular markings bar; the strictest of
 *   all markings binds, and what can't be understood bars.
 * - An object that is no valid object without such a property goes as a whole.
 * - So does one whose name-based id was made of what goes: it could be guessed from the id.
 * - Translations lose what the object translated loses.
 * - References to what is hidden go, and texts that name its id; a relationship that loses an end, a
 *   report that loses all it reports, go as a whole; and so on, until nothing leads anywhere hidden.
 * - Selectors of granular markings follow what moved. Markings stay: they bind the recipient.
 *
 * The view keeps `id` and `modified` (decision 0014): it is what this recipient is shown of that
 * version, not a version of its own.
 *
 * @param objects - valid objects (see `readStixObject`)
 *
 * @example
 * const { shown } = redactSet(bundle.objects, { tlp: 'green' }, { mayRefer: () => false })
 */
export function redactSet(
  objects: readonly JsonObject[],
  clearance: Clearance,
  options: ViewOptions,
): Redaction {
  const views = ownViews(objects, clearance, options)
  mendReferences(objects, views, options.mayRefer)
  const shown: JsonObject[] = []
  const notShown: HiddenObject[] = []
  const redacted: RedactedObject[] = []
  for (const [at, view] of views.entries()) {
    const before = objects[at] as JsonObject
    if (!view.shown) notShown.push({ object: before, reason: view.reason })
    else {
      shown.push(view.object)
      if (view.object !== before) redacted.push({ object: view.object, before })
    }
  }
  return { shown, hidden: notShown, redacted }
}

/**
 * What a recipient of some clearance may see of one object, or `undefined`: {@link redactSet} of a
 * set of one.
 */
export function clearanceView(
  object: JsonObject,
  clearance: Clearance,
  options: ViewOptions,
): JsonObject | undefined {
  return redactSet([object], clearance, options).shown[0]
}

/** What the markings leave of each object; translations last, for they follow what they translate. */
function ownViews(
  objects: readonly JsonObject[],
  clearance: Clearance,
  options: ViewOptions,
): Redacted[] {
  const views = objects.map((object) =>
    object.type === 'marking-definition'
      ? redactMarkingDefinition(object, clearance)
      : redactMarked(object, clearance),
  )
  const versions = Map.groupBy(views.keys(), (at) => objects[at]?.id)
  for (const [at, object] of objects.entries()) {
    const view = views[at]
    if (object.type !== 'language-content' || !view?.shown) continue
    const inside = versions.get(object.object_ref)?.map((each) => views[each] as Redacted)
    const targets = inside ?? outsideViews(String(object.object_ref), clearance, options)
    views[at] = redactTranslation(object, view.removed, targets)
  }
  return views
}

function outsideViews(id: string, clearance: Clearance, options: ViewOptions): readonly Redacted[] {
  const versions = options.versionsOf?.(id) ?? []
  return versions.map((each) => redactMarked(each, clearance))
}

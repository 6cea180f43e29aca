import type { JsonObject } from '@concert/core'
import { objectType } from '../table/object-types.ts'
import { tlpOfMarking } from '../tlp.ts'
import { type IdMention, idMentions, uuidOf } from './id-mentions.ts'
import { hidden, type Redacted, takeOut } from './redact-object.ts'
import type { Path } from './selector.ts'

/**
 * Takes out of what is shown whatever leads to what is hidden, and hides what can't be without it,
 * until nothing leads anywhere hidden.
 *
 * @param objects - as they are
 * @param views - what their own markings leave of them; changed in place
 * @param mayRefer - whether an id may stay that none of the objects has
 */
export function mendReferences(
  objects: readonly JsonObject[],
  views: Redacted[],
  mayRefer: (id: string) => boolean,
): void {
  new Mending(objects, views, mayRefer).run()
}

/** An id in an object: how many entries the property that holds it has left, when it needs one. */
interface Mention {
  readonly at: number
  readonly needed: { left: number } | undefined
}

/**
 * Hiding one object may hide the next, so long chains are followed by counting what required
 * properties have left. Objects are only taken apart once nothing more falls that way.
 */
class Mending {
  readonly #objects: readonly JsonObject[]
  readonly #views: Redacted[]
  readonly #mayRefer: (id: string) => boolean
  /** How many objects given have an id or a UUID, and how many of them are shown. */
  readonly #shown = new Map<string, number>()
  readonly #mentions = new Map<string, Mention[]>()
  readonly #torn = new Set<number>()
  readonly #lost: string[] = []

  constructor(
    objects: readonly JsonObject[],
    views: Redacted[],
    mayRefer: (id: string) => boolean,
  ) {
    this.#objects = objects
    this.#views = views
    this.#mayRefer = mayRefer
  }

  run(): void {
    this.#countShown()
    this.#collectMentions()
    for (const id of this.#mentions.keys()) if (!this.#maySee(id)) this.#lost.push(id)
    while (this.#lost.length > 0) {
      for (let id = this.#lost.pop(); id !== undefined; id = this.#lost.pop()) this.#tear(id)
      const torn = [...this.#torn]
      this.#torn.clear()
      for (const at of torn) this.#mend(at)
    }
  }

  #countShown(): void {
    for (let at = 0; at < this.#objects.length; at++) {
      const one = this.#views[at]?.shown ? 1 : 0
      for (const name of namesOf(this.#objects[at] as JsonObject)) {
        this.#shown.set(name, (this.#shown.get(name) ?? 0) + one)
      }
    }
  }

  #collectMentions(): void {
    for (const [at, view] of this.#views.entries()) {
      if (!view.shown) continue
      const needs = new Map<string, { left: number }>()
      for (const mention of idMentions(view.object)) {
        const entry = { at, needed: neededIn(view.object, mention, needs) }
        const there = this.#mentions.get(mention.id)
        if (there) there.push(entry)
        else this.#mentions.set(mention.id, [entry])
      }
    }
  }

  /** An id that none of the objects has is asked for, but not a UUID in running text. */
  #maySee(id: string): boolean {
    const shown = this.#shown.get(id)
    if (shown !== undefined) return shown > 0
    return !id.includes('--') || tlpOfMarking(id) !== undefined || this.#mayRefer(id)
  }

  #tear(id: string): void {
    for (const { at, needed } of this.#mentions.get(id) ?? []) {
      if (!this.#views[at]?.shown) continue
      this.#torn.add(at)
      if (needed !== undefined && --needed.left === 0) this.#hide(at, hidden('incomplete'))
    }
  }

  #mend(at: number): void {
    const view = this.#views[at]
    if (!view?.shown) return
    const object = this.#objects[at] as JsonObject
    const parts = idMentions(object)
      .filter(({ id }) => !this.#maySee(id))
      .map(({ path }) => path)
    const mended = parts.some((path) => isWholeMeaning(object, path))
      ? hidden('incomplete')
      : takeOut(object, [...view.removed, ...parts])
    if (mended.shown) this.#views[at] = mended
    else this.#hide(at, mended)
  }

  #hide(at: number, view: Redacted): void {
    this.#views[at] = view
    for (const name of namesOf(this.#objects[at] as JsonObject)) {
      const left = (this.#shown.get(name) ?? 1) - 1
      this.#shown.set(name, left)
      if (left === 0) this.#lost.push(name)
    }
  }
}

function namesOf(object: JsonObject): readonly string[] {
  const id = String(object.id)
  return [id, uuidOf(id)]
}

/** The count of a required property that is, or lists, what is mentioned. */
function neededIn(
  object: JsonObject,
  { path }: IdMention,
  needs: Map<string, { left: number }>,
): { left: number } | undefined {
  const [first, second] = path
  if (typeof first !== 'string' || path.length > 2 || typeof second === 'string') return undefined
  if (objectType(String(object.type))?.properties[first]?.required !== true) return undefined
  const there = needs.get(first)
  if (there !== undefined) return there
  const value = object[first]
  const needed = { left: Array.isArray(value) ? value.length : 1 }
  needs.set(first, needed)
  return needed
}

/**
 * Whether a part is an extension that says what the whole object is, or what properties at its top
 * mean (§7.3.2): without it they would be something else.
 */
function isWholeMeaning(object: JsonObject, [first, key, ...more]: Path): boolean {
  if (first !== 'extensions' || more.length > 0) return false
  const extension = (object.extensions as JsonObject)[String(key)] as JsonObject | undefined
  return extension?.extension_type !== 'property-extension'
}

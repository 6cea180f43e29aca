import type { JsonObject } from '@concert/core'
import { tlpOfMarking } from '../tlp.ts'
import { type ReferenceFrom, referencesWithPaths } from './references.ts'

/** How far a closure goes. */
export interface ClosureBounds {
  /** Most objects; 10,000 when not given. */
  readonly maxObjects?: number
  /** Most references from a start to an object; no bound but `maxObjects` when not given. */
  readonly maxSteps?: number
}

/** Objects, and what they refer to, and what those refer to. */
export interface Closure {
  /** The starts first, then what is one reference away, and so on; each id once. */
  readonly objects: readonly JsonObject[]
  /** References that nothing was found for. */
  readonly missing: readonly ReferenceFrom[]
  /** Whether a bound was reached: more would have followed. */
  readonly truncated: boolean
}

/** Finds the objects of many ids at once; ids that are unknown are left out. */
export type FindObjects = (ids: readonly string[]) => Promise<Iterable<JsonObject>>

/**
 * Everything that objects refer to, directly or not: what a report or grouping needs to be read
 * whole.
 *
 * @param starts - the reports, groupings or other objects to begin with
 * @param objects - where to look; the last of several versions of an object counts
 *
 * @example
 * closure([report], bundle.objects, { maxObjects: 500 }).objects
 */
export function closure(
  starts: readonly JsonObject[],
  objects: Iterable<JsonObject>,
  bounds: ClosureBounds = {},
): Closure {
  const index = new Map<string, JsonObject>()
  for (const object of objects) index.set(String(object.id), object)
  const walk = new Walk(starts, bounds)
  for (let wanted = walk.wanted(); wanted.length > 0; wanted = walk.wanted()) {
    walk.take(wanted.map((id) => index.get(id)).filter((each) => each !== undefined))
  }
  return walk.result()
}

/** As {@link closure}, over a store: one query for each step away from the starts. */
export async function closureIn(
  starts: readonly JsonObject[],
  find: FindObjects,
  bounds: ClosureBounds = {},
): Promise<Closure> {
  const walk = new Walk(starts, bounds)
  for (let wanted = walk.wanted(); wanted.length > 0; wanted = walk.wanted()) {
    walk.take(await find(wanted))
  }
  return walk.result()
}

/** Walks breadth first. */
class Walk {
  readonly #objects: JsonObject[] = []
  readonly #references: ReferenceFrom[] = []
  readonly #known = new Set<string>()
  readonly #asked = new Set<string>()
  readonly #maxObjects: number
  readonly #maxSteps: number
  #frontier: readonly ReferenceFrom[] = []
  #steps = 0
  #truncated = false

  constructor(starts: readonly JsonObject[], bounds: ClosureBounds) {
    this.#maxObjects = bounds.maxObjects ?? 10_000
    this.#maxSteps = bounds.maxSteps ?? Number.POSITIVE_INFINITY
    this.#add(starts)
  }

  /** Ids to look up next, as many as there is room for; none at the end. */
  wanted(): readonly string[] {
    const ids = new Set<string>()
    for (const { id } of this.#frontier) {
      if (!this.#known.has(id) && !this.#asked.has(id) && tlpOfMarking(id) === undefined)
        ids.add(id)
    }
    const room = this.#steps < this.#maxSteps ? this.#maxObjects - this.#objects.length : 0
    if (ids.size > room) this.#truncated = true
    const next = [...ids].slice(0, room)
    for (const id of next) this.#asked.add(id)
    this.#steps++
    return next
  }

  take(found: Iterable<JsonObject>): void {
    this.#add(found)
  }

  result(): Closure {
    const isMissing = ({ id }: ReferenceFrom) => this.#asked.has(id) && !this.#known.has(id)
    return {
      objects: this.#objects,
      missing: this.#references.filter(isMissing),
      truncated: this.#truncated,
    }
  }

  #add(found: Iterable<JsonObject>): void {
    const begin = this.#references.length
    for (const object of found) {
      const from = String(object.id)
      if (this.#known.has(from)) continue
      if (this.#objects.length >= this.#maxObjects) {
        this.#truncated = true
        break
      }
      this.#known.add(from)
      this.#objects.push(object)
      for (const reference of referencesWithPaths(object)) {
        this.#references.push({ ...reference, from })
      }
    }
    this.#frontier = this.#references.slice(begin)
  }
}

import type { JsonObject } from '@concert/core'
import { type ReferenceFrom, referencesWithPaths } from './references.ts'

/** Objects in an order in which each comes after those it refers to. */
export interface ObjectOrder {
  readonly objects: readonly JsonObject[]
  /** References that lead to a later object after all, for they close a circle. */
  readonly circular: readonly ReferenceFrom[]
}

/**
 * Orders objects so that whoever reads them in turn knows every object that a later one refers to.
 * Versions of one object stay together in the order they came. References to objects that are not
 * there, and of an object to itself, bind nothing.
 */
export function referenceOrder(objects: Iterable<JsonObject>): ObjectOrder {
  const versions = Map.groupBy(objects, ({ id }) => String(id))
  const ordered: JsonObject[] = []
  const circular: ReferenceFrom[] = []
  const state = new Map<string, 'open' | 'done'>()
  for (const start of versions.keys()) {
    if (state.has(start)) continue
    const stack = [visitOf(start, versions)]
    state.set(start, 'open')
    for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
      const reference = visit.left.next()
      if (reference.done) {
        ordered.push(...(versions.get(visit.id) ?? []))
        state.set(visit.id, 'done')
        stack.pop()
        continue
      }
      const { id } = reference.value
      if (id === visit.id || !versions.has(id)) continue
      const known = state.get(id)
      if (known === 'open') circular.push(reference.value)
      if (known !== undefined) continue
      state.set(id, 'open')
      stack.push(visitOf(id, versions))
    }
  }
  return { objects: ordered, circular }
}

interface Visit {
  readonly id: string
  readonly left: Iterator<ReferenceFrom, undefined>
}

function visitOf(id: string, versions: ReadonlyMap<string, readonly JsonObject[]>): Visit {
  return { id, left: outgoing(id, versions.get(id) ?? []) }
}

function* outgoing(
  from: string,
  versions: readonly JsonObject[],
): Generator<ReferenceFrom, undefined, undefined> {
  for (const version of versions) {
    for (const reference of referencesWithPaths(version)) yield { ...reference, from }
  }
  return undefined
}

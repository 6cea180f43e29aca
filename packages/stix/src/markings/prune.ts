import type { Json, JsonObject } from '@concert/core'
import type { Path, Step } from './selector.ts'

/** What is to go, as a tree of steps: `true` where a value goes with everything in it. */
type Cut = true | Map<Step, Cut>

/** What became of a part: `undefined` when nothing in it changed. */
interface Change {
  /** New index of each old one; lists only. */
  readonly indexes: ReadonlyMap<number, number> | undefined
  /** Steps that are gone. */
  readonly gone: ReadonlySet<Step>
  readonly inside: ReadonlyMap<Step, Change>
}

/** An object without some of its parts. */
export interface Pruned {
  readonly object: JsonObject
  /** The place that a place of the object before has now, or `undefined` when it is gone. */
  moved(path: Path): Path | undefined
}

/**
 * Takes parts out of an object. Lists close up; a list or an object that loses all its entries goes
 * too, for STIX has no empty ones (§2.3, §2.10).
 *
 * @returns what is left, or `undefined` when nothing is
 */
export function prune(object: JsonObject, places: Iterable<Path>): Pruned | undefined {
  const cut = treeOf(places)
  if (cut === undefined) return { object, moved: (path) => path }
  if (cut === true) return undefined
  const { value, change } = without(object, cut)
  if (value === undefined) return undefined
  return { object: value as JsonObject, moved: (path) => translate(path, change) }
}

function treeOf(places: Iterable<Path>): Cut | undefined {
  let tree: Cut | undefined
  for (const path of places) {
    if (path.length === 0) return true
    if (tree === undefined) tree = new Map()
    mark(tree as Map<Step, Cut>, path)
  }
  return tree
}

function mark(tree: Map<Step, Cut>, path: Path): void {
  let node = tree
  for (const [at, step] of path.entries()) {
    const next = node.get(step)
    if (next === true) return
    if (at === path.length - 1) {
      node.set(step, true)
      return
    }
    const inner: Map<Step, Cut> = next ?? new Map()
    if (next === undefined) node.set(step, inner)
    node = inner
  }
}

interface Rest {
  readonly value: Json | undefined
  readonly change: Change
}

function without(value: Json, cut: Map<Step, Cut>): Rest {
  return Array.isArray(value)
    ? listWithout(value as readonly Json[], cut)
    : objectWithout(value as JsonObject, cut)
}

function objectWithout(object: JsonObject, cut: Map<Step, Cut>): Rest {
  const left: [string, Json][] = []
  const gone = new Set<Step>()
  const inside = new Map<Step, Change>()
  for (const [name, entry] of Object.entries(object)) {
    const rest = entryWithout(entry, cut.get(name))
    if (rest.change) inside.set(name, rest.change)
    if (rest.value === undefined) gone.add(name)
    else left.push([name, rest.value])
  }
  const value = left.length === 0 ? undefined : Object.fromEntries(left)
  return { value, change: { indexes: undefined, gone, inside } }
}

function listWithout(list: readonly Json[], cut: Map<Step, Cut>): Rest {
  const left: Json[] = []
  const gone = new Set<Step>()
  const inside = new Map<Step, Change>()
  const indexes = new Map<number, number>()
  for (const [at, entry] of list.entries()) {
    const rest = entryWithout(entry, cut.get(at))
    if (rest.change) inside.set(at, rest.change)
    if (rest.value === undefined) gone.add(at)
    else {
      indexes.set(at, left.length)
      left.push(rest.value)
    }
  }
  return { value: left.length === 0 ? undefined : left, change: { indexes, gone, inside } }
}

function entryWithout(
  entry: Json,
  cut: Cut | undefined,
): { readonly value: Json | undefined; readonly change?: Change } {
  if (cut === undefined) return { value: entry }
  if (cut === true || typeof entry !== 'object' || entry === null) return { value: undefined }
  return without(entry, cut)
}

function translate(path: Path, change: Change): Path | undefined {
  const moved: Step[] = []
  let here: Change | undefined = change
  for (const step of path) {
    if (here === undefined) {
      moved.push(step)
      continue
    }
    if (here.gone.has(step)) return undefined
    moved.push(typeof step === 'number' ? (here.indexes?.get(step) ?? step) : step)
    here = here.inside.get(step)
  }
  return moved
}

import { type Json, type JsonObject, ok, type Result } from '@concert/core'
import type { Tlp } from '../tlp.ts'
import { tlpOfMarkings } from './clearance.ts'
import { type GranularMarking, readMarkings } from './read-markings.ts'
import {
  formatSelector,
  type Path,
  resolveSelector,
  type SelectorFaultCode,
  type Step,
} from './selector.ts'

/** What binds whoever handles one property. */
export interface EffectiveMarking {
  /** The property's selector. */
  readonly selector: string
  /** Ids of every marking that applies: the object's own, then granular ones from the outside in. */
  readonly markings: readonly string[]
  /** The strictest TLP level of all; `red` when nothing speaks of TLP or something is unknown. */
  readonly tlp: Tlp
}

/**
 * The markings that apply to one part of an object (§7.2): those of the object and those of every
 * selector that names the part or something around it. A granular marking adds to the object's and
 * never loosens it: the strictest binds.
 *
 * @param selector - attacker-controlled
 * @param honoured - ids of markings, such as statements, that leave TLP to the others
 *
 * @example
 * effectiveMarking(indicator, 'external_references.[0].url')
 */
export function effectiveMarking(
  object: JsonObject,
  selector: string,
  honoured?: ReadonlySet<string>,
): Result<EffectiveMarking, SelectorFaultCode> {
  const path = resolveSelector(object, selector)
  if (!path.ok) return path
  const bindings = new Bindings(object, honoured)
  let here = bindings.top
  for (const step of path.value) here = bindings.inside(here, step)
  return ok(markingOf(path.value, here))
}

/**
 * The effective marking of every value in an object that holds no other values, in their order.
 *
 * @example
 * for (const { selector, tlp } of effectiveMarkings(indicator)) console.log(selector, tlp)
 */
export function* effectiveMarkings(
  object: JsonObject,
  honoured?: ReadonlySet<string>,
): Generator<EffectiveMarking, void, undefined> {
  const bindings = new Bindings(object, honoured)
  yield* leaves(object, [], bindings.top, bindings)
}

function* leaves(
  value: Json,
  path: readonly Step[],
  here: Binding,
  bindings: Bindings,
): Generator<EffectiveMarking, void, undefined> {
  if (typeof value !== 'object' || value === null) yield markingOf(path, here)
  else if (Array.isArray(value)) {
    for (const [at, entry] of (value as readonly Json[]).entries()) {
      yield* leaves(entry, [...path, at], bindings.inside(here, at), bindings)
    }
  } else {
    for (const [name, entry] of Object.entries(value)) {
      yield* leaves(entry, [...path, name], bindings.inside(here, name), bindings)
    }
  }
}

function markingOf(path: Path, { markings, tlp }: Binding): EffectiveMarking {
  return { selector: formatSelector(path), markings, tlp }
}

/** Selectors as a tree, so that what binds a part is found by walking to it. */
interface Node {
  readonly markings: string[]
  readonly inside: Map<Step, Node>
}

interface Binding {
  readonly markings: readonly string[]
  readonly tlp: Tlp
  readonly node: Node | undefined
}

class Bindings {
  readonly top: Binding
  readonly #honoured: ReadonlySet<string> | undefined
  readonly #unreadable: boolean

  constructor(object: JsonObject, honoured: ReadonlySet<string> | undefined) {
    const markings = readMarkings(object)
    this.#honoured = honoured
    this.#unreadable = markings.unreadable
    this.top = this.#binding(markings.object, treeOf(markings.granular))
  }

  inside(outer: Binding, step: Step): Binding {
    const node = outer.node?.inside.get(step)
    if (node === undefined) return outer.node === undefined ? outer : { ...outer, node }
    if (node.markings.length === 0) return { ...outer, node }
    return this.#binding([...new Set([...outer.markings, ...node.markings])], node)
  }

  #binding(markings: readonly string[], node: Node): Binding {
    const level = this.#unreadable ? 'red' : tlpOfMarkings(markings, this.#honoured)
    return { markings, tlp: level ?? 'red', node }
  }
}

function treeOf(granular: readonly GranularMarking[]): Node {
  const top: Node = { markings: [], inside: new Map() }
  for (const { marking, places } of granular) {
    for (const place of places) nodeAt(top, place).markings.push(marking)
  }
  return top
}

function nodeAt(top: Node, path: Path): Node {
  let node = top
  for (const step of path) {
    let next = node.inside.get(step)
    if (next === undefined) {
      next = { markings: [], inside: new Map() }
      node.inside.set(step, next)
    }
    node = next
  }
  return node
}

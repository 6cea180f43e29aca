import type { Json, JsonObject } from '@concert/core'
import { octetsOfPath } from '../language/octets.ts'
import type { ObjectPath } from '../language/syntax.ts'
import type { Observation } from '../observe/observation.ts'
import {
  advance,
  type Frontier,
  leadsToReference,
  resolve,
  type Step,
  stepOf,
} from '../observe/steps.ts'
import type { Atom } from './atoms.ts'
import { ValueIndex } from './value-index.ts'

/** Below this many properties that are asked for, asking for each is faster than listing. */
const FEW = 8

/** Atoms by path: all paths of one object type, walked together. */
export class PathIndex {
  readonly #roots = new Map<string, PathNode>()

  /** Files an atom; returns what takes it out again. */
  add(atom: Atom, pattern: number): () => void {
    const { type } = atom.path
    const root = this.#roots.get(type) ?? new PathNode(false)
    this.#roots.set(type, root)
    const steps = atom.kind === 'type' ? [] : atom.path.steps.map(stepOf)
    const remove = root.add(steps, [], atom, pattern)
    return () => {
      remove()
      if (root.uses === 0) this.#roots.delete(type)
    }
  }

  /** Adds the patterns with an atom that an observation has to `out`. */
  collect(observation: Observation, out: Set<number>): void {
    for (const [type, objects] of observation.byType) {
      this.#roots.get(type)?.collect(objects, observation, out)
    }
  }
}

class PathNode {
  /** Atoms at and below this node. */
  uses = 0
  readonly #isReference: boolean
  readonly #properties = new Map<string, PathNode>()
  readonly #entries = new Map<Step, PathNode>()
  #values: ValueIndex | undefined

  constructor(isReference: boolean) {
    this.#isReference = isReference
  }

  add(steps: readonly Step[], before: readonly Step[], atom: Atom, pattern: number): () => void {
    this.uses++
    const [step, ...rest] = steps
    const remove =
      step === undefined
        ? this.#valuesOf(atom.path).add(atom, pattern)
        : this.#below(step, rest, [...before, step], atom, pattern)
    return () => {
      this.uses--
      remove()
    }
  }

  #valuesOf(path: ObjectPath): ValueIndex {
    this.#values ??= new ValueIndex(octetsOfPath(path))
    return this.#values
  }

  #below(
    step: Step,
    rest: readonly Step[],
    way: readonly Step[],
    atom: Atom,
    pattern: number,
  ): () => void {
    const children: Map<Step, PathNode> =
      typeof step === 'string' ? (this.#properties as Map<Step, PathNode>) : this.#entries
    const child = children.get(step) ?? new PathNode(leadsToReference(way))
    children.set(step, child)
    const remove = child.add(rest, way, atom, pattern)
    return () => {
      remove()
      if (child.uses === 0) children.delete(step)
    }
  }

  collect(frontier: Frontier, observation: Observation, out: Set<number>): void {
    if (this.#values) for (const value of frontier) this.#values.collect(value, out)
    if (this.#properties.size > 0) this.#collectProperties(frontier, observation, out)
    for (const [step, child] of this.#entries) {
      const next = advance(frontier, step, undefined)
      if (next.length > 0) child.collect(next, observation, out)
    }
  }

  #collectProperties(frontier: Frontier, observation: Observation, out: Set<number>): void {
    const next = new Map<PathNode, Set<Json>>()
    for (const value of frontier) {
      const object = resolve(value, this.#isReference ? observation : undefined)
      if (object === undefined) continue
      for (const name of this.#askedFor(object)) {
        const child = this.#properties.get(name)
        if (child === undefined) continue
        const values = next.get(child) ?? new Set()
        next.set(child, values.add(object[name] as Json))
      }
    }
    for (const [child, values] of next) child.collect([...values], observation, out)
  }

  /** The properties of an object that may be asked for: the shorter of the two lists. */
  #askedFor(object: JsonObject): readonly string[] {
    if (this.#properties.size >= FEW) return Object.keys(object)
    return [...this.#properties.keys()].filter((name) => Object.hasOwn(object, name))
  }
}

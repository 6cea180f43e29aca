import type { Json, JsonObject } from '@concert/core'
import { pathText } from '../validate/findings.ts'
import {
  FREE_DICTIONARIES,
  HASH_RESPELLED,
  RENAMED,
  RESPELLED,
  SET_ASIDE,
  WRAPPED,
} from './differences.ts'
import { isObject, Moves } from './moves.ts'
import type { UpgradeReport } from './report.ts'
import { SET_ASIDE_EXTENSION } from './set-aside.ts'

type Mutable = Record<string, Json>
type Path = readonly (string | number)[]

/** What an observable needs of the container it stands in. */
export interface ObservableContext {
  /** Where it stands in the object given. */
  readonly path: Path
  readonly report: UpgradeReport
  /** The id of the observable with a key, or `undefined` when there is none. */
  idOf(key: string): string | undefined
}

/** An observable in the shape of 2.1, its id still missing. */
export interface UpgradedObservable {
  readonly value: JsonObject
  readonly moves: Moves
  /** Whether some value went to the extension for what 2.1 has no property for. */
  readonly isSetAside: boolean
}

/** Upgrades one observable of 2.0 (part 4): names, references, what 2.1 no longer has. */
export function upgradeObservable(
  observable: JsonObject,
  context: ObservableContext,
): UpgradedObservable {
  return new Upgrade(context).run(observable)
}

class Upgrade {
  readonly #context: ObservableContext
  readonly #moves = new Moves()
  readonly #aside: Mutable = {}

  constructor(context: ObservableContext) {
    this.#context = context
  }

  run(observable: JsonObject): UpgradedObservable {
    const type = String(observable.type)
    const value: Mutable = {}
    for (const [name, given] of Object.entries(observable)) {
      // An observable of 2.0 has no id of its own, and its container's key is no STIX id.
      if (name === 'id' || name === 'spec_version') continue
      if (this.#setAside(type, name, given, [name], name)) continue
      const upgraded = name === 'extensions' ? this.#extensions(given) : this.#value(given, [name])
      if (upgraded === undefined) continue
      put(value, this.#rename(type, name), upgraded)
    }
    const isSetAside = Object.keys(this.#aside).length > 0
    if (isSetAside) this.#addExtension(value)
    return { value, moves: this.#moves, isSetAside }
  }

  #rename(type: string, name: string): string {
    const names = RENAMED[type]
    const renamed = names && Object.hasOwn(names, name) ? names[name] : undefined
    if (renamed === undefined) return name
    this.#change('property-renamed', [name], renamed)
    this.#moves.add(name, renamed)
    return renamed
  }

  /** Keeps a value for which 2.1 has no property. @returns whether it did */
  #setAside(of: string, name: string, value: Json, path: Path, as: string): boolean {
    if (!SET_ASIDE[of]?.includes(name)) return false
    const to = `extensions.${SET_ASIDE_EXTENSION}.${as}`
    put(this.#aside, as, value)
    this.#moves.add(path.join('.'), to)
    this.#change('property-set-aside', path, pathText(to.split('.')))
    return true
  }

  #addExtension(value: Mutable): void {
    const extensions = isObject(value.extensions) ? value.extensions : {}
    const ours = { extension_type: 'property-extension', ...this.#aside }
    value.extensions = { ...extensions, [SET_ASIDE_EXTENSION]: ours }
  }

  /** An extension that holds nothing any more is left out. */
  #extensions(given: Json): Json | undefined {
    if (!isObject(given)) return given
    const extensions: Mutable = {}
    for (const [name, extension] of Object.entries(given)) {
      const upgraded = this.#extension(name, extension)
      if (upgraded !== undefined) put(extensions, name, upgraded)
    }
    return Object.keys(extensions).length > 0 ? extensions : undefined
  }

  #extension(name: string, given: Json): Json | undefined {
    if (!isObject(given)) return given
    const kept: Mutable = {}
    for (const [property, value] of Object.entries(given)) {
      const path = ['extensions', name, property]
      const as = `${name.replaceAll('-', '_')}_${property}`
      if (this.#setAside(name, property, value, path, as)) continue
      const upgraded = this.#value(value, path)
      if (upgraded !== undefined) put(kept, property, upgraded)
    }
    return Object.keys(kept).length > 0 || Object.keys(given).length === 0 ? kept : undefined
  }

  /** @param path - the last key is the value's name */
  #value(given: Json, path: Path): Json | undefined {
    const name = path.at(-1)
    if (typeof name === 'string') {
      if (name === 'hashes') return this.#hashes(given, path)
      if (WRAPPED.includes(name)) return this.#wrapped(given, path)
      if (FREE_DICTIONARIES.includes(name)) return given
      if (name.endsWith('_ref')) return this.#reference(given, path)
      if (name.endsWith('_refs')) return this.#references(given, path)
      if (Object.hasOwn(RESPELLED, name)) return this.#respelled(name, given, path)
    }
    return this.#inside(given, path)
  }

  #inside(given: Json, path: Path): Json | undefined {
    if (Array.isArray(given)) {
      const list = given as readonly Json[]
      return list.map((entry, index) => this.#inside(entry, [...path, index]) ?? entry)
    }
    if (!isObject(given)) return given
    const value: Mutable = {}
    for (const [name, property] of Object.entries(given)) {
      const upgraded = this.#value(property, [...path, name])
      if (upgraded !== undefined) put(value, name, upgraded)
    }
    return value
  }

  #hashes(given: Json, path: Path): Json {
    const renamed = respellHashes(given)
    if (renamed !== given) this.#change('value-renamed', path)
    for (const [old, name] of Object.entries(HASH_RESPELLED)) {
      this.#moves.add([...path, old].join('.'), [...path, name].join('.'))
    }
    return renamed
  }

  #wrapped(given: Json, path: Path): Json {
    if (!isObject(given) || Object.values(given).every((each) => typeof each !== 'string')) {
      return given
    }
    this.#change('value-wrapped', path)
    const value: Mutable = {}
    for (const [name, field] of Object.entries(given)) {
      put(value, name, typeof field === 'string' ? [field] : field)
    }
    return value
  }

  #respelled(name: string, given: Json, path: Path): Json {
    const spelled = typeof given === 'string' ? RESPELLED[name]?.[given] : undefined
    if (spelled === undefined) return given
    this.#change('value-renamed', path)
    return spelled
  }

  #references(given: Json, path: Path): Json | undefined {
    if (!Array.isArray(given)) return given
    const list = given as readonly Json[]
    const found = list.flatMap((key, index) => this.#reference(key, [...path, index]) ?? [])
    return found.length > 0 ? found : undefined
  }

  #reference(key: Json, path: Path): Json | undefined {
    const id = typeof key === 'string' ? this.#context.idOf(key) : undefined
    if (id === undefined) {
      this.#context.report.fault('reference-unknown', pathText([...this.#context.path, ...path]))
    }
    return id
  }

  #change(code: Parameters<UpgradeReport['change']>[0], path: Path, to?: string): void {
    this.#context.report.change(code, pathText([...this.#context.path, ...path]), to)
  }
}

/** Hashes under the names of 2.1, or the value given when nothing changes. */
export function respellHashes(given: Json): Json {
  if (!isObject(given)) return given
  const old = Object.keys(HASH_RESPELLED).filter((name) => Object.hasOwn(given, name))
  if (old.length === 0) return given
  const hashes: Mutable = {}
  for (const [name, hash] of Object.entries(given)) {
    put(hashes, old.includes(name) ? (HASH_RESPELLED[name] as string) : name, hash)
  }
  return hashes
}

/** Sets a property of any name, `__proto__` included, as JSON.parse does. */
function put(object: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(object, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

import type { Json, JsonObject } from '@concert/core'
import { concertId, isStixType, observableId, type Sha1 } from '../ids.ts'
import { pathText } from '../validate/findings.ts'
import { isObject, type Moves } from './moves.ts'
import type { UpgradeReport } from './report.ts'
import { type UpgradedObservable, upgradeObservable } from './upgrade-observable.ts'

/** How deep references between observables are followed before an id is made without them. */
const MAX_CHAIN = 64

/** An observable that was taken out of observed data. */
export interface ExtractedObservable {
  readonly key: string
  readonly id: string
  readonly value: JsonObject
  readonly moves: Moves
  readonly isSetAside: boolean
}

/**
 * Takes the observables out of the `objects` of observed data (2.0 part 2 §2.8): each gets the
 * deterministic id that its content gives (2.1 §2.9), and references by key become references by
 * id. Where the content gives none, the id is made from the observed data's and the key, so that
 * the same upgrade done twice gives the same ids.
 *
 * @param container - id of the observed data
 */
export function extractObservables(
  objects: JsonObject,
  container: string,
  report: UpgradeReport,
  sha1: Sha1,
): readonly ExtractedObservable[] {
  return new Extraction(objects, container, report, sha1).run()
}

class Extraction {
  readonly #objects: JsonObject
  readonly #container: string
  readonly #report: UpgradeReport
  readonly #sha1: Sha1
  readonly #ids = new Map<string, string>()
  readonly #done = new Map<string, UpgradedObservable>()
  readonly #open = new Set<string>()

  constructor(objects: JsonObject, container: string, report: UpgradeReport, sha1: Sha1) {
    this.#objects = objects
    this.#container = container
    this.#report = report
    this.#sha1 = sha1
  }

  run(): readonly ExtractedObservable[] {
    return Object.keys(this.#objects).flatMap((key) => {
      const id = this.#idOf(key)
      const upgraded = this.#done.get(key) ?? this.#upgradeLate(key)
      const at = pathText(['objects', key])
      if (id === undefined || upgraded === undefined) {
        this.#report.fault('observable-malformed', at)
        return []
      }
      this.#report.change('observable-extracted', at, id)
      const { type, ...rest } = upgraded.value
      const value = { type: type as Json, spec_version: '2.1', id, ...rest }
      return [{ key, id, value, moves: upgraded.moves, isSetAside: upgraded.isSetAside }]
    })
  }

  #idOf(key: string): string | undefined {
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const observable = this.#observableAt(key)
    if (observable === undefined) return undefined
    const type = String(observable.type)
    if (this.#open.has(key) || this.#open.size >= MAX_CHAIN) {
      // References in a circle, or nearly so: this one's id can't wait for those it refers to.
      const id = this.#keyedId(type, key)
      this.#ids.set(key, id)
      return id
    }
    this.#open.add(key)
    const upgraded = this.#upgrade(key, observable)
    this.#open.delete(key)
    const early = this.#ids.get(key)
    const id = early ?? observableId(type, upgraded.value, this.#sha1) ?? this.#keyedId(type, key)
    this.#ids.set(key, id)
    return id
  }

  /** One whose id had to be given before its own turn came. */
  #upgradeLate(key: string): UpgradedObservable | undefined {
    const observable = this.#observableAt(key)
    return observable && this.#upgrade(key, observable)
  }

  #upgrade(key: string, observable: JsonObject): UpgradedObservable {
    const upgraded = upgradeObservable(observable, {
      path: ['objects', key],
      report: this.#report,
      idOf: (other) => this.#idOf(other),
    })
    this.#done.set(key, upgraded)
    return upgraded
  }

  #observableAt(key: string): JsonObject | undefined {
    const found = Object.hasOwn(this.#objects, key) ? this.#objects[key] : undefined
    if (!isObject(found) || typeof found.type !== 'string') return undefined
    return isStixType(found.type) ? found : undefined
  }

  #keyedId(type: string, key: string): string {
    return concertId(type, { observed_data: this.#container, key }, this.#sha1)
  }
}

import { hex, type Json, type JsonObject, utf8 } from '@concert/core'
import type { Sha1 } from '../ids.ts'
import { classOfType } from '../table/object-types.ts'
import { VOCABULARIES } from '../table/vocabularies.ts'
import { tlpOfMarking } from '../tlp.ts'
import { LABELS_MOVED, RESPELLED } from './differences.ts'
import { extractObservables } from './extract-observables.ts'
import { isObject, Moves } from './moves.ts'
import { upgradePattern } from './pattern-text.ts'
import {
  type UpgradeChangeCode,
  type UpgradeFaultCode,
  type UpgradeNote,
  UpgradeReport,
} from './report.ts'
import { SET_ASIDE_DEFINITION } from './set-aside.ts'
import { markObservable, moveGranularMarkings } from './upgrade-markings.ts'
import { respellHashes } from './upgrade-observable.ts'

/** What became of one object. */
export interface Upgraded {
  /**
   * The objects of 2.1 that say what the one of 2.0 said: observables first, then the object. One
   * of 2.1 comes back as it was given. Not validated.
   */
  readonly objects: readonly JsonObject[]
  readonly changes: readonly UpgradeNote<UpgradeChangeCode>[]
  readonly faults: readonly UpgradeNote<UpgradeFaultCode>[]
}

/** Ids of observables remembered, so that each is given once; a longer stream forgets the oldest. */
const MAX_REMEMBERED = 100_000

type Mutable = Record<string, Json>

/**
 * Upgrades objects of STIX 2.0 to 2.1, one at a time, and says what it changed. Ids and times of
 * versions stay: it is the same version of the same object in another spelling.
 *
 * @example
 * const upgrader = new StixUpgrader(sha1)
 * const { objects, changes } = upgrader.upgrade(tool)
 * // changes: [{ code: 'version-stated', at: 'spec_version' },
 * //           { code: 'property-moved', at: 'labels[0]', to: 'tool_types[0]' }]
 */
export class StixUpgrader {
  readonly #sha1: Sha1
  readonly #seen = new Map<string, string>()
  #isDefined = false

  /** @param sha1 - for the ids of observables (§2.9) */
  constructor(sha1: Sha1) {
    this.#sha1 = sha1
  }

  /** @param object - attacker-controlled JSON, read strictly */
  upgrade(object: JsonObject): Upgraded {
    const report = new UpgradeReport()
    const { changes, faults } = report
    const version = versionOf(object)
    if (version === undefined) {
      report.fault('version-unknown', 'spec_version')
      return { objects: [], changes, faults }
    }
    if (version === '2.1') return { objects: [object], changes, faults }
    return { objects: this.#upgrade(object, report), changes, faults }
  }

  #upgrade(object: JsonObject, report: UpgradeReport): readonly JsonObject[] {
    const moves = new Moves()
    const { type, spec_version: _version, ...rest } = object
    const value: Mutable = { type: type as Json, spec_version: '2.1', ...rest }
    report.change('version-stated', 'spec_version')
    padTimes(value, report)
    moveLabels(value, moves, report)
    respell(value, report)
    if (type === 'indicator') upgradeIndicator(value, report)
    if (type === 'malware' && value.is_family === undefined) {
      // A 2.0 malware has a name and no sample: what 2.1 calls a family (§4.11).
      value.is_family = true
      report.change('value-assumed', 'is_family')
    }
    if (type === 'marking-definition') nameTlp(value, report)
    const observables = type === 'observed-data' ? this.#takeOut(value, report) : []
    return [...observables, moveGranularMarkings(value, moves, report)]
  }

  /** Takes the observables out of observed data. @returns what has to come before it */
  #takeOut(value: Mutable, report: UpgradeReport): readonly JsonObject[] {
    const { objects } = value
    if (!isObject(objects)) return []
    const extracted = extractObservables(objects, String(value.id), report, this.#sha1)
    const marked = extracted.map((each) => markObservable(value, each, report))
    delete value.objects
    const refs = [...new Set(extracted.map(({ id }) => id))]
    if (refs.length > 0) value.object_refs = refs
    const isSetAside = extracted.some((each) => each.isSetAside)
    const fresh = marked.filter((each, index) => {
      return this.#isFresh(each, `objects.${extracted[index]?.key}`, report)
    })
    return isSetAside ? [...this.#definition(), ...fresh] : fresh
  }

  #definition(): readonly JsonObject[] {
    if (this.#isDefined) return []
    this.#isDefined = true
    return SET_ASIDE_DEFINITION
  }

  /** Whether an observable was not given before. */
  #isFresh(observable: JsonObject, at: string, report: UpgradeReport): boolean {
    const id = String(observable.id)
    const digest = hex(this.#sha1(utf8(JSON.stringify(observable))))
    const before = this.#seen.get(id)
    if (before === digest) return false
    if (before !== undefined) report.fault('observable-differs', at, id)
    this.#seen.set(id, digest)
    if (this.#seen.size > MAX_REMEMBERED) {
      const [oldest] = this.#seen.keys()
      if (oldest !== undefined) this.#seen.delete(oldest)
    }
    return true
  }
}

/** Objects of 2.0 don't say so (2.1 §3.2); neither do observables of 2.1, which 2.0 has not. */
function versionOf({ type, spec_version: version, created }: JsonObject): string | undefined {
  if (version === '2.1' || version === '2.0') return version
  if (version !== undefined) return undefined
  const known = typeof type === 'string' ? classOfType(type) : undefined
  return known === 'sco' || (known === undefined && created === undefined) ? '2.1' : '2.0'
}

/** 2.1 wants at least milliseconds (§3.2). */
function padTimes(value: Mutable, report: UpgradeReport): void {
  for (const name of ['created', 'modified']) {
    const time = value[name]
    if (typeof time !== 'string') continue
    const found = /^([^.]*)(?:\.(\d{0,2}))?Z$/.exec(time)
    if (!found) continue
    value[name] = `${found[1]}.${(found[2] ?? '').padEnd(3, '0')}Z`
    report.change('timestamp-padded', name)
  }
}

/** What the vocabulary of the type knows moves; every other label stays one. */
function moveLabels(value: Mutable, moves: Moves, report: UpgradeReport): void {
  const { labels, type } = value
  if (!Array.isArray(labels)) return
  if (type === 'identity' && value.roles === undefined) {
    value.roles = labels as readonly Json[]
    delete value.labels
    moves.add('labels', 'roles')
    report.change('property-moved', 'labels', 'roles')
    return
  }
  const row = LABELS_MOVED[String(type)]
  if (row === undefined || value[row.property] !== undefined) return
  const known = VOCABULARIES.get(row.vocabulary)?.values ?? []
  const moved: Json[] = []
  const kept: Json[] = []
  ;(labels as readonly Json[]).forEach((label, index) => {
    const isMoved = typeof label === 'string' && known.includes(label)
    const list = isMoved ? moved : kept
    const property = isMoved ? row.property : 'labels'
    if (isMoved) report.change('property-moved', `labels[${index}]`, `${property}[${list.length}]`)
    moves.add(`labels.[${index}]`, `${property}.[${list.length}]`)
    list.push(label)
  })
  if (moved.length === 0) return
  value[row.property] = moved
  if (kept.length > 0) value.labels = kept
  else delete value.labels
  moves.add('labels', row.property, ...(kept.length > 0 ? ['labels'] : []))
}

/** Vocabularies and hash names of the object itself. */
function respell(value: Mutable, report: UpgradeReport): void {
  const { sectors, external_references: references } = value
  if (Array.isArray(sectors)) {
    value.sectors = (sectors as readonly Json[]).map((sector, index) => {
      const spelled = typeof sector === 'string' ? RESPELLED.sectors?.[sector] : undefined
      if (spelled !== undefined) report.change('value-renamed', `sectors[${index}]`)
      return spelled ?? sector
    })
  }
  if (!Array.isArray(references)) return
  value.external_references = (references as readonly Json[]).map((reference, index) => {
    if (!isObject(reference) || reference.hashes === undefined) return reference
    const hashes = respellHashes(reference.hashes)
    if (hashes === reference.hashes) return reference
    report.change('value-renamed', `external_references[${index}].hashes`)
    return { ...reference, hashes }
  })
}

function upgradeIndicator(value: Mutable, report: UpgradeReport): void {
  if (value.pattern_type === undefined) {
    value.pattern_type = 'stix'
    report.change('value-assumed', 'pattern_type')
  }
  if (typeof value.pattern !== 'string' || value.pattern_type !== 'stix') return
  const pattern = upgradePattern(value.pattern)
  if (pattern === value.pattern) return
  value.pattern = pattern
  report.change('pattern-rewritten', 'pattern')
}

/** The four TLP markings have a name in 2.1 (§7.2.1.4) and keep their ids. */
function nameTlp(value: Mutable, report: UpgradeReport): void {
  const { id, definition_type: kind, definition, name } = value
  if (kind !== 'tlp' || name !== undefined || typeof id !== 'string') return
  if (tlpOfMarking(id) === undefined || !isObject(definition)) return
  if (typeof definition.tlp !== 'string') return
  value.name = `TLP:${definition.tlp.toUpperCase()}`
  report.change('marking-named', 'name')
}

import type { Json, JsonObject } from '@concert/core'
import type { ObjectFaultCode, StixFault } from './faults.ts'
import { isStixType, typeOfId } from './ids.ts'
import { checkReferences, type Report } from './refs.ts'
import { compareStixTimestamps, isStixTimestamp } from './time.ts'
import { redefinesTlp } from './tlp.ts'
import { PROPERTY_KINDS, type PropertyKind, STIX_TYPES, type StixTypeRow } from './types.ts'

/** More of them help nobody, and an object of 1 MiB has room for hundreds of thousands. */
const MAX_FAULTS = 1000

/**
 * Lists every fault of a STIX 2.1 object against the common properties (§3.2) and its type's row in
 * the object table. Patterns, selectors and vocabularies are not looked into.
 *
 * @param object - attacker-controlled JSON, read strictly
 * @returns the faults in the order of the checks, at most 1,000; empty for a good object
 */
export function checkStixObject(object: JsonObject): readonly StixFault[] {
  const faults: StixFault[] = []
  const report: Report = (code, at) => {
    if (faults.length < MAX_FAULTS) faults.push({ code, at })
  }
  const row = rowOf(object)
  checkIdentity(object, report)
  checkSpecVersion(object, row, report)
  checkRequired(object, row, report)
  checkKinds(object, report)
  checkTimes(object, row, report)
  checkReferences(object, report)
  if (object.type === 'marking-definition' && redefinesTlp(object)) {
    report('marking-redefined', 'id')
  }
  return faults
}

/**
 * The row of the object's type. A custom type (§11) that tells its times is held to the rules of
 * domain objects, another to those of observables: nothing else says which it is.
 */
function rowOf(object: JsonObject): StixTypeRow {
  const known = typeof object.type === 'string' ? STIX_TYPES.get(object.type) : undefined
  if (known) return known
  const timed = object.created !== undefined || object.modified !== undefined
  return { class: timed ? 'sdo' : 'sco', required: [] }
}

/** §2.9 and §3.1: the type's syntax, the id's syntax, and that they agree. */
function checkIdentity({ type, id }: JsonObject, report: Report): void {
  const wrongType = typeFault(type)
  if (wrongType) report(wrongType, 'type')
  const wrongId = idFault(id, type)
  if (wrongId) report(wrongId, 'id')
}

function typeFault(type: Json | undefined): ObjectFaultCode | undefined {
  if (type === undefined) return 'missing'
  if (typeof type !== 'string') return 'kind'
  return isStixType(type) ? undefined : 'type-syntax'
}

function idFault(id: Json | undefined, type: Json | undefined): ObjectFaultCode | undefined {
  if (id === undefined) return 'missing'
  if (typeof id !== 'string') return 'kind'
  const named = typeOfId(id)
  if (named === undefined) return 'id-syntax'
  return typeof type === 'string' && named !== type ? 'id-type' : undefined
}

/** §3.2: required but for observables, where its absence means 2.1. */
function checkSpecVersion(object: JsonObject, row: StixTypeRow, report: Report): void {
  const version = object.spec_version
  if (version === undefined && row.class === 'sco') return
  if (version === undefined) report('missing', 'spec_version')
  else if (version !== '2.1') report('spec-version', 'spec_version')
}

function checkRequired(object: JsonObject, row: StixTypeRow, report: Report): void {
  for (const name of [...commonRequired(row), ...row.required]) {
    if (object[name] === undefined) report('missing', name)
  }
  if (row.oneOf && !row.oneOf.some((name) => object[name] !== undefined)) {
    report('missing', row.oneOf.join('|'))
  }
}

/** §3.2: domain and relationship objects tell both times; meta objects name `modified` in the table. */
function commonRequired(row: StixTypeRow): readonly string[] {
  if (row.class === 'sco') return []
  return row.class === 'meta' ? ['created'] : ['created', 'modified']
}

function checkKinds(object: JsonObject, report: Report): void {
  for (const [name, value] of Object.entries(object)) {
    if (Array.isArray(value) && value.length === 0) report('empty', name)
    const rule = PROPERTY_KINDS.get(name)
    const wrong = rule && kindFault(rule, value)
    if (wrong) report(wrong, name)
  }
}

function kindFault(rule: PropertyKind, value: Json): ObjectFaultCode | undefined {
  switch (rule.kind) {
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) return 'kind'
      return value < rule.min || value > rule.max ? 'range' : undefined
    case 'strings':
      return Array.isArray(value) && value.every(isString) ? undefined : 'kind'
    case 'object':
      return dictionaryFault(value)
    case 'string':
      if (!isString(value)) return 'kind'
      return value === '' ? 'empty' : undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'kind'
  }
}

/** §2.3: empty dictionaries are prohibited. */
function dictionaryFault(value: Json): ObjectFaultCode | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'kind'
  return Object.keys(value).length === 0 ? 'empty' : undefined
}

function isString(value: Json): value is string {
  return typeof value === 'string'
}

/** §2.16, and the order that §3.2 (`modified`) and the types' own sections ask for. */
function checkTimes(object: JsonObject, row: StixTypeRow, report: Report): void {
  checkPeriod(object, ['created', 'modified'], report)
  if (row.times) checkPeriod(object, row.times, report)
}

function checkPeriod(object: JsonObject, names: readonly string[], report: Report): void {
  const [start, end] = names.map((name) => timeAt(object, name, report))
  const last = names[1]
  if (start === undefined || end === undefined || last === undefined) return
  if (compareStixTimestamps(end, start) < 0) report('time-order', last)
}

function timeAt(object: JsonObject, name: string, report: Report): string | undefined {
  const value = object[name]
  if (value === undefined) return undefined
  if (typeof value === 'string' && isStixTimestamp(value)) return value
  report('timestamp', name)
  return undefined
}

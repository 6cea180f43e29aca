import type { Json, JsonObject } from '@concert/core'
import type { ObjectFaultCode } from './faults.ts'
import { typeOfId } from './ids.ts'
import { REFERENCE_TARGETS } from './types.ts'

/** Takes note of one fault at a path within the object. */
export type Report = (code: ObjectFaultCode, at: string) => void

/**
 * Every id that an object refers to, each once and sorted: `…_ref` and `…_refs` at any depth,
 * creator and markings included. Local keys of the deprecated observable container (§2.13) are no
 * ids and left out.
 */
export function referencesOf(object: JsonObject): readonly string[] {
  const found = new Set<string>()
  collect(object, found)
  return [...found].toSorted()
}

function collect(value: Json, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) collect(entry, found)
    return
  }
  for (const [name, property] of Object.entries(value)) {
    if (name.endsWith('_ref')) add(property, found)
    else if (name.endsWith('_refs') && Array.isArray(property)) {
      for (const entry of property as readonly Json[]) add(entry, found)
    } else collect(property, found)
  }
}

function add(value: Json, found: Set<string>): void {
  if (typeof value === 'string' && typeOfId(value) !== undefined) found.add(value)
}

/**
 * Checks the references at the top of an object and in its granular markings (§3.1: a name that
 * ends in `_ref` or `_refs` holds ids). Deeper ones may be keys of free dictionaries.
 */
export function checkReferences(object: JsonObject, report: Report): void {
  for (const [name, value] of Object.entries(object)) {
    if (name.endsWith('_ref')) checkReference(name, value, name, report)
    else if (name.endsWith('_refs')) checkReferenceList(name, value, report)
    else if (name === 'granular_markings') checkGranularMarkings(value, name, report)
  }
}

function checkReferenceList(name: string, value: Json, report: Report): void {
  if (!Array.isArray(value)) report('kind', name)
  else {
    value.forEach((entry: Json, index) => {
      checkReference(name, entry, `${name}[${index}]`, report)
    })
  }
}

function checkReference(name: string, value: Json | undefined, at: string, report: Report): void {
  const wrong = referenceFault(name, value)
  if (wrong) report(wrong, at)
}

function referenceFault(name: string, value: Json | undefined): ObjectFaultCode | undefined {
  if (value === undefined) return 'missing'
  if (typeof value !== 'string') return 'kind'
  const type = typeOfId(value)
  if (type === undefined) return 'id-syntax'
  const allowed = REFERENCE_TARGETS.get(name)
  return allowed && !allowed.includes(type) ? 'ref-type' : undefined
}

function checkGranularMarkings(value: Json, name: string, report: Report): void {
  if (!Array.isArray(value)) report('kind', name)
  else {
    value.forEach((marking: Json, index) => {
      checkGranularMarking(marking, `${name}[${index}]`, report)
    })
  }
}

/** §7.2.3.1: selectors, and either a marking or a language. */
function checkGranularMarking(marking: Json, at: string, report: Report): void {
  if (typeof marking !== 'object' || marking === null || Array.isArray(marking)) {
    report('object-expected', at)
    return
  }
  const { selectors, marking_ref: ref, lang } = marking as JsonObject
  if (!Array.isArray(selectors) || selectors.length === 0) report('missing', `${at}.selectors`)
  if (ref !== undefined || lang === undefined) {
    checkReference('object_marking_refs', ref, `${at}.marking_ref`, report)
  }
}

import type { Json, JsonObject } from '@concert/core'
import { isStixType } from '../ids.ts'
import { type Check, type Compiling, isObject, kindVerdict, own, verdict } from './check.ts'
import type { Findings } from './findings.ts'

/**
 * §2.13: observables of STIX 2.0 or 2.1 under local keys, and references that name such keys. Their
 * other properties are not looked into: which version they follow, nothing says.
 */
export function containerCheck(within: Compiling): Check {
  const compiling = { ...within, section: '2.13' }
  const kind = kindVerdict(compiling, 'observable-container')
  const empty = verdict(compiling, 'empty')
  const missing = verdict(compiling, 'missing')
  const type = verdict({ ...compiling, section: '3.1' }, 'type-syntax')
  const references = localReferencesCheck(compiling)
  return (value, findings) => {
    if (!isObject(value)) return findings.add(kind)
    const { depth } = findings
    findings.depth = depth + 1
    let count = 0
    for (const key in value) {
      count++
      findings.keys[depth] = key
      const observable = value[key] as Json
      if (!isObject(observable)) {
        findings.add(kind)
        continue
      }
      const name = own(observable, 'type')
      if (name === undefined) findings.addBelow(missing, 'type')
      else if (typeof name !== 'string' || !isLocalType(name)) findings.addBelow(type, 'type')
      references(observable, value, findings)
    }
    findings.depth = depth
    if (count === 0) findings.add(empty)
  }
}

/** STIX 2.0 had two types of other names that are shorter than three letters or otherwise fine. */
function isLocalType(name: string): boolean {
  return isStixType(name) || name === 'as'
}

function localReferencesCheck(
  compiling: Compiling,
): (value: Json, container: JsonObject, findings: Findings) => void {
  const nowhere = verdict(compiling, 'local-reference')
  const kind = kindVerdict(compiling, 'list')
  const one = (key: Json, container: JsonObject, findings: Findings) => {
    if (typeof key !== 'string' || !Object.hasOwn(container, key)) findings.add(nowhere)
  }
  const walk = (value: Json, container: JsonObject, findings: Findings) => {
    if (typeof value !== 'object' || value === null) return
    const { depth } = findings
    findings.depth = depth + 1
    const list = Array.isArray(value)
    for (const [key, entry] of Object.entries(value) as [string, Json][]) {
      findings.keys[depth] = list ? Number(key) : key
      if (!list && key.endsWith('_ref')) one(entry, container, findings)
      else if (!list && key.endsWith('_refs')) many(entry, container, findings)
      else walk(entry, container, findings)
    }
    findings.depth = depth
  }
  const many = (keys: Json, container: JsonObject, findings: Findings) => {
    if (!Array.isArray(keys)) return findings.add(kind)
    const { depth } = findings
    findings.depth = depth + 1
    keys.forEach((key: Json, index) => {
      findings.keys[depth] = index
      one(key, container, findings)
    })
    findings.depth = depth
  }
  return walk
}

import type { Json, JsonObject } from '@concert/core'
import type { Properties, Property, Shape } from '../table/model.ts'
import { type Check, type Compiling, isObject, kindVerdict, verdict } from './check.ts'
import { constraintCheck, type ObjectCheck } from './constraints.ts'
import type { Findings, Verdict } from './findings.ts'

/** Checks a property that the shape does not define. */
export type StrangerCheck = (
  name: string,
  value: Json,
  object: JsonObject,
  findings: Findings,
) => void

interface Entry {
  readonly check: Check
  readonly required: boolean
  readonly deprecated: Verdict | undefined
}

/** Compiles a shape to the check of an object: its properties, what is missing, its constraints. */
export function objectCheck(
  shape: Shape,
  compiling: Compiling,
  stranger: StrangerCheck,
  more: readonly ObjectCheck[] = [],
): ObjectCheck {
  const entries = entriesOf(shape.properties, compiling)
  const required = requiredOf(shape.properties, compiling)
  const afterwards = [
    ...recommendedChecks(shape.properties, compiling),
    ...shape.constraints.flatMap((each) => constraintCheck(each, compiling, partCheck) ?? []),
    ...more,
  ]
  return (object, findings) => {
    const found = checkProperties(object, entries, stranger, findings)
    if (found < required.length) {
      for (const [name, missing] of required) {
        if (object[name] === undefined) findings.addBelow(missing, name)
      }
    }
    for (let at = 0; at < afterwards.length; at++) afterwards[at]?.(object, findings)
  }
}

/** Compiles a shape to the check of a value inside an object; nothing may be in it but its own. */
export function partCheck(shape: Shape, within: Compiling): Check {
  const compiling = { ...within, section: shape.section }
  const kind = kindVerdict(compiling, shape.name)
  const check = objectCheck(shape, compiling, strangerInPart(compiling))
  return (value, findings) => {
    if (isObject(value)) check(value, findings)
    else findings.add(kind)
  }
}

function strangerInPart(compiling: Compiling): StrangerCheck {
  const unknown = verdict(compiling, 'property-unknown')
  return (name, _value, _object, findings) => findings.addBelow(unknown, name)
}

/** Checks what is there and counts how much of it is required. */
function checkProperties(
  object: JsonObject,
  entries: ReadonlyMap<string, Entry>,
  stranger: StrangerCheck,
  findings: Findings,
): number {
  const { depth, keys } = findings
  let found = 0
  findings.depth = depth + 1
  for (const name in object) {
    const value = object[name] as Json
    const entry = entries.get(name)
    keys[depth] = name
    if (entry === undefined) {
      findings.depth = depth
      stranger(name, value, object, findings)
      findings.depth = depth + 1
      continue
    }
    if (entry.required) found++
    if (entry.deprecated) findings.add(entry.deprecated)
    entry.check(value, findings)
  }
  findings.depth = depth
  return found
}

function entriesOf(properties: Properties, within: Compiling): ReadonlyMap<string, Entry> {
  return new Map(
    Object.entries(properties).map(([name, property]) => {
      const compiling = definedAt(property, within)
      const check = compiling.value(property.type, compiling)
      const deprecated = property.deprecated ? verdict(compiling, 'deprecated') : undefined
      return [name, { check, required: property.required, deprecated }]
    }),
  )
}

function requiredOf(
  properties: Properties,
  compiling: Compiling,
): readonly (readonly [name: string, missing: Verdict | undefined])[] {
  return Object.entries(properties)
    .filter(([, property]) => property.required)
    .map(([name, property]) => [name, verdict(definedAt(property, compiling), 'missing')])
}

function definedAt(property: Property, compiling: Compiling): Compiling {
  return property.section ? { ...compiling, section: property.section } : compiling
}

function recommendedChecks(properties: Properties, compiling: Compiling): readonly ObjectCheck[] {
  const broken = verdict(compiling, 'recommended')
  if (broken === undefined) return []
  return Object.keys(properties)
    .filter((name) => properties[name]?.recommended)
    .map((name) => (object, findings) => {
      if (object[name] === undefined) findings.addBelow(broken, name)
    })
}

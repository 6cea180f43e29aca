import type { Json, JsonObject } from '@concert/core'
import { typeOfId } from '../ids.ts'
import type { Constraint, StixClass } from '../table/model.ts'
import { classOfType } from '../table/object-types.ts'
import { compareStixTimestamps, isStixTimestamp } from '../time.ts'
import { type Check, type Compiling, isObject, verdict } from './check.ts'
import { conditionTest } from './conditions.ts'
import type { Findings } from './findings.ts'
import { formatTest } from './formats.ts'
import type { ObjectRuleCode } from './rule-codes.ts'

/** Checks what binds the properties of one object together. */
export type ObjectCheck = (object: JsonObject, findings: Findings) => void

type Of<Rule> = Extract<Constraint, { rule: Rule }>

/** Compiles one constraint of the table; `undefined` when the mode does not look at it. */
export function constraintCheck(
  constraint: Constraint,
  within: Compiling,
  shapeCheck: (of: Of<'shape'>['shape'], compiling: Compiling) => Check,
): ObjectCheck | undefined {
  const compiling = { ...within, section: constraint.section }
  switch (constraint.rule) {
    case 'at-least-one':
      return countCheck(constraint.of, compiling, 'at-least-one', (count) => count === 0)
    case 'at-most-one':
      return countCheck(constraint.of, compiling, 'at-most-one', (count) => count > 1)
    case 'requires':
      return presenceCheck(constraint, compiling, 'requires', false)
    case 'recommends':
      return presenceCheck(constraint, compiling, 'recommended', false)
    case 'forbids':
      return presenceCheck(constraint, compiling, 'forbidden', true)
    case 'order':
      return orderCheck(constraint, compiling)
    case 'format':
      return formatCheck(constraint, compiling)
    case 'shape':
      return partCheck(
        constraint,
        shapeCheck(constraint.shape, { ...within, section: constraint.shape.section }),
      )
    case 'refers-to':
      return classCheck(constraint.property, constraint.class, compiling)
    case 'not-self':
      return selfCheck(constraint.property, compiling)
  }
}

function countCheck(
  names: readonly string[],
  compiling: Compiling,
  code: ObjectRuleCode,
  wrong: (count: number) => boolean,
): ObjectCheck {
  const broken = verdict(compiling, code, names)
  return (object, findings) => {
    let count = 0
    for (const name of names) if (object[name] !== undefined) count++
    if (wrong(count)) findings.add(broken)
  }
}

function presenceCheck(
  { when, names }: Of<'requires' | 'recommends' | 'forbids'>,
  compiling: Compiling,
  code: ObjectRuleCode,
  unwanted: boolean,
): ObjectCheck | undefined {
  const broken = verdict(compiling, code)
  if (broken === undefined) return undefined
  const holds = conditionTest(when)
  return (object, findings) => {
    if (!holds(object)) return
    for (const name of names) {
      if ((object[name] !== undefined) === unwanted) findings.addBelow(broken, name)
    }
  }
}

function orderCheck({ earlier, later, strict }: Of<'order'>, compiling: Compiling): ObjectCheck {
  const broken = verdict(compiling, 'time-order', [strict ? `> ${earlier}` : `≥ ${earlier}`])
  const least = strict ? 1 : 0
  return (object, findings) => {
    const end = object[later]
    if (end === undefined) return
    const start = object[earlier]
    if (start === end && !strict) return
    if (!isTime(start) || !isTime(end)) return
    if (compareStixTimestamps(end, start) < least) findings.addBelow(broken, later)
  }
}

function isTime(value: Json | undefined): value is string {
  return typeof value === 'string' && isStixTimestamp(value)
}

function formatCheck({ when, property, format }: Of<'format'>, compiling: Compiling): ObjectCheck {
  const broken = verdict(compiling, 'format', [format])
  const holds = conditionTest(when)
  const test = formatTest(format)
  return (object, findings) => {
    const text = object[property]
    if (typeof text === 'string' && holds(object) && !test(text)) {
      findings.addBelow(broken, property)
    }
  }
}

function partCheck({ when, property }: Of<'shape'>, check: Check): ObjectCheck {
  const holds = conditionTest(when)
  return (object, findings) => {
    const part = object[property]
    if (!isObject(part) || !holds(object)) return
    findings.keys[findings.depth++] = property
    check(part, findings)
    findings.depth--
  }
}

function classCheck(property: string, wanted: StixClass, compiling: Compiling): ObjectCheck {
  const broken = verdict(compiling, 'ref-class', [wanted.toUpperCase()])
  return (object, findings) => {
    const list = object[property]
    if (!Array.isArray(list) || list.length === 0) return
    if (!list.some((id: Json) => mayBeOf(id, wanted))) findings.addBelow(broken, property)
  }
}

/** A type that the specification does not define may be of any class. */
function mayBeOf(id: Json, wanted: StixClass): boolean {
  const type = typeof id === 'string' ? typeOfId(id) : undefined
  const found = type === undefined ? wanted : classOfType(type)
  return found === undefined || found === wanted
}

function selfCheck(property: string, compiling: Compiling): ObjectCheck {
  const broken = verdict(compiling, 'marking-circular')
  return (object, findings) => {
    const list = object[property]
    if (!Array.isArray(list) || object.id === undefined) return
    const at = list.indexOf(object.id)
    if (at < 0) return
    findings.keys[findings.depth++] = property
    findings.addBelow(broken, at)
    findings.depth--
  }
}

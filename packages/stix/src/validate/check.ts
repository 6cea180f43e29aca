import type { Json, JsonObject } from '@concert/core'
import type { ValueType } from '../table/model.ts'
import { type Findings, type Verdict, verdictOf } from './findings.ts'
import type { Reading } from './grades.ts'
import type { ObjectRuleCode } from './rule-codes.ts'

/** Checks one value where the findings stand. Compiled once for each place in the table. */
export type Check = (value: Json, findings: Findings) => void

/** What compiling a check needs to know. */
export interface Compiling {
  readonly reading: Reading
  /** Section that findings of the checks made here name. */
  readonly section: string
  /** Makes the check of a kind of value, so that lists and dictionaries can hold any. */
  readonly value: (type: ValueType, compiling: Compiling) => Check
}

/** The verdict of a rule in the section that is compiled. */
export function verdict(
  { reading, section }: Compiling,
  code: ObjectRuleCode,
  expected?: readonly string[],
): Verdict | undefined {
  return verdictOf(reading, code, section, expected)
}

/** The verdict for a value of the wrong JSON type. */
export function kindVerdict(
  compiling: Compiling,
  ...kinds: readonly string[]
): Verdict | undefined {
  return verdict(compiling, 'kind', kinds)
}

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A property of an object, never one that every JavaScript object inherits. */
export function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

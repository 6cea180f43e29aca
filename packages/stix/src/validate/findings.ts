import type { JsonObject } from '@concert/core'
import type { PatternFault } from '../pattern/language/faults.ts'
import { type Reading, type Severity, severityOf } from './grades.ts'
import { OBJECT_RULES } from './object-rules.ts'
import type { ObjectRuleCode } from './rule-codes.ts'

/** One rule that an object breaks. */
export interface Finding {
  readonly code: ObjectRuleCode
  /** A path within the object such as `external_references[0].url`; empty for the whole. */
  readonly at: string
  readonly severity: Severity
  /** Section of STIX 2.1 with errata 01, such as `4.7`, or the name of another document. */
  readonly section: string
  /**
   * What would have been right: properties, types, terms of a vocabulary, a format, bounds. From
   * the table, never from the object.
   */
  readonly expected?: readonly string[]
  /** What is wrong with a pattern, and where in it. */
  readonly pattern?: PatternFault
}

/** A rule with everything that a finding says but its place: made once, when checks are compiled. */
export type Verdict = Omit<Finding, 'at'>

/** More of them help nobody, and an object of 1 MiB has room for hundreds of thousands. */
const MAX_FINDINGS = 1000

/** Longest key shown in a path. */
const MAX_KEY = 80

/** Makes the verdict of a rule in a mode, or `undefined` when the mode does not look at it. */
export function verdictOf(
  reading: Reading,
  code: ObjectRuleCode,
  section?: string,
  expected?: readonly string[],
): Verdict | undefined {
  const rule = OBJECT_RULES[code]
  const severity = severityOf(rule.grade, reading)
  if (severity === undefined) return undefined
  const verdict = { code, severity, section: section ?? rule.section }
  return expected === undefined ? verdict : { ...verdict, expected }
}

/**
 * What has been found in one object, and where the check stands. The place is a stack of keys that
 * becomes text only when something is wrong: most objects are good.
 */
export class Findings {
  readonly root: JsonObject
  readonly list: Finding[] = []
  /** Keys on the way from the root to the value that is looked at. */
  readonly keys: (string | number)[] = []
  /** How many of `keys` count. */
  depth = 0

  constructor(root: JsonObject) {
    this.root = root
  }

  /** Notes a finding at the place where the check stands. */
  add(verdict: Verdict | undefined): void {
    this.put(verdict, this.depth)
  }

  /** Notes a finding at a key below the place. */
  addBelow(verdict: Verdict | undefined, key: string | number): void {
    this.keys[this.depth] = key
    this.put(verdict, this.depth + 1)
  }

  private put(verdict: Verdict | undefined, depth: number): void {
    if (verdict === undefined || this.list.length >= MAX_FINDINGS) return
    this.list.push({ ...verdict, at: pathText(this.keys.slice(0, depth)) })
  }
}

/** `a.b[0]['SHA-256']`: dots where the key is a plain name, brackets elsewhere. */
export function pathText(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,249}$/.test(key)) return `${path}['${shown(key)}']`
    return path === '' ? key : `${path}.${key}`
  }, '')
}

/** A key that others chose, in a form that no terminal, log or page takes for something else. */
function shown(key: string): string {
  const start = key.length > MAX_KEY ? `${key.slice(0, MAX_KEY).toWellFormed()}…` : key
  return start.replace(/[\p{C}\p{Z}'\\]/gu, (unit) => `\\u{${unit.codePointAt(0)?.toString(16)}}`)
}

import type { Json } from '@concert/core'
import { isIdOf, typeOfId } from '../ids.ts'
import type { ReferenceTargets, ValueType } from '../table/model.ts'
import { mayRefer } from '../table/object-types.ts'
import { type Check, type Compiling, isObject, kindVerdict, verdict } from './check.ts'
import type { Findings } from './findings.ts'
import { formatTest } from './formats.ts'
import { FORMATS_OF_HASHES } from './hash-formats.ts'

type Of<Kind> = Extract<ValueType, { kind: Kind }>

/** §2.2 */
export function booleanCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'boolean')
  return (value, findings) => {
    if (typeof value !== 'boolean') findings.add(kind)
  }
}

/** §2.10 */
export function integerCheck({ min, max }: Of<'integer'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'integer')
  const range = verdict(compiling, 'range', [boundsText(min, max)])
  return (value, findings) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) findings.add(kind)
    else if (value < min || value > max) findings.add(range)
  }
}

/** §2.6 */
export function floatCheck({ min, max }: Of<'float'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'float')
  const range = verdict(compiling, 'range', [boundsText(min, max)])
  return (value, findings) => {
    if (typeof value !== 'number') findings.add(kind)
    else if (!(value >= min && value <= max)) findings.add(range)
  }
}

function boundsText(min: number, max: number): string {
  if (max >= Number.MAX_SAFE_INTEGER) return `≥ ${min}`
  return `${min}–${max}`
}

/** §3.3: an id, of a type that may be named here. */
export function referenceCheck({ to }: Of<'reference'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'identifier')
  const syntax = verdict(compiling, 'id-syntax')
  const wrong = verdict(compiling, 'ref-type', targetsText(to))
  const only = to.types?.length === 1 ? to.types[0] : undefined
  // One creator and one marking stand in thousands of objects.
  let last: string | undefined
  const allowed = new Map<string, boolean>()
  return (value, findings) => {
    if (typeof value !== 'string') return findings.add(kind)
    if (value === last) return
    if (only !== undefined && isIdOf(only, value)) {
      last = value
      return
    }
    const type = typeOfId(value)
    if (type === undefined) return findings.add(syntax)
    if (!remembered(allowed, type, to)) findings.add(wrong)
  }
}

/** Strangers name types of their own: only so many are remembered. */
const MAX_REMEMBERED = 200

function remembered(allowed: Map<string, boolean>, type: string, to: ReferenceTargets): boolean {
  const known = allowed.get(type)
  if (known !== undefined) return known
  const may = mayRefer(to, type)
  if (allowed.size < MAX_REMEMBERED) allowed.set(type, may)
  return may
}

function targetsText({ types, classes }: ReferenceTargets): readonly string[] | undefined {
  return types ?? classes?.map((each) => each.toUpperCase())
}

/** §2.12: at least one entry. */
export function listCheck({ of }: Of<'list'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'list')
  const empty = verdict({ ...compiling, section: '2.12' }, 'empty')
  const check = compiling.value(of, compiling)
  return (value, findings) => {
    if (!Array.isArray(value)) return findings.add(kind)
    if (value.length === 0) return findings.add(empty)
    eachEntry(value as readonly Json[], findings, check)
  }
}

function eachEntry(list: readonly Json[], findings: Findings, check: Check): void {
  const { depth } = findings
  findings.depth = depth + 1
  for (let index = 0; index < list.length; index++) {
    findings.keys[depth] = index
    check(list[index] as Json, findings)
  }
  findings.depth = depth
}

const KEY = /^[A-Za-z0-9_-]{1,250}$/

/** §2.3: at least one key, keys of ASCII, values of the kinds named or any that STIX has. */
export function dictionaryCheck(type: Of<'dictionary'>, compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'dictionary')
  const base = { ...compiling, section: '2.3' }
  const empty = verdict(base, 'empty')
  const wrongKey =
    type.keys === 'language-tag'
      ? verdict(compiling, 'format', ['language-tag'])
      : verdict(base, 'dictionary-key')
  const isKey =
    type.keys === 'language-tag' ? formatTest('language-tag') : (key: string) => KEY.test(key)
  const check = type.values ? oneOf(type.values, compiling) : anyValueCheck(compiling)
  return (value, findings) => {
    if (!isObject(value)) return findings.add(kind)
    const { depth } = findings
    findings.depth = depth + 1
    let count = 0
    for (const key in value) {
      count++
      findings.keys[depth] = key
      if (!isKey(key)) findings.add(wrongKey)
      check(value[key] as Json, findings)
    }
    findings.depth = depth
    if (count === 0) findings.add(empty)
  }
}

/** A value of the first kind that its JSON type fits; kinds of one choice differ in JSON type. */
function oneOf(types: readonly ValueType[], compiling: Compiling): Check {
  const checks = types.map((type) => compiling.value(type, compiling))
  const [first] = checks
  if (checks.length === 1 && first) return first
  const kind = kindVerdict(compiling, ...types.map((type) => type.kind))
  return (value, findings) => {
    const at = types.findIndex((type) => jsonType(type) === typeof value)
    const check = checks[at]
    if (check) check(value, findings)
    else findings.add(kind)
  }
}

function jsonType({ kind }: ValueType): string {
  return kind === 'integer' || kind === 'float' ? 'number' : 'string'
}

/** Any value that STIX has (§2): no null, no empty list or dictionary, at any depth. */
export function anyValueCheck(compiling: Compiling): Check {
  const base = { ...compiling, section: '2' }
  const none = kindVerdict(base, 'boolean', 'number', 'string', 'list', 'dictionary')
  const empty = verdict({ ...compiling, section: '2.12' }, 'empty')
  const check: Check = (value, findings) => {
    if (value === null) return findings.add(none)
    if (Array.isArray(value)) {
      if (value.length === 0) findings.add(empty)
      else eachEntry(value as readonly Json[], findings, check)
    } else if (isObject(value)) eachMember(value, findings)
  }
  const eachMember = (value: Record<string, Json>, findings: Findings) => {
    const { depth } = findings
    findings.depth = depth + 1
    let count = 0
    for (const key in value) {
      count++
      findings.keys[depth] = key
      check(value[key] as Json, findings)
    }
    findings.depth = depth
    if (count === 0) findings.add(empty)
  }
  return check
}

/** §2.7: keys as in any dictionary but not shorter than three, values that can be such hashes. */
export function hashesCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'hashes')
  const text = kindVerdict(compiling, 'string')
  const base = { ...compiling, section: '2.7' }
  const empty = verdict({ ...compiling, section: '2.3' }, 'empty')
  const wrongKey = verdict(base, 'dictionary-key')
  const unlisted = verdict(base, 'hash-algorithm', ['hash-algorithm-ov'])
  const wrong = verdict({ ...compiling, section: '10.7' }, 'hash-value')
  return (value, findings) => {
    if (!isObject(value)) return findings.add(kind)
    let count = 0
    for (const name in value) {
      count++
      const hash = value[name]
      const format = FORMATS_OF_HASHES.get(name)
      if (typeof hash !== 'string') findings.addBelow(text, name)
      else if (format) {
        if (!format.test(hash)) findings.addBelow(wrong, name)
      } else findings.addBelow(name.length >= 3 && KEY.test(name) ? unlisted : wrongKey, name)
    }
    if (count === 0) findings.add(empty)
  }
}

import { isIdOf, isStixType, typeOfId } from '../ids.ts'
import type { ObjectType } from '../table/model.ts'
import { type Check, type Compiling, kindVerdict, verdict } from './check.ts'
import type { ObjectCheck } from './constraints.ts'
import type { Findings } from './findings.ts'
import { verdictOf } from './findings.ts'
import type { Reading } from './grades.ts'

/** §2.9: the id's syntax, and that it names the object's own type. */
export function identifierCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'identifier')
  const base = { ...compiling, section: '2.9' }
  const syntax = verdict(base, 'id-syntax')
  const other = verdict(base, 'id-type')
  return (value, findings) => {
    if (typeof value !== 'string') return findings.add(kind)
    const { type } = findings.root
    if (typeof type === 'string' && isIdOf(type, value)) return
    if (typeOfId(value) === undefined) findings.add(syntax)
    else if (typeof type === 'string') findings.add(other)
  }
}

/** Where the digit of the version stands, counted from the end of an id. */
const VERSION_FROM_END = 22

/** §2.9: random ids for what people write, deterministic ones for what machines see. */
export function idVersionCheck(row: ObjectType, reading: Reading): ObjectCheck | undefined {
  const observable = row.class === 'sco'
  const wrong = verdictOf(reading, 'id-version', '2.9', [observable ? 'UUIDv5' : 'UUIDv4'])
  if (wrong === undefined || (observable && row.identity.length === 0)) return undefined
  return (object, findings) => {
    const { id } = object
    if (typeof id !== 'string' || id.length <= VERSION_FROM_END) return
    const digit = id.charAt(id.length - VERSION_FROM_END)
    const named = observable && row.identity.some((name) => object[name] !== undefined)
    if (digit !== (named ? '5' : '4')) findings.addBelow(wrong, 'id')
  }
}

/** §3.1: what is wrong with an object's `type` before anything else can be said of the object. */
export function typeCheck(reading: Reading): Check {
  const missing = verdictOf(reading, 'missing', '3.2')
  const kind = verdictOf(reading, 'kind', '3.2', ['string'])
  const syntax = verdictOf(reading, 'type-syntax')
  const bundle = verdictOf(reading, 'bundle-inside')
  return (type, findings: Findings) => {
    if (type === undefined) findings.addBelow(missing, 'type')
    else if (typeof type !== 'string') findings.addBelow(kind, 'type')
    else if (!isStixType(type)) findings.addBelow(syntax, 'type')
    else if (type === 'bundle') findings.addBelow(bundle, 'type')
  }
}

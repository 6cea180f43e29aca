import type { Json, JsonObject } from '@concert/core'
import { RESERVED_NAMES } from '../table/common.ts'
import { binary, hex, listOf, refToAny } from '../table/kinds.ts'
import type { KnownExtension, ObjectType } from '../table/model.ts'
import { type Check, type Compiling, isObject, own, verdict } from './check.ts'
import { extensionKinds } from './extension-checks.ts'
import type { Findings } from './findings.ts'
import type { StrangerCheck } from './shape-check.ts'
import { anyValueCheck } from './value-checks.ts'

const NAME = /^[a-z0-9_]{3,250}$/

/** A property that the table does not know, at the top of an object of a type that it knows (§11.1). */
export function strangerCheck(
  row: ObjectType,
  known: ReadonlyMap<string, KnownExtension>,
  compiling: Compiling,
): StrangerCheck {
  const notApplicable = new Set(row.notApplicable)
  const idle = verdict({ ...compiling, section: '3.2' }, 'property-not-applicable')
  const reserved = verdict({ ...compiling, section: '3.8' }, 'property-reserved')
  const unknown = verdict({ ...compiling, section: '11.1' }, 'property-unknown')
  const noPrefix =
    unknown?.severity === 'error'
      ? undefined
      : verdict({ ...compiling, section: '11.1.1' }, 'property-prefix')
  const custom = customPropertyCheck(compiling)
  const extended = topLevelChecks(known, compiling)
  return (name, value, object, findings) => {
    if (notApplicable.has(name)) return findings.addBelow(idle, name)
    if (RESERVED_NAMES.includes(name)) return findings.addBelow(reserved, name)
    const check = extended(name, object)
    if (check) return below(name, value, check, findings)
    if (!extensionKinds(object).includes('toplevel-property-extension')) {
      findings.addBelow(unknown, name)
      if (!name.startsWith('x_')) findings.addBelow(noPrefix, name)
    }
    custom(name, value, object, findings)
  }
}

/** Any property of a type that the table does not know: its name and that its value is one (§11.2). */
export function customPropertyCheck(compiling: Compiling): StrangerCheck {
  const wrongName = verdict({ ...compiling, section: '11.1.1' }, 'property-name')
  const any = anyValueCheck(compiling)
  const make = ({ type }: { type: Parameters<Compiling['value']>[0] }) =>
    compiling.value(type, compiling)
  // §3.1: what a name ends in says what it holds.
  const bySuffix: readonly (readonly [string, Check])[] = [
    ['_ref', make(refToAny())],
    ['_refs', make(listOf(refToAny()))],
    ['_hex', make(hex())],
    ['_bin', make(binary())],
  ]
  return (name, value, _object, findings) => {
    if (!NAME.test(name)) findings.addBelow(wrongName, name)
    const check = bySuffix.find(([suffix]) => name.endsWith(suffix))?.[1] ?? any
    below(name, value, check, findings)
  }
}

function below(name: string, value: Json, check: Check, findings: Findings): void {
  findings.keys[findings.depth++] = name
  check(value, findings)
  findings.depth--
}

/** Properties that known extensions add at the top, when the object carries the extension. */
function topLevelChecks(
  known: ReadonlyMap<string, KnownExtension>,
  compiling: Compiling,
): (name: string, object: JsonObject) => Check | undefined {
  const checks = new Map<string, readonly [id: string, check: Check]>()
  for (const { id, topLevel = {} } of known.values()) {
    for (const [name, { type }] of Object.entries(topLevel)) {
      checks.set(name, [id, compiling.value(type, compiling)])
    }
  }
  return (name, object) => {
    const [id, check] = checks.get(name) ?? []
    const extensions = own(object, 'extensions')
    return id !== undefined && isObject(extensions) && Object.hasOwn(extensions, id)
      ? check
      : undefined
  }
}

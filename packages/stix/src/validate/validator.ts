import type { Json, JsonObject } from '@concert/core'
import type { Sha1 } from '../ids.ts'
import type { KnownExtension, ObjectType } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { TLP2_EXTENSION } from '../table/tlp-extension.ts'
import type { ObjectCheck } from './constraints.ts'
import { contentCheck } from './content-checks.ts'
import { strangerCheck } from './custom-checks.ts'
import { customObjectCheck } from './custom-objects.ts'
import { type Finding, Findings } from './findings.ts'
import type { ValidationMode } from './grades.ts'
import { typeCheck } from './id-checks.ts'
import { rowChecks } from './row-checks.ts'
import { compilingFor, type Setting } from './setting.ts'
import { objectCheck } from './shape-check.ts'

/** How a validator is made. */
export interface ValidatorOptions {
  /** `strict` when not given. */
  readonly mode?: ValidationMode
  /** Whether warnings are looked for; `all` when not given. */
  readonly severities?: 'all' | 'errors'
  /** Extensions whose properties and types are checked too. TLP 2.0 is always known. */
  readonly extensions?: readonly KnownExtension[]
  /**
   * Looks into what the object table does not see: STIX patterns, and whether an observable's id is
   * the one that its content gives. Costs as much again, so it has to be asked for.
   */
  readonly contents?: { readonly sha1: Sha1 }
}

/**
 * Lists every rule that an object breaks, in the order of the object's properties, at most 1,000.
 * Never throws, whatever JSON it is given.
 */
export type Validator = (object: JsonObject) => readonly Finding[]

/**
 * Makes a validator of STIX 2.1 objects. Each type is compiled when it first occurs: keep the
 * validator and use it for many objects.
 *
 * @example
 * const validate = createValidator({ mode: 'strict' })
 * validate({ type: 'url', id: 'url--x', value: 'https://example.com/' })
 * // [{ code: 'id-syntax', at: 'id', severity: 'error', section: '2.9' }]
 */
export function createValidator(options: ValidatorOptions = {}): Validator {
  const { mode = 'strict', severities = 'all', extensions = [] } = options
  const reading = { mode, warnings: severities === 'all' }
  const known = new Map([TLP2_EXTENSION, ...extensions].map((each) => [each.id, each]))
  const setting = { reading, known }
  const rows = rowsWith(known.values())
  const compiled = new Map<string, ObjectCheck>()
  const checkType = typeCheck(reading)
  const custom = customObjectCheck(setting)
  const contents = options.contents && contentCheck(reading, options.contents.sha1)
  return (object) => {
    const findings = new Findings(object)
    const type = Object.hasOwn(object, 'type') ? object.type : undefined
    const row = typeof type === 'string' ? rows.get(type) : undefined
    if (row) {
      checkOf(row, setting, compiled)(object, findings)
      contents?.(object, findings)
    } else {
      checkType(type as Json, findings)
      custom(object, findings)
    }
    return findings.list
  }
}

function rowsWith(extensions: Iterable<KnownExtension>): ReadonlyMap<string, ObjectType> {
  const rows = new Map(OBJECT_TYPES)
  for (const { types = [] } of extensions) {
    for (const row of types) rows.set(row.name, row)
  }
  return rows
}

function checkOf(
  row: ObjectType,
  setting: Setting,
  compiled: Map<string, ObjectCheck>,
): ObjectCheck {
  const made = compiled.get(row.name)
  if (made) return made
  const compiling = compilingFor(row, setting)
  const stranger = strangerCheck(row, setting.known, compiling)
  const check = objectCheck(row, compiling, stranger, rowChecks(row, setting.reading))
  compiled.set(row.name, check)
  return check
}

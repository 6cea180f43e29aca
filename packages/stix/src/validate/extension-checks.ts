import type { Json, JsonObject } from '@concert/core'
import { typeOfId } from '../ids.ts'
import { string } from '../table/kinds.ts'
import type { KnownExtension, Shape } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { VOCABULARIES } from '../table/vocabularies.ts'
import { type Check, type Compiling, isObject, kindVerdict, own, verdict } from './check.ts'
import type { Findings } from './findings.ts'
import { partCheck } from './shape-check.ts'
import { anyValueCheck } from './value-checks.ts'

const KINDS: ReadonlySet<Json> = new Set(VOCABULARIES.get('extension-type-enum')?.values)

/** Keys of every predefined extension, whichever type it belongs to. */
const PREDEFINED: ReadonlySet<string> = new Set(
  [...OBJECT_TYPES.values()].flatMap(({ extensions }) => Object.keys(extensions)),
)

/**
 * Compiles the check of `extensions` (§3.2, §3.10, §7.3, §11.3).
 *
 * @param predefined - the predefined extensions of the object's type
 * @param known - extensions by definition whose properties are known
 */
export function extensionsCheck(
  predefined: Readonly<Record<string, Shape>>,
  known: ReadonlyMap<string, KnownExtension>,
  compiling: Compiling,
): Check {
  const shapes = new Map(
    Object.entries(predefined).map(([key, shape]) => [key, partCheck(shape, compiling)]),
  )
  const byDefinition = definedExtensionCheck(known, compiling)
  const custom = anyValueCheck({ ...compiling, section: '11.3' })
  const kind = kindVerdict(compiling, 'dictionary')
  const empty = verdict({ ...compiling, section: '2.3' }, 'empty')
  const misplaced = verdict({ ...compiling, section: '3.10' }, 'extension-misplaced')
  const unknown = verdict({ ...compiling, section: '11.3' }, 'extension-unknown')
  const checkOne = (key: string, value: Json, findings: Findings) => {
    const shape = shapes.get(key)
    if (shape) return shape(value, findings)
    if (PREDEFINED.has(key)) return findings.add(misplaced)
    if (typeOfId(key) === 'extension-definition') return byDefinition(key, value, findings)
    findings.add(unknown)
    custom(value, findings)
  }
  return (value, findings) => {
    if (!isObject(value)) return findings.add(kind)
    const { depth } = findings
    findings.depth = depth + 1
    let count = 0
    for (const key in value) {
      count++
      findings.keys[depth] = key
      checkOne(key, value[key] as Json, findings)
    }
    findings.depth = depth
    if (count === 0) findings.add(empty)
  }
}

/** §7.3: the extension says of which kind it is; what else it holds, its definition knows. */
function definedExtensionCheck(
  known: ReadonlyMap<string, KnownExtension>,
  compiling: Compiling,
): (key: string, value: Json, findings: Findings) => void {
  const here = { ...compiling, section: '7.3' }
  const kind = kindVerdict(here, 'dictionary')
  const untyped = verdict({ ...compiling, section: '3.2' }, 'extension-type', [
    'extension-type-enum',
  ])
  const wrongType = verdict({ ...compiling, section: '10.5' }, 'vocabulary', [
    'extension-type-enum',
  ])
  const any = anyValueCheck(here)
  const shapes = new Map(
    [...known].flatMap(([id, { shape }]) =>
      shape ? [[id, partCheck(withKind(shape), here)]] : [],
    ),
  )
  return (key, value, findings) => {
    if (!isObject(value)) return findings.add(kind)
    const type = own(value, 'extension_type')
    if (type === undefined) findings.add(untyped)
    else if (!KINDS.has(type)) findings.addBelow(wrongType, 'extension_type')
    const shape = shapes.get(key) ?? any
    shape(value, findings)
  }
}

/** Every extension by definition has an `extension_type` besides its own properties. */
function withKind(shape: Shape): Shape {
  return { ...shape, properties: { extension_type: string(), ...shape.properties } }
}

/** The kinds of the extensions by definition that an object carries. */
export function extensionKinds(object: JsonObject): readonly Json[] {
  const extensions = own(object, 'extensions')
  if (!isObject(extensions)) return []
  return Object.entries(extensions).flatMap(([key, value]) => {
    const type = isObject(value) ? own(value, 'extension_type') : undefined
    return type !== undefined && typeOfId(key) === 'extension-definition' ? [type] : []
  })
}

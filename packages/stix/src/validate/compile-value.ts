import type { KnownExtension, Shape, ValueType } from '../table/model.ts'
import { type Check, type Compiling, isObject, kindVerdict } from './check.ts'
import { containerCheck } from './container-check.ts'
import { extensionsCheck } from './extension-checks.ts'
import { identifierCheck } from './id-checks.ts'
import { partCheck } from './shape-check.ts'
import * as texts from './text-checks.ts'
import * as values from './value-checks.ts'

/** Makes the compiler of values for one object type: only `extensions` differ from type to type. */
export function valueCompiler(
  predefined: Readonly<Record<string, Shape>>,
  known: ReadonlyMap<string, KnownExtension>,
): Compiling['value'] {
  return (type, compiling) => {
    if (type.kind === 'extensions') return extensionsCheck(predefined, known, compiling)
    return valueCheck(type, compiling)
  }
}

function valueCheck(type: Exclude<ValueType, { kind: 'extensions' }>, compiling: Compiling): Check {
  switch (type.kind) {
    case 'literal':
      return texts.literalCheck(type, compiling)
    case 'string':
      return texts.stringCheck(type, compiling)
    case 'timestamp':
      return texts.timestampCheck(type, compiling)
    case 'enum':
      return texts.enumCheck(type, compiling)
    case 'open-vocab':
      return texts.openVocabCheck(type, compiling)
    case 'binary':
      return texts.binaryCheck(compiling)
    case 'hex':
      return texts.hexCheck(compiling)
    case 'boolean':
      return values.booleanCheck(compiling)
    case 'integer':
      return values.integerCheck(type, compiling)
    case 'float':
      return values.floatCheck(type, compiling)
    case 'hashes':
      return values.hashesCheck(compiling)
    case 'reference':
      return values.referenceCheck(type, compiling)
    case 'dictionary':
      return values.dictionaryCheck(type, compiling)
    case 'list':
      return values.listCheck(type, compiling)
    case 'identifier':
      return identifierCheck(compiling)
    case 'object':
      return partCheck(type.shape, compiling)
    case 'observable-container':
      return containerCheck(compiling)
    case 'any-object':
      return anyObjectCheck(compiling)
  }
}

function anyObjectCheck(compiling: Compiling): Check {
  const kind = kindVerdict(compiling, 'object')
  return (value, findings) => {
    if (!isObject(value)) findings.add(kind)
  }
}

import { Ajv, type DefinedError } from 'ajv'
import { type Fault, fault } from '../i18n/faults.ts'
import { nearest } from '../i18n/nearest.ts'
import { variableOf } from './environment.ts'
import { at, fromPointer, type Path, type Place, pathText } from './place.ts'
import { CONFIG_FILE_SCHEMA } from './schema.ts'
import { schemaFault } from './schema-fault.ts'

/**
 * Every fault in the shape of a configuration. What checks it is made here and let go again: a
 * node reads its configuration once, and would keep 9 MB of it for ever.
 */
export function shapeFaults(value: unknown, place: Place): Fault[] {
  const ajv = new Ajv({ allErrors: true, meta: false, validateSchema: false })
  const isConfigFile = ajv.compile(CONFIG_FILE_SCHEMA)
  if (isConfigFile(value)) return []
  return (isConfigFile.errors as DefinedError[]).map((error) => toFault(error, place))
}

function toFault(error: DefinedError, place: Place): Fault {
  const path = fromPointer(error.instancePath)
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = error.params.additionalProperty
      return unknownKey(place([...path, key]), key, knownKeys(error.schemaPath))
    }
    case 'required':
      return missing(place, [...path, error.params.missingProperty])
    default:
      return schemaFault(error, place(path))
  }
}

/** A key that is not in the schema, with the known one it most likely stands for. */
function unknownKey(where: string, key: string, known: readonly string[]): Fault {
  const close = nearest(key, known)
  return close === undefined
    ? fault('unknown-key', where, {})
    : fault('unknown-key-near', where, { nearest: close })
}

/** @param schemaPath of the rule that was broken: `#/properties/log/additionalProperties` */
function knownKeys(schemaPath: string): readonly string[] {
  const schema = at(CONFIG_FILE_SCHEMA, fromPointer(schemaPath.slice(1)).slice(0, -1))
  return Object.keys((at(schema, ['properties']) as object | undefined) ?? {})
}

function missing(place: Place, path: Path): Fault {
  const variable = variableOf(path)
  return variable === undefined
    ? fault('missing', place(path), {})
    : fault('missing-variable', pathText(path), { variable })
}

import { Settings } from 'typebox/system'
import { Errors } from 'typebox/value'
import { type Fault, fault } from '../i18n/faults.ts'
import { nearest } from '../i18n/nearest.ts'
import { variableOf } from './environment.ts'
import { at, fromPointer, type Path, type Place, pathText } from './place.ts'
import { ConfigFileSchema } from './schema.ts'

/** Every fault in the shape of a configuration. */
export function shapeFaults(value: unknown, place: Place): Fault[] {
  return allErrors(value).flatMap((error) => toFaults(error, place))
}

type ShapeError = ReturnType<typeof Errors>[number]

/** The library stops at eight errors, by a setting of the process; that is lifted for one call. */
function allErrors(value: unknown): readonly ShapeError[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: Number.MAX_SAFE_INTEGER })
  try {
    return Errors(ConfigFileSchema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

function toFaults(error: ShapeError, place: Place): Fault[] {
  const path = fromPointer(error.instancePath)
  const where = place(path)
  switch (error.keyword) {
    // A closed object reports each extra key a second time, as a schema that is false.
    case 'boolean':
      return []
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) =>
        unknownKey(place([...path, key]), key, knownKeys(error.schemaPath)),
      )
    case 'required':
      return error.params.requiredProperties.map((key) => missing(place, [...path, key]))
    case 'type':
      return [wrongType(where, error.params.type)]
    case 'minimum':
      return [fault('too-small', where, { limit: String(error.params.limit) })]
    case 'maximum':
      return [fault('too-large', where, { limit: String(error.params.limit) })]
    case 'minLength':
      return [fault('too-short', where, { limit: error.params.limit })]
    case 'maxLength':
      return [fault('too-long', where, { limit: error.params.limit })]
    case 'maxItems':
      return [fault('too-many', where, { limit: error.params.limit })]
    case 'enum':
      return [fault('not-choice', where, { choices: error.params.allowedValues.join(', ') })]
    default:
      return [fault('wrong-type', where, {})]
  }
}

/** A key that is not in the schema, with the known one it most likely stands for. */
function unknownKey(where: string, key: string, known: readonly string[]): Fault {
  const close = nearest(key, known)
  return close === undefined
    ? fault('unknown-key', where, {})
    : fault('unknown-key-near', where, { nearest: close })
}

function knownKeys(schemaPath: string): readonly string[] {
  const schema = at(ConfigFileSchema, fromPointer(schemaPath.slice(1)))
  return Object.keys((at(schema, ['properties']) as object | undefined) ?? {})
}

function missing(place: Place, path: Path): Fault {
  const variable = variableOf(path)
  return variable === undefined
    ? fault('missing', place(path), {})
    : fault('missing-variable', pathText(path), { variable })
}

function wrongType(where: string, type: unknown): Fault {
  if (type === 'object') return fault('not-object', where, {})
  if (type === 'array') return fault('not-list', where, {})
  if (type === 'string') return fault('not-text', where, {})
  if (type === 'integer') return fault('not-integer', where, {})
  return fault('wrong-type', where, {})
}

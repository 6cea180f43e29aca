import type { Json, JsonObject } from '@concert/core'
import type { ObjectType, ReferenceTargets, Shape, TextFormat, ValueType } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { VOCABULARIES } from '../table/vocabularies.ts'
import { FORMATS } from '../validate/formats.ts'
import { FORMATS_OF_HASHES } from '../validate/hash-formats.ts'

export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const TYPE = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'
const SECONDS =
  '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)'

/** The schema of a part, by reference; whoever calls collects the parts. */
export type PartSchema = (shape: Shape) => JsonObject

/** The schema of a value in JSON Schema 2020-12. */
export function valueSchema(
  type: ValueType,
  row: ObjectType | undefined,
  part: PartSchema,
): JsonObject {
  switch (type.kind) {
    case 'literal':
      return { const: type.value }
    case 'string':
      return stringSchema(type)
    case 'boolean':
      return { type: 'boolean' }
    case 'integer':
      return { type: 'integer', ...bounds(type, Number.MAX_SAFE_INTEGER) }
    case 'float':
      return { type: 'number', ...bounds(type, Number.MAX_VALUE) }
    case 'timestamp':
      return { type: 'string', format: 'date-time', pattern: timestampPattern(type.digits) }
    case 'identifier':
      return { type: 'string', pattern: `^${row && row.name !== '' ? row.name : TYPE}--${UUID}$` }
    case 'reference':
      return { type: 'string', pattern: referencePattern(type.to) }
    case 'enum':
      return { enum: valuesOf(type.vocabulary) }
    case 'open-vocab':
      return { type: 'string', examples: valuesOf(type.vocabulary) }
    case 'binary':
      return {
        type: 'string',
        contentEncoding: 'base64',
        pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
      }
    case 'hex':
      return { type: 'string', pattern: '^(?:[0-9a-f]{2})*$' }
    case 'hashes':
      return HASHES
    case 'list':
      return { type: 'array', minItems: 1, items: valueSchema(type.of, row, part) }
    case 'dictionary':
      return dictionarySchema(type, row, part)
    case 'object':
      return part(type.shape)
    case 'extensions':
      return extensionsSchema(row, part)
    case 'observable-container':
      return {
        type: 'object',
        minProperties: 1,
        additionalProperties: { type: 'object', required: ['type'] },
      }
    case 'any-object':
      return { type: 'object' }
  }
}

/** Any value that STIX has: what `#/$defs/value` says. */
export const ANY_VALUE: JsonObject = {
  type: ['boolean', 'number', 'string', 'array', 'object'],
  minItems: 1,
  minProperties: 1,
  items: { $ref: '#/$defs/value' },
  additionalProperties: { $ref: '#/$defs/value' },
}

/** The pattern of a format. */
export function formatPattern(format: TextFormat): string {
  return FORMATS[format].pattern
}

function stringSchema(type: Extract<ValueType, { kind: 'string' }>): JsonObject {
  const least = type.minLength === undefined ? {} : { minLength: type.minLength }
  const must = type.format !== undefined && type.formatLevel !== 'should'
  return { type: 'string', ...least, ...(must ? { pattern: formatPattern(type.format) } : {}) }
}

function bounds({ min, max }: { min: number; max: number }, limit: number): JsonObject {
  return {
    ...(min > -limit ? { minimum: min } : {}),
    ...(max < limit ? { maximum: max } : {}),
  }
}

function timestampPattern(digits?: readonly [number, number]): string {
  if (digits === undefined) return `^${SECONDS}(?:\\.[0-9]+)?Z$`
  const [least, most] = digits
  return most === 0 ? `^${SECONDS}Z$` : `^${SECONDS}\\.[0-9]{${least},}Z$`
}

/** As `mayRefer` decides: where classes may be named, so may types that the table does not know. */
function referencePattern({ types, classes }: ReferenceTargets): string {
  if (types) return `^(?:${types.join('|')})--${UUID}$`
  const barred = [...OBJECT_TYPES.values()]
    .filter((row) => !(classes?.includes(row.class) ?? true))
    .map(({ name }) => name)
  return `^(?!(?:${['bundle', ...barred].join('|')})--)${TYPE}--${UUID}$`
}

function valuesOf(vocabulary: string): readonly string[] {
  return VOCABULARIES.get(vocabulary)?.values ?? []
}

const HASHES: JsonObject = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: '^[A-Za-z0-9_-]{3,250}$' },
  properties: Object.fromEntries(
    [...FORMATS_OF_HASHES].map(([name, { source }]) => [name, { type: 'string', pattern: source }]),
  ),
  additionalProperties: { type: 'string' },
}

function dictionarySchema(
  { keys, values }: Extract<ValueType, { kind: 'dictionary' }>,
  row: ObjectType | undefined,
  part: PartSchema,
): JsonObject {
  const pattern = keys === 'language-tag' ? formatPattern(keys) : '^[A-Za-z0-9_-]{1,250}$'
  const choices = values?.map((each) => valueSchema(each, row, part))
  const [first = { $ref: '#/$defs/value' }] = choices ?? []
  return {
    type: 'object',
    minProperties: 1,
    propertyNames: { pattern },
    additionalProperties: choices && choices.length > 1 ? { anyOf: choices } : first,
  }
}

function extensionsSchema(row: ObjectType | undefined, part: PartSchema): JsonObject {
  const predefined = Object.values(row?.extensions ?? {})
  return {
    type: 'object',
    minProperties: 1,
    properties: Object.fromEntries(predefined.map((shape) => [shape.name, part(shape)])),
    patternProperties: { [`^extension-definition--${UUID}$`]: { $ref: '#/$defs/extension' } },
    additionalProperties: false,
  }
}

/** An extension by definition: what `#/$defs/extension` says. */
export const EXTENSION: JsonObject = {
  type: 'object',
  required: ['extension_type'],
  properties: { extension_type: { enum: valuesOf('extension-type-enum') } },
  additionalProperties: { $ref: '#/$defs/value' },
}

/** A schema under a condition. */
export function when(condition: JsonObject, then: JsonObject): JsonObject {
  return { if: condition, then }
}

/** A schema that holds only without what it names. */
export function none(names: readonly string[]): JsonObject {
  return { properties: Object.fromEntries(names.map((name) => [name, false as Json])) }
}

import type { JsonObject } from '@concert/core'
import type { ObjectType, Shape } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { constraintSchemas } from './constraint-schema.ts'
import { ANY_VALUE, EXTENSION, none, type PartSchema, valueSchema, when } from './value-schema.ts'

/** Title and description of a type (`indicator`) or a property (`indicator.valid_from`). */
export type SchemaTexts = (
  path: string,
) => { readonly title: string; readonly description: string } | undefined

/**
 * The object table as one JSON Schema (2020-12) of STIX 2.1 objects, as a strict reader takes them.
 * Objects of other types are held to nothing but having a type. What JSON Schema cannot say, such as
 * the order of times, only the validator checks.
 *
 * @param texts - titles and descriptions to put in, such as those of `stixTexts('en')`
 */
export function stixJsonSchema(texts: SchemaTexts = () => undefined): JsonObject {
  const parts = new Map<string, JsonObject>([
    ['value', ANY_VALUE],
    ['extension', EXTENSION],
  ])
  const part: PartSchema = (shape) => {
    if (!parts.has(shape.name)) {
      parts.set(shape.name, {})
      parts.set(shape.name, partSchema(shape, part, texts))
    }
    return { $ref: `#/$defs/${shape.name}` }
  }
  const rows = [...OBJECT_TYPES.values()]
  const types = rows.map((row) => [row.name, typeSchema(row, part, texts)] as const)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'STIX 2.1 object',
    type: 'object',
    required: ['type'],
    properties: { type: { type: 'string' } },
    allOf: rows.map(({ name }) =>
      when({ properties: { type: { const: name } } }, { $ref: `#/$defs/${name}` }),
    ),
    $defs: Object.fromEntries([...types, ...parts]),
  }
}

function partSchema(shape: Shape, part: PartSchema, texts: SchemaTexts): JsonObject {
  return {
    ...shapeSchema(shape, undefined, part, texts),
    additionalProperties: false,
  }
}

function typeSchema(row: ObjectType, part: PartSchema, texts: SchemaTexts): JsonObject {
  const { allOf = [], ...schema } = shapeSchema(row, row, part, texts)
  const own = when(NO_TOP_LEVEL_EXTENSION, { propertyNames: { enum: Object.keys(row.properties) } })
  return { ...schema, allOf: [...(allOf as JsonObject[]), own, none(row.notApplicable)] }
}

/** No extension adds properties at the top: none of them says so. */
const NO_TOP_LEVEL_EXTENSION: JsonObject = {
  properties: {
    extensions: {
      additionalProperties: {
        not: {
          required: ['extension_type'],
          properties: { extension_type: { const: 'toplevel-property-extension' } },
        },
      },
    },
  },
}

function shapeSchema(
  shape: Shape,
  row: ObjectType | undefined,
  part: PartSchema,
  texts: SchemaTexts,
): JsonObject {
  const properties = Object.entries(shape.properties)
  const allOf = shape.constraints.flatMap((each) => constraintSchemas(each, part))
  const required = properties.filter(([, each]) => each.required).map(([name]) => name)
  return {
    ...texts(shape.name),
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(
      properties.map(([name, { type, deprecated, default: absence }]) => [
        name,
        {
          ...valueSchema(type, row, part),
          ...texts(`${shape.name}.${name}`),
          ...(deprecated ? { deprecated } : {}),
          ...(absence === undefined ? {} : { default: absence }),
        },
      ]),
    ),
    ...(allOf.length > 0 ? { allOf } : {}),
  }
}

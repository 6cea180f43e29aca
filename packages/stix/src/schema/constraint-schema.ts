import type { JsonObject } from '@concert/core'
import type { Condition, Constraint } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { formatPattern, none, type PartSchema, UUID, when } from './value-schema.ts'

/**
 * What JSON Schema can say of a constraint; empty where it cannot: it compares no two values with
 * each other, and has no word for SHOULD.
 */
export function constraintSchemas(constraint: Constraint, part: PartSchema): readonly JsonObject[] {
  switch (constraint.rule) {
    case 'at-least-one':
      return [{ anyOf: constraint.of.map((name) => ({ required: [name] })) }]
    case 'at-most-one':
      return pairs(constraint.of).map((pair) => ({ not: { required: pair } }))
    case 'requires':
      return [when(conditionSchema(constraint.when), { required: constraint.names })]
    case 'forbids':
      return [when(conditionSchema(constraint.when), none(constraint.names))]
    case 'format':
      return [
        when(conditionSchema(constraint.when), {
          properties: { [constraint.property]: { pattern: formatPattern(constraint.format) } },
        }),
      ]
    case 'shape':
      return [
        when(conditionSchema(constraint.when), {
          properties: { [constraint.property]: part(constraint.shape) },
        }),
      ]
    case 'refers-to': {
      const barred = [...OBJECT_TYPES.values()].filter((row) => row.class !== constraint.class)
      const pattern = `^(?!(?:${barred.map(({ name }) => name).join('|')})--).*--${UUID}$`
      return [{ properties: { [constraint.property]: { contains: { pattern } } } }]
    }
    default:
      return []
  }
}

function conditionSchema(condition: Condition): JsonObject {
  if ('present' in condition) return { required: [condition.present] }
  if ('absent' in condition) return { not: { required: [condition.absent] } }
  const { property } = condition
  if ('is' in condition) {
    return { required: [property], properties: { [property]: { const: condition.is } } }
  }
  const entry = 'includes' in condition ? condition.includes : condition.lacks
  const contains = { type: 'array', contains: { const: entry } }
  return {
    required: [property],
    properties: { [property]: 'includes' in condition ? contains : { not: contains } },
  }
}

function pairs(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((first, at) => names.slice(at + 1).map((second) => [first, second] as const))
}

import type { Json } from '@concert/core'
import type {
  Constraint,
  Properties,
  Property,
  ReferenceTargets,
  Rule,
  Shape,
  TextFormat,
  ValueType,
} from './model.ts'

// How the rows of the table are written: one call per property, optional unless wrapped in
// `required`.

const optional = (type: ValueType): Property => ({ type, required: false })

export const string = (): Property => optional({ kind: 'string' })
export const formatted = (format: TextFormat): Property => optional({ kind: 'string', format })
export const shouldFormat = (format: TextFormat): Property =>
  optional({ kind: 'string', format, formatLevel: 'should' })
export const nonEmpty = (): Property => optional({ kind: 'string', minLength: 1 })
export const maybeEmpty = (): Property => optional({ kind: 'string', emptyMeans: true })
export const literal = (value: string): Property => optional({ kind: 'literal', value })
export const boolean = (): Property => optional({ kind: 'boolean' })
export const integer = (
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): Property => optional({ kind: 'integer', min, max })
export const float = (min: number = -Number.MAX_VALUE, max: number = Number.MAX_VALUE): Property =>
  optional({ kind: 'float', min, max })
export const timestamp = (digits?: readonly [number, number]): Property =>
  optional(digits ? { kind: 'timestamp', digits } : { kind: 'timestamp' })
export const identifier = (): Property => optional({ kind: 'identifier' })
export const enumeration = (vocabulary: string): Property => optional({ kind: 'enum', vocabulary })
export const openVocab = (vocabulary: string): Property =>
  optional({ kind: 'open-vocab', vocabulary })
export const binary = (): Property => optional({ kind: 'binary' })
export const hex = (): Property => optional({ kind: 'hex' })
export const hashes = (): Property => optional({ kind: 'hashes' })
export const extensions = (): Property => optional({ kind: 'extensions' })
export const observableContainer = (): Property => optional({ kind: 'observable-container' })
export const anyObject = (): Property => optional({ kind: 'any-object' })
export const objectOf = (shape: Shape): Property => optional({ kind: 'object', shape })
export const listOf = ({ type }: Property): Property => optional({ kind: 'list', of: type })

/** A reference to objects of these types. */
export const refTo = (...types: readonly string[]): Property =>
  optional({ kind: 'reference', to: { types } })
/** A reference to any object that fits. */
export const refToAny = (to: ReferenceTargets = {}): Property => optional({ kind: 'reference', to })

/** A dictionary whose values are one of the kinds given, or anything that STIX allows (§2.3). */
export const dictionary = (...values: readonly Property[]): Property =>
  optional(
    values.length === 0
      ? { kind: 'dictionary' }
      : { kind: 'dictionary', values: values.map(({ type }) => type) },
  )
/** A dictionary by language (§7.1). */
export const byLanguage = (value: Property): Property =>
  optional({ kind: 'dictionary', keys: 'language-tag', values: [value.type] })

export const required = (property: Property): Property => ({ ...property, required: true })
export const recommended = (property: Property): Property => ({ ...property, recommended: true })
export const deprecated = (property: Property): Property => ({ ...property, deprecated: true })
export const withDefault = (property: Property, value: Json): Property => ({
  ...property,
  default: value,
})

/** A part or an extension. */
export function shape(
  name: string,
  section: string,
  properties: Properties,
  constraints: readonly Rule[] = [],
): Shape {
  return { name, section, properties, constraints: inSection(section, constraints) }
}

/** Rules that are stated in one section. */
export function inSection(section: string, rules: readonly Rule[]): readonly Constraint[] {
  return rules.map((rule) => ({ ...rule, section }))
}

/** A part or an extension that holds at least one of its properties, whichever. */
export function atLeastOneOf(name: string, section: string, properties: Properties): Shape {
  const rule: Rule = { rule: 'at-least-one', of: Object.keys(properties) }
  return shape(name, section, properties, [rule])
}

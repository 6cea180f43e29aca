import type { Json, JsonObject } from '@concert/core'
import fc from 'fast-check'
import type {
  Condition,
  Constraint,
  ObjectType,
  Property,
  Shape,
  ValueType,
} from '../table/model.ts'
import { conditionTest } from '../validate/conditions.ts'
import type { ObjectRuleCode } from '../validate/rule-codes.ts'
import { arbitraryPart } from './arbitrary-object.ts'
import { badValues, UUID } from './bad-values.ts'

/** One way to break one rule. */
export interface Mutation {
  /** What it does, for the name of a test. */
  readonly name: string
  /** A property that the object must have beforehand. */
  readonly keep?: string
  /** The broken object, or `undefined` when this one cannot be broken so. */
  readonly apply: (object: JsonObject) => JsonObject | undefined
  /** The rule that must catch it, and where; no other may. */
  readonly code: ObjectRuleCode
  readonly at: string
}

const set = (name: string, value: Json) => (object: JsonObject) => ({ ...object, [name]: value })

const without =
  (...names: readonly string[]) =>
  (object: JsonObject) =>
    Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))

/** Every way to break a rule that the row of a type states. */
export function mutationsOf(row: ObjectType): readonly Mutation[] {
  return [
    ...shapeMutations(row).filter(({ keep, code }) => keep !== 'type' || code === 'kind'),
    ...Object.entries(row.properties).flatMap(([name, { type }]) => partMutations(name, type)),
    ...Object.values(row.extensions).flatMap(extensionMutations),
    ...row.notApplicable.map((name) => ({
      name: `adds ${name}`,
      apply: set(name, true),
      code: 'property-not-applicable' as const,
      at: name,
    })),
    {
      name: 'adds a custom property',
      apply: set('x_acme_rank', 1),
      code: 'property-unknown',
      at: 'x_acme_rank',
    },
    {
      name: 'adds a reserved name',
      apply: set('severity', 1),
      code: 'property-reserved',
      at: 'severity',
    },
    {
      name: 'takes the id of another type',
      apply: set('id', `x-other--${UUID}`),
      code: 'id-type',
      at: 'id',
    },
    { name: 'breaks the id', apply: set('id', `${row.name}--1`), code: 'id-syntax', at: 'id' },
  ]
}

/** Every way to break a rule that a shape states, at its own level. */
function shapeMutations(shape: Shape): readonly Mutation[] {
  return [
    ...Object.entries(shape.properties).flatMap(([name, property]) =>
      name === 'type' || name === 'id' ? [] : propertyMutations(shape, name, property),
    ),
    ...shape.constraints.flatMap((each) => constraintMutations(each, shape)),
  ]
}

/** The same inside the parts that a property holds. */
function partMutations(name: string, type: ValueType): readonly Mutation[] {
  if (type.kind === 'list') return lifted(type.of, `${name}[0]`, (part) => ({ [name]: [part] }))
  return lifted(type, name, (part) => ({ [name]: part }))
}

function lifted(
  type: ValueType,
  at: string,
  holding: (part: JsonObject) => JsonObject,
): readonly Mutation[] {
  return type.kind === 'object' ? inside(type.shape, at, holding) : []
}

function extensionMutations(shape: Shape): readonly Mutation[] {
  return inside(shape, `extensions['${shape.name}']`, (part) => ({
    extensions: { [shape.name]: part },
  }))
}

function inside(
  shape: Shape,
  at: string,
  holding: (part: JsonObject) => JsonObject,
): readonly Mutation[] {
  const deeper = Object.entries(shape.properties).flatMap(([name, { type }]) =>
    partMutations(name, type),
  )
  return [...shapeMutations(shape), ...deeper].map((each) => ({
    ...each,
    name: `${at}: ${each.name}`,
    keep: at.split(/[[.]/)[0] as string,
    apply: (object) => {
      const part = each.apply(samplePart(shape, each.keep))
      return part && { ...object, ...holding(part) }
    },
    at: each.at === '' ? at : `${at}${each.at.startsWith('[') ? '' : '.'}${each.at}`,
  }))
}

function samplePart(shape: Shape, keep: string | undefined): JsonObject {
  return fc.sample(arbitraryPart(shape, keep), { numRuns: 1, seed: 7 })[0] as JsonObject
}

function propertyMutations(
  shape: Shape,
  name: string,
  { type, required }: Property,
): readonly Mutation[] {
  const idle = without(...boundBy(shape, name))
  const bad = badValues(type)
    .map(
      ([what, value, code, below = '']): Mutation => ({
        name: `${name}: ${what}`,
        keep: name,
        apply: (object) => ({ ...idle(object), [name]: inOrder(shape, name, value) }),
        code,
        at: name + below,
      }),
    )
    .map((each) => beside(shape, name, each))
  if (!required) return bad
  return [
    ...bad,
    { name: `leaves out ${name}`, keep: name, apply: without(name), code: 'missing', at: name },
  ]
}

/** Where a list must name an object of some class, the wrong entry stands behind one that does. */
function beside(shape: Shape, name: string, mutation: Mutation): Mutation {
  const bound = shape.constraints.some(
    (each) => each.rule === 'refers-to' && each.property === name,
  )
  if (!bound || !mutation.at.endsWith('[0]')) return mutation
  const apply = (object: JsonObject) => {
    const made = mutation.apply(object)
    const list = made?.[name]
    return Array.isArray(list)
      ? { ...made, [name]: [`url--${UUID}`, ...(list as Json[])] }
      : undefined
  }
  return { ...mutation, apply, at: mutation.at.replace('[0]', '[1]') }
}

/** Properties that another list of this one would forbid. */
function boundBy(shape: Shape, name: string): readonly string[] {
  return shape.constraints.flatMap((each) =>
    each.rule === 'forbids' && 'lacks' in each.when && each.when.property === name
      ? each.names
      : [],
  )
}

/** Properties that need one of these. */
function needing(shape: Shape, names: readonly string[]): readonly string[] {
  return shape.constraints.flatMap((each) =>
    each.rule === 'requires' &&
    'present' in each.when &&
    each.names.some((name) => names.includes(name))
      ? [each.when.present]
      : [],
  )
}

/** Whether a property is the only one there of a group of which one must be. */
function isLast(shape: Shape, name: string, object: JsonObject): boolean {
  return shape.constraints.some(
    (each) =>
      each.rule === 'at-least-one' &&
      each.of.includes(name) &&
      each.of.every((other) => other === name || object[other] === undefined),
  )
}

/** Sets a property and takes away what would forbid it. */
function allowing(shape: Shape, name: string, value: Json): Mutation['apply'] {
  const conditions = shape.constraints.flatMap((each) =>
    each.rule === 'forbids' && each.names.includes(name) && 'property' in each.when
      ? [each.when.property]
      : [],
  )
  return (object) => ({ ...without(...conditions)(object), [name]: value })
}

/** A wrong time must not break the order of times besides. */
function inOrder(shape: Shape, name: string, value: Json): Json {
  const earlier = shape.constraints.some((each) => each.rule === 'order' && each.earlier === name)
  return earlier && typeof value === 'string' ? value.replace(/^2999/, '1900') : value
}

function constraintMutations(constraint: Constraint, shape: Shape): readonly Mutation[] {
  const { rule } = constraint
  switch (rule) {
    case 'at-least-one':
      return [
        {
          name: `leaves out ${constraint.of.join(', ')}`,
          apply: without(...constraint.of, ...needing(shape, constraint.of)),
          code: rule,
          at: '',
        },
      ]
    case 'requires':
      return constraint.names.map((name) => ({
        name: `leaves out ${name} where ${JSON.stringify(constraint.when)}`,
        ...keepOf(constraint.when),
        apply: (object) =>
          conditionTest(constraint.when)(object) && !isLast(shape, name, object)
            ? without(name)(object)
            : undefined,
        code: rule,
        at: name,
      }))
    case 'order':
      return [
        {
          name: `puts ${constraint.later} before ${constraint.earlier}`,
          keep: constraint.earlier,
          apply: allowing(shape, constraint.later, '1900-01-01T00:00:00.000Z'),
          code: 'time-order',
          at: constraint.later,
        },
      ]
    case 'refers-to':
      return [
        {
          name: `names no ${constraint.class} in ${constraint.property}`,
          keep: constraint.property,
          apply: set(constraint.property, [`relationship--${UUID}`]),
          code: 'ref-class',
          at: constraint.property,
        },
      ]
    case 'not-self':
      return [
        {
          name: 'marks itself',
          apply: (object) => ({ ...object, [constraint.property]: [object.id as Json] }),
          code: 'marking-circular',
          at: `${constraint.property}[0]`,
        },
      ]
    case 'at-most-one':
      return [
        {
          name: `has ${constraint.of.join(' and ')}`,
          apply: (object) => ({ ...object, ...samplesOf(shape, constraint.of) }),
          code: rule,
          at: '',
        },
      ]
    case 'forbids':
      return constraint.names.map((name) => ({
        name: `has ${name} where ${JSON.stringify(constraint.when)}`,
        keep: name,
        apply: (object) => ({ ...object, ...bringAbout(constraint.when) }),
        code: 'forbidden',
        at: name,
      }))
    case 'format':
      return [
        {
          name: `has another ${constraint.property} where ${JSON.stringify(constraint.when)}`,
          apply: (object) => ({
            ...object,
            ...bringAbout(constraint.when),
            [constraint.property]: '?',
          }),
          code: rule,
          at: constraint.property,
        },
      ]
    case 'shape':
      return shapeMutations(constraint.shape).map((each) => ({
        ...each,
        name: `${constraint.shape.name}: ${each.name}`,
        keep: constraint.property,
        apply: (object) => {
          const part = each.apply(samplePart(constraint.shape, each.keep))
          const mutated = { ...object, ...bringAbout(constraint.when), [constraint.property]: part }
          // Only the built-in ids may define a level of TLP 1.
          return part && constraint.shape.name !== 'tlp-marking'
            ? (mutated as JsonObject)
            : undefined
        },
        at: `${constraint.property}.${each.at}`,
      }))
    case 'recommends':
      return []
  }
}

function samplesOf(shape: Shape, names: readonly string[]): JsonObject {
  const object = (name: string) =>
    fc.sample(arbitraryPart(shape, name), { numRuns: 1, seed: 7 })[0] as JsonObject
  const needed = shape.constraints.flatMap((each) =>
    each.rule === 'requires' && 'present' in each.when && names.includes(each.when.present)
      ? each.names
      : [],
  )
  return Object.fromEntries([...names, ...needed].map((name) => [name, object(name)[name] as Json]))
}

function bringAbout(when: Condition): JsonObject {
  if ('is' in when) return { [when.property]: when.is }
  return 'lacks' in when ? { [when.property]: ['new-sdo'] } : {}
}

function keepOf(when: object): { keep?: string } {
  return 'present' in when ? { keep: String(when.present) } : {}
}

import type { Json, JsonObject } from '@concert/core'
import fc from 'fast-check'
import type { ObjectType, Shape } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { arbitraryUuid, arbitraryValue } from './arbitrary-value.ts'
import { mended } from './mend.ts'

type Draft = Record<string, Json>

/**
 * Any valid STIX 2.1 object, made from the object table: every required property, any of the
 * others, and all that its constraints ask for.
 *
 * @param types - names of the types to choose from; all when not given
 * @param keep - a property that must be there
 */
export function arbitraryObject(
  types: readonly string[] = [...OBJECT_TYPES.keys()],
  keep?: string,
): fc.Arbitrary<JsonObject> {
  return fc.oneof(...types.map((name) => arbitraryOf(OBJECT_TYPES.get(name) as ObjectType, keep)))
}

function arbitraryOf(row: ObjectType, keep: string | undefined): fc.Arbitrary<JsonObject> {
  const uuids = fc.record({ random: arbitraryUuid(4), named: arbitraryUuid(5) })
  return fc.tuple(arbitraryDraft(row, row, keep), uuids).map(([draft, { random, named }]) => {
    const contributes = row.identity.some((name) => draft[name] !== undefined)
    const id = `${row.name}--${contributes ? named : random}`
    return selecting({ ...draft, id })
  })
}

/** A valid part, such as an external reference or a predefined extension. */
export function arbitraryPart(shape: Shape, keep?: string): fc.Arbitrary<JsonObject> {
  return arbitraryDraft(shape, undefined, keep)
}

function arbitraryDraft(
  shape: Shape,
  row: ObjectType | undefined,
  keep: string | undefined,
): fc.Arbitrary<Draft> {
  const names = Object.keys(shape.properties)
  const values = Object.fromEntries(
    names.map((name) => [name, arbitraryProperty(shape, name, row)]),
  )
  const optional = names.filter((name) => !shape.properties[name]?.required)
  return fc.tuple(fc.record(values), fc.subarray(optional)).map(([full, chosen]) => {
    const wanted = new Set([...names.filter((name) => !optional.includes(name)), ...chosen])
    if (keep !== undefined) wanted.add(keep)
    return mended(shape, full as Draft, wanted, keep)
  })
}

/** Where a constraint says more of a property than its kind does, its value must fit both. */
function arbitraryProperty(
  shape: Shape,
  name: string,
  row: ObjectType | undefined,
): fc.Arbitrary<Json> {
  if (name === 'definition') return fc.record({ statement: fc.string({ minLength: 1 }) })
  if (name === 'definition_type') return fc.constant('statement')
  const type = shape.properties[name]?.type ?? { kind: 'string' }
  return arbitraryValue(type, { row, part: arbitraryPart })
}

/** Selectors of granular markings point at what is there. */
function selecting(object: Draft): JsonObject {
  const { granular_markings: markings } = object
  if (!Array.isArray(markings)) return object
  const names = Object.keys(object)
  const pointed = (markings as readonly JsonObject[]).map((marking, at) => ({
    ...marking,
    selectors: [names[at % names.length] as string],
  }))
  return { ...object, granular_markings: pointed }
}

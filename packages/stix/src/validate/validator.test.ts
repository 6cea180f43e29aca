import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { arbitraryObject } from '../testing/arbitrary-object.ts'
import { mutationsOf } from '../testing/mutations.ts'
import { createValidator } from './validator.ts'

const strict = createValidator({ mode: 'strict' })
const readers = (['strict', 'lenient', 'producer'] as const).map((mode) =>
  createValidator({ mode }),
)

const errorsOf = (object: JsonObject) =>
  strict(object)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, at }) => `${code} ${at}`)

const rows = [...OBJECT_TYPES.values()]

describe('any valid object', () => {
  it.each(rows.map((row) => [row.name]))('%s breaks no rule that is a MUST', (type) => {
    fc.assert(
      fc.property(arbitraryObject([type]), (object) => {
        expect(errorsOf(object)).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})

describe('any way to break a rule is caught by that rule and no other', () => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_type, row) => {
    for (const [keep, mutations] of Map.groupBy(mutationsOf(row), (each) => each.keep)) {
      for (const object of fc.sample(arbitraryObject([row.name], keep), 2)) {
        for (const mutation of mutations) {
          const broken = mutation.apply(plain(object, keep))
          if (broken === undefined) continue
          const found = [...new Set(errorsOf(broken))]
          expect(found, mutation.name).toEqual([`${mutation.code} ${mutation.at}`])
        }
      }
    }
  })
})

/** Without what a mutation may take the ground from: selectors, and formats that defanging lifts. */
function plain(object: JsonObject, keep: string | undefined): JsonObject {
  const { granular_markings: markings, defanged, ...rest } = object
  if (keep === 'granular_markings' && markings !== undefined) {
    return { ...rest, granular_markings: markings }
  }
  return keep === 'defanged' && defanged !== undefined ? { ...rest, defanged } : rest
}

describe('any JSON', () => {
  it('is judged without throwing, whatever stands in for a property', () => {
    const part = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(arbitraryObject(), fc.string(), part, fc.nat(), (object, name, value, at) => {
        const names = [...Object.keys(object), 'extensions', 'granular_markings', name]
        const odd = { ...object, [names[at % names.length] as string]: value } as JsonObject
        for (const reader of readers) expect(() => reader(odd)).not.toThrow()
      }),
      { numRuns: 200 },
    )
  })
})

import { hash } from 'node:crypto'
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

describe('contents, when asked for', () => {
  const validate = createValidator({
    contents: { sha1: (data) => hash('sha1', data, 'buffer') },
  })
  const indicator = (pattern: string, pattern_type = 'stix'): JsonObject => ({
    type: 'indicator',
    spec_version: '2.1',
    id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    created: '2016-04-06T20:03:48.000Z',
    modified: '2016-04-06T20:03:48.000Z',
    valid_from: '2016-01-01T00:00:00Z',
    indicator_types: ['malicious-activity'],
    name: 'x',
    description: 'x',
    pattern,
    pattern_type,
  })

  it('§4.7, §9: a STIX pattern that is none, with the place in it', () => {
    expect(validate(indicator("[url:value = 'x'"))).toMatchObject([
      { code: 'pattern', at: 'pattern', severity: 'error', pattern: { line: 1, column: 17 } },
    ])
    expect(validate(indicator("[x-acme:value = 'x']"))).toMatchObject([
      { code: 'pattern-advised', severity: 'warning', pattern: { code: 'pattern-type-unknown' } },
    ])
    expect(validate(indicator("[url:value = 'x']"))).toEqual([])
    expect(validate(indicator('alert tcp any', 'snort'))).toEqual([])
  })

  it('§2.9: an observable whose id its content does not give', () => {
    const address = { type: 'ipv4-addr', spec_version: '2.1', value: '198.51.100.3' }
    const id = 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4'
    expect(validate({ ...address, id })).toEqual([])
    expect(validate({ ...address, id, value: '198.51.100.4' })).toMatchObject([
      { code: 'id-derived', at: 'id', severity: 'warning' },
    ])
  })
})

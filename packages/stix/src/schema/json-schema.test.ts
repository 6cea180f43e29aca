import type { JsonObject } from '@concert/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { arbitraryObject } from '../testing/arbitrary-object.ts'
import { mutationsOf } from '../testing/mutations.ts'
import type { ObjectRuleCode } from '../validate/rule-codes.ts'
import { createValidator } from '../validate/validator.ts'
import { stixJsonSchema } from './json-schema.ts'

const ajv = new Ajv2020({ strict: false, validateFormats: false })
const accepts = ajv.compile(stixJsonSchema())
const validate = createValidator({ mode: 'strict' })
const rows = [...OBJECT_TYPES.values()]

/** What JSON Schema has no words for. */
const BEYOND: ReadonlySet<ObjectRuleCode> = new Set([
  'time-order',
  'selector-target',
  'marking-circular',
  'local-reference',
])

/** Formats and calendars of which a pattern tells only a part. */
const PARTLY: ReadonlySet<ObjectRuleCode> = new Set(['format', 'timestamp'])

/** Not defanged, where that can be said. */
const SOUND = { sdo: {}, sro: {}, meta: {}, sco: { defanged: false } } as const

const hasError = (object: JsonObject) =>
  validate(object).some(({ severity }) => severity === 'error')

describe('the JSON Schema of the object table', () => {
  it('is valid JSON Schema 2020-12 that a strict library compiles', () => {
    const strict = new Ajv2020({
      strict: true,
      strictRequired: false,
      strictTypes: false,
      validateFormats: false,
    })
    expect(strict.validateSchema(stixJsonSchema())).toBe(true)
    expect(() => strict.compile(stixJsonSchema())).not.toThrow()
  })

  it.each(rows.map((row) => [row.name]))('takes any valid %s', (type) => {
    fc.assert(
      fc.property(arbitraryObject([type]), (object) => {
        expect(accepts(object), JSON.stringify(accepts.errors)).toBe(true)
      }),
      { numRuns: 10 },
    )
  })

  it.each(rows.map((row) => [row.name, row] as const))(
    'agrees with the validator on a broken %s',
    (_name, row) => {
      for (const [keep, mutations] of Map.groupBy(mutationsOf(row), (each) => each.keep)) {
        const [object = {}] = fc.sample(arbitraryObject([row.name], keep), 1)
        for (const mutation of mutations) {
          // The schema knows nothing of defanged observables, whose formats the validator lets be.
          const broken = mutation.apply({
            ...object,
            ...(keep === 'defanged' ? {} : SOUND[row.class]),
          })
          if (broken === undefined || BEYOND.has(mutation.code)) continue
          // Whatever the schema refuses, the validator refuses too.
          const taken = accepts(broken)
          if (!taken) expect(hasError(broken), mutation.name).toBe(true)
          else if (!PARTLY.has(mutation.code)) expect(hasError(broken), mutation.name).toBe(false)
        }
      }
    },
  )
})

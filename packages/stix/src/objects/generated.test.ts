import { readFile } from 'node:fs/promises'
import type { JsonObject } from '@concert/core'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { generatedFiles } from '../testing/generate/files.ts'
import { createValidator } from '../validate/validator.ts'
import { isOfType } from './is-of-type.ts'
import type * as Stix from './stix.ts'

describe('what is made from the object table', () => {
  it('is what `npm run -w packages/stix generate` writes', async () => {
    for (const [path, content] of await generatedFiles()) {
      expect(await readFile(path, 'utf8'), path).toBe(content)
    }
  })
})

describe('types', () => {
  const indicator = {
    type: 'indicator',
    spec_version: '2.1',
    id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    created: '2016-04-06T20:03:48.000Z',
    modified: '2016-04-06T20:03:48.000Z',
    pattern: "[url:value = 'https://example.com/']",
    pattern_type: 'stix',
    valid_from: '2016-01-01T00:00:00Z',
    indicator_types: ['malicious-activity', 'one-of-our-own'],
    kill_chain_phases: [{ kill_chain_name: 'foo', phase_name: 'pre-attack' }],
  } as const satisfies Stix.Indicator

  it('describe what the validator takes', () => {
    expect(createValidator({ severities: 'errors' })(indicator)).toEqual([])
    expectTypeOf<Stix.TypeName>().toEqualTypeOf<keyof Stix.ByType>()
    expect(OBJECT_TYPES.size).toBe(42)
  })

  it('are reached from an object by its type', () => {
    const object: JsonObject = indicator
    expect(isOfType(object, 'malware')).toBe(false)
    if (!isOfType(object, 'indicator')) throw new Error('an indicator')
    expectTypeOf(object.pattern).toBeString()
    expect(object.pattern_type).toBe('stix')
  })

  it('refuse what the table refuses', () => {
    // @ts-expect-error a reference to another type
    const wrong: Stix.Indicator = { ...indicator, created_by_ref: 'malware--x' }
    // @ts-expect-error not in the closed vocabulary
    const opinion: Stix.OpinionEnum = 'perhaps'
    expect([wrong.type, opinion]).toEqual(['indicator', 'perhaps'])
  })
})

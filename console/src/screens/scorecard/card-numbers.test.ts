import { expect, test } from 'vitest'
import openapi from '../../../../docs/openapi.json' with { type: 'json' }
import { DRILLS, GROUPS, said } from './card-numbers.ts'

test('every number that the node counts stands in a group, once', () => {
  const { schema } =
    openapi.paths['/api/v1/scorecards/open'].post.requestBody.content['application/json']
  const shown = [...Object.values(GROUPS).flat(), DRILLS]
  expect(shown.toSorted()).toEqual(schema.properties.measure.enum.toSorted())
})

test('numbers in words: shares to a tenth, times as one reads them', () => {
  expect(said('permille', 975)[0]).toBe('97.5%')
  expect(said('permille', 1000)[0]).toBe('100%')
  expect(said('count', 1234)[1]).toBe('1,234')
  expect(said('ms', 13_260_000)).toEqual(['3 h 41 min', '3小时41分'])
})

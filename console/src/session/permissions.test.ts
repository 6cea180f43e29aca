/** What the screens offer, against what the node's API document says: every route, every role. */
import { expect, test } from 'vitest'
import openapi from '../../../docs/openapi.json' with { type: 'json' }
import { WHO } from './permissions.gen.ts'
import { mayCall, type Route } from './permissions.ts'
import { ROLE_NAMES } from './roles-texts.ts'

type Who = readonly string[] | 'signed-in' | 'anyone'

const documented = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) => {
    const who = (operation as { readonly 'x-who'?: Who })['x-who']
    return who === undefined ? [] : [[`${method.toUpperCase()} ${path}`, who] as const]
  }),
)

test('the console knows every route of the document, and no other', () => {
  expect(documented.length).toBeGreaterThan(100)
  expect(Object.keys(WHO).toSorted()).toEqual(documented.map(([route]) => route).toSorted())
})

test.each(documented)('%s is offered to whom the node lets', (route, who) => {
  for (const role of ROLE_NAMES) {
    const is = typeof who === 'string' || who.includes(role)
    expect(mayCall(route as Route, [role]), role).toBe(is)
  }
  expect(mayCall(route as Route, [])).toBe(typeof who === 'string')
})

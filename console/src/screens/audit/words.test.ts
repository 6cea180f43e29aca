import { expect, test } from 'vitest'
import { WHO } from '../../session/permissions.gen.ts'
import { actions } from './action-texts.ts'
import { actionWord } from './words.ts'

/** What stands in the trail without a route: signing in, and what the node does by itself. */
const BESIDE = /^(?:retention$|sign-|change-password|passkey\/|two-factor\/|callback\/|api-key\/)/

test('the trail has words for routes that the node has, and for no others', () => {
  const named = Object.keys(actions).filter((name) => !BESIDE.test(name))
  expect(named.filter((name) => !Object.hasOwn(WHO, `POST /api/v1/${name}`))).toEqual([])
  expect(actionWord('POST /api/v1/requests/held/approve')?.[1]).toBe('批准往来消息')
  expect(actionWord('sign-in/email')?.[0]).toBe('signed in with a password')
  expect(actionWord('POST /api/v1/something-newer')).toBeUndefined()
})

import { canonicalBytes, utf8 } from '@concert/core'
import { expect, test } from 'vitest'
import { decodePull, encodePull } from './pull.ts'

test('a request asks for what is queued, and for how long it may wait', () => {
  for (const wait of [0, 20, 60]) {
    expect(decodePull(encodePull({ wait }))).toMatchObject({ ok: true, value: { wait } })
  }
})

/** What the peer owes is the peer's to know: nobody names a place to begin at. */
test.each([
  ['a place to begin at', canonicalBytes({ v: 1, wait: 20, after: { epoch: 0, seq: 7 } })],
  ['somebody else to ask for', canonicalBytes({ v: 1, wait: 20, node: 'ab'.repeat(32) })],
  ['a longer wait than is held', canonicalBytes({ v: 1, wait: 61 })],
  ['a wait that is none', canonicalBytes({ v: 1, wait: -1 })],
  ['a fraction', utf8('{"v":1,"wait":1.5}')],
  ['another version', canonicalBytes({ v: 2, wait: 20 })],
  ['nothing', utf8('{}')],
  ['another order of the same', utf8('{"wait":20,"v":1}')],
])('with %s it is none', (_, bytes) => {
  expect(decodePull(bytes)).toMatchObject({ ok: false, code: 'malformed' })
})

/** What is asked anew for what happened at the node, and what is not. */
import { describe, expect, test } from 'vitest'
import openapi from '../../../docs/openapi.json' with { type: 'json' }
import { isConcerned, KINDS, type News } from './news.ts'

const ONE = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)

const asks = (path: string, asked: unknown, ...news: News[]) => isConcerned([path, asked], news)

test('the kinds are those that the node tells of', () => {
  const [, told = ''] = openapi.paths['/api/v1/events'].get.description.match(/\((.*)\)/) ?? []
  expect(told.split(', ')).toEqual([...KINDS])
})

describe('one event', () => {
  test('of the rota asks for the rota and leaves requests, intelligence and session alone', () => {
    const people: News = { kind: 'people' }
    expect(asks('/api/v1/rota', {}, people)).toBe(true)
    expect(asks('/api/v1/pings/list', { exercise: false }, people)).toBe(true)
    for (const path of ['requests/list', 'intel/search', 'status', 'session', 'delivery']) {
      expect(asks(`/api/v1/${path}`, {}, people), path).toBe(false)
    }
  })

  test('of a request asks for lists and for that request, not for another', () => {
    const moved: News = { kind: 'request', id: ONE }
    expect(asks('/api/v1/requests/list', { ours: true }, moved)).toBe(true)
    expect(asks('/api/v1/requests/show', { id: ONE }, moved)).toBe(true)
    expect(asks('/api/v1/requests/show', { id: OTHER }, moved)).toBe(false)
    // Its key names the request by itself.
    expect(asks('/api/v1/requests/targets', OTHER, moved)).toBe(false)
    expect(asks('/api/v1/requests/show', { id: OTHER }, moved, { kind: 'request' })).toBe(true)
    expect(asks('/api/v1/requests/words', {}, moved)).toBe(false)
  })

  test('of any kind asks for what nobody has said anything of, such as the audit trail', () => {
    for (const kind of KINDS) expect(asks('/api/v1/audit', {}, { kind }), kind).toBe(true)
  })
})

test('every kind changes something that can be on screen', () => {
  const paths = Object.keys(openapi.paths)
  for (const kind of KINDS) {
    const concerned = paths.filter((path) => asks(path, {}, { kind }))
    const every = paths.filter((path) => KINDS.every((each) => asks(path, {}, { kind: each })))
    expect(concerned.length, kind).toBeGreaterThan(every.length)
  }
})

import { expect } from 'vitest'
import type { Asking } from '../ask.ts'
import { envelopeOf, indicator, indicatorId, uuidOf } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'

/** §1.6.9 Authentication and authorization, and what each endpoint of §5 says of both. */
export function accessTests(made: Conformance): void {
  const { describe, test, each } = made
  const body = envelopeOf([indicator(1)])
  const endpoints = (): Readonly<Record<string, readonly [string, Asking]>> => {
    const one = `${made.at}objects/${indicatorId(1)}/`
    return {
      '§5.1 collections': [`${ROOT}collections/`, {}],
      '§5.2 collection': [made.at, {}],
      '§5.3 manifest': [`${made.at}manifest/`, {}],
      '§5.4 objects': [`${made.at}objects/`, {}],
      '§5.5 adding': [`${made.at}objects/`, { method: 'POST', body }],
      '§5.6 object': [one, {}],
      '§5.7 deleting': [one, { method: 'DELETE' }],
      '§5.8 versions': [`${one}versions/`, {}],
    }
  }
  const send = (name: string, token: string | null) => {
    const [url = '', asking = {}] = endpoints()[name] ?? []
    return made.ask(url, { ...asking, token })
  }

  describe('§5 access', () => {
    each(
      [
        '§5.1 collections',
        '§5.2 collection',
        '§5.3 manifest',
        '§5.4 objects',
        '§5.5 adding',
        '§5.6 object',
        '§5.7 deleting',
        '§5.8 versions',
      ],
      '%s: who is not authenticated gets 401 and a challenge',
      async (name) => {
        for (const token of [null, 'wrong']) {
          const { status, headers } = await send(name, token)
          expect(status).toBe(401)
          expect(headers.get('www-authenticate')).toMatch(/^Basic /)
        }
        expect((await made.objects()).text).toBe('{}')
      },
    )

    each(
      ['§5.3 manifest', '§5.4 objects', '§5.6 object', '§5.8 versions'],
      '%s: 403 where can_read is false',
      async (name) => {
        expect((await made.ask(made.at, { token: 'writer' })).json.can_read).toBe(false)
        expect((await send(name, 'writer')).status).toBe(403)
        // 404 for the object that is not there.
        expect([200, 404]).toContain((await send(name, 'reader')).status)
      },
    )

    test('§5.5 adding: 403 where can_write is false', async () => {
      expect((await made.ask(made.at, { token: 'reader' })).json.can_write).toBe(false)
      expect((await send('§5.5 adding', 'reader')).status).toBe(403)
      expect((await made.objects()).text).toBe('{}')
      expect((await send('§5.5 adding', 'writer')).status).toBe(202)
    })

    test('§1.6.9 without authentication known and unknown places look alike', async () => {
      const urls = [
        '/taxii2/',
        ROOT,
        `${ROOT}collections/${uuidOf(9)}/`,
        `${ROOT}status/x/`,
        made.at,
      ]
      const answers = await Promise.all(urls.map((url) => made.ask(url, { token: null })))
      for (const { status, text } of answers) {
        expect(status).toBe(401)
        expect(text).toBe(answers[0]?.text)
      }
    })

    test('§5.2 forbidden and unknown look alike to those who may not know', async () => {
      for (const path of ['', 'objects/', 'manifest/', `objects/${indicatorId(1)}/`]) {
        const forbidden = await made.ask(made.at + path, { token: 'stranger' })
        const elsewhere = `${ROOT}collections/${uuidOf(9)}/${path}`
        expect(forbidden).toEqual(await made.ask(elsewhere, { token: 'stranger' }))
        expect(forbidden.status).toBe(404)
      }
    })
  })
}

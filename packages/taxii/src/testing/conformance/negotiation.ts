import { expect } from 'vitest'
import { TAXII_MEDIA_TYPE } from '../../media-type.ts'
import { envelopeOf, indicator, indicatorId, uuidOf } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'

/** §1.6.8 Content negotiation, and what §3.1 asks of every endpoint. */
export function negotiationTests(made: Conformance): void {
  const { describe, test, each } = made
  describe('§3.1 endpoints', () => {
    each(
      [
        'application/taxii+json',
        'application/taxii+json;version=2.1',
        'application/taxii+json; version=2.1',
        'application/taxii+json;version="2.1"',
        'text/html, application/taxii+json;version=2.1;q=0.5',
        'application/taxii+json;version=2.1,application/stix+json;version=2.1',
        '*/*',
      ],
      '§3.1 Accept: %s is never 406',
      async (accept) => {
        const headers = { accept }
        const posted = await made.post(envelopeOf([indicator(1)]), { headers })
        expect(posted.status).toBe(202)
        for (const path of gets(made, posted.json.id)) {
          const answer = await made.ask(path, { headers })
          expect(answer.status).toBe(200)
          // The newest version, when it was not said which.
          expect(answer.headers.get('content-type')).toBe(TAXII_MEDIA_TYPE)
        }
        const one = `${made.at}objects/${indicatorId(1)}/`
        expect((await made.ask(one, { method: 'DELETE', headers })).status).toBe(200)
      },
    )

    each(
      ['text/html', 'application/taxii+json;version=2.0', 'application/taxii+json;q=0'],
      '§3.1 Accept: %s is 406',
      async (accept) => {
        const headers = { accept }
        for (const path of gets(made, uuidOf(3))) {
          expect((await made.ask(path, { headers })).status).toBe(406)
        }
        expect((await made.post(envelopeOf([indicator(1)]), { headers })).status).toBe(406)
        expect((await made.objects()).text).toBe('{}')
      },
    )

    each(
      [
        'application/taxii+json',
        'application/taxii+json;version=2.1',
        'application/taxii+json; version="2.1"',
        'Application/TAXII+JSON;Version=2.1',
      ],
      '§3.1 Content-Type: %s is never 415',
      async (type) => {
        const headers = { 'content-type': type }
        expect((await made.post(envelopeOf([indicator(1)]), { headers })).status).toBe(202)
      },
    )

    each(
      [
        'application/json',
        'text/plain',
        'application/taxii+json;version=2.0',
        'application/stix+json;version=2.0',
      ],
      '§3.1 Content-Type: %s is 415',
      async (type) => {
        const headers = { 'content-type': type }
        expect((await made.post(envelopeOf([indicator(1)]), { headers })).status).toBe(415)
        expect((await made.objects()).text).toBe('{}')
      },
    )

    test('§3.1 every response has the media type with its version, of whatever status', async () => {
      const body = envelopeOf([indicator(1)])
      const posted = await made.post(body)
      const one = `${made.at}objects/${indicatorId(1)}/`
      const html = { accept: 'text/html' }
      const tooLong = { 'content-length': '999999999999' }
      const answers = [
        [202, posted],
        ...(await Promise.all(
          gets(made, posted.json.id).map(async (url) => [200, await made.ask(url)] as const),
        )),
        [200, await made.ask(one, { method: 'DELETE' })],
        [400, await made.objects('limit=0')],
        [401, await made.ask(made.at, { token: null })],
        [403, await made.ask(`${made.at}objects/`, { token: 'writer' })],
        [404, await made.ask(`${made.at}nothing/`)],
        [405, await made.ask(`${made.at}objects/`, { method: 'PUT' })],
        [406, await made.ask(made.at, { headers: html })],
        [413, await made.post(body, { headers: tooLong })],
        [415, await made.post(body, { headers: { 'content-type': 'text/plain' } })],
        [422, await made.post('[]')],
      ] as const
      for (const [status, answer] of answers) {
        expect(answer.status).toBe(status)
        expect(answer.headers.get('content-type')).toBe(TAXII_MEDIA_TYPE)
      }
    })

    test('§3.1 paths end in a slash', async () => {
      const posted = await made.add(indicator(1))
      for (const path of gets(made, posted.json.id)) {
        expect((await made.ask(path)).status).toBe(200)
        expect((await made.ask(path.slice(0, -1))).status).toBe(404)
      }
      expect((await made.remove(`objects/${indicatorId(1)}`)).status).toBe(404)
    })

    test('§3.1 every endpoint has its methods; others are 405 and change nothing', async () => {
      const posted = await made.add(indicator(1))
      for (const path of gets(made, posted.json.id)) {
        for (const method of ['PUT', 'PATCH']) {
          const answer = await made.ask(path, { method })
          expect(answer.status).toBe(405)
          expect(answer.headers.get('allow')).toContain('GET')
        }
      }
      expect((await made.ask('/taxii2/', { method: 'POST' })).status).toBe(405)
      expect((await made.remove('objects/')).status).toBe(405)
      expect(await made.ids('')).toEqual([indicatorId(1)])
    })

    test('§8.2.1 a request without User-Agent is served', async () => {
      // None of this suite's requests has one.
      expect((await made.ask('/taxii2/')).status).toBe(200)
    })
  })
}

/** Every address that GET is for. */
function gets({ at }: Conformance, status: string | undefined): readonly string[] {
  const one = `${at}objects/${indicatorId(1)}/`
  return [
    '/taxii2/',
    ROOT,
    `${ROOT}status/${status}/`,
    `${ROOT}collections/`,
    at,
    `${at}manifest/`,
    `${at}objects/`,
    one,
    `${one}versions/`,
  ]
}

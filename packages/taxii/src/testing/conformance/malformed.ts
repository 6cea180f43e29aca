import { expect } from 'vitest'
import { indicator, indicatorId } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

/** §3.4: malformed parameters are 400, wherever they are filters. */
export function malformedTests(made: Conformance): void {
  const { describe, test, each } = made
  describe('§3.4 malformed parameters', () => {
    each(
      [
        'added_after=yesterday',
        'added_after=',
        'added_after=2026-02-30T00:00:00.000000Z',
        'added_after=2026-01-01T00:00:00.000000',
        'added_after=2026-01-01T00:00:00.000000%2B08:00',
        'added_after=2026-01-01T00:00:00.000000Z,2026-01-02T00:00:00.000000Z',
        'added_after=2026-01-01T00:00:00Z&added_after=2026-01-01T00:00:00Z',
        'limit=0',
        'limit=-1',
        'limit=1.5',
        'limit=1e2',
        'limit=ten',
        'limit=9007199254740992',
        'limit=1&limit=2',
        'limit=',
        'limit=%zz',
        'next=%00',
        'next=1.2',
        'next=',
        'match[spec_version]=two',
        'match[spec_version]=2.1&match[spec_version]=2.1',
      ],
      '§3.4 malformed: `%s` is 400',
      async (query) => {
        // What is malformed is so whether there is such an object or not.
        const one = `objects/${indicatorId(1)}/`
        for (const path of ['objects/', 'manifest/', one, `${one}versions/`]) {
          const answer = await made.ask(`${made.at}${path}?${query}`)
          expect(answer.status).toBe(400)
          expect(answer.json).toMatchObject({ http_status: '400', title: expect.any(String) })
        }
      },
    )

    each(
      [
        'match[version]=yesterday',
        'match[version]=',
        'match[version]=2026-01-01',
        'match[version]=2026-01-01T00:00:00.000',
        'match[version]=all,last',
        'match[version]=2026-01-01T00:00:00Z,all',
        'match[version]=all,all',
        'match[version]=first,first',
        'match[version]=last,last',
        'match[version]=last&match[version]=first',
        'match[version]=2026-01-01T00:00:00Z,2026-01-01T00:00:00Z',
        'match[type]=indicator&match[type]=malware',
        'match%5Btype%5D=a&match[type]=b',
        'match[type]=',
        'match[id]=',
        'match[id]=a--1&match[id]=b--2',
      ],
      '§3.4.1 malformed: `%s` is 400',
      async (query) => {
        for (const path of ['objects/', 'manifest/']) {
          expect((await made.ask(`${made.at}${path}?${query}`)).status).toBe(400)
        }
      },
    )

    test('§3.4 a malformed filter of a DELETE is 400, and deletes nothing', async () => {
      await made.add(indicator(1))
      const one = `objects/${indicatorId(1)}/`
      for (const query of [
        'match[version]=no',
        'match[version]=all,last',
        'match[version]=last&match[version]=last',
        'match[spec_version]=x',
        'match[version]=%zz',
      ]) {
        expect((await made.remove(`${one}?${query}`)).status).toBe(400)
      }
      expect((await made.ask(made.at + one)).status).toBe(200)
    })
  })
}

import { expect } from 'vitest'
import { indicator, indicatorId, software, statement, V2 } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

/** §3.7 Envelope resource, §5.4 Get objects, §5.6 Get an object. */
export function envelopeTests(made: Conformance): void {
  const { describe, test } = made
  describe('§3.7 envelopes', () => {
    test('§3.7 what comes is an envelope, and in it STIX objects as they were sent', async () => {
      const sent = [indicator(1), software(3), statement(4)]
      await made.add(...sent)
      expect((await made.objects()).json).toEqual({ objects: sent })
      const one = await made.ask(`${made.at}objects/${indicatorId(1)}/`)
      expect(one.json).toEqual({ objects: [indicator(1)] })
    })

    test('§5.4 nothing found is an empty envelope, not an empty list', async () => {
      for (const query of ['', 'match[type]=malware', 'match[spec_version]=2.0']) {
        const answer = await made.objects(query)
        expect(answer.status).toBe(200)
        expect(answer.text).toBe('{}')
      }
    })

    test('§5.6 an object by its STIX id, versions as asked; an unknown id is 404', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }))
      const one = `${made.at}objects/${indicatorId(1)}/`
      expect((await made.ask(one)).json.objects).toMatchObject([{ modified: V2 }])
      expect((await made.ask(`${one}?match[version]=all`)).json.objects).toHaveLength(2)
      expect((await made.ask(`${made.at}objects/${indicatorId(2)}/`)).status).toBe(404)
    })

    test('§5.6 an object of which filters leave nothing is an empty envelope', async () => {
      await made.add(indicator(1))
      const one = `${made.at}objects/${indicatorId(1)}/`
      for (const query of ['match[spec_version]=2.0', 'added_after=2200-01-01T00:00:00.000000Z']) {
        const answer = await made.ask(`${one}?${query}`)
        expect(answer.status).toBe(200)
        expect(answer.text).toBe('{}')
      }
    })

    test('§5.8 all versions, the oldest added first; never the property version', async () => {
      await made.add(indicator(1, { modified: V2 }), indicator(1), software(3))
      const versions = (id: unknown) => made.ask(`${made.at}objects/${id}/versions/`)
      expect((await versions(indicatorId(1))).json.versions).toEqual([V2, indicator(1).modified])
      expect((await versions(software(3).id)).json.versions).toEqual(['1970-01-01T00:00:00.000Z'])
      expect((await versions(indicatorId(2))).status).toBe(404)
    })
  })
}

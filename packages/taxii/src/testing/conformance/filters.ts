import { expect } from 'vitest'
import { idsOf } from '../ask.ts'
import { indicator, indicatorId, software, V1, V2, V3 } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

/** §3.4 Filtering: `added_after`, `limit`, and filters in general. */
export function filterTests(made: Conformance): void {
  const { describe, test } = made
  describe('§3.4 filters', () => {
    test('§3.4 added_after is exclusive, about adding, and takes fewer digits', async () => {
      await made.add(indicator(1, { modified: V3 }))
      await made.add(indicator(2))
      const first = (await made.objects('limit=1')).headers.get('x-taxii-date-added-last')
      expect(await made.ids(`added_after=${first}`)).toEqual([indicatorId(2)])
      expect(await made.ids('added_after=2000-01-01T00:00:00Z')).toHaveLength(2)
      expect((await made.objects('added_after=2200-01-01T00:00:00.000000Z')).text).toBe('{}')
    })

    test('§3.4 without added_after the oldest that match come first', async () => {
      await made.add(software(9), indicator(5), indicator(1))
      await made.add(indicator(3))
      expect(await made.ids('limit=1')).toEqual([software(9).id])
      expect(await made.ids('limit=2&match[type]=indicator')).toEqual([5, 1].map(indicatorId))
    })

    test('§3.4 limit: never more; all when they fit; more when there are others', async () => {
      await made.add(...[1, 2, 3, 4, 5].map((n) => indicator(n)))
      for (const path of ['objects/', 'manifest/']) {
        const get = async (limit: number) =>
          (await made.ask(`${made.at}${path}?limit=${limit}`)).json
        expect(await get(2)).toMatchObject({ more: true, objects: { length: 2 } })
        for (const limit of [5, 6, 9007199254740991]) {
          const all = await get(limit)
          expect(all.objects).toHaveLength(5)
          expect([all.more, all.next]).toEqual([undefined, undefined])
        }
      }
    })

    test('§3.4 limit of versions', async () => {
      await made.add(...[V1, V2, V3].map((modified) => indicator(1, { modified })))
      const get = async (limit: number) =>
        (await made.ask(`${made.at}objects/${indicatorId(1)}/versions/?limit=${limit}`)).json
      expect(await get(2)).toEqual({ more: true, versions: [V1, V2] })
      expect(await get(3)).toEqual({ versions: [V1, V2, V3] })
    })

    test('§3.4 all filters hold together; fields that are unknown are ignored', async () => {
      await made.add(indicator(1), indicator(2), software(3))
      expect(await made.ids('match[colour]=red')).toHaveLength(3)
      const one = `match[id]=${indicatorId(1)},${software(3).id}`
      expect(await made.ids(`${one}&match[type]=indicator,malware`)).toEqual([indicatorId(1)])
      expect(await made.ids(`match[id]=${indicatorId(2)}&match[type]=software`)).toEqual([])
    })

    test('§5.3 a manifest is filtered as the objects are', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }), software(3))
      for (const query of [
        '',
        'limit=1',
        'match[type]=software',
        `match[id]=${indicatorId(1)}`,
        'match[version]=all',
        `match[version]=first,${V2}`,
        'match[spec_version]=2.1',
        'match[spec_version]=2.0',
        'added_after=2200-01-01T00:00:00Z',
      ]) {
        const { json } = await made.ask(`${made.at}manifest/?${query}`)
        expect(idsOf(json)).toEqual(await made.ids(query))
      }
    })

    test('§5.6 filters of an object: added_after, limit, next, version, spec_version', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }))
      const one = `${made.at}objects/${indicatorId(1)}/?match[version]=all`
      const first = await made.ask(`${one}&limit=1`)
      expect(first.json).toMatchObject({ more: true, objects: [{ modified: V1 }] })
      const after = first.headers.get('x-taxii-date-added-last')
      const rest = async (query: string) => (await made.ask(`${one}&${query}`)).json.objects
      expect(await rest(`added_after=${after}`)).toMatchObject([{ modified: V2 }])
      expect(await rest(`limit=1&next=${first.json.next}`)).toMatchObject([{ modified: V2 }])
      expect((await made.ask(`${one}&match[spec_version]=2.0`)).text).toBe('{}')
    })

    test('§5.8 filters of versions: added_after, spec_version', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }))
      const versions = `${made.at}objects/${indicatorId(1)}/versions/`
      const after = (await made.ask(`${versions}?limit=1`)).headers.get('x-taxii-date-added-last')
      const rest = await made.ask(`${versions}?added_after=${after}`)
      expect(rest.json).toEqual({ versions: [V2] })
      expect((await made.ask(`${versions}?match[spec_version]=2.1`)).json.versions).toHaveLength(2)
      expect((await made.ask(`${versions}?match[spec_version]=2.0`)).text).toBe('{}')
    })
  })
}

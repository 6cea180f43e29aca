import { expect } from 'vitest'
import { indicator, indicatorId, V2, V3 } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'
import { TIMESTAMP } from './tables.ts'

/** §3.2 HTTP headers, §3.3 Sorting. */
export function headerTests(made: Conformance): void {
  const { describe, test } = made
  describe('§3.2 and §3.3 headers and sorting', () => {
    test('§3.2 X-TAXII-Date-Added of the four GETs: six digits, first and last of the page', async () => {
      await made.add(indicator(1), indicator(2), indicator(3))
      const manifest = await made.ask(`${made.at}manifest/`)
      const dates = manifest.json.objects?.map((each) => each.date_added) ?? []
      expect(new Set(dates).size).toBe(3)
      for (const date of dates) expect(date).toMatch(TIMESTAMP)
      for (const [path, first, last] of [
        ['objects/', 0, 2],
        ['manifest/', 0, 2],
        ['objects/?limit=2', 0, 1],
        ['manifest/?limit=2', 0, 1],
        [`manifest/?added_after=${dates[0]}`, 1, 2],
        [`objects/${indicatorId(2)}/`, 1, 1],
        [`objects/${indicatorId(2)}/versions/`, 1, 1],
      ] as const) {
        const { headers } = await made.ask(made.at + path)
        expect(headers.get('x-taxii-date-added-first')).toBe(dates[first])
        expect(headers.get('x-taxii-date-added-last')).toBe(dates[last])
      }
    })

    test('§3.2 dates of a page are when its versions were added, not when they were made', async () => {
      await made.add(indicator(1, { modified: V3 }))
      await made.add(indicator(1, { modified: V2 }))
      const { json, headers } = await made.ask(`${made.at}manifest/?match[version]=all`)
      const dates = json.objects?.map((each) => each.date_added) ?? []
      expect(dates).toEqual(dates.toSorted())
      expect(headers.get('x-taxii-date-added-first')).toBe(dates[0])
      expect(headers.get('x-taxii-date-added-last')).toBe(dates[1])
      const one = await made.ask(`${made.at}objects/${indicatorId(1)}/`)
      expect(one.headers.get('x-taxii-date-added-last')).toBe(dates[0])
    })

    test('§3.3 objects and manifests: sorted by the time of adding, whatever the objects say', async () => {
      await made.add(indicator(3, { modified: V3 }))
      await made.add(indicator(1), indicator(2, { modified: V2 }))
      const order = [3, 1, 2].map(indicatorId)
      expect(await made.ids('')).toEqual(order)
      const { json } = await made.ask(`${made.at}manifest/`)
      expect(json.objects?.map(({ id }) => id)).toEqual(order)
    })

    test('§3.3 collections: in the same order each time', async () => {
      const collections = () => made.ask(`${ROOT}collections/`)
      const before = (await collections()).text
      await made.add(indicator(1))
      expect((await collections()).text).toBe(before)
    })
  })
}

import { expect } from 'vitest'
import { idsOf } from '../ask.ts'
import { indicator, indicatorId, software } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

const COUNT = 25
const ALL = Array.from({ length: COUNT }, (_, n) => indicatorId(n))

/** §3.5 Pagination. */
export function paginationTests(made: Conformance): void {
  const { describe, test } = made
  const fill = () => made.add(...Array.from({ length: COUNT }, (_, n) => indicator(n)))

  /** Follows times of adding, as where there is no `next`. */
  const byTime = async (path: string) => {
    const seen: string[] = []
    let after = '2000-01-01T00:00:00.000000Z'
    for (let more = true; more; ) {
      const { json, headers } = await made.ask(`${made.at}${path}?limit=4&added_after=${after}`)
      seen.push(...(json.versions ?? idsOf(json)))
      more = json.more === true
      after = headers.get('x-taxii-date-added-last') ?? ''
    }
    return seen
  }

  describe('§3.5 pagination', () => {
    test('§3.5 next goes through everything once, with a changed added_after too', async () => {
      await fill()
      for (const mixes of [false, true]) {
        const seen: string[] = []
        let query = 'limit=4'
        for (let pages = 0; pages < 20 && query !== ''; pages++) {
          const { json, headers } = await made.objects(query)
          seen.push(...idsOf(json))
          const after = mixes ? `&added_after=${headers.get('x-taxii-date-added-last')}` : ''
          query = json.more ? `limit=4&next=${json.next}${after}` : ''
        }
        expect(seen).toEqual(ALL)
      }
    })

    test('§3.5 next goes on with the filters it was given for', async () => {
      await made.add(...[1, 2, 3, 4].flatMap((n) => [indicator(n), software(n)]))
      const { json } = await made.objects('limit=2&match[type]=software')
      expect(json).toMatchObject({ more: true, next: expect.any(String) })
      const rest = await made.ids(`limit=2&match[type]=software&next=${json.next}`)
      expect(rest).toEqual([3, 4].map((n) => software(n).id))
    })

    test('§3.5 times of adding lead through objects too', async () => {
      await fill()
      expect(await byTime('objects/')).toEqual(ALL)
    })

    test('§3.5 manifests have no next: times of adding lead through them', async () => {
      await fill()
      expect(await byTime('manifest/')).toEqual(ALL)
      expect((await made.ask(`${made.at}manifest/?limit=4`)).json.next).toBeUndefined()
    })

    test('§3.5 versions have no next: times of adding lead through them', async () => {
      const times = ALL.map((_, n) => `2026-02-${String(n + 1).padStart(2, '0')}T00:00:00.000Z`)
      await made.add(...times.map((modified) => indicator(1, { modified })))
      const path = `objects/${indicatorId(1)}/versions/`
      expect(await byTime(path)).toEqual(times)
      expect((await made.ask(`${made.at}${path}?limit=4`)).json.next).toBeUndefined()
    })

    test('§3.5 what the server limits says more, as what the client limits does', async () => {
      await made.add(...Array.from({ length: 120 }, (_, n) => indicator(n)))
      for (const path of ['objects/', 'manifest/']) {
        const { json } = await made.ask(made.at + path)
        expect(json.objects?.length).toBeLessThan(120)
        expect(json.more).toBe(true)
      }
    })

    test('§3.5 the rest may have been deleted meanwhile: then it is empty, and no error', async () => {
      await made.add(indicator(1), indicator(2))
      const { json, headers } = await made.objects('limit=1')
      await made.remove(`objects/${indicatorId(2)}/`)
      expect((await made.objects(`limit=1&next=${json.next}`)).text).toBe('{}')
      const after = headers.get('x-taxii-date-added-last')
      expect((await made.objects(`limit=1&added_after=${after}`)).text).toBe('{}')
    })
  })
}

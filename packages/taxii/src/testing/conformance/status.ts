import { expect } from 'vitest'
import { idsOf } from '../ask.ts'
import { indicator, indicatorId, software, statement, uuidOf, V1, V2 } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'

/** §4.3 Get status. */
export function statusTests(made: Conformance): void {
  const { describe, test } = made
  const many = (count: number) => Array.from({ length: count }, (_, n) => indicator(n))
  const settled = async (id: string | undefined) => {
    const seen: Awaited<ReturnType<typeof made.ask>>['json'][] = []
    do {
      await new Promise((resolve) => setTimeout(resolve, 1))
      seen.push((await made.ask(`${ROOT}status/${id}/`)).json)
    } while (seen.at(-1)?.status === 'pending')
    return seen
  }

  describe('§4.3 status', () => {
    test('§4.3 a status is there for whoever made the request; an unknown one is 404', async () => {
      const { json } = await made.add(indicator(1))
      expect((await made.ask(`${ROOT}status/${json.id}/`)).json).toEqual(json)
      const other = await made.ask(`${ROOT}status/${json.id}/`, { token: 'writer' })
      expect(other.status).toBe(404)
      const unknown = await made.ask(`${ROOT}status/${uuidOf(1)}/`)
      expect(unknown.status).toBe(404)
      expect(other.text).toBe(unknown.text)
    })

    test('§4.3.1 details carry the STIX id, and modified, else created, for a version', async () => {
      const { json } = await made.add(indicator(1, { modified: V2 }), statement(2), software(3))
      expect(json.successes).toEqual([
        { id: indicatorId(1), version: V2 },
        { id: statement(2).id, version: V1 },
        { id: software(3).id, version: '1970-01-01T00:00:00.000Z' },
      ])
    })

    test('§4.3.1 details of failures carry them as well', async () => {
      const { json } = await made.add(
        { ...indicator(1, { modified: V2 }), pattern: 7 },
        { ...statement(2), definition: 7 },
      )
      expect(json.failures?.map(({ id, version }) => ({ id, version }))).toEqual([
        { id: indicatorId(1), version: V2 },
        { id: statement(2).id, version: V1 },
      ])
    })

    test('§4.3.1 pending with what is done, what failed and what is left; then complete', async () => {
      const { status, json } = await made.add(...many(2050), { ...indicator(9000), pattern: 7 })
      expect(status).toBe(202)
      expect(json).toMatchObject({
        status: 'pending',
        total_count: 2051,
        success_count: 1000,
        failure_count: 1,
        pending_count: 1050,
      })
      expect(json.pendings).toHaveLength(1050)
      expect(json.pendings?.[0]).toEqual({ id: indicatorId(1000), version: V1 })
      const seen = await settled(json.id)
      for (const each of seen) {
        const { total_count, success_count = 0, failure_count = 0, pending_count = 0 } = each
        expect(total_count).toBe(2051)
        expect(success_count + failure_count + pending_count).toBe(2051)
        expect(each.pendings?.length ?? 0).toBe(pending_count)
        expect(each.request_timestamp).toBe(json.request_timestamp)
      }
      expect(seen.at(-1)).toMatchObject({ status: 'complete', success_count: 2050 })
      expect(seen.at(-1)?.pendings).toBeUndefined()
      const ids = new Set<string>()
      for (let query = 'limit=1000'; query !== ''; ) {
        const page = (await made.objects(query)).json
        for (const id of idsOf(page)) ids.add(id)
        query = page.more ? `limit=1000&next=${page.next}` : ''
      }
      expect(ids.size).toBe(2050)
    })

    test('§4.3 a pending status is there for whoever made the request alone', async () => {
      const { json } = await made.add(...many(1001))
      const path = `${ROOT}status/${json.id}/`
      expect((await made.ask(path, { token: 'writer' })).status).toBe(404)
      expect((await made.ask(path, { token: null })).status).toBe(401)
      await settled(json.id)
      expect((await made.ask(path, { token: 'writer' })).status).toBe(404)
    })

    test('§4.3.1 what was pending may fail, and says why', async () => {
      await made.add(indicator(1500, { more: { description: 'another' } }))
      const { json } = await made.add(...many(1600))
      const last = (await settled(json.id)).at(-1)
      expect(last).toMatchObject({ status: 'complete', success_count: 1599, failure_count: 1 })
      expect(last?.failures?.[0]).toMatchObject({
        id: indicatorId(1500),
        message: expect.stringMatching(/already there/),
      })
    })
  })
}

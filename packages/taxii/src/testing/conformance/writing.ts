import { expect } from 'vitest'
import { indicator, indicatorId, uuidOf } from '../made-objects.ts'
import type { Conformance } from './suite.ts'
import { TIMESTAMP } from './tables.ts'

/** §5.5 Add objects. */
export function writingTests(made: Conformance): void {
  const { describe, test, each } = made
  describe('§5.5 adding', () => {
    test('§5.5 202 with a status; one bad object loses no other', async () => {
      const bad = { ...indicator(2), pattern: undefined }
      const { status, json } = await made.add(indicator(1), bad, 'text', indicator(3))
      expect(status).toBe(202)
      expect(json).toMatchObject({
        status: 'complete',
        total_count: 4,
        success_count: 2,
        failure_count: 2,
        pending_count: 0,
      })
      expect(json.request_timestamp).toMatch(TIMESTAMP)
      expect(json.failures?.[0]?.message).toMatch(/pattern/)
      expect(await made.ids('')).toEqual([indicatorId(1), indicatorId(3)])
    })

    test('§5.5 an exact duplicate is no error, in the same request or in another', async () => {
      expect((await made.add(indicator(1), indicator(1))).json).toMatchObject({ success_count: 2 })
      expect((await made.add(indicator(1))).json).toMatchObject({
        success_count: 1,
        failure_count: 0,
      })
      expect(await made.ids('match[version]=all')).toEqual([indicatorId(1)])
    })

    test('§5.5 a bundle is taken; the same version with other content is a failure', async () => {
      const bundle = { type: 'bundle', id: `bundle--${uuidOf(7)}`, objects: [indicator(1)] }
      expect((await made.post(JSON.stringify(bundle))).json.success_count).toBe(1)
      const { json } = await made.add(indicator(1, { more: { description: 'another' } }))
      expect(json).toMatchObject({ success_count: 0, failure_count: 1 })
      const { json: kept } = await made.objects()
      expect(kept.objects?.[0]?.description).toBeUndefined()
    })

    test('§5.5 an object of STIX 2.0 fails, and is not kept as one of 2.1', async () => {
      const { spec_version: _, ...older } = indicator(1)
      const { status, json } = await made.add(older, indicator(2))
      expect(status).toBe(202)
      expect(json).toMatchObject({ success_count: 1, failure_count: 1 })
      expect(json.failures?.[0]?.id).toBe(indicatorId(1))
      expect(await made.ids('')).toEqual([indicatorId(2)])
    })

    each(
      ['', '[]', 'text', '{"objects":"none"}', '[{"type":"x"}]', '{"objects":[', '7'],
      '§5.5 a body of %j is 422',
      async (body) => {
        expect((await made.post(body)).status).toBe(422)
      },
    )

    test('§5.5 a body that breaks off keeps what came before', async () => {
      const text = JSON.stringify({ objects: [indicator(1), indicator(2)] })
      const { status, json } = await made.post(text.slice(0, -40))
      expect(status).toBe(202)
      expect(json).toMatchObject({ success_count: 1, failure_count: 1 })
    })
  })
}

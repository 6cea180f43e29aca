import { expect } from 'vitest'
import { indicator, indicatorId, V1, V2 } from '../made-objects.ts'
import type { Conformance } from './suite.ts'

/** §5.7 Delete an object. */
export function deletingTests(made: Conformance): void {
  const { describe, test } = made
  const one = `objects/${indicatorId(1)}/`
  describe('§5.7 deleting', () => {
    test('§5.7 rights decide: neither 404, one of them 403, both 200 without a body', async () => {
      await made.add(indicator(1))
      for (const [token, status] of [
        ['stranger', 404],
        ['reader', 403],
        ['writer', 403],
      ] as const) {
        expect((await made.remove(one, token)).status).toBe(status)
        // Whether it is there or not: who may not delete learns nothing of it.
        expect((await made.remove(`objects/${indicatorId(2)}/`, token)).status).toBe(status)
      }
      const gone = await made.remove(one)
      expect(gone.status).toBe(200)
      expect(gone.text).toBe('')
    })

    test('§5.7 what was deleted is 404, and neither in objects nor in the manifest', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }), indicator(2))
      expect((await made.remove(one)).status).toBe(200)
      for (const path of [one, `${one}versions/`, `${one}?match[version]=all`]) {
        expect((await made.ask(made.at + path)).status).toBe(404)
      }
      expect((await made.remove(one)).status).toBe(404)
      expect(await made.ids('match[version]=all')).toEqual([indicatorId(2)])
      const manifest = await made.ask(`${made.at}manifest/?match[version]=all`)
      expect(manifest.json.objects?.map(({ id }) => id)).toEqual([indicatorId(2)])
    })

    test('§5.7 one version of several: that one is 404 then, the others stay', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }))
      expect((await made.remove(`${one}?match[version]=last`)).status).toBe(200)
      expect((await made.ask(`${made.at}${one}?match[version]=${V2}`)).status).toBe(404)
      expect((await made.ask(`${made.at}${one}versions/`)).json.versions).toEqual([V1])
      expect((await made.ask(made.at + one)).json.objects).toMatchObject([{ modified: V1 }])
      const manifest = await made.ask(`${made.at}manifest/?match[version]=all`)
      expect(manifest.json.objects?.map(({ version }) => version)).toEqual([V1])
      expect((await made.remove(`${one}?match[version]=${V2}`)).status).toBe(404)
    })

    test('§5.7 filters decide what goes: another spec_version takes nothing away', async () => {
      await made.add(indicator(1))
      expect((await made.remove(`${one}?match[spec_version]=2.0`)).status).toBe(404)
      expect((await made.ask(made.at + one)).status).toBe(200)
      expect((await made.remove(`${one}?match[spec_version]=2.1`)).status).toBe(200)
    })

    test('§5.7 an unknown object is 404; what is added again is there again', async () => {
      expect((await made.remove(one)).status).toBe(404)
      await made.add(indicator(1))
      await made.remove(one)
      expect((await made.add(indicator(1))).json.success_count).toBe(1)
      expect((await made.ask(made.at + one)).status).toBe(200)
    })
  })
}

import { expect } from 'vitest'
import { STIX_MEDIA_TYPE } from '../../media-type.ts'
import { indicator, indicatorId, software, statement, V1, V2 } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'
import { TIMESTAMP } from './tables.ts'

/** §5.1 to §5.3: collections and their manifests. */
export function collectionTests(made: Conformance): void {
  const { describe, test } = made
  describe('§5.1 to §5.3 collections and manifests', () => {
    test('§5.1.1 without a collection the list is left out', async () => {
      const { status, text } = await made.ask(`${ROOT}collections/`, { token: 'stranger' })
      expect(status).toBe(200)
      expect(text).toBe('{}')
    })

    test('§5.1 a collection of the list is the one that its id leads to', async () => {
      const { json } = await made.ask(`${ROOT}collections/`)
      for (const each of json.collections ?? []) {
        expect((await made.ask(`${ROOT}collections/${each.id}/`)).json).toEqual(each)
      }
    })

    test('§5.2.1 rights are those of who asks', async () => {
      for (const [token, reads, writes] of [
        ['all', true, true],
        ['reader', true, false],
        ['writer', false, true],
      ] as const) {
        const { json } = await made.ask(made.at, { token })
        expect([json.can_read, json.can_write]).toEqual([reads, writes])
      }
    })

    test('§5.2.1 an alias is unique, and leads to its collection', async () => {
      const { json } = await made.ask(`${ROOT}collections/`)
      const aliases = json.collections?.flatMap(({ alias }) => alias ?? []) ?? []
      expect(new Set(aliases).size).toBe(aliases.length)
      for (const alias of aliases) {
        const led = await made.ask(`${ROOT}collections/${alias}/`)
        expect(json.collections).toContainEqual(led.json)
      }
    })

    test('§5.2.1 media types: all that is stored, and manifests name no other', async () => {
      await made.add(indicator(1), software(3), statement(4))
      const { json } = await made.ask(made.at)
      expect(json.media_types).toEqual([STIX_MEDIA_TYPE])
      const manifest = await made.ask(`${made.at}manifest/`)
      for (const record of manifest.json.objects ?? []) {
        expect(json.media_types).toContain(record.media_type)
      }
    })

    test('§5.3 filters of a manifest are about the object, not about its entry', async () => {
      await made.add(indicator(1), software(3))
      const { json } = await made.ask(`${made.at}manifest/?match[type]=software`)
      expect(json.objects).toEqual([
        {
          id: software(3).id,
          date_added: expect.stringMatching(TIMESTAMP),
          version: expect.any(String),
          media_type: STIX_MEDIA_TYPE,
        },
      ])
    })

    test('§5.3.1 a manifest without entries is an empty object', async () => {
      for (const query of ['', 'match[type]=malware']) {
        const { status, text } = await made.ask(`${made.at}manifest/?${query}`)
        expect(status).toBe(200)
        expect(text).toBe('{}')
      }
    })

    test('§5.3.1 a manifest has an entry for each version: modified, else created', async () => {
      await made.add(indicator(1), indicator(1, { modified: V2 }), statement(4))
      const { json } = await made.ask(`${made.at}manifest/?match[version]=all`)
      expect(json.objects?.map(({ id, version }) => [id, version])).toEqual([
        [indicatorId(1), V1],
        [indicatorId(1), V2],
        [statement(4).id, V1],
      ])
    })
  })
}

import { expect } from 'vitest'
import { TAXII_MEDIA_TYPE } from '../../media-type.ts'
import { envelopeOf, indicator } from '../made-objects.ts'
import { type Conformance, ROOT } from './suite.ts'

/** §4.1 Server discovery, §4.2 Get API root information, §8.2.1 Server core requirements. */
export function serverInformationTests(made: Conformance): void {
  const { describe, test } = made
  describe('§4.1 and §4.2 server information', () => {
    test('§8.2.1 discovery is at /taxii2/ and tells of at least one API root that is there', async () => {
      const { json, status } = await made.ask('/taxii2/')
      expect(status).toBe(200)
      expect(json.api_roots?.length).toBeGreaterThan(0)
      for (const url of json.api_roots ?? []) {
        if (url.startsWith('/')) expect((await made.ask(url)).status).toBe(200)
      }
    })

    test('§4.1.1 the default root is among api_roots', async () => {
      const { json } = await made.ask('/taxii2/')
      expect(json.api_roots).toContain(json.default)
    })

    test('§4.1.1 API roots are https or begin with one slash, not with ../, and have no query', async () => {
      const { json } = await made.ask('/taxii2/')
      for (const url of json.api_roots ?? []) {
        expect(url).toMatch(/^(?:https:\/\/[^?#]+|\/(?!\/)[^?#]*)$/)
      }
    })

    test('§4.2 each API root has a URL of its own; others are 404', async () => {
      const { json } = await made.ask('/taxii2/')
      expect(new Set(json.api_roots).size).toBe(json.api_roots?.length)
      expect((await made.ask('/taxii2/another/')).status).toBe(404)
    })

    test('§4.2.1 versions are media types with their version, 2.1 among them', async () => {
      const { json } = await made.ask(ROOT)
      expect(json.versions).toContain(TAXII_MEDIA_TYPE)
      for (const version of json.versions ?? []) {
        expect(version).toMatch(/^application\/taxii\+json;version=\d+\.\d+$/)
      }
    })

    test('§4.2.1 max_content_length is above zero; up to it is never 413, beyond it is', async () => {
      const { json } = await made.ask(ROOT)
      const most = json.max_content_length ?? 0
      expect(most).toBeGreaterThan(0)
      const send = (length: number) => {
        const headers = { 'content-length': String(length) }
        return made.post(envelopeOf([indicator(1)]), { headers })
      }
      expect((await send(most - 1)).status).toBe(202)
      expect((await send(most)).status).toBe(202)
      expect((await send(most + 1)).status).toBe(413)
      // An empty body is smaller than that, whatever else it is.
      expect((await made.post('')).status).toBe(422)
    })
  })
}

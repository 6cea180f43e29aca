import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { TAXII_MEDIA_TYPE } from '../media-type.ts'
import type { TaxiiServer } from '../server.ts'
import { type Asking, ask as askServer } from './ask.ts'
import { envelopeOf, indicator, uuidOf } from './made-objects.ts'

/**
 * A server with a fresh, empty store, and a `maxDirect` of 1,000. Tokens: `all`, `reader`, `writer`,
 * `stranger` (no rights).
 */
export interface ConformanceServer {
  readonly server: TaxiiServer
  /** Path of the collection, with the slash at its end. */
  readonly collection: string
  readonly close?: () => Promise<void>
}

const ROOT = '/taxii2/api/'
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const STIX = 'application/stix+json;version=2.1'
const V1 = '2026-01-01T00:00:00.000Z'
const V2 = '2026-01-02T00:00:00.500Z'
const V3 = '2026-01-03T00:00:00.000000001Z'

/** What a suite is made with: vitest, or something that takes down what there is. */
export interface SuiteMaker {
  describe(name: string, body: () => void): void
  test(name: string, body: () => Promise<void>): void
  each(values: readonly string[], name: string, body: (value: string) => Promise<void>): void
  beforeEach(body: () => Promise<void>): void
  afterAll(body: () => Promise<void> | undefined): void
}

const vitest: SuiteMaker = {
  describe: (name, body) => void describe(name, body),
  test: (name, body) => test(name, body),
  each: (values, name, body) => test.each([...values])(name, body),
  beforeEach: (body) => beforeEach(body),
  afterAll: (body) => afterAll(body),
}

/**
 * One test for each MUST of TAXII 2.1 that a server can break, named by its section. Every store runs
 * it; `docs/taxii-conformance.md` lists it.
 */
export function taxiiConformance(
  name: string,
  open: () => Promise<ConformanceServer>,
  suite: SuiteMaker = vitest,
): void {
  const { describe, test, each } = suite
  describe(`TAXII 2.1 on ${name}`, () => {
    let opened: ConformanceServer
    let at: string
    const ask = (url: string, asking?: Asking) => askServer(opened.server, url, asking)
    const add = (...objects: readonly unknown[]) =>
      ask(`${at}objects/`, { method: 'POST', body: envelopeOf(objects) })

    const setUp = async () => {
      opened = await open()
      at = opened.collection
    }
    suite.beforeEach(setUp)
    suite.afterAll(() => opened.close?.())

    describe('§1.6.8 content negotiation', () => {
      each(
        [
          'application/taxii+json',
          'application/taxii+json;version=2.1',
          'application/taxii+json; version=2.1',
          'application/taxii+json;version="2.1"',
          'text/html, application/taxii+json;version=2.1;q=0.5',
          'application/taxii+json;version=2.1,application/stix+json;version=2.1',
          '*/*',
        ],
        '§3.1 Accept: %s is never 406',
        async (accept) => {
          for (const path of [
            '/taxii2/',
            ROOT,
            `${ROOT}collections/`,
            at,
            `${at}objects/`,
            `${at}manifest/`,
          ]) {
            expect((await ask(path, { headers: { accept } })).status).toBe(200)
          }
        },
      )

      each(
        ['text/html', 'application/taxii+json;version=2.0', 'application/taxii+json;q=0'],
        '§3.1 Accept: %s is 406',
        async (accept) => {
          expect((await ask(`${at}objects/`, { headers: { accept } })).status).toBe(406)
        },
      )

      test('§3.1 every response has the media type with its version, errors too', async () => {
        const urls = [
          '/taxii2/',
          ROOT,
          at,
          `${at}objects/`,
          `${at}nothing/`,
          `${at}objects/?limit=0`,
        ]
        for (const url of urls) {
          expect((await ask(url)).headers.get('content-type')).toBe(TAXII_MEDIA_TYPE)
        }
        const stranger = await ask(at, { token: null })
        expect(stranger.headers.get('content-type')).toBe(TAXII_MEDIA_TYPE)
      })

      test('§3.1 a Content-Type without a version is taken, another one is 415', async () => {
        const send = (type: string) =>
          ask(`${at}objects/`, {
            method: 'POST',
            headers: { 'content-type': type },
            body: envelopeOf([indicator(1)]),
          })
        expect((await send('application/taxii+json')).status).toBe(202)
        expect((await send('application/json')).status).toBe(415)
        expect((await send('application/taxii+json;version=2.0')).status).toBe(415)
        expect((await send('application/stix+json;version=2.0')).status).toBe(415)
      })
    })

    describe('§2 data types', () => {
      test('§2 identifiers are version 4 UUIDs', async () => {
        const { json } = await add(indicator(1))
        const collection = await ask(at)
        for (const id of [json.id, collection.json.id]) expect(id).toMatch(UUID_4)
      })

      test('§2 no list is empty: keys are left out', async () => {
        const { json } = await add({ ...indicator(1), pattern: undefined })
        expect(json.successes).toBeUndefined()
        expect(json.pendings).toBeUndefined()
        for (const path of ['objects/', 'manifest/']) expect((await ask(at + path)).text).toBe('{}')
      })

      test('§2 booleans and integers are literals', async () => {
        const { json } = await ask(at)
        expect([json.can_read, json.can_write]).toEqual([true, true])
        expect(Number.isSafeInteger((await ask(ROOT)).json.max_content_length)).toBe(true)
      })
    })

    describe('§3 core concepts', () => {
      test('§3.1 paths end in a slash', async () => {
        for (const path of ['/taxii2', ROOT.slice(0, -1), at.slice(0, -1), `${at}objects`]) {
          expect((await ask(path)).status).toBe(404)
        }
      })

      test('§3.2 X-TAXII-Date-Added of the four GETs: six digits, first and last of the page', async () => {
        await add(indicator(1), indicator(2), indicator(3))
        const manifest = await ask(`${at}manifest/`)
        const dates = manifest.json.objects.map((each: { date_added: string }) => each.date_added)
        expect(new Set(dates).size).toBe(3)
        expect(dates).toEqual(dates.toSorted())
        for (const date of dates) expect(date).toMatch(TIME)
        for (const path of ['objects/', 'manifest/']) {
          const { headers } = await ask(at + path)
          expect(headers.get('x-taxii-date-added-first')).toBe(dates[0])
          expect(headers.get('x-taxii-date-added-last')).toBe(dates[2])
        }
        for (const path of ['', 'versions/']) {
          const { headers } = await ask(`${at}objects/indicator--${uuidOf(2)}/${path}`)
          expect(headers.get('x-taxii-date-added-first')).toBe(dates[1])
          expect(headers.get('x-taxii-date-added-last')).toBe(dates[1])
        }
      })

      test('§3.3 sorted by the time of adding, whatever the objects say', async () => {
        await add(indicator(3, { modified: V3 }))
        await add(indicator(1), indicator(2, { modified: V2 }))
        const { json } = await ask(`${at}objects/`)
        expect(idsOf(json)).toEqual([3, 1, 2].map((n) => `indicator--${uuidOf(n)}`))
        const collections = () => ask(`${ROOT}collections/`)
        expect((await collections()).text).toBe((await collections()).text)
      })

      each(
        [
          'added_after=yesterday',
          'added_after=2026-02-30T00:00:00.000000Z',
          'added_after=2026-01-01T00:00:00.000000%2B08:00',
          'added_after=2026-01-01T00:00:00Z&added_after=2026-01-01T00:00:00Z',
          'limit=0',
          'limit=-1',
          'limit=1.5',
          'limit=ten',
          'limit=1&limit=2',
          'limit=',
          'next=%00',
          'next=1.2',
          'match[version]=yesterday',
          'match[version]=all,last',
          'match[version]=last,last',
          'match[version]=2026-01-01T00:00:00Z,2026-01-01T00:00:00Z',
          'match[type]=indicator&match[type]=malware',
          'match[id]=',
          'match[spec_version]=two',
          'match%5Btype%5D=a&match[type]=b',
          'limit=%zz',
        ],
        '§3.4 malformed: %s is 400',
        async (query) => {
          const answer = await ask(`${at}objects/?${query}`)
          expect(answer.status).toBe(400)
          expect(answer.json).toMatchObject({ http_status: '400', title: expect.any(String) })
          expect((await ask(`${at}manifest/?${query}`)).status).toBe(400)
        },
      )

      test('§3.4 added_after is exclusive, about adding, and takes fewer digits', async () => {
        await add(indicator(1, { modified: V3 }))
        await add(indicator(2))
        const first = (await ask(`${at}objects/?limit=1`)).headers.get('x-taxii-date-added-last')
        const rest = await ask(`${at}objects/?added_after=${first}`)
        expect(idsOf(rest.json)).toEqual([`indicator--${uuidOf(2)}`])
        expect(
          (await ask(`${at}objects/?added_after=2000-01-01T00:00:00Z`)).json.objects.length,
        ).toBe(2)
        expect((await ask(`${at}objects/?added_after=2200-01-01T00:00:00.000000Z`)).text).toBe('{}')
      })

      test('§3.4 limit: never more; all when they fit; more and next when there are others', async () => {
        await add(...[1, 2, 3, 4, 5].map((n) => indicator(n)))
        const page = await ask(`${at}objects/?limit=2`)
        expect(page.json).toMatchObject({ more: true, next: expect.any(String) })
        expect(page.json.objects.length).toBe(2)
        const all = await ask(`${at}objects/?limit=5`)
        expect(all.json.objects.length).toBe(5)
        expect(all.json.more).toBeUndefined()
        expect(all.json.next).toBeUndefined()
      })

      test('§3.4 match[type], match[id] and unknown fields; unknown types are no error', async () => {
        await add(indicator(1), indicator(2), software(3))
        const get = async (query: string) => idsOf((await ask(`${at}objects/?${query}`)).json)
        expect(await get('match[type]=software')).toEqual([`software--${uuidOf(3)}`])
        expect(await get('match[type]=software,malware,x-new')).toHaveLength(1)
        expect(await get('match[type]=grouping')).toEqual([])
        expect(await get(`match[id]=indicator--${uuidOf(2)},software--${uuidOf(3)}`)).toHaveLength(
          2,
        )
        expect(await get(`match[id]=indicator--${uuidOf(2)}&match[type]=software`)).toEqual([])
        expect(await get('match[colour]=red')).toHaveLength(3)
      })

      test('§3.4.1 a type of STIX 2.1 is never an error', async () => {
        for (const type of STIX_TYPES) {
          expect((await ask(`${at}objects/?match[type]=${type}`)).status).toBe(200)
        }
      })

      test('§3.4.1 match fields are joined by AND, values of one by OR', async () => {
        await add(indicator(1), indicator(2), software(3))
        const get = async (query: string) => idsOf((await ask(`${at}objects/?${query}`)).json)
        const one = `match[id]=indicator--${uuidOf(1)},software--${uuidOf(3)}`
        expect(await get(`${one}&match[type]=indicator,malware`)).toEqual([
          `indicator--${uuidOf(1)}`,
        ])
      })

      test('§3.4.1 an object without modified has its created for a version', async () => {
        await add(statement(1))
        const id = `marking-definition--${uuidOf(1)}`
        expect((await ask(`${at}objects/${id}/versions/`)).json).toEqual({ versions: [V1] })
        const found = await ask(`${at}objects/?match[version]=${V1}`)
        expect(idsOf(found.json)).toEqual([id])
      })

      test('§3.4.1 match[spec_version]: an observable without one is 2.1', async () => {
        await add(indicator(1), software(3))
        const get = async (query: string) => idsOf((await ask(`${at}objects/?${query}`)).json)
        expect(await get('match[spec_version]=2.1')).toHaveLength(2)
        expect(await get('match[spec_version]=2.0,2.1')).toHaveLength(2)
        expect(await get('match[spec_version]=2.0')).toEqual([])
      })

      test('§3.4.1 match[version]: last by default, unions without repeats, exact times', async () => {
        await add(indicator(1, { modified: V2 }), indicator(1), indicator(1, { modified: V3 }))
        const get = async (query: string) =>
          (await ask(`${at}objects/?${query}`)).json.objects?.map(
            (each: { modified: string }) => each.modified,
          ) ?? []
        expect(await get('')).toEqual([V3])
        expect(await get('match[version]=last')).toEqual([V3])
        expect(await get('match[version]=first')).toEqual([V1])
        expect(await get('match[version]=all')).toEqual([V2, V1, V3])
        expect(await get('match[version]=first,last')).toEqual([V1, V3])
        expect(await get(`match[version]=${V2}`)).toEqual([V2])
        expect(await get(`match[version]=first,${V1},last`)).toEqual([V1, V3])
        expect(await get('match[version]=2026-01-01T00:00:00Z')).toEqual([V1])
        expect(await get('match[version]=2026-01-09T00:00:00Z')).toEqual([])
      })

      test('§3.4.1 the last version is chosen after the other filters', async () => {
        await add(indicator(1, { modified: V3 }))
        const seen = (await ask(`${at}objects/`)).headers.get('x-taxii-date-added-last')
        await add(indicator(1, { modified: V2 }))
        const { json } = await ask(`${at}objects/?added_after=${seen}`)
        expect(json.objects.map((each: { modified: string }) => each.modified)).toEqual([V2])
      })

      test('§3.5 next goes through everything once, with a changed added_after too', async () => {
        await add(...Array.from({ length: 25 }, (_, n) => indicator(n)))
        for (const mixes of [false, true]) {
          const seen: string[] = []
          let query = 'limit=4'
          for (let pages = 0; pages < 20 && query !== ''; pages++) {
            const { json, headers } = await ask(`${at}objects/?${query}`)
            seen.push(...idsOf(json))
            const after = mixes ? `&added_after=${headers.get('x-taxii-date-added-last')}` : ''
            query = json.more ? `limit=4&next=${json.next}${after}` : ''
          }
          expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `indicator--${uuidOf(n)}`))
        }
      })

      test('§3.5 manifests and versions have no next: times of adding lead through them', async () => {
        await add(...Array.from({ length: 25 }, (_, n) => indicator(n)))
        const seen: string[] = []
        let after = '2000-01-01T00:00:00.000000Z'
        for (let more = true; more; ) {
          const { json, headers } = await ask(`${at}manifest/?limit=4&added_after=${after}`)
          seen.push(...idsOf(json))
          expect(json.next).toBeUndefined()
          more = json.more === true
          after = headers.get('x-taxii-date-added-last') ?? ''
        }
        expect(seen).toHaveLength(25)
        expect(new Set(seen).size).toBe(25)
      })

      test('§3.5 what the server limits says more, as what the client limits does', async () => {
        await add(...Array.from({ length: 120 }, (_, n) => indicator(n)))
        const { json } = await ask(`${at}objects/`)
        expect(json.objects.length).toBeLessThan(120)
        expect(json.more).toBe(true)
      })

      test('§3.6.1 errors have a title, and http_status is a string equal to the status', async () => {
        for (const [url, status] of [
          [`${at}objects/?limit=0`, '400'],
          [`${ROOT}collections/${uuidOf(99)}/`, '404'],
        ] as const) {
          const { json } = await ask(url)
          expect(json).toMatchObject({ http_status: status, title: expect.any(String) })
        }
        const chinese = await ask(`${at}objects/?limit=0`, {
          headers: { 'accept-language': 'zh-CN' },
        })
        expect(chinese.json.title).toMatch(/limit 只能出现一次/)
      })
    })

    describe('§4 server information', () => {
      test('§4.1.1 the default root is among api_roots and starts with one slash', async () => {
        const { json, status } = await ask('/taxii2/')
        expect(status).toBe(200)
        expect(json.title).toEqual(expect.any(String))
        expect(json.api_roots).toContain(json.default)
        expect(json.default).toMatch(/^\/[^/]/)
      })

      test('§4.1.1 API roots have no query and do not begin with // or ../', async () => {
        const { json } = await ask('/taxii2/')
        for (const url of json.api_roots) expect(url).toMatch(/^(?:https:\/\/|\/(?!\/))[^?]+$/)
      })

      test('§4.2.1 a body below max_content_length is never 413, one above is', async () => {
        const { json } = await ask(ROOT)
        const send = (length: number) =>
          ask(`${at}objects/`, {
            method: 'POST',
            headers: { 'content-length': String(length) },
            body: envelopeOf([indicator(1)]),
          })
        expect((await send(json.max_content_length)).status).toBe(202)
        expect((await send(json.max_content_length + 1)).status).toBe(413)
      })

      test('§4.2.1 the root lists its version and a positive max_content_length', async () => {
        const { json } = await ask(ROOT)
        expect(json.versions).toContain(TAXII_MEDIA_TYPE)
        expect(json.max_content_length).toBeGreaterThan(0)
      })

      test('§4.3.1 details carry the STIX id, and modified, else created, for a version', async () => {
        const { json } = await add(indicator(1, { modified: V2 }), statement(2), software(3))
        expect(json.successes).toEqual([
          { id: `indicator--${uuidOf(1)}`, version: V2 },
          { id: `marking-definition--${uuidOf(2)}`, version: V1 },
          { id: `software--${uuidOf(3)}`, version: '1970-01-01T00:00:00.000Z' },
        ])
      })

      test('§4.3 a status is there for whoever made the request; an unknown one is 404', async () => {
        const { json } = await add(indicator(1))
        expect((await ask(`${ROOT}status/${json.id}/`)).json).toEqual(json)
        expect((await ask(`${ROOT}status/${json.id}/`, { token: 'writer' })).status).toBe(404)
        expect((await ask(`${ROOT}status/${uuidOf(1)}/`)).status).toBe(404)
      })
    })

    describe('§4.3 a request that takes longer', () => {
      const many = (count: number) => Array.from({ length: count }, (_, n) => indicator(n))
      const settled = async (id: string) => {
        const seen: Awaited<ReturnType<typeof ask>>[] = []
        do {
          await new Promise((resolve) => setTimeout(resolve, 1))
          seen.push(await ask(`${ROOT}status/${id}/`))
        } while (seen.at(-1)?.json.status === 'pending')
        return seen.map(({ json }) => json)
      }

      test('§4.3.1 pending with what is done, what failed and what is left; then complete', async () => {
        const { status, json } = await add(...many(2050), { ...indicator(9000), pattern: 7 })
        expect(status).toBe(202)
        expect(json).toMatchObject({
          status: 'pending',
          total_count: 2051,
          success_count: 1000,
          failure_count: 1,
          pending_count: 1050,
        })
        expect(json.pendings).toHaveLength(1050)
        expect(json.pendings[0]).toEqual({ id: `indicator--${uuidOf(1000)}`, version: V1 })
        const seen = await settled(json.id)
        for (const each of seen) {
          const { total_count, success_count, failure_count, pending_count } = each
          expect(total_count).toBe(2051)
          expect(success_count + failure_count + pending_count).toBe(2051)
          expect(each.pendings?.length ?? 0).toBe(pending_count)
          expect(each.request_timestamp).toBe(json.request_timestamp)
        }
        expect(seen.at(-1)).toMatchObject({ status: 'complete', success_count: 2050 })
        expect(seen.at(-1).pendings).toBeUndefined()
        const ids = new Set<string>()
        for (let query = 'limit=1000'; query !== ''; ) {
          const page = (await ask(`${at}objects/?${query}`)).json
          for (const id of idsOf(page)) ids.add(id)
          query = page.more ? `limit=1000&next=${page.next}` : ''
        }
        expect(ids.size).toBe(2050)
      })

      test('§4.3 a pending status is there for whoever made the request alone', async () => {
        const { json } = await add(...many(1001))
        const path = `${ROOT}status/${json.id}/`
        expect((await ask(path, { token: 'writer' })).status).toBe(404)
        expect((await ask(path, { token: null })).status).toBe(401)
        await settled(json.id)
        expect((await ask(path, { token: 'writer' })).status).toBe(404)
      })

      test('§4.3.1 what was pending may fail, and says why', async () => {
        const other = indicator(1500, { more: { description: 'another' } })
        await add(other)
        const { json } = await add(...many(1600))
        const last = (await settled(json.id)).at(-1)
        expect(last).toMatchObject({ status: 'complete', success_count: 1599, failure_count: 1 })
        expect(last.failures[0]).toMatchObject({
          id: other.id,
          message: expect.stringMatching(/already there/),
        })
      })
    })

    describe('§5 collections', () => {
      test('§5.1 those one may use, by alias too; nothing for strangers', async () => {
        const { json } = await ask(`${ROOT}collections/`)
        expect(json.collections[0]).toMatchObject({ can_read: true, can_write: true })
        expect(json.collections[0].media_types).toEqual([STIX])
        expect((await ask(`${ROOT}collections/`, { token: 'stranger' })).text).toBe('{}')
      })

      test('§5.1 to §5.8 without authentication 401, for known and unknown places alike', async () => {
        const answers = await Promise.all(
          [
            `${ROOT}collections/`,
            at,
            `${at}objects/`,
            `${ROOT}collections/${uuidOf(9)}/`,
            '/taxii2/',
          ].map((url) => ask(url, { token: null })),
        )
        for (const { status, headers, text } of answers) {
          expect(status).toBe(401)
          expect(headers.get('www-authenticate')).toMatch(/Basic/)
          expect(text).toBe(answers[0]?.text)
        }
        expect((await ask(at, { token: 'wrong' })).status).toBe(401)
      })

      test('§5.2 forbidden and unknown look alike to those who may not know', async () => {
        const forbidden = await ask(`${at}objects/`, { token: 'stranger' })
        const unknown = await ask(`${ROOT}collections/${uuidOf(9)}/objects/`, { token: 'stranger' })
        expect(forbidden).toEqual(unknown)
        expect(forbidden.status).toBe(404)
      })

      test('§5.3 to §5.5 can_read false is 403 on reading, can_write false on writing', async () => {
        for (const path of ['objects/', 'manifest/', `objects/indicator--${uuidOf(1)}/`]) {
          expect((await ask(at + path, { token: 'writer' })).status).toBe(403)
        }
        const posted = { method: 'POST', body: envelopeOf([indicator(1)]), token: 'reader' }
        expect((await ask(`${at}objects/`, posted)).status).toBe(403)
      })

      test('§5.3.1 a manifest: what filters say of the object; media types the collection lists', async () => {
        await add(indicator(1), software(3))
        const { json } = await ask(`${at}manifest/?match[type]=software`)
        expect(json.objects).toEqual([
          {
            id: `software--${uuidOf(3)}`,
            date_added: expect.stringMatching(TIME),
            version: expect.any(String),
            media_type: STIX,
          },
        ])
        expect((await ask(`${at}manifest/?match[type]=malware`)).text).toBe('{}')
      })

      test('§5.3.1 a manifest has an entry for each version', async () => {
        await add(indicator(1), indicator(1, { modified: V2 }))
        const { json } = await ask(`${at}manifest/?match[version]=all`)
        expect(json.objects.map((each: { version: string }) => each.version)).toEqual([V1, V2])
      })

      test('§5.4 nothing found is an empty envelope, not an empty list', async () => {
        const answer = await ask(`${at}objects/`)
        expect(answer.status).toBe(200)
        expect(answer.text).toBe('{}')
      })

      test('§5.5 202 with a status; duplicates succeed; one bad object loses no other', async () => {
        const bad = { ...indicator(2), pattern: undefined }
        const { status, json } = await add(indicator(1), bad, 'text', indicator(3), indicator(1))
        expect(status).toBe(202)
        expect(json).toMatchObject({
          status: 'complete',
          total_count: 5,
          success_count: 3,
          failure_count: 2,
          pending_count: 0,
        })
        expect(json.request_timestamp).toMatch(TIME)
        for (const detail of [...json.successes, ...json.failures]) {
          expect(detail.version).toEqual(expect.any(String))
        }
        expect(json.failures[0].message).toMatch(/pattern/)
        expect((await add(indicator(1))).json.success_count).toBe(1)
        expect(idsOf((await ask(`${at}objects/`)).json)).toHaveLength(2)
      })

      test('§5.5 a bundle is taken; the same version with other content is a failure', async () => {
        const bundle = { type: 'bundle', id: `bundle--${uuidOf(7)}`, objects: [indicator(1)] }
        const body = JSON.stringify(bundle)
        expect((await ask(`${at}objects/`, { method: 'POST', body })).json.success_count).toBe(1)
        const { json } = await add(indicator(1, { more: { description: 'another' } }))
        expect(json).toMatchObject({ success_count: 0, failure_count: 1 })
        const { json: kept } = await ask(`${at}objects/`)
        expect(kept.objects[0].description).toBeUndefined()
      })

      each(
        ['', '[]', 'text', '{"objects":"none"}', '[{"type":"x"}]', '{"objects":[', '7'],
        '§5.5 a body of %j is 422',
        async (body) => {
          expect((await ask(`${at}objects/`, { method: 'POST', body })).status).toBe(422)
        },
      )

      test('§5.5 a body that breaks off keeps what came before', async () => {
        const text = JSON.stringify({ objects: [indicator(1), indicator(2)] })
        const { status, json } = await ask(`${at}objects/`, {
          method: 'POST',
          body: text.slice(0, -40),
        })
        expect(status).toBe(202)
        expect(json).toMatchObject({ success_count: 1, failure_count: 1 })
      })

      test('§5.6 an object by its id, versions as asked; an unknown id is 404', async () => {
        await add(indicator(1), indicator(1, { modified: V2 }))
        const one = `${at}objects/indicator--${uuidOf(1)}/`
        expect((await ask(one)).json.objects).toHaveLength(1)
        expect((await ask(`${one}?match[version]=all`)).json.objects).toHaveLength(2)
        expect((await ask(`${at}objects/indicator--${uuidOf(2)}/`)).status).toBe(404)
      })

      test('§5.7 rights decide: 404, 403, 403, and 200 without a body, then 404', async () => {
        await add(indicator(1))
        const one = `${at}objects/indicator--${uuidOf(1)}/`
        for (const [token, status] of [
          ['stranger', 404],
          ['reader', 403],
          ['writer', 403],
        ] as const) {
          expect((await ask(one, { method: 'DELETE', token })).status).toBe(status)
        }
        const gone = await ask(one, { method: 'DELETE' })
        expect(gone.status).toBe(200)
        expect(gone.text).toBe('')
        expect((await ask(one)).status).toBe(404)
        expect((await ask(one, { method: 'DELETE' })).status).toBe(404)
        expect((await ask(`${at}manifest/`)).text).toBe('{}')
        expect((await add(indicator(1))).json.success_count).toBe(1)
        expect((await ask(one)).status).toBe(200)
      })

      test('§5.6 filters of an object: added_after, limit, version, spec_version', async () => {
        await add(indicator(1), indicator(1, { modified: V2 }))
        const one = `${at}objects/indicator--${uuidOf(1)}/?match[version]=all`
        const first = await ask(`${one}&limit=1`)
        expect(first.json).toMatchObject({ more: true, objects: [{ modified: V1 }] })
        const after = first.headers.get('x-taxii-date-added-last')
        expect((await ask(`${one}&added_after=${after}`)).json.objects).toHaveLength(1)
        expect((await ask(`${one}&limit=1&next=${first.json.next}`)).json.objects).toHaveLength(1)
        expect((await ask(`${one}&match[spec_version]=2.0`)).text).toBe('{}')
        expect((await ask(`${one}&limit=none`)).status).toBe(400)
      })

      test('§5.7 filters decide what goes: another spec_version takes nothing away', async () => {
        await add(indicator(1))
        const one = `${at}objects/indicator--${uuidOf(1)}/`
        const gone = (query: string) => ask(`${one}?${query}`, { method: 'DELETE' })
        expect((await gone('match[spec_version]=2.0')).status).toBe(404)
        expect((await gone('match[spec_version]=x')).status).toBe(400)
        expect((await gone('match[version]=last&match[version]=last')).status).toBe(400)
        expect((await ask(one)).status).toBe(200)
        expect((await gone('match[spec_version]=2.1')).status).toBe(200)
      })

      test('§5.7 one version of several', async () => {
        await add(indicator(1), indicator(1, { modified: V2 }))
        const one = `${at}objects/indicator--${uuidOf(1)}/`
        expect((await ask(`${one}?match[version]=last`, { method: 'DELETE' })).status).toBe(200)
        const { json } = await ask(`${one}versions/`)
        expect(json.versions).toEqual([V1])
        expect((await ask(`${one}?match[version]=${V2}`, { method: 'DELETE' })).status).toBe(404)
        expect((await ask(`${one}?match[version]=no`, { method: 'DELETE' })).status).toBe(400)
      })

      test('§5.8 all versions, the oldest added first; never the property version', async () => {
        await add(indicator(1, { modified: V2 }), indicator(1), software(3))
        const versions = await ask(`${at}objects/indicator--${uuidOf(1)}/versions/`)
        expect(versions.json).toEqual({ versions: [V2, V1] })
        const other = await ask(`${at}objects/software--${uuidOf(3)}/versions/`)
        expect(other.json.versions).toEqual(['1970-01-01T00:00:00.000Z'])
        expect((await ask(`${at}objects/indicator--${uuidOf(2)}/versions/`)).status).toBe(404)
      })

      test('RFC 9110 §13: what is known already is 304, until it changes', async () => {
        await add(...[1, 2, 3].map((n) => indicator(n)))
        for (const path of ['objects/?limit=2', 'objects/', 'manifest/']) {
          const tag = (await ask(at + path)).headers.get('etag') ?? ''
          const again = () => ask(at + path, { headers: { 'if-none-match': tag } })
          expect((await again()).status).toBe(304)
          await ask(`${at}objects/indicator--${uuidOf(1)}/`, { method: 'DELETE' })
          expect((await again()).status).toBe(200)
          await add(indicator(1))
        }
      })

      test('§3.1 other methods are 405', async () => {
        expect((await ask(`${at}objects/`, { method: 'PUT' })).status).toBe(405)
        expect((await ask('/taxii2/', { method: 'POST' })).status).toBe(405)
      })
    })
  })
}

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const STIX_TYPES = [
  ...['attack-pattern', 'campaign', 'course-of-action', 'grouping', 'identity', 'incident'],
  ...['indicator', 'infrastructure', 'intrusion-set', 'location', 'malware', 'malware-analysis'],
  ...['note', 'observed-data', 'opinion', 'report', 'threat-actor', 'tool', 'vulnerability'],
  ...['relationship', 'sighting', 'language-content', 'marking-definition'],
  ...['extension-definition', 'artifact', 'autonomous-system', 'directory', 'domain-name'],
  ...['email-addr', 'email-message', 'file', 'ipv4-addr', 'ipv6-addr', 'mac-addr', 'mutex'],
  ...['network-traffic', 'process', 'software', 'url', 'user-account', 'windows-registry-key'],
  'x509-certificate',
]

/** A marking of one's own: it has no `modified`. */
function statement(number: number): object {
  const definition = { statement: 'Copyright 2026' }
  const id = `marking-definition--${uuidOf(number)}`
  const common = { type: 'marking-definition', spec_version: '2.1', id, created: V1 }
  return { ...common, definition_type: 'statement', definition, object_marking_refs: [GREEN] }
}

function software(number: number): object {
  const id = `software--${uuidOf(number)}`
  return { type: 'software', id, name: 'tool', version: '7.1', object_marking_refs: [GREEN] }
}

const GREEN = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'

function idsOf(json: { readonly objects?: readonly { readonly id: string }[] }): string[] {
  return json.objects?.map(({ id }) => id) ?? []
}

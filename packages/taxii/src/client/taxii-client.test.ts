import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { acceptsTaxii, isTaxiiContent } from '../media-type.ts'
import { MemoryTaxiiStore } from '../memory/memory-store.ts'
import { createTaxiiServer } from '../server.ts'
import { indicator, indicatorId, uuidOf, V1, V2 } from '../testing/made-objects.ts'
import { envelopeOf } from './envelope.ts'
import type { HttpInit, HttpPort } from './http-port.ts'
import { pull } from './pull.ts'
import { TaxiiClient } from './taxii-client.ts'

const ORIGIN = 'https://taxii.example'
const ROOT = `${ORIGIN}/api/`
const ID = uuidOf(1)
const AUTHORIZATION = `Basic ${btoa('concert:secret')}`

interface Sent extends HttpInit {
  readonly url: URL
}

/** A client of a server in this process, and all that it sends. */
function connected() {
  const sent: Sent[] = []
  const store = new MemoryTaxiiStore(
    () => [{ id: ID, title: 'One', canRead: true, canWrite: true }],
    Date.now,
  )
  const server = createTaxiiServer<string>({
    info: { title: 'Test', apiRoot: '/api/', maxContentLength: 1_000_000 },
    store,
    authenticate: async (given) => (given.kind === 'basic' ? given.password : undefined),
    now: Date.now,
    uuid: randomUUID,
  })
  const fetch: HttpPort = async (address, init) => {
    const url = new URL(address)
    sent.push({ ...init, url })
    const headers = new Map(Object.entries(init.headers))
    const answer = await server.handle({
      method: init.method,
      url: url.pathname + url.search,
      header: (name) => headers.get(name),
      body: pieces(init.body),
    })
    const body = typeof answer.body === 'string' ? utf8.encode(answer.body) : answer.body
    const given = new Map(answer.headers)
    return {
      status: answer.status,
      headers: { get: (name) => given.get(name) ?? null },
      body: pieces(body),
    }
  }
  return {
    sent,
    client: new TaxiiClient({ fetch, now: Date.now, headers: { authorization: AUTHORIZATION } }),
  }
}

const utf8 = new TextEncoder()

async function* pieces(body: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (body !== undefined) yield body
}

/** A client that is given this one answer. */
function answered(value: unknown, headers: Readonly<Record<string, string>> = {}) {
  const given = new Headers({ 'content-type': 'application/taxii+json;version=2.1', ...headers })
  const fetch: HttpPort = async () => {
    return { status: 200, headers: given, body: pieces(utf8.encode(JSON.stringify(value))) }
  }
  return new TaxiiClient({ fetch, now: Date.now })
}

const bytes = (...objects: readonly object[]) =>
  objects.map((object) => utf8.encode(JSON.stringify(object)))

/** Everything that the client can ask for, once. */
async function askForAll() {
  const { client, sent } = connected()
  const posted = await client.post(ROOT, ID, envelopeOf(bytes(indicator(1), indicator(2))))
  await client.discover(ORIGIN)
  await client.apiRoot(ROOT)
  await client.collections(ROOT)
  await client.status(ROOT, posted.ok ? posted.value.id : '')
  await client.manifest(ROOT, ID, 1)
  await client.versions(ROOT, ID, indicatorId(1), 5)
  for await (const _ of pull(client, { root: ROOT, collection: ID, from: {}, limit: 1 }));
  return sent
}

describe('what a client must send', () => {
  test('§3.1 every path ends in a slash', async () => {
    for (const { url } of await askForAll()) expect(url.pathname).toMatch(/\/$/)
  })

  test('§3.1 every request has a TAXII media range in Accept, with its version', async () => {
    for (const { headers } of await askForAll()) {
      expect(headers.accept).toBe('application/taxii+json;version=2.1')
      expect(acceptsTaxii(headers.accept)).toBe(true)
    }
  })

  test('§3.1 a POST has Accept and Content-Type', async () => {
    const posts = (await askForAll()).filter(({ method }) => method === 'POST')
    expect(posts).toHaveLength(1)
    for (const { headers } of posts) {
      expect(headers.accept).toBeDefined()
      expect(isTaxiiContent(headers['content-type'])).toBe(true)
    }
  })

  test('§3.4 no parameter comes twice, and limit is above zero', async () => {
    const sent = await askForAll()
    expect(sent.some(({ url }) => url.searchParams.has('next'))).toBe(true)
    for (const { url } of sent) {
      const names = [...url.searchParams.keys()]
      expect(new Set(names).size).toBe(names.length)
      const limit = url.searchParams.get('limit')
      if (limit !== null) expect(Number(limit)).toBeGreaterThan(0)
    }
  })

  test('§3.5 next goes back with the parameters that it came for', async () => {
    const pages = (await askForAll()).filter(({ url }) => url.pathname.endsWith('/objects/'))
    const [first, second] = pages.filter(({ method }) => method === 'GET')
    const without = new URLSearchParams(second?.url.search)
    expect(without.get('next')).toBeTruthy()
    without.delete('next')
    expect(String(without)).toBe(String(first?.url.searchParams))
  })

  test('§5.5 objects go in an envelope', async () => {
    const post = (await askForAll()).find(({ method }) => method === 'POST')
    const sent: unknown = JSON.parse(new TextDecoder().decode(post?.body))
    expect(sent).toEqual({ objects: [indicator(1), indicator(2)] })
  })

  test('§8.5.1 HTTP Basic authentication', async () => {
    const sent = await askForAll()
    expect(sent).toHaveLength(9)
    for (const { headers } of sent) expect(headers.authorization).toBe(AUTHORIZATION)
  })
})

describe('what a client must read (§8.4.2: all properties of the resources of §4 and §5)', () => {
  const unknown = { x_acme_rating: { impact: 'high' } }

  test('§4.1.1 discovery; §7.1 unknown properties are passed over', async () => {
    const read = await answered({
      title: 'Some TAXII Server',
      description: 'Lists',
      contact: 'soc@example.com',
      default: 'https://example.com/api2/',
      api_roots: ['https://example.com/api1/', 'https://example.com/api2/', '/api3/'],
      ...unknown,
    }).discover(ORIGIN)
    expect(read).toEqual({
      ok: true,
      value: {
        title: 'Some TAXII Server',
        description: 'Lists',
        contact: 'soc@example.com',
        default: 'https://example.com/api2/',
        apiRoots: [
          'https://example.com/api2/',
          'https://example.com/api1/',
          'https://taxii.example/api3/',
        ],
      },
    })
  })

  test('§4.2.1 API root', async () => {
    const versions = ['application/taxii+json;version=2.1']
    const given = { title: 'Group', description: 'Trust', versions, max_content_length: 104857600 }
    const read = await answered({ ...given, ...unknown }).apiRoot(ROOT)
    const value = { title: 'Group', description: 'Trust', versions, maxContentLength: 104857600 }
    expect(read).toEqual({ ok: true, value })
  })

  test('§4.3.1 status and its details', async () => {
    const detail = (n: number) => ({ id: indicatorId(n), version: V1 })
    const read = await answered({
      id: ID,
      status: 'pending',
      request_timestamp: '2016-11-02T12:34:34.123450Z',
      total_count: 4,
      success_count: 1,
      successes: [detail(1)],
      failure_count: 1,
      failures: [{ ...detail(2), message: 'Unable to process object' }],
      pending_count: 2,
      pendings: [detail(3), detail(4)],
      ...unknown,
    }).status(ROOT, ID)
    expect(read).toEqual({
      ok: true,
      value: {
        id: ID,
        isComplete: false,
        requested: '2016-11-02T12:34:34.123450Z',
        totalCount: 4,
        successCount: 1,
        failureCount: 1,
        pendingCount: 2,
        successes: [{ ...detail(1), message: '' }],
        failures: [{ ...detail(2), message: 'Unable to process object' }],
        pendings: [3, 4].map((n) => ({ ...detail(n), message: '' })),
      },
    })
  })

  test('§5.1.1 collections, and a list that is left out; §5.2.1 collection', async () => {
    const given = { id: ID, title: 'One', description: 'IOCs', alias: 'one', ...unknown }
    const rights = { can_read: true, can_write: false, media_types: ['application/stix+json'] }
    const read = await answered({ collections: [{ ...given, ...rights }] }).collections(ROOT)
    const { x_acme_rating: _, ...known } = given
    const mediaTypes = rights.media_types
    const value = [{ ...known, canRead: true, canWrite: false, mediaTypes }]
    expect(read).toEqual({ ok: true, value })
    expect(await answered({}).collections(ROOT)).toEqual({ ok: true, value: [] })
  })

  test('§5.3.1 manifest, and an empty one', async () => {
    const last = '2026-01-02T00:00:00.000001Z'
    const record = { id: indicatorId(1), version: V1, media_type: 'application/stix+json' }
    const given = { more: true, objects: [{ ...record, date_added: last }] }
    const headers = { 'x-taxii-date-added-last': last }
    const read = await answered({ ...given, ...unknown }, headers).manifest(ROOT, ID, 1)
    const { media_type: mediaType, ...rest } = record
    const entries = [{ ...rest, mediaType, added: last }]
    expect(read).toEqual({ ok: true, value: { entries, more: true, last } })
    const empty = { ok: true, value: { entries: [], more: false } }
    expect(await answered({}).manifest(ROOT, ID, 1)).toEqual(empty)
  })

  test('§5.8.1 versions, and none', async () => {
    const read = await answered({ versions: [V1, V2], ...unknown }).versions(ROOT, ID, 'a--1', 9)
    expect(read).toEqual({ ok: true, value: { entries: [V1, V2], more: false } })
    const empty = { ok: true, value: { entries: [], more: false } }
    expect(await answered({}).versions(ROOT, ID, 'a--1', 9)).toEqual(empty)
  })

  test('§3.7 an envelope without objects, without more, with an empty next', async () => {
    for (const given of [{}, { next: '' }, { more: false, next: 'x' }]) {
      const page = await answered({ ...given, ...unknown }).page(ROOT, ID, {}, 1)
      expect(page).toMatchObject({ ok: true, value: { objects: [], hasMore: false } })
    }
  })

  test('§3.5 without next X-TAXII-Date-Added-Last leads on', async () => {
    const last = '2026-01-02T00:00:00.000001Z'
    const client = answered({ more: true, objects: [{}] }, { 'x-taxii-date-added-last': last })
    const page = await client.page(ROOT, ID, {}, 1)
    expect(page).toMatchObject({ ok: true, value: { cursor: { addedAfter: last } } })
  })
})

import http from 'node:http'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { formatMicros } from '@concert/taxii'
import { envelopeOf, indicator, uuidOf } from '@concert/taxii/testing/made-objects'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { indicators, type Pair, startPair } from '../testing/pair.ts'

const TAXII = 'application/taxii+json;version=2.1'
const CERTIFICATE = 'ab'.repeat(32)
const API = '/taxii2/api/'

interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

let pair: Pair
let id: string
let token: string
let at: string

/** A request as it goes over the wire, nothing added. */
function send(
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: Uint8Array | readonly Uint8Array[],
  method = body === undefined ? 'GET' : 'POST',
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const request = http.request(`${pair.a.url}${path}`, { method, headers }, (response) => {
    const parts: Buffer[] = []
    response.on('data', (part: Buffer) => parts.push(part))
    response.on('end', () => {
      const { statusCode = 0, headers: got } = response
      resolve({ status: statusCode, headers: got, body: Buffer.concat(parts) })
    })
  })
  request.on('error', reject)
  for (const part of body instanceof Uint8Array ? [body] : (body ?? [])) request.write(part)
  request.end()
  return promise
}

const json = ({ body }: Answer) => JSON.parse(body.toString())
const basic = (user: string, password: string) => {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

beforeAll(async () => {
  const taxii = { certificateHeader: 'X-Client-Cert' }
  pair = await startPair({ config: { taxii } })
  const { config } = pair.setup.a
  const listen = { ...config.listen, proxies: ['127.0.0.0/8'] }
  await pair.stop('a')
  await pair.start('a', { listen })
  const { taxii: desk, intelligence } = pair.a.parts
  const title = { en: 'One', zh: '一' }
  const view = { types: ['indicator'] }
  const made = await desk.addCollection({
    title,
    alias: 'siem',
    view,
    readable: true,
    writable: true,
  })
  id = made.ok ? made.value.id : ''
  at = `${API}collections/${id}/`
  const wish = { name: 'SIEM', tlp: 'red', outside: false, read: [id], write: [id] } as const
  const given = await desk.addToken({ ...wish, certificate: CERTIFICATE.toUpperCase() })
  token = given.ok ? given.value.token : ''
  await intelligence.importObjects(indicators(pair.a, 0, 250))
  await desk.caughtUp()
  await desk.packed()
})
afterAll(() => pair.close())

describe('who is asking', () => {
  test('basic with the token as password of anybody, and bearer', async () => {
    for (const headers of [
      basic('concert', token),
      basic('', token),
      { authorization: `Bearer ${token}` },
      { authorization: `bearer  ${token}` },
    ]) {
      expect((await send(`${API}collections/`, headers)).status).toBe(200)
    }
  })

  test('a certificate that a proxy of ours has checked; nobody else can claim one', async () => {
    const headers = { 'x-client-cert': CERTIFICATE }
    expect((await send(`${at}objects/`, headers)).status).toBe(200)
    expect((await send(`${at}objects/`, { 'x-client-cert': 'cd'.repeat(32) })).status).toBe(401)
    // At the other node nobody is believed.
    const answer = await fetch(`${pair.b.url}${API}`, { headers })
    expect(answer.status).toBe(401)
  })

  test.each([
    ['nothing', {}],
    ['a wrong token', { authorization: `Bearer ctx_${'0'.repeat(16)}_${'A'.repeat(43)}` }],
    ['a cut token', { authorization: 'Bearer ctx_' }],
    ['base64 that is none', { authorization: 'Basic %%%' }],
    ['no colon', { authorization: `Basic ${Buffer.from('user').toString('base64')}` }],
    ['another scheme', { authorization: 'Digest username="x"' }],
    ['a header of 5,000 signs', { authorization: `Bearer ${'x'.repeat(5000)}` }],
  ])('%s gets the same 401 at every place', async (_, headers) => {
    const answers = await Promise.all(
      ['/taxii2/', API, at, `${at}objects/`, `${API}collections/${uuidOf(9)}/`].map((path) =>
        send(path, headers as Record<string, string>),
      ),
    )
    for (const { status, headers: got, body } of answers) {
      expect(status).toBe(401)
      expect(got['www-authenticate']).toMatch(/Basic .*Bearer/)
      expect(got['content-type']).toBe(TAXII)
      expect(body.equals(answers[0]?.body ?? Buffer.alloc(0))).toBe(true)
    }
  })
})

describe('bodies', () => {
  test.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
    ['zstd', zstdDecompressSync],
  ] as const)('come compressed with %s when the client takes that', async (coding, decode) => {
    const plain = await send(`${at}objects/`, basic('x', token))
    const coded = await send(`${at}objects/`, { ...basic('x', token), 'accept-encoding': coding })
    expect(coded.headers['content-encoding']).toBe(coding)
    expect(coded.body.length).toBeLessThan(plain.body.length / 4)
    // As packs are kept there is white space around the objects.
    expect(JSON.parse(String(decode(coded.body)))).toEqual(JSON.parse(String(plain.body)))
    const none = { ...basic('x', token), 'accept-encoding': `${coding};q=0, identity` }
    expect((await send(`${at}objects/`, none)).headers['content-encoding']).toBeUndefined()
  })

  test('are not sent again while they are the same, and never to HEAD', async () => {
    const headers = basic('x', token)
    const first = await send(`${at}objects/?limit=100`, headers)
    const etag = String(first.headers.etag)
    const again = await send(`${at}objects/?limit=100`, { ...headers, 'if-none-match': etag })
    expect([again.status, again.body.length]).toEqual([304, 0])
    const head = await send(`${at}objects/?limit=100`, headers, undefined, 'HEAD')
    expect(head.status).toBe(200)
    expect(head.headers['content-length']).toBe(first.headers['content-length'])
    expect(first.headers['cache-control']).toMatch(/private/)
  })

  test('of a POST are read as they come; what is too long is cut off', async () => {
    const headers = { ...basic('x', token), 'content-type': TAXII }
    const bytes = envelopeOf([indicator(1), { type: 'indicator' }, indicator(2)])
    const parts = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) =>
      bytes.subarray(n * 7, n * 7 + 7),
    )
    const added = await send(`${at}objects/`, headers, parts)
    expect(added.status).toBe(202)
    expect(json(added)).toMatchObject({ success_count: 2, failure_count: 1 })
    const status = await send(`${API}status/${json(added).id}/`, basic('x', token))
    expect(json(status)).toEqual(json(added))
    const wrong = await send(`${at}objects/`, { ...headers, 'content-type': 'text/plain' }, bytes)
    expect(wrong.status).toBe(415)
    const coded = await send(`${at}objects/`, { ...headers, 'content-encoding': 'gzip' }, bytes)
    expect(coded.status).toBe(415)
    // After a refusal the connection must not take the rest of the body for a request.
    expect(wrong.headers.connection).toBe('close')
  })

  test('what is posted is in the node, and other types are not of this view', async () => {
    const headers = { ...basic('x', token), 'content-type': TAXII }
    const { created, modified } = indicator(5)
    const tool = {
      type: 'tool',
      spec_version: '2.1',
      id: `tool--${uuidOf(5)}`,
      name: 't',
      created,
      modified,
    }
    const added = json(await send(`${at}objects/`, headers, envelopeOf([indicator(5), tool])))
    expect(added).toMatchObject({ success_count: 1, failures: [{ id: tool.id }] })
    const { objects } = await pair.a.parts.intelligence.list({
      own: true,
      after: 250,
      type: undefined,
    })
    expect(objects.map(({ stixId }) => stixId)).toContain(`indicator--${uuidOf(5)}`)
  })
})

describe('a view of a compact', () => {
  test('shows what was shared under it, and passes on outside only what it allows', async () => {
    await pair.peerAndConfirm()
    await pair.agreeCompact({ onward: false })
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 900, 5))
    await pair.share()
    await pair.settled()
    const desk = pair.b.parts.taxii
    const [compact] = await pair.b.parts.compacts.list()
    const title = { en: 'Under the compact', zh: '约定之下' }
    const view = { compacts: [compact?.id ?? ''] }
    const wish = { title, view, readable: true, writable: false }
    expect(await desk.addCollection({ ...wish, writable: true })).toMatchObject({
      code: 'taxii-not-writable',
    })
    const made = await desk.addCollection(wish)
    const read = [made.ok ? made.value.id : '']
    await desk.caughtUp()
    for (const [outside, count] of [
      [false, 5],
      [true, 0],
    ] as const) {
      const given = await desk.addToken({ name: 'x', tlp: 'green', outside, read, write: [] })
      const headers = { authorization: `Bearer ${given.ok ? given.value.token : ''}` }
      const path = `${pair.b.url}${API}collections/${read[0]}/objects/?match[type]=indicator&limit=1000`
      const page = (await (await fetch(path, { headers })).json()) as {
        objects?: { name: string }[]
      }
      const found = (page.objects ?? []).filter(({ name }) => /phish-90[0-4]/.test(name))
      expect(found).toHaveLength(count)
    }
  })
})

/**
 * Requests as other clients put them, written down from their public sources: what they send, and what
 * they take for granted of the answer.
 */
describe('as other clients ask', () => {
  test('taxii2-client (OASIS), MISP: discovery, API root, collection, pages by next, POST', async () => {
    const headers = {
      ...basic('misp', token),
      accept: TAXII,
      'user-agent': 'taxii2-client/2.3.0',
      'accept-encoding': 'gzip, deflate',
      connection: 'keep-alive',
    }
    const discovery = json(await send('/taxii2/', headers))
    expect(discovery).toMatchObject({ title: expect.any(String), default: API, api_roots: [API] })
    // A relative root is joined to the server's address; the library wants these to be there.
    const root = json(await send(API, headers))
    expect(root).toMatchObject({ title: expect.any(String), versions: [TAXII] })
    expect(root.max_content_length).toBeGreaterThan(1_000_000)
    const collection = await send(at, headers)
    expect(collection.headers['content-type']).toBe(TAXII)
    expect(json(collection)).toMatchObject({ id, can_read: true, can_write: true })
    const seen: string[] = []
    let query = '?limit=100'
    while (query !== '') {
      const answer = await send(`${at}objects/${query}`, headers)
      const page = JSON.parse(gunzipSync(answer.body).toString())
      seen.push(...page.objects.map((each: { id: string }) => each.id))
      query = page.more ? `?limit=100&next=${encodeURIComponent(page.next)}` : ''
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThanOrEqual(250)
    const bytes = envelopeOf([indicator(11)])
    const posted = await send(`${at}objects/`, { ...headers, 'content-type': TAXII }, bytes)
    expect(json(posted)).toMatchObject({ status: 'complete', failure_count: 0 })
  })

  test("OpenCTI's taxii-post: a bundle that says it is STIX 2.1, one object at a time", async () => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/taxii+json; version=2.1',
      'content-type': 'application/stix+json; version=2.1',
      'user-agent': 'python-requests/2.32.3',
    }
    const objects = [indicator(4711)]
    const about = { type: 'bundle', id: 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d' }
    const bundle = { ...about, spec_version: '2.1', objects }
    // The connector joins its URL, its API root and the collection.
    const path = `${['/taxii2', 'api', 'collections', id].join('/')}/objects/`
    const posted = await send(path, headers, Buffer.from(JSON.stringify(bundle)))
    expect(posted.status).toBe(202)
    expect(json(posted)).toMatchObject({ status: 'complete', success_count: 1 })
  })

  test('MISP: the scheme in lower case and the token for a key, pages of 50', async () => {
    const key = Buffer.from(`concert:${token}`).toString('base64')
    const headers = { authorization: `basic ${key}`, accept: TAXII, 'content-type': TAXII }
    const { collections } = json(await send(`${API}collections/`, headers))
    expect(collections.map((each: { id: string }) => each.id)).toContain(id)
    const page = json(await send(`${at}objects/?limit=50`, headers))
    expect(page.objects).toHaveLength(50)
    const next = json(await send(`${at}objects/?limit=50&next=${page.next}`, headers))
    expect(next.objects[0].id).not.toBe(page.objects[0].id)
  })

  test('OpenCTI, Elastic, Sentinel: from the last time of adding on, by milliseconds or less', async () => {
    const headers = { ...basic('concert', token), accept: 'application/taxii+json;version=2.1' }
    const first = await send(`${at}objects/?limit=200`, headers)
    const last = String(first.headers['x-taxii-date-added-last'])
    expect(last).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    const rest = json(await send(`${at}objects/?added_after=${last}`, headers))
    expect(rest.objects.length).toBeGreaterThanOrEqual(50)
    for (const time of ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00Z']) {
      const query = `added_after=${encodeURIComponent(time)}&match%5Btype%5D=indicator&limit=10`
      expect(json(await send(`${at}objects/?${query}`, headers)).objects).toHaveLength(10)
    }
    const future = formatMicros((Date.now() + 60_000) * 1000)
    const none = await send(`${at}objects/?added_after=${future}`, headers)
    expect(none.body.toString()).toBe('{}')
    // The alias stands for the id, and a page is had without the version in Accept.
    const loose = { ...basic('concert', token), accept: 'application/taxii+json' }
    expect((await send(`${API}collections/siem/objects/`, loose)).status).toBe(200)
  })
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Store } from '../store/store.ts'
import { files, indicator, TIME, taxiiPages, uuid } from '../testing/feed-servers.ts'
import { type Answerer, startTestServer, type TestServer } from '../testing/hostile-server.ts'
import { OWN_IDENTITY, openFeeds } from './testing/open-feeds.ts'

const servers: TestServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(answer: Answerer): Promise<TestServer> {
  const server = await startTestServer(answer)
  servers.push(server)
  return server
}

/** What feeds must do on every engine. */
export function feedContract(engine: string, openStore: () => Promise<Store>): void {
  const open = async (
    ...more: Parameters<typeof openFeeds> extends [unknown, ...infer R] ? R : []
  ) => openFeeds(await openStore(), ...more)
  const run = async (
    { desk }: { desk: Awaited<ReturnType<typeof open>>['desk'] },
    name = 'one',
  ) => {
    const done = await desk.run(name)
    if (!done.ok) throw new Error(done.code)
    return done.value
  }

  describe(`feeds (${engine})`, () => {
    test('a list: previewed before it is enabled, stored with the defaults of the feed', async () => {
      const text =
        '# bad hosts\n0.0.0.0 a.example\nhxxp://b[.]example/x\nnot a host!\n198.51.100.7 ; seen\n'
      const server = await serve(files({ '/list': text }))
      const feeds = await open()
      const url = `${server.url}/list`
      await feeds.add({
        kind: 'list',
        url,
        tlp: 'green',
        confidence: 40,
        labels: ['c2'],
        validDays: 30,
      })
      expect(await feeds.desk.enable('one', true)).toMatchObject({ code: 'feed-not-previewed' })
      expect(await feeds.desk.run('one')).toMatchObject({ code: 'feed-disabled' })
      const preview = await feeds.desk.preview('one')
      expect(preview).toMatchObject({
        value: { read: 3, types: { indicator: 3 }, tlp: { green: 3 }, faultCount: 1, code: null },
      })
      expect(preview.ok && preview.value.faults[0]?.at).toBe('line 4')
      expect(await feeds.stored()).toEqual([])
      expect((await feeds.desk.enable('one', true)).ok).toBe(true)
      expect(await run(feeds)).toMatchObject({ read: 3, added: 3, faultCount: 1, code: null })
      const [identity, first] = await feeds.stored()
      expect(identity).toMatchObject({ type: 'identity', name: '127.0.0.1' })
      expect(first).toMatchObject({
        pattern: "[domain-name:value = 'a.example']",
        confidence: 40,
        labels: ['c2'],
        created_by_ref: identity?.id,
        object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
      })
      expect(Date.parse(String(first?.valid_until)) - Date.parse(String(first?.valid_from))).toBe(
        30 * 86_400_000,
      )
    })

    test('what is unchanged is not sent again; what is listed still is stored once', async () => {
      let tag = '"1"'
      const server = await serve((request, response) => {
        if (request.headers['if-none-match'] === tag) response.writeHead(304).end()
        else response.writeHead(200, { etag: tag }).end('a.example\nb.example\n')
      })
      const feeds = await open()
      await feeds.ready({ kind: 'list', url: server.url })
      expect(await run(feeds)).toMatchObject({ added: 2 })
      expect(await run(feeds)).toMatchObject({ read: 0, added: 0 })
      tag = '"2"'
      expect(await run(feeds)).toMatchObject({ read: 2, added: 0 })
      expect(await feeds.desk.list()).toMatchObject([
        { polls: 3, objectsRead: 4, objectsAdded: 2, code: null, failures: 0, running: false },
      ])
    })

    test('an entry that is still listed gets a later end once half of its time has gone', async () => {
      const server = await serve(files({ '/': 'a.example\n' }))
      const feeds = await open()
      await feeds.ready({ kind: 'list', url: `${server.url}/`, validDays: 10 })
      await run(feeds)
      feeds.clock.ahead = 4 * 86_400_000
      expect(await run(feeds)).toMatchObject({ added: 0 })
      feeds.clock.ahead = 6 * 86_400_000
      expect(await run(feeds)).toMatchObject({ added: 1 })
      const versions = (await feeds.stored()).filter(({ type }) => type === 'indicator')
      expect(new Set(versions.map(({ id }) => id)).size).toBe(1)
      expect(String(versions[1]?.valid_until) > String(versions[0]?.valid_until)).toBe(true)
    })

    test('CSV by names of columns; a column that is not there, a quote without end', async () => {
      const table =
        'ip,score,seen\n"198.51.100.7",80,2026-01-05 10:00:00\nx y,1,\n,,\n203.0.113.9,900,never\n'
      const server = await serve(files({ '/t': table, '/quote': 'ip\n"198.51.100.7\n' }))
      const feeds = await open()
      const csv = { value: 'IP', confidence: 'score', since: 'seen', header: true }
      await feeds.ready({ kind: 'csv', url: `${server.url}/t`, csv })
      expect(await run(feeds)).toMatchObject({ read: 2, added: 2, faultCount: 2 })
      const [, first] = await feeds.stored()
      expect(first).toMatchObject({ confidence: 80, valid_from: '2026-01-05T10:00:00.000Z' })
      await feeds.ready({
        name: 'two',
        kind: 'csv',
        url: `${server.url}/t`,
        csv: { value: 'host', header: true },
      })
      expect((await run(feeds, 'two')).code).toBe('feed-columns')
      await feeds.ready({
        name: 'three',
        kind: 'csv',
        url: `${server.url}/quote`,
        csv: { value: 'ip', header: true },
      })
      expect((await run(feeds, 'three')).code).toBe('feed-malformed')
    })

    test('MISP: events that changed, the strictest label, deletions; a broken event costs itself', async () => {
      const [one, two] = [uuid(1), uuid(2)]
      const event = (id: string, n: number, more: object = {}) => ({
        Event: {
          uuid: id,
          info: 'Phishing wave',
          date: '2026-01-01',
          timestamp: '1767225600',
          Orgc: { uuid: uuid(9), name: 'CERT' },
          Tag: [{ name: 'tlp:green' }],
          Attribute: [
            {
              uuid: uuid(n),
              type: 'domain',
              category: 'Network activity',
              value: 'a.example',
              to_ids: true,
              timestamp: '1767225600',
              ...more,
            },
            {
              uuid: uuid(n + 1),
              type: 'md5',
              category: 'Payload',
              value: 'nothex',
              to_ids: true,
              timestamp: '1767225600',
            },
            {
              uuid: uuid(n + 2),
              type: 'comment',
              category: 'Other',
              value: 'x',
              to_ids: false,
              timestamp: '1767225600',
            },
          ],
        },
      })
      const texts: Record<string, string> = {
        '/f/manifest.json': JSON.stringify({
          [one]: { timestamp: '1' },
          [two]: { timestamp: '2' },
        }),
        [`/f/${one}.json`]: JSON.stringify(event(one, 20, { Tag: [{ name: 'tlp:red' }] })),
        [`/f/${two}.json`]: '{"Event":{"uuid":"other"}}',
      }
      const server = await serve((request, response) => files(texts)(request, response))
      const feeds = await open()
      await feeds.ready({ kind: 'misp', url: `${server.url}/f` })
      expect(await run(feeds)).toMatchObject({ added: 3, code: null })
      expect((await feeds.desk.list())[0]?.lastFaults.map(({ code }) => code)).toEqual([
        'misp-value',
        'feed-malformed',
      ])
      const found = (await feeds.stored()).find(({ id }) => id === `indicator--${uuid(20)}`)
      expect(found).toMatchObject({
        created_by_ref: `identity--${uuid(9)}`,
        object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'],
      })
      server.requests.length = 0
      const deleted = { deleted: true, timestamp: '1767312000' }
      texts[`/f/${two}.json`] = JSON.stringify(event(two, 40))
      texts[`/f/${one}.json`] = JSON.stringify(event(one, 20, deleted))
      texts['/f/manifest.json'] = JSON.stringify({
        [one]: { timestamp: '3' },
        [two]: { timestamp: '2' },
      })
      expect(await run(feeds)).toMatchObject({ code: null })
      const versions = (await feeds.stored()).filter(({ id }) => id === `indicator--${uuid(20)}`)
      expect(versions.at(-1)).toMatchObject({ revoked: true })
      server.requests.length = 0
      await run(feeds)
      expect(server.requests.map(({ path }) => path)).toEqual(['/f/manifest.json'])
    })

    test('TAXII: the place survives a failure and a restart, and only what is new is asked for then', async () => {
      let isDown = true
      const server = await serve(taxiiPages(35, (place) => isDown && place === 20))
      const feeds = await open()
      const settings = { kind: 'taxii', url: `${server.url}/api/`, collection: uuid(5) } as const
      await feeds.ready({ ...settings, tlp: 'green', confidence: 10 })
      expect(await run(feeds)).toMatchObject({ read: 20, added: 20, code: 'taxii-busy' })
      const [failed] = await feeds.desk.list()
      expect(failed).toMatchObject({ failures: 1, code: 'taxii-busy', succeeded: null })
      // What the server asked for is waited for.
      const wait = Date.parse(failed?.due ?? '') - Date.parse(failed?.attempted ?? '')
      expect(wait).toBeGreaterThan(7_000_000)
      isDown = false
      server.requests.length = 0
      const again = openFeeds(feeds.store)
      expect(await run(again)).toMatchObject({ read: 15, added: 15, code: null })
      expect(server.requests[0]?.path).toContain('next=20')
      expect(await feeds.stored()).toHaveLength(35)
      expect((await feeds.stored())[0]).toMatchObject({ confidence: 10 })
      server.requests.length = 0
      expect(await run(again)).toMatchObject({ read: 0 })
      expect(server.requests[0]?.path).toContain('added_after=2026-01-02T00%3A00%3A00.000000Z')
    })

    test('TAXII 2.0 is read by ranges and upgraded', async () => {
      const old = (n: number) => ({
        type: 'indicator',
        id: `indicator--${uuid(n)}`,
        created: TIME,
        modified: TIME,
        labels: ['malicious-activity'],
        pattern: "[domain-name:value = 'old.example']",
        valid_from: TIME,
      })
      const server = await serve((request, response) => {
        const [, from = '0'] = /items (\d+)-/.exec(request.headers.range ?? '') ?? []
        const at = Number(from)
        response
          .writeHead(206, {
            'content-type': 'application/vnd.oasis.stix+json; version=2.0',
            'content-range': `items ${at}-${at + 1}/4`,
          })
          .end(
            JSON.stringify({
              type: 'bundle',
              id: `bundle--${uuid(1)}`,
              spec_version: '2.0',
              objects: [old(at), old(at + 1)],
            }),
          )
      })
      const feeds = await open()
      const settings = {
        kind: 'taxii',
        version: '2.0',
        url: server.url,
        collection: uuid(5),
      } as const
      await feeds.ready(settings)
      expect(await run(feeds)).toMatchObject({ added: 4, code: null })
      expect((await feeds.stored())[0]).toMatchObject({ spec_version: '2.1', pattern_type: 'stix' })
    })

    test('a bundle of STIX: labels it has stay, claims to be us or another are refused', async () => {
      const other = { created_by_ref: `identity--${uuid(7)}` }
      const later = '2026-02-01T00:00:00.000Z'
      const objects = [
        indicator(1, {
          ...other,
          object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'],
        }),
        indicator(2, { created_by_ref: OWN_IDENTITY }),
        {
          type: 'identity',
          spec_version: '2.1',
          id: OWN_IDENTITY,
          created: TIME,
          modified: TIME,
          name: 'us',
        },
        indicator(1, { created_by_ref: `identity--${uuid(8)}`, modified: later }),
        indicator(3, { pattern: undefined }),
        'text',
      ]
      const server = await serve(
        files({ '/b': JSON.stringify({ type: 'bundle', id: `bundle--${uuid(1)}`, objects }) }),
      )
      const feeds = await open()
      await feeds.ready({ kind: 'stix', url: `${server.url}/b`, tlp: 'clear' })
      expect(await run(feeds)).toMatchObject({ added: 1, code: null })
      const codes = (await feeds.desk.list())[0]?.lastFaults.map(({ code }) => code)
      expect(codes).toContain('feed-claims-own')
      expect(codes).toContain('version-creator')
      expect(codes).toContain('object-expected')
      expect(await feeds.stored()).toMatchObject([
        { object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'] },
      ])
    })

    test('a reading that is ended goes on at the same place, everything once', async () => {
      const server = await serve(taxiiPages(50))
      const feeds = await open()
      await feeds.ready({ kind: 'taxii', url: server.url, collection: uuid(5) })
      await feeds.stopAfter('one', 20)
      expect(await feeds.stored()).toHaveLength(20)
      expect((await feeds.desk.list())[0]).toMatchObject({
        failures: 0,
        code: null,
        running: false,
      })
      expect(await run(feeds)).toMatchObject({ read: 30, added: 30 })
      expect(await feeds.stored()).toHaveLength(50)
    })

    test('nobody reads a feed that somebody reads, and one that is disabled meanwhile stores nothing', async () => {
      const hold = Promise.withResolvers<void>()
      const server = await serve(async (_, response) => {
        response.writeHead(200).write('a.example\n')
        await hold.promise
        response.end('b.example\n')
      })
      const feeds = await open()
      await feeds.ready({ kind: 'list', url: server.url })
      const first = feeds.desk.run('one')
      await vi.waitFor(() => expect(server.requests).toHaveLength(1))
      expect(await feeds.desk.run('one')).toMatchObject({ code: 'feed-running' })
      await feeds.desk.enable('one', false)
      hold.resolve()
      expect(await first).toMatchObject({ value: { code: 'feed-lost', added: 0 } })
      expect((await feeds.stored()).filter(({ type }) => type === 'indicator')).toEqual([])
    })

    test('what is due is read by itself, and what fails waits longer each time', async () => {
      let answers = 0
      const server = await serve((_, response) => {
        answers++
        response.writeHead(answers > 2 ? 200 : 500).end('a.example\n')
      })
      const feeds = await open()
      await feeds.ready({ kind: 'list', url: server.url })
      await feeds.desk.start()
      const waits: number[] = []
      for (const failures of [1, 2, 0]) {
        await vi.waitFor(
          async () => {
            const [feed] = await feeds.desk.list()
            expect(feed).toMatchObject({ failures, polls: waits.length + 1, running: false })
          },
          { timeout: 20_000 },
        )
        const [feed] = await feeds.desk.list()
        waits.push(Date.parse(feed?.due ?? '') - Date.parse(feed?.attempted ?? ''))
        feeds.clock.ahead += 200_000
      }
      await feeds.desk.stop()
      const [first = 0, second = 0, good = 0] = waits
      expect(first).toBeLessThan(61_000)
      expect(second).toBeGreaterThan(59_000)
      expect(good).toBeGreaterThan(3_000_000)
    })
  })
}

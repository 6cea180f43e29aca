import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Store } from '../store/store.ts'
import { files, indicator, TAXII, taxiiPages, uuid } from '../testing/feed-servers.ts'
import { type Answerer, startTestServer, type TestServer } from '../testing/hostile-server.ts'
import { openFeeds } from './testing/open-feeds.ts'

const servers: TestServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(answer: Answerer): Promise<TestServer> {
  const server = await startTestServer(answer)
  servers.push(server)
  return server
}

/** What feeds must withstand on every engine. */
export function hostileFeedContract(engine: string, openStore: () => Promise<Store>): void {
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

  describe(`a hostile feed (${engine})`, () => {
    const endless: Answerer = (_, response) => {
      const push = (): void => {
        if (response.destroyed) return
        response.write('a.example\n'.repeat(1000))
        setImmediate(push)
      }
      push()
    }
    const bomb: Answerer = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 << 20)))
    }
    const loop: Answerer = (_, response) => {
      const envelope = { more: true, next: 'x', objects: [indicator(1)] }
      response.writeHead(200, { 'content-type': TAXII }).end(JSON.stringify(envelope))
    }
    const circle: Answerer = (request, response) => {
      const at = Number(new URL(request.url ?? '', 'http://x').searchParams.get('next') ?? 0)
      const envelope = { more: true, next: String((at + 1) % 5), objects: [indicator(at)] }
      response.writeHead(200, { 'content-type': TAXII }).end(JSON.stringify(envelope))
    }
    const promises: Answerer = (request, response) => {
      const at = Number(new URL(request.url ?? '', 'http://x').searchParams.get('next') ?? 0)
      const envelope = { more: true, next: String(at + 1) }
      response.writeHead(200, { 'content-type': TAXII }).end(JSON.stringify(envelope))
    }
    const head: Answerer = (_, response) => {
      response.writeHead(200, { 'x-pad': 'x'.repeat(40_000) }).end('a.example\n')
    }
    const redirect: Answerer = (_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end()
    }
    const page: Answerer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
    }
    const large: Answerer = (_, response) => {
      const objects = Array.from({ length: 50 }, (_, n) =>
        indicator(n, { description: 'x'.repeat(9000) }),
      )
      response.writeHead(200, { 'content-type': TAXII }).end(JSON.stringify({ objects }))
    }
    const garbage = (count: number): Answerer => files({ '/': 'no host\n'.repeat(count) })

    test.each([
      ['never ends', endless, 'list', ['feed-bytes', 'feed-objects']],
      ['sends a bomb', bomb, 'list', ['feed-bytes', 'too-large']],
      ['goes round in circles', loop, 'taxii', ['taxii-loop']],
      ['goes round in a wider circle', circle, 'taxii', ['taxii-loop']],
      ['always promises another page', promises, 'taxii', ['taxii-loop']],
      ['sends a head that is too large', head, 'list', ['unreachable']],
      ['leads into the internal network', redirect, 'list', ['address-forbidden']],
      ['answers with a web page', page, 'list', ['feed-media']],
      ['sends a page that is too large', large, 'taxii', ['taxii-too-large']],
      ['is nothing but faults', garbage(5000), 'list', ['feed-faults']],
    ] as const)('that %s is left, with a reason', async (_, answer, kind, codes) => {
      const server = await serve(answer)
      const limits = { bytes: 1 << 20, heldBytes: 100_000, faults: 1000, objects: 20_000 }
      const feeds = await open(limits)
      await feeds.ready({
        kind,
        url: `${server.url}/`,
        ...(kind === 'taxii' && { collection: uuid(5) }),
      })
      const { code } = await run(feeds)
      expect(codes).toContain(code)
      expect((await feeds.desk.list())[0]).toMatchObject({ code, running: false })
    })

    test('too many objects for one reading are read over several', async () => {
      const server = await serve(taxiiPages(50))
      const feeds = await open({ objects: 20 })
      await feeds.ready({ kind: 'taxii', url: server.url, collection: uuid(5) })
      for (let readings = 0; readings < 5; readings++) await run(feeds)
      expect(await feeds.stored()).toHaveLength(50)
      expect((await feeds.desk.list())[0]).toMatchObject({ failures: 0, code: null })
    })

    test('new pages without end are left when there were enough, and gone on with', async () => {
      const server = await serve(taxiiPages(Number.MAX_SAFE_INTEGER))
      const feeds = await open({ objects: 100 })
      await feeds.ready({ kind: 'taxii', url: server.url, collection: uuid(5) })
      // The page that fills the measure is stored whole.
      for (const held of [110, 220]) {
        await run(feeds)
        expect(await feeds.stored()).toHaveLength(held)
      }
      expect(server.requests.length).toBeLessThan(30)
    })

    test('that drips is left when its time is over', async () => {
      const drip: Answerer = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' })
        const drop = setInterval(() => response.write('a.example\n'), 5)
        response.on('close', () => clearInterval(drop))
      }
      const server = await serve(drip)
      const feeds = await open({ time: 300 })
      await feeds.ready({ kind: 'list', url: `${server.url}/` })
      expect((await run(feeds)).code).toBe('feed-time')
      expect((await feeds.desk.list())[0]).toMatchObject({ running: false })
    })

    test('on an internal address is not asked, unless the operator allows the network', async () => {
      const server = await serve(files({ '/': 'a.example\n' }))
      const feeds = await open({}, [])
      await feeds.ready({ kind: 'list', url: `${server.url}/` })
      expect((await run(feeds)).code).toBe('address-forbidden')
      expect(server.requests).toEqual([])
    })

    test('gets the credentials meant for it, out of a private file, and no other server does', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'concert-feed-'))
      try {
        const other = await serve(files({ '/': 'a.example\n' }))
        const server = await serve((_, response) => {
          response.writeHead(302, { location: `${other.url}/` }).end()
        })
        const credentials = join(folder, 'secret')
        await writeFile(credentials, 'basic user:pass\n', { mode: 0o600 })
        const feeds = await open()
        await feeds.ready({ kind: 'list', url: `${server.url}/`, credentials })
        expect(await run(feeds)).toMatchObject({ added: 1 })
        expect(server.requests[0]?.headers.authorization).toBe('Basic dXNlcjpwYXNz')
        expect(other.requests[0]?.headers.authorization).toBeUndefined()
        await chmod(credentials, 0o644)
        expect((await run(feeds)).code).toBe('feed-credentials')
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  })
}

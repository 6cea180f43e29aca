import zlib from 'node:zlib'
import { afterEach, describe, expect, it, test } from 'vitest'
import { type Answerer, startTestServer, type TestServer } from '../testing/hostile-server.ts'
import { AddressPolicy, parseNetwork } from './address-policy.ts'
import { OUTBOUND_LIMITS, OutboundClient } from './outbound-client.ts'

const LOOPBACK = ['127.0.0.0/8']
const servers: TestServer[] = []
const clients: OutboundClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(answer: Answerer): Promise<TestServer> {
  const server = await startTestServer(answer)
  servers.push(server)
  return server
}

function clientOf(
  allowed: readonly string[],
  limits: Partial<typeof OUTBOUND_LIMITS> = {},
  addresses?: Readonly<Record<string, readonly string[]>>,
): OutboundClient {
  const resolver = async (name: string) =>
    (addresses?.[name] ?? []).map((address) => ({ address, family: 4 }))
  const client = new OutboundClient(
    new AddressPolicy(allowed),
    { ...OUTBOUND_LIMITS, ...limits },
    resolver,
  )
  clients.push(client)
  return client
}

async function get(client: OutboundClient, url: string, headers = {}): Promise<string> {
  const { status, body } = await client.fetch(url, { method: 'GET', headers })
  let size = 0
  for await (const piece of body) size += piece.length
  return `${status} ${size}`
}

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00:ec2::254',
  'fc00::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '0:0:0:0:0:ffff:c0a8:101',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:0:1::1',
  'ff02::1',
  'localhost',
  '',
])('%s is not of the public Internet', (address) => {
  expect(new AddressPolicy([]).allows(address)).toBe(false)
})

test('public addresses are, and networks that the operator names', () => {
  const none = new AddressPolicy([])
  for (const address of ['9.9.9.9', '2620:fe::fe', '::ffff:9.9.9.9']) {
    expect(none.allows(address)).toBe(true)
  }
  const some = new AddressPolicy(['10.1.0.0/16', 'fd00:1::/32'])
  expect(some.allows('10.1.2.3')).toBe(true)
  expect(some.allows('::ffff:10.1.2.3')).toBe(true)
  expect(some.allows('10.2.0.1')).toBe(false)
  expect(some.allows('fd00:1::9')).toBe(true)
  expect(some.allows('fd00:2::9')).toBe(false)
  for (const bad of [
    '10.0.0.0/33',
    '10.0.0/8',
    'a/8',
    '10.0.0.0/08',
    'fe80::1%eth0/64',
    '::/129',
  ]) {
    expect(parseNetwork(bad)).toBeUndefined()
  }
})

describe('a server that wants us in the internal network', () => {
  it('is not followed to an address, whatever its spelling', async () => {
    const client = clientOf([])
    for (const url of [
      'http://127.0.0.1:1/',
      'http://2130706433/',
      'http://0x7f.1/',
      'https://[::1]/',
      'https://[::ffff:7f00:1]/',
    ]) {
      await expect(get(client, url)).rejects.toMatchObject({ code: 'address-forbidden' })
    }
    await expect(get(client, 'file:///etc/passwd')).rejects.toMatchObject({ code: 'bad-url' })
    await expect(get(client, 'https://u:p@a.example/')).rejects.toMatchObject({ code: 'bad-url' })
  })

  it('is not followed by name, nor when one of several addresses is forbidden', async () => {
    const client = clientOf([], {}, { 'a.example': ['10.0.0.1'], 'b.example': ['9.9.9.9', '::1'] })
    for (const url of ['https://a.example/', 'https://b.example/']) {
      await expect(get(client, url)).rejects.toMatchObject({ code: 'address-forbidden' })
    }
    await expect(get(client, 'https://c.example/')).rejects.toMatchObject({ code: 'name-unknown' })
  })

  it('asks the resolver once for each connection, and connects to what was checked', async () => {
    const server = await serve((_, response) => response.end('x'))
    const asked: string[] = []
    const resolver = async (name: string) => {
      asked.push(name)
      // The second answer would be the rebinding.
      return [{ address: asked.length === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    }
    const client = new OutboundClient(new AddressPolicy(LOOPBACK), OUTBOUND_LIMITS, resolver)
    clients.push(client)
    const { port } = new URL(server.url)
    expect(await get(client, `http://rebind.example:${port}/`)).toBe('200 1')
    expect(asked).toEqual(['rebind.example'])
  })

  it('is not followed by redirect', async () => {
    const server = await serve((request, response) => {
      const to = request.url === '/meta' ? 'http://169.254.169.254/latest/' : '/meta'
      response.writeHead(302, { location: to }).end()
    })
    const client = clientOf(LOOPBACK)
    await expect(get(client, server.url)).rejects.toMatchObject({ code: 'address-forbidden' })
    expect(server.requests.map(({ path }) => path)).toEqual(['/', '/meta'])
  })
})

it('follows three redirects and no more, and gives credentials to nobody else', async () => {
  const other = await serve((_, response) => response.end('ok'))
  const server = await serve((request, response) => {
    const step = Number(request.url?.slice(1) || 0)
    const to = step === 2 ? `${other.url}/` : `/${step + 1}`
    response.writeHead(302, { location: request.url?.startsWith('/9') ? request.url : to }).end()
  })
  const client = clientOf(LOOPBACK)
  const headers = { authorization: 'Bearer secret', 'x-anything': 'secret', accept: 'a/b' }
  expect(await get(client, `${server.url}/0`, headers)).toBe('200 2')
  expect(server.requests[1]?.headers).toMatchObject({ 'x-anything': 'secret' })
  expect(other.requests[0]?.headers).toMatchObject({ accept: 'a/b' })
  expect(JSON.stringify(other.requests)).not.toContain('secret')
  await expect(get(client, `${server.url}/9`)).rejects.toMatchObject({ code: 'too-many-redirects' })
})

it('sends no credentials without TLS, but to networks that the operator names', async () => {
  const client = clientOf([], {}, { 'a.example': ['9.9.9.9'] })
  await expect(get(client, 'http://a.example/', { authorization: 'x' })).rejects.toMatchObject({
    code: 'not-https',
  })
})

describe('a server that sends too much', () => {
  it.each(['gzip', 'br', 'zstd', 'deflate'])('is cut off in a bomb of %s', async (encoding) => {
    const zeros = Buffer.alloc(64 << 20)
    const pack = {
      gzip: zlib.gzipSync,
      br: (bytes: Buffer) =>
        zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
      zstd: zlib.zstdCompressSync,
      deflate: zlib.deflateSync,
    }[encoding as 'gzip']
    const bomb = pack(zeros)
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb)
    })
    const client = clientOf(LOOPBACK, { bodyBytes: 1 << 20 })
    await expect(get(client, server.url)).rejects.toMatchObject({ code: 'too-large' })
    const roomy = clientOf(LOOPBACK)
    expect(await get(roomy, server.url)).toBe(`200 ${64 << 20}`)
  })

  it('is refused with codings on codings, and with broken ones', async () => {
    const server = await serve((request, response) => {
      const encoding = request.url === '/two' ? 'gzip, gzip' : 'gzip'
      response.writeHead(200, { 'content-encoding': encoding }).end('not gzip at all')
    })
    const client = clientOf(LOOPBACK)
    for (const path of ['/two', '/one']) {
      await expect(get(client, server.url + path)).rejects.toMatchObject({ code: 'bad-encoding' })
    }
  })

  it('is cut off when it never ends', async () => {
    const server = await serve((_, response) => {
      const push = (): void => {
        if (response.destroyed) return
        response.write(Buffer.alloc(65_536))
        setImmediate(push)
      }
      push()
    })
    const client = clientOf(LOOPBACK, { bodyBytes: 1 << 20 })
    await expect(get(client, server.url)).rejects.toMatchObject({ code: 'too-large' })
  })
})

describe('a server that is slow', () => {
  it('is left: no head, a head without a body, a body that drips', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/head') return
      response.writeHead(200).write('x')
      if (request.url !== '/drip') return
      const drip = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(drip))
    })
    const idle = clientOf(LOOPBACK, { idleMs: 100 })
    for (const path of ['/head', '/body']) {
      await expect(get(idle, server.url + path)).rejects.toMatchObject({ code: 'too-slow' })
    }
    const total = clientOf(LOOPBACK, { totalMs: 150 })
    await expect(get(total, `${server.url}/drip`)).rejects.toMatchObject({ code: 'too-slow' })
  })

  it('is left at once when we stop', async () => {
    const server = await serve(() => {})
    const stop = new AbortController()
    const { signal } = stop
    const asked = clientOf(LOOPBACK).fetch(server.url, { method: 'GET', headers: {}, signal })
    stop.abort(new Error('stopped'))
    await expect(asked).rejects.toThrow('stopped')
  })
})

it('an answer that breaks off is no answer', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('half')
    setTimeout(() => response.destroy(), 5)
  })
  await expect(get(clientOf(LOOPBACK), server.url)).rejects.toMatchObject({ code: 'unreachable' })
})

import { request } from 'node:http'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { PARCEL_MEDIA_TYPE } from '@concert/envelope'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Forge } from '../testing/forge.ts'
import { snapshotOf } from '../testing/inspect.ts'
import { type Pair, startPair, waitFor } from '../testing/pair.ts'

const LIMIT = 1 << 20
const GIGABYTE = 1 << 30
let pair: Pair
let forge: Forge
let before: object

beforeEach(async () => {
  pair = await startPair({ limits: { parcelBytes: LIMIT, bodyMs: 2000 } })
  await pair.peerAndConfirm()
  forge = new Forge(pair.a, pair.b)
  before = await restingSnapshot()
})
afterEach(() => pair.close())

/** A node that has just started still writes down what it has found: waits until nothing changes. */
async function restingSnapshot(): Promise<object> {
  const { store } = pair.b.parts.context
  let last = ''
  await waitFor(async () => {
    await pause(300)
    const now = JSON.stringify(await snapshotOf(store))
    const isResting = now === last
    last = now
    return isResting
  })
  return await snapshotOf(store)
}

/** Unharmed: nothing stored, health answered, a good parcel of a peer taken. */
async function expectUnharmed(): Promise<void> {
  expect(await snapshotOf(pair.b.parts.context.store)).toEqual(before)
  expect(await (await fetch(`${pair.b.url}/healthz`)).json()).toEqual({ status: 'ok' })
  const reply = await forge.exchange(await forge.parcel([await forge.statement({})]))
  expect(reply.receipts).toHaveLength(1)
}

interface Outcome {
  readonly status: number | undefined
  readonly body: string
  /** Bytes that the receiver let us write. */
  readonly written: number
}

/** Streams zeros in chunks until the receiver has had enough or took all. */
async function stream(size: number, headers: Record<string, string | number>): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const outcome = { status: undefined as number | undefined, body: '', written: 0 }
  const post = request(`${pair.b.url}/concert/v1/inbox`, {
    method: 'POST',
    headers: { 'content-type': PARCEL_MEDIA_TYPE, ...headers },
  })
  let isOver = false
  const end = () => {
    isOver = true
    post.destroy()
    resolve(outcome)
  }
  post.on('error', end)
  post.on('response', (response) => {
    outcome.status = response.statusCode
    response.setEncoding('utf8').on('data', (text: string) => (outcome.body += text))
    response.on('end', end).on('error', end)
  })
  const chunk = new Uint8Array(1 << 16)
  const pump = () => {
    while (!isOver && outcome.written < size) {
      outcome.written += chunk.length
      if (!post.write(chunk)) return void post.once('drain', pump)
    }
    if (!isOver) post.end()
  }
  pump()
  return await promise
}

describe('a body of a gigabyte', () => {
  it('in chunks is refused after little more than the limit', async () => {
    const outcome = await stream(GIGABYTE, {})
    expect([413, undefined]).toContain(outcome.status)
    if (outcome.status) expect(outcome.body).toBe('{"code":"not-accepted"}')
    // The rest is what sockets of this machine hold between the two.
    expect(outcome.written).toBeLessThan(LIMIT + (32 << 20))
    await expectUnharmed()
  })

  it('announced as such is refused before it is read', async () => {
    const outcome = await stream(GIGABYTE, { 'content-length': GIGABYTE })
    expect([413, undefined]).toContain(outcome.status)
    expect(outcome.written).toBeLessThan(32 << 20)
    await expectUnharmed()
  })
})

describe('many bodies at once, each below the limit', () => {
  it('hold no more memory together than the parcels that may be under way', async () => {
    const { limits } = pair.setup.b.config
    await pair.restart('b', { limits: { ...limits, bodyMs: 120_000 } })
    forge = new Forge(pair.a, pair.b)
    const part = new Uint8Array(LIMIT - 1000)
    const { port } = pair.setup.b.config.listen
    const sockets = Array.from({ length: 5 * limits.parcelsInFlight }, () => {
      const socket = net.connect(port, '127.0.0.1').on('error', () => undefined)
      socket.write(
        `POST /concert/v1/inbox HTTP/1.1\r\nhost: b\r\ncontent-type: ${PARCEL_MEDIA_TYPE}\r\n` +
          `content-length: ${LIMIT}\r\n\r\n`,
      )
      socket.write(part)
      return socket.resume()
    })
    // Those that stay hold what may be held; the others are refused, not kept waiting.
    await waitFor(async () => (await busyCount()) >= 4 * limits.parcelsInFlight)
    for (const socket of sockets) socket.destroy()
    await waitFor(async () => (await forge.post(new Uint8Array(10))).status === 403)
    await expectUnharmed()
  })
})

async function busyCount(): Promise<number> {
  const { values } = await pair.b.parts.metrics.refused.get()
  return values.find((entry) => entry.labels.code === 'busy')?.value ?? 0
}

describe('a slow body', () => {
  it('is cut, however steadily it drips', async () => {
    const { port } = pair.setup.b.config.listen
    const sockets = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = net.connect(port, '127.0.0.1')
        const closed = new Promise((resolve) => socket.on('close', resolve))
        socket.on('error', () => undefined).resume()
        socket.write(
          `POST /concert/v1/inbox HTTP/1.1\r\nhost: b\r\ncontent-type: ${PARCEL_MEDIA_TYPE}\r\n` +
            'content-length: 100000\r\n\r\n',
        )
        return { socket, closed }
      }),
    )
    const drip = setInterval(() => {
      for (const { socket } of sockets) if (socket.writable) socket.write('x')
    }, 50)
    // A peer is served while they drip.
    await expectUnharmed()
    await Promise.all(sockets.map(({ closed }) => closed))
    clearInterval(drip)
    const { values } = await pair.b.parts.metrics.refused.get()
    expect(values).toContainEqual(
      expect.objectContaining({ labels: { code: 'too-slow' }, value: 20 }),
    )
  }, 10_000)
})

describe('more requests than an address may make', () => {
  it('are not even read', async () => {
    await pair.close()
    pair = await startPair({ limits: { requestsPerMinute: 50 } })
    forge = new Forge(pair.a, pair.b)
    const posts = Array.from({ length: 200 }, () => forge.post(new Uint8Array(10)))
    const statuses = (await Promise.all(posts)).map(({ status }) => status)
    // A minute may turn while they run: then as many again are let in.
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(100)
    pair.skew.b = 60_000
    expect((await forge.post(new Uint8Array(10))).status).toBe(403)
  })
})

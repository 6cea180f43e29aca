import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PARCEL_MEDIA_TYPE, verifyAnswer } from '@concert/envelope'
import { openStore, type PeerView, type RunningNode, type Store } from '@concert/node'
import { Forge, type Forged } from '@concert/node/testing/forge'
import { snapshotOf } from '@concert/node/testing/inspect'
import {
  GREEN_TERMS,
  indicators,
  setUpNode,
  startFromFolder,
  waitFor,
} from '@concert/node/testing/pair'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NodeChild } from './node-child.ts'

/*
 * The days of design §7 and protocol "Order of checks", between two processes: the receiver is a
 * node in one of its own, and here is its peer. The tests are one day's: a stranger is met, then is
 * an honest peer whom things befall, and at last keeps no rule any more.
 */

const MINUTE = 60_000
const DAY = 86_400_000
const GIGABYTE = 1 << 30
const LIMITS = { parcelBytes: 1 << 20, bodyMs: 1500 }

let folder: string
/** Of this process: honest when it shares, a liar through {@link Forge}. */
let a: RunningNode
/** The node of the other process. */
let b: NodeChild
let atB: Store
let forge: Forge
let compact = ''
let made = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-bad-days-'))
  const setup = await setUpNode(join(folder, 'a'), 'a')
  b = new NodeChild(await setUpNode(join(folder, 'b'), 'b', { limits: LIMITS }))
  await b.start()
  a = await startFromFolder(setup.config)
  const added = await a.parts.peers.add(b.setup.config.url)
  if (!added.ok) throw new Error(added.code)
  await lookIntoB()
}, 60_000)

afterAll(async () => {
  await Promise.all([a?.stop(), b?.end('SIGKILL'), atB?.close()])
  await rm(folder, { recursive: true, force: true })
})

/** Opens the store of the other process, to read. */
async function lookIntoB(): Promise<void> {
  const identity = await a.parts.context.identities.current((await peerOfA()).node)
  if (!identity) throw new Error('no identity')
  atB = await openStore({ kind: 'sqlite', path: join(folder, 'b', 'concert.db') })
  forge = new Forge(a, { read: atB.read, identity, url: b.setup.config.url })
}

/** A statement that the compact allows, with an object never used before. */
async function goodShare(): Promise<Forged> {
  const { crypto } = a.parts.context
  made += 1
  const items = indicators(a, made, 1).map(({ bytes }) => ({ salt: crypto.random(32), bytes }))
  return await forge.statement({ compact, items })
}

async function postHere(bytes: Uint8Array, node: RunningNode): Promise<number> {
  const response = await fetch(`${node.url}/concert/v1/inbox`, {
    method: 'POST',
    headers: { 'content-type': PARCEL_MEDIA_TYPE },
    body: Uint8Array.from(bytes),
  })
  return response.status
}

/** A node that has just started still writes down what it has found: waits until nothing changes. */
async function atRest(): Promise<object> {
  let last = ''
  await waitFor(async () => {
    await pause(200)
    const now = JSON.stringify(await snapshotOf(atB))
    const isResting = now === last
    last = now
    return isResting
  })
  return await snapshotOf(atB)
}

/** The peer learns no more than that; the operator learns the code; the store is as it was. */
async function expectUniform(bytes: Uint8Array, code: string): Promise<void> {
  const before = await snapshotOf(atB)
  const counted = (await b.refusals()).get(code) ?? 0
  const { status, body } = await forge.post(bytes)
  expect([status, new TextDecoder().decode(body)]).toEqual([403, '{"code":"not-accepted"}'])
  expect((await b.refusals()).get(code)).toBe(counted + 1)
  expect(await snapshotOf(atB)).toEqual(before)
}

/** The peer is told why in an answer that the receiver has signed; the store is as it was. */
async function expectAnswer(bytes: Uint8Array, code: string): Promise<void> {
  const before = await snapshotOf(atB)
  const { answer, receipts } = await forge.exchange(bytes)
  const { crypto, now, identities } = a.parts.context
  const identity = await identities.current((await peerOfA()).node)
  const verified = answer && identity && (await verifyAnswer(crypto, answer, identity, now()))
  expect(verified).toMatchObject({ ok: true, value: { code } })
  expect(receipts).toHaveLength(0)
  expect(await snapshotOf(atB)).toEqual(before)
}

async function peerOfA(): Promise<PeerView> {
  const [peer] = await a.parts.peers.list()
  if (!peer) throw new Error('no peer')
  return peer
}

async function expectHeard(): Promise<void> {
  const reply = await forge.exchange(await forge.parcel([await goodShare()]))
  expect(reply.receipts).toHaveLength(1)
}

async function objectsAtB(): Promise<number> {
  const { rows } = (await snapshotOf(atB)) as { readonly rows: { readonly objects: number } }
  return rows.objects
}

describe('a stranger', () => {
  it('is refused alike when unknown, when unconfirmed, and heard once confirmed', async () => {
    const bytes = await forge.parcel([await forge.statement({})])
    await expectUniform(bytes, 'unknown-peer')
    const peer = await peerOfA()
    const back = await b.ask<PeerView>('peers', { url: a.url })
    await expectUniform(bytes, 'unconfirmed-peer')
    await b.ask('peers/confirm', { node: back.node, number: peer.safetyNumber })
    const confirmed = await a.parts.peers.confirm(peer.node, back.safetyNumber)
    expect(confirmed.ok).toBe(true)
    await agree(peer.node)
  })
})

async function agree(peer: string): Promise<void> {
  const proposed = await a.parts.compacts.propose({
    peers: [peer],
    title: { en: 'Phishing domains', zh: '钓鱼域名' },
    text: [],
    from: '2026-01-01T00:00:00.000Z',
    until: '2100-01-01T00:00:00.000Z',
    signBy: '2099-01-01T00:00:00.000Z',
    terms: { intelligence: GREEN_TERMS },
  })
  if (!proposed.ok) throw new Error(proposed.code)
  compact = proposed.value.proposals[0]?.digest ?? ''
  await waitFor(async () =>
    b.ask('compacts/sign', { digest: compact }).then(
      () => true,
      () => false,
    ),
  )
  await waitFor(async () => (await a.parts.compacts.list())[0]?.status === 'in-force')
  await settled()
}

async function settled(): Promise<void> {
  const out = a.parts.context.store.read.db.selectFrom('envelopes').select('id')
  const open = out.where('direction', '=', 'out').where('receipt', 'is', null)
  await waitFor(async () => (await open.execute()).length === 0)
  await waitFor(async () => {
    const { envelopes } = await b.ask<{ envelopes: { queued: number } }>('status')
    return envelopes.queued === 0
  })
}

describe('what befalls an honest pair', () => {
  it('a clock ten minutes off, either way, refuses nothing', async () => {
    for (const skew of [-10 * MINUTE, 10 * MINUTE]) {
      await b.skew(skew)
      await expectShared(50)
    }
    await b.skew(0)
  })

  it('a peer away for the whole share gets everything once when it is back', async () => {
    await b.end('SIGKILL')
    await importAndShare(500)
    const before = await objectsAtB()
    await b.start()
    await settled()
    expect(await objectsAtB()).toBe(before + 500)
  })

  it('a full disk at the receiver changes nothing, and all arrives once there is room', async () => {
    await settled()
    // The last to close it empties the write-ahead log into the file that the quota is for.
    await atB.close()
    await b.end('SIGTERM')
    await lookIntoB()
    const maxBytes = (await atB.sizeBytes()) + 200_000
    await b.start({ store: { engine: 'sqlite', maxBytes } })
    const before = await atRest()
    const objects = await objectsAtB()
    await importAndShare(1000)
    await waitFor(async () => {
      const { values } = await a.parts.metrics.failures.get()
      return values.some((entry) => entry.labels.code === 'http-status' && entry.value >= 2)
    })
    expect(await snapshotOf(atB)).toEqual(before)
    expect((await fetch(`${b.setup.config.url}/healthz`)).status).toBe(200)
    await b.end('SIGTERM')
    await b.start()
    await settled()
    expect(await objectsAtB()).toBe(objects + 1000)
  })
})

async function importAndShare(count: number): Promise<void> {
  made += count
  await a.parts.intelligence.importObjects(indicators(a, 1_000_000 + made, count))
  const share = a.parts.intelligence.share((await peerOfA()).node, 'green')
  for (;;) {
    const step = await share.next()
    if (step.done) return expect(step.value.ok).toBe(true)
  }
}

async function expectShared(count: number): Promise<void> {
  const before = await objectsAtB()
  await importAndShare(count)
  await settled()
  expect(await objectsAtB()).toBe(before + count)
}

describe('an envelope', () => {
  it('with a byte tampered with anywhere changes nothing', async () => {
    const bytes = await forge.parcel([await goodShare()])
    const before = await atRest()
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 150)) {
      const tampered = Uint8Array.from(bytes)
      tampered[at]! ^= 1 << (at % 8)
      expect((await forge.post(tampered)).status).toBe(403)
    }
    expect(await snapshotOf(atB)).toEqual(before)
    expect((await forge.exchange(bytes)).receipts).toHaveLength(1)
  })

  it('for somebody else is refused, there and here', async () => {
    const { node } = a.parts.context.own
    await expectUniform(
      await forge.parcel([await goodShare()], { parcelTo: node }),
      'wrong-recipient',
    )
    await expectUniform(
      await forge.parcel([await goodShare()], { envelopeTo: node }),
      'wrong-recipient',
    )
    expect(await postHere(await forge.parcel([await goodShare()]), a)).toBe(403)
  })

  it('replayed, and sent twice at once, has one effect and one receipt', async () => {
    const bytes = await forge.parcel([await goodShare()])
    const before = await objectsAtB()
    const posts = await Promise.all(Array.from({ length: 20 }, () => forge.post(bytes)))
    const statuses = new Set(posts.map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
    const first = await forge.exchange(bytes)
    const held = await snapshotOf(atB)
    const again = await forge.exchange(bytes)
    expect(again.receipts[0]?.bytes).toEqual(first.receipts[0]?.bytes)
    expect(await snapshotOf(atB)).toEqual(held)
    expect(await objectsAtB()).toBe(before + 1)
  })

  it('after a gap is asked for again', async () => {
    await expectAnswer(await forge.parcel([await goodShare()], { seq: 1000 }), 'gap')
  })

  it('signed by a key that has expired is refused', async () => {
    const bytes = await forge.parcel([await goodShare()])
    await b.skew(1098 * DAY)
    await expectUniform(bytes, 'key-expired')
    await b.skew(0)
    expect((await forge.exchange(bytes)).receipts).toHaveLength(1)
  })
})

describe('a flood', () => {
  it('of a gigabyte in one body is cut after little more than the limit', async () => {
    const before = await atRest()
    expect(await stream(GIGABYTE)).toBeLessThan(64 << 20)
    expect(await snapshotOf(atB)).toEqual(before)
    await expectHeard()
  })

  it('of bodies that drip is cut in time, and a peer is heard meanwhile', async () => {
    const counted = (await b.refusals()).get('too-slow') ?? 0
    const dripping = Array.from({ length: 10 }, drip)
    await expectHeard()
    await Promise.all(dripping)
    expect((await b.refusals()).get('too-slow')).toBe(counted + 10)
  })

  it('of ten thousand junk requests changes nothing', async () => {
    const good = await forge.parcel([await goodShare()])
    const before = await atRest()
    const statuses = new Set<number>()
    for (let sent = 0; sent < 10_000; sent += 100) {
      const batch = Array.from({ length: 100 }, (_, i) => forge.post(junk(good, sent + i)))
      for (const { status } of await Promise.all(batch)) statuses.add(status)
    }
    expect([...statuses].filter((status) => status !== 403 && status !== 503)).toEqual([])
    expect(await snapshotOf(atB)).toEqual(before)
    expect((await forge.exchange(good)).receipts).toHaveLength(1)
  })
})

/** Noise, a parcel with a byte changed, or the beginning of one. */
function junk(good: Uint8Array, n: number): Uint8Array {
  if (n % 3 === 0) return crypto.getRandomValues(new Uint8Array(n % 1500))
  const bytes = Uint8Array.from(good)
  bytes[(n * 7919) % bytes.length]! ^= 1 + (n % 255)
  return n % 3 === 1 ? bytes : bytes.subarray(0, (n * 104_729) % bytes.length)
}

/** Streams zeros until the receiver has had enough. @returns the bytes that it let us write */
async function stream(size: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  let written = 0
  let isOver = false
  const post = request(`${b.setup.config.url}/concert/v1/inbox`, {
    method: 'POST',
    headers: { 'content-type': PARCEL_MEDIA_TYPE },
  })
  const end = () => {
    isOver = true
    post.destroy()
    resolve(written)
  }
  post.on('error', end).on('response', (response) => response.resume().on('close', end))
  const chunk = new Uint8Array(1 << 16)
  const pump = () => {
    while (!isOver && written < size) {
      written += chunk.length
      if (!post.write(chunk)) return void post.once('drain', pump)
    }
    if (!isOver) post.end()
  }
  pump()
  return await promise
}

/** A byte every 50 ms of a body that would take an hour. Resolves when the receiver hangs up. */
async function drip(): Promise<void> {
  const socket = net.connect(b.setup.config.listen.port, '127.0.0.1')
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => undefined).resume()
  socket.write(
    `POST /concert/v1/inbox HTTP/1.1\r\nhost: b\r\ncontent-type: ${PARCEL_MEDIA_TYPE}\r\n` +
      'content-length: 100000\r\n\r\n',
  )
  const dripping = setInterval(() => void (socket.writable && socket.write('x')), 50)
  await closed
  clearInterval(dripping)
}

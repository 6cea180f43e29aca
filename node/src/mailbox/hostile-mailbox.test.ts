import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { allNumbered, snapshotOf } from '../testing/inspect.ts'
import { indicators, type Pair, startPair } from '../testing/pair.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { type RunningWitness, startWitness } from '../trust/witness-process.ts'

interface Exchange {
  readonly path: string
  readonly body: Uint8Array
  readonly status: number
  readonly answer: Uint8Array
}

/** What the mailbox in the middle does with a request; undefined passes it on. */
type Lie = (path: string, body: Uint8Array) => Exchange | undefined

let pair: Pair
let folder: string
let honest: RunningWitness
let middle: Server
let lie: Lie
let recorded: Exchange[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-hostile-'))
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  honest = await startWitness({
    dataDir: folder,
    listen: { host: '127.0.0.1', port: 0 },
    name: 'cairn.example',
    logs: [],
    crypto: createNodeCrypto(),
    mailbox: { nodes: [pair.a, pair.b].map(({ parts }) => parts.context.own.node) },
  })
  ;[lie, recorded] = [() => undefined, []]
  const { name = '', vkey = '' } = honest.mailbox ?? {}
  const mailboxes = [{ name, vkey, url: await startMiddle() }]
  const mailbox = { silentMs: 0, pollMs: 3_600_000 }
  await pair.restart('a', { mailboxes, mailbox })
  await pair.restart('b', { mailboxes, mailbox })
  // Only the mailbox is between them.
  for (const { parts } of [pair.a, pair.b]) {
    await parts.context.store.transact(async (tx) => {
      await tx.db.updateTable('peers').set({ url: 'http://127.0.0.1:9' }).execute()
    })
  }
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 20))
  await pair.share()
})

afterEach(async () => {
  middle.closeAllConnections()
  middle.close()
  await honest.close()
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

/** A mailbox that has everything the real one has, its key included, and its own mind. */
async function startMiddle(): Promise<string> {
  middle = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Uint8Array.from(Buffer.concat(chunks))
    const path = (request.url ?? '').slice(1)
    const found = lie(path, body) ?? (await pass(path, body))
    recorded.push(found)
    response.writeHead(found.status).end(found.answer)
  })
  middle.listen(0, '127.0.0.1')
  await once(middle, 'listening')
  const address = middle.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

async function pass(path: string, body: Uint8Array): Promise<Exchange> {
  const url = `${honest.mailbox?.url}/${path}`
  const response = await fetch(url, { method: 'POST', body: Uint8Array.from(body) })
  return { path, body, status: response.status, answer: await response.bytes() }
}

const faultOf = async (node: Pair['a']) => (await node.parts.mail.list())[0]?.fault
const queued = async () => (await nodeStatus(pair.a.parts)).envelopes.queued
const receivedByB = async () => (await nodeStatus(pair.b.parts)).objects.received
const open = async () => (await pair.a.parts.mail.list())[0]?.lodged.length

async function exchangeByMail(): Promise<void> {
  for (let i = 0; i < 4 && (await queued()) > 0; i++) {
    await pair.a.parts.mail.round()
    await pair.b.parts.mail.round()
    await pair.a.parts.mail.round()
  }
}

it('that lies about what it holds is not believed, and delivery goes on without it', async () => {
  const noise = new TextEncoder().encode('{"code":"fine"}')
  const answering = (status: number, answer: Uint8Array): Lie => {
    return (path, body) => (path === 'deposit' ? { path, body, status, answer } : undefined)
  }
  // What was shared has its number: that is no answer to any lie.
  await allNumbered(pair.a.parts.context.store)
  const before = await snapshotOf(pair.a.parts.context.store)
  const real = await pass('poll', noise)
  expect(real.status).toBe(400)
  for (const [status, answer, code] of [
    [200, noise, 'malformed'],
    [200, new Uint8Array(0), 'malformed'],
    [200, new Uint8Array(1 << 20), 'too-large'],
    [500, noise, 'http-status'],
    [429, new TextEncoder().encode('{"code":"quota"}'), 'quota'],
    [418, new TextEncoder().encode('{"code":"\u001b[31m"}'), 'http-status'],
  ] as const) {
    lie = answering(status, answer)
    await pair.a.parts.mail.round()
    expect([code, await faultOf(pair.a)]).toEqual([code, code])
    expect(await open()).toBe(0)
  }
  expect(await snapshotOf(pair.a.parts.context.store)).toEqual(before)
  // A tender for another parcel is none for this one.
  lie = () => undefined
  recorded = []
  await pair.a.parts.mail.round()
  const tender = recorded.find(({ path, status }) => path === 'deposit' && status === 200)
  await pair.a.parts.context.store.transact(async (tx) => {
    await tx.db.deleteFrom('lodgements').execute()
  })
  lie = answering(200, tender?.answer ?? noise)
  await pair.a.parts.mail.round()
  expect(await faultOf(pair.a)).toBe('digest-mismatch')
  lie = () => undefined
  await exchangeByMail()
  expect(await receivedByB()).toBe(20)
})

it('that withholds, and gives only later, holds nothing up for ever', async () => {
  lie = (path, body) =>
    path === 'poll' ? { path, body, status: 204, answer: new Uint8Array(0) } : undefined
  await exchangeByMail()
  expect(await queued()).toBe(1)
  expect(await open()).toBe(1)
  lie = () => undefined
  await exchangeByMail()
  expect([await queued(), await receivedByB()]).toEqual([0, 20])
})

it('that shows everything again, to everybody, changes nothing', async () => {
  await exchangeByMail()
  expect(await receivedByB()).toBe(20)
  const given = recorded.filter(({ path, status }) => path === 'poll' && status === 200)
  expect(given.length).toBeGreaterThan(1)
  const before = [
    await snapshotOf(pair.a.parts.context.store),
    await snapshotOf(pair.b.parts.context.store),
  ]
  for (const old of given) {
    lie = (path) => (path === 'poll' ? old : undefined)
    await pair.a.parts.mail.round()
    await pair.b.parts.mail.round()
    // One parcel for ever, whatever is said to be taken, is a round of one.
    expect([await faultOf(pair.a), await faultOf(pair.b)].sort()).toEqual(
      ['conflict', 'wrong-recipient'].sort(),
    )
  }
  const after = [
    await snapshotOf(pair.a.parts.context.store),
    await snapshotOf(pair.b.parts.context.store),
  ]
  expect(after).toEqual(before)
})

it('that changes a byte of what it gives gets nothing else taken than what was sent', async () => {
  await pair.a.parts.mail.round()
  // What lies there for b is seen, and kept from b.
  let given = new Uint8Array(0)
  const polls: Promise<void>[] = []
  lie = (path, body) => {
    if (path !== 'poll') return undefined
    const seen = async () => {
      given = Uint8Array.from((await pass(path, body)).answer)
    }
    polls.push(seen())
    return { path, body, status: 500, answer: new Uint8Array(0) }
  }
  await pair.b.parts.mail.round()
  await Promise.all(polls)
  expect(given.length).toBeGreaterThan(0)
  const before = await snapshotOf(pair.b.parts.context.store)
  const isParcel = given.length - 4096
  for (let i = 0; i < 60; i++) {
    const answer = Uint8Array.from(given)
    const at = i < 20 ? isParcel + i * 200 : Math.floor((i * given.length) / 60)
    answer[at] = (answer[at] ?? 0) ^ 0x40
    lie = (path, body) => (path === 'poll' ? { path, body, status: 200, answer } : undefined)
    await pair.b.parts.mail.round()
    // In its last bytes the parcel is sealed: not one of them may differ.
    if (i < 20) expect(await snapshotOf(pair.b.parts.context.store)).toEqual(before)
  }
  expect([0, 20]).toContain(await receivedByB())
  const [peer] = await pair.b.parts.peers.list()
  expect(peer?.state).toBe('confirmed')
  lie = () => undefined
  await exchangeByMail()
  expect([await queued(), await receivedByB()]).toEqual([0, 20])
})

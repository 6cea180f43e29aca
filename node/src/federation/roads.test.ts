import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { QUOTAS } from '../config/resolve.ts'
import { Forge } from '../testing/forge.ts'
import { lostLeaves } from '../testing/inspect.ts'
import { indicators, type Pair, type Side, startPair, waitFor } from '../testing/pair.ts'
import { SlowLink } from '../testing/slow-link.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { peerHealth } from '../trust/peer-health.ts'
import type { Road } from './peers.ts'

const START = { epoch: 0, seq: 0 }
let pair: Pair

beforeEach(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
})
afterEach(() => pair.close())

async function setRoads(roads: Record<Side, Road>): Promise<void> {
  const { a, b } = pair
  await a.parts.peers.setRoad(b.parts.context.own.node, roads.a)
  await b.parts.peers.setRoad(a.parts.context.own.node, roads.b)
}

async function share(from: number, count: number): Promise<void> {
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, from, count))
  expect(await pair.share()).toBe(count)
}

/** What a courier carries from one side to the other: every parcel that waits there. */
async function fill(side: Side): Promise<Uint8Array[]> {
  const [from, to] = side === 'a' ? [pair.a, pair.b] : [pair.b, pair.a]
  const parcels: Uint8Array[] = []
  let after = START
  for (;;) {
    const made = await from.parts.courier.export(to.parts.context.own.node, after)
    if (!made.ok) throw new Error(made.code)
    if (!made.value.parcel) return parcels
    parcels.push(made.value.parcel)
    after = made.value.last
  }
}

async function bring(side: Side, parcels: readonly Uint8Array[]): Promise<void> {
  for (const parcel of parcels) {
    expect((await pair[side].parts.courier.import(parcel)).ok).toBe(true)
  }
}

/** One journey there and one back. */
async function journey(): Promise<void> {
  await bring('b', await fill('a'))
  await bring('a', await fill('b'))
}

async function expectExactlyOnce(count: number): Promise<void> {
  const { a, b } = pair
  expect((await nodeStatus(a.parts)).envelopes).toMatchObject({ queued: 0, refused: 0 })
  const rows = await b.parts.context.store.read.db
    .selectFrom('objects')
    .select('stix_id')
    .where('source', '=', a.parts.context.own.node)
    .execute()
  expect(rows).toHaveLength(count)
  expect(new Set(rows.map((row) => row.stix_id)).size).toBe(count)
  for (const side of [a, b]) expect(await lostLeaves(side.parts.context.store.read)).toBe(0)
}

describe('a node that comes and asks', () => {
  it('gets all that is queued for it, and its receipts go back', async () => {
    await setRoads({ a: 'pull', b: 'collect' })
    const [before] = await peerHealth(pair.a.parts)
    await share(0, 3500)
    await pair.settled()
    await expectExactlyOnce(3500)
    const [health] = await peerHealth(pair.a.parts)
    // What a peer fetches was not posted to it.
    const { sentBytes } = before as NonNullable<typeof before>
    expect(health).toMatchObject({ road: 'pull', queued: 0, lagMs: 0, sentBytes })
  })

  it('goes on over a restart of either side', async () => {
    await setRoads({ a: 'pull', b: 'collect' })
    await share(0, 2500)
    await pair.restart('b')
    await pair.restart('a')
    await share(2500, 1000)
    await pair.settled()
    await expectExactlyOnce(3500)
  })

  it('is told of by both sides in words that say what goes on, and since when it does not', async () => {
    await setRoads({ a: 'pull', b: 'collect' })
    const health = async (side: Side) => (await peerHealth(pair[side].parts))[0]
    expect(await health('a')).toMatchObject({ came: null })
    await share(0, 3)
    await pair.settled()
    expect((await health('b'))?.collected).toBeGreaterThan(0)
    expect((await health('a'))?.came).toBeGreaterThan(0)
    await pair.stop('a')
    await waitFor(async () => ((await health('b'))?.failures ?? 0) > 0)
    expect(await health('b')).toMatchObject({ fault: 'unreachable' })
    await pair.start('a')
    await share(3, 3)
    await pair.settled()
    await waitFor(async () => (await health('b'))?.failures === 0)
    await expectExactlyOnce(6)
  })

  it('brings in no more in a day than its quota, and the rest the day after', async () => {
    await pair.restart('b', { quotas: { ...QUOTAS, objectsPerDay: 1500 } })
    await setRoads({ a: 'pull', b: 'collect' })
    await share(0, 3000)
    await waitFor(async () => (await peerHealth(pair.b.parts))[0]?.fault === 'quota')
    const { received } = (await nodeStatus(pair.b.parts)).objects
    expect(received).toBeLessThan(3000)
    pair.skew.b = 86_400_000
    pair.skew.a = 86_400_000
    await pair.settled()
    await expectExactlyOnce(3000)
  })

  it('finds nothing where couriers carry: what it waits for goes over no network any more', async () => {
    await setRoads({ a: 'pull', b: 'collect' })
    await share(0, 3)
    await pair.settled()
    const came = async () => (await peerHealth(pair.a.parts))[0]?.came ?? 0
    const asksAgain = async (after: number) => await waitFor(async () => (await came()) > after)
    let before = await came()
    await pair.a.parts.peers.setRoad(pair.b.parts.context.own.node, 'courier')
    await asksAgain(before)
    before = await came()
    // What is queued wakes the request that waits.
    await share(3, 10)
    await asksAgain(before)
    expect((await nodeStatus(pair.b.parts)).objects.received).toBe(3)
    await setRoads({ a: 'courier', b: 'courier' })
    await journey()
    await expectExactlyOnce(13)
  })

  it('is not answered on a parcel that does not ask, and a request is no parcel for the inbox', async () => {
    const forge = new Forge(pair.a, pair.b)
    const plain = await forge.parcel([await forge.statement({})])
    const outbox = `${pair.b.url}/concert/v1/outbox`
    const headers = { 'content-type': 'application/vnd.concert.parcel' }
    const answer = await fetch(outbox, { method: 'POST', headers, body: Uint8Array.from(plain) })
    expect([answer.status, await answer.json()]).toEqual([403, { code: 'not-accepted' }])
    expect((await nodeStatus(pair.b.parts)).envelopes.refused).toBe(0)
  })
})

describe('a courier', () => {
  it('carries everything there, and the receipts back', async () => {
    await setRoads({ a: 'courier', b: 'courier' })
    await share(0, 5000)
    expect((await nodeStatus(pair.a.parts)).envelopes.queued).toBe(5)
    await journey()
    await expectExactlyOnce(5000)
    expect(await fill('a')).toEqual([])
  })

  it('may bring files twice, late, in another order, or lose them', async () => {
    await setRoads({ a: 'courier', b: 'courier' })
    await share(0, 4000)
    const first = await fill('a')
    await share(4000, 1000)
    const second = await fill('a')
    for (const parcel of [...first].reverse()) await pair.b.parts.courier.import(parcel)
    await fill('b') // A file of receipts that gets lost.
    await bring('b', [...second, ...second, ...first])
    await journey()
    await journey()
    await expectExactlyOnce(5000)
  })

  it('is told of bytes that were changed on the way, and they change nothing', async () => {
    await setRoads({ a: 'courier', b: 'courier' })
    await share(0, 10)
    const [parcel] = await fill('a')
    const changed = Uint8Array.from(parcel as Uint8Array)
    changed[changed.length - 9]! ^= 1
    expect(await pair.b.parts.courier.import(changed)).toMatchObject({ ok: false })
    expect((await nodeStatus(pair.b.parts)).objects.received).toBe(0)
    await journey()
    await expectExactlyOnce(10)
  })
})

describe('roads that change in the middle', () => {
  it('lose nothing and double nothing', async () => {
    await setRoads({ a: 'courier', b: 'courier' })
    await share(0, 3000)
    const late = await fill('a')
    await setRoads({ a: 'pull', b: 'collect' })
    await pair.settled()
    await share(3000, 2000)
    await pair.restart('b')
    await setRoads({ a: 'push', b: 'push' })
    await share(5000, 1000)
    await bring('b', late)
    await pair.settled()
    await setRoads({ a: 'courier', b: 'courier' })
    await share(6000, 500)
    await journey()
    await journey()
    await expectExactlyOnce(6500)
  })
})

describe('a link of 200 ms that cuts every tenth request, and all of them now and then', () => {
  it('delivers everything once', async () => {
    const port = Number(new URL(pair.b.url).port)
    const options = { roundTripMs: 200, bytesPerSecond: 4_000_000, cutPercent: 10 }
    const link = await SlowLink.open(port, { ...options, cutEveryMs: 1500, seed: 7 })
    try {
      expect((await pair.a.parts.peers.add(link.url)).ok).toBe(true)
      await share(0, 8000)
      await waitFor(async () => link.cuts > 0)
      await pair.settled()
      await expectExactlyOnce(8000)
    } finally {
      await link.close()
    }
  }, 30_000)
})

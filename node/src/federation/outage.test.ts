import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunningNode } from '../node.ts'
import { logFaults, lostLeaves, snapshotOf } from '../testing/inspect.ts'
import { indicators, type Pair, type Side, startPair, waitFor } from '../testing/pair.ts'
import { nodeStatus } from '../trust/node-status.ts'

const MINUTE = 60_000
let pair: Pair

afterEach(() => pair.close())

async function startAgreed(): Promise<void> {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
}

/** Everything of `a` is at `b` exactly once; every receipt is back; both logs are whole. */
async function expectExactlyOnce(count: number): Promise<void> {
  await pair.settled()
  const { a, b } = pair
  expect((await nodeStatus(a.parts)).envelopes).toMatchObject({ queued: 0, refused: 0 })
  expect((await nodeStatus(b.parts)).objects.received).toBe(count)
  const rows = await b.parts.context.store.read.db
    .selectFrom('objects')
    .select('stix_id')
    .where('source', '=', a.parts.context.own.node)
    .execute()
  expect(new Set(rows.map((row) => row.stix_id)).size).toBe(count)
  for (const side of [a, b]) await expectWholeLog(side)
}

async function expectWholeLog(node: RunningNode): Promise<void> {
  const { store, config, crypto } = node.parts.context
  const mark = join(config.dataDir, 'watermark.json')
  expect(await logFaults(store.read, mark, crypto.sha256)).toEqual([])
  expect(await lostLeaves(store.read)).toBe(0)
}

describe('a peer that is away', () => {
  it('for the whole share gets everything once when it is back', async () => {
    await startAgreed()
    await pair.stop('b')
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 3000))
    expect(await pair.share()).toBe(3000)
    expect((await nodeStatus(pair.a.parts)).envelopes.queued).toBe(3)
    await pair.start('b')
    await expectExactlyOnce(3000)
  })

  it('holds up nobody who asks for health', async () => {
    await startAgreed()
    await pair.stop('b')
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 10))
    await pair.share()
    expect((await fetch(`${pair.a.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${pair.a.url}/readyz`)).status).toBe(200)
    await pair.start('b')
    await expectExactlyOnce(10)
  })
})

describe('clocks that differ', () => {
  it.each([
    ['the sender behind', { a: -10 * MINUTE, b: 0 }],
    ['the sender ahead', { a: 10 * MINUTE, b: 0 }],
    ['ten minutes either way', { a: -10 * MINUTE, b: 10 * MINUTE }],
  ])('refuse nothing: %s', async (_name, skew) => {
    pair = await startPair()
    Object.assign(pair.skew, skew)
    await pair.peerAndConfirm()
    await pair.agreeCompact()
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 50))
    await pair.share()
    await expectExactlyOnce(50)
  })
})

describe('a restart midway', () => {
  it.each<Side>(['a', 'b'])('of %s loses nothing and doubles nothing', async (side) => {
    await startAgreed()
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 5000))
    await pair.share()
    await pair.restart(side)
    await pair.restart(side)
    await expectExactlyOnce(5000)
  })

  it('before the share has ended lets it go on where it was', async () => {
    await startAgreed()
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 4000))
    const { node } = pair.b.parts.context.own
    const share = pair.a.parts.intelligence.share(node, 'green')
    await share.next()
    await share.next()
    await pair.restart('a')
    expect(await pair.share()).toBe(2000)
    await expectExactlyOnce(4000)
  })
})

describe('a graceful stop', () => {
  it('does not wait for a checkpoint that is an hour away', async () => {
    await startAgreed()
    await pair.restart('a', { log: { batchMs: 3_600_000 } })
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 2000))
    await pair.share()
    expect((await nodeStatus(pair.a.parts)).envelopes.queued).toBeGreaterThan(0)
    await pair.restart('a')
    await expectExactlyOnce(2000)
  })
})

describe('a full disk', () => {
  it('at the receiver changes nothing there, and delivery goes on when there is room', async () => {
    await startAgreed()
    // A stop empties the write-ahead log into the file that the quota is for.
    await pair.restart('b')
    const full = (await pair.b.parts.context.store.sizeBytes()) + 200_000
    await pair.restart('b', { store: { engine: 'sqlite', maxBytes: full } })
    const before = await snapshotOf(pair.b.parts.context.store)
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 1000))
    await pair.share()
    await waitFor(async () => {
      const { values } = await pair.a.parts.metrics.failures.get()
      return values.some((entry) => entry.labels.code === 'http-status' && entry.value >= 2)
    })
    expect(await snapshotOf(pair.b.parts.context.store)).toEqual(before)
    expect((await nodeStatus(pair.a.parts)).envelopes.queued).toBe(1)
    expect((await fetch(`${pair.b.url}/healthz`)).status).toBe(200)
    await pair.restart('b')
    await expectExactlyOnce(1000)
  })

  it('at the sender refuses the share whole, and it goes on when there is room', async () => {
    await startAgreed()
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 1000))
    await pair.restart('a')
    const full = await pair.a.parts.context.store.sizeBytes()
    await pair.restart('a', { store: { engine: 'sqlite', maxBytes: full } })
    const before = await snapshotOf(pair.a.parts.context.store)
    await expect(pair.share()).rejects.toMatchObject({ code: 'store-full' })
    expect(await snapshotOf(pair.a.parts.context.store)).toEqual(before)
    await pair.restart('a')
    expect(await pair.share()).toBe(1000)
    await expectExactlyOnce(1000)
  })
})

import { join } from 'node:path'
import { parseReceipt, verifyReceipt } from '@concert/envelope'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunningNode } from '../node.ts'
import { logFaults, lostLeaves } from '../testing/inspect.ts'
import { indicators, type Pair, startPair } from '../testing/pair.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { nodeStatus } from '../trust/node-status.ts'

let pair: Pair

afterEach(() => pair.close())

async function faultsOf(node: RunningNode): Promise<readonly string[]> {
  const { store, config, crypto } = node.parts.context
  return await logFaults(store.read, join(config.dataDir, 'watermark.json'), crypto.sha256)
}

/** Every receipt that the sender stored, verified by the receiver's published identity. */
async function verifiedReceipts(sender: RunningNode, receiver: RunningNode): Promise<number> {
  const { store, crypto, now } = sender.parts.context
  const rows = await store.read.db
    .selectFrom('envelopes')
    .select(['receipt', 'peer_proof'])
    .where('direction', '=', 'out')
    .execute()
  let verified = 0
  for (const { receipt, peer_proof: proof } of rows) {
    const parsed = receipt && parseReceipt(crypto, receipt)
    if (!parsed?.ok || !proof) continue
    const identity = receiver.parts.context.own.identity
    if ((await verifyReceipt(crypto, parsed.value, identity, now())).ok) verified++
  }
  return verified
}

it('tells until when peers can seal to it', async () => {
  pair = await startPair()
  const { a } = pair
  const day = 24 * 3_600_000
  const until = Date.parse((await nodeStatus(a.parts)).sealKeyUntil ?? '')
  expect(Math.round((until - Date.now()) / day)).toBe(62)
  // A clock that is a day off is forgiven, here as where a peer looks for the key.
  pair.skew.a = 64 * day
  expect((await nodeStatus(a.parts)).sealKeyUntil).toBeNull()
})

async function shareRetractSight(): Promise<void> {
  const { a, b } = pair
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  const objects = indicators(a, 0, 2500)
  expect(await a.parts.intelligence.importObjects(objects)).toBe(2500)
  expect(await pair.share()).toBe(2500)
  await pair.settled()
  expect((await nodeStatus(b.parts)).objects).toEqual({ own: 0, received: 2500, retracted: 0 })

  const before = (await nodeStatus(a.parts)).envelopes.accepted
  expect(await pair.share()).toBe(0)
  await pair.settled()
  expect((await nodeStatus(a.parts)).envelopes.accepted).toBe(before)

  const ids = objects.map((object) => object.view.id)
  const retracted = await a.parts.intelligence.retract(ids.slice(0, 3), 'false-positive')
  expect(retracted).toMatchObject({ ok: true, value: { retracted: 3 } })
  const sighter = b.parts.stixIdentity.view.id
  const sighted = await b.parts.intelligence.sight(ids.slice(5, 7), 4, sighter)
  expect(sighted).toMatchObject({ ok: true, value: { sightings: 2 } })
  await pair.settled()
}

async function expectAllInOrder(): Promise<void> {
  const { a, b } = pair
  const [atA, atB] = [await nodeStatus(a.parts), await nodeStatus(b.parts)]
  expect(atB.objects).toEqual({ own: 0, received: 2500, retracted: 3 })
  expect(atA.objects).toEqual({ own: 2500, received: 0, retracted: 3 })
  expect([atA.sightings, atB.sightings]).toEqual([2, 2])
  // Compact: proposal, signature and what is held; three statements of objects; a retraction.
  expect(atA.envelopes).toEqual({ queued: 0, accepted: 7, refused: 0, received: 3 })
  expect(atB.envelopes).toEqual({ queued: 0, accepted: 3, refused: 0, received: 7 })
  expect(await verifiedReceipts(a, b)).toBe(7)
  expect(await verifiedReceipts(b, a)).toBe(3)
  for (const side of [a, b]) {
    expect(await faultsOf(side)).toEqual([])
    expect(await lostLeaves(side.parts.context.store.read)).toBe(0)
    // Identity, what it sent, what it receipted.
    expect(side.parts.context.log.head().size).toBe(1 + 7 + 3)
  }
}

async function expectSameBytes(): Promise<void> {
  const [sent, received] = await Promise.all(
    [pair.a, pair.b].map((side) =>
      side.parts.context.store.read.db
        .selectFrom('objects')
        .select(['stix_id', 'body'])
        .where('type', '=', 'indicator')
        .orderBy('stix_id')
        .execute(),
    ),
  )
  const plain = (rows: typeof sent) =>
    rows?.map((row) => [row.stix_id, Buffer.from(row.body).toString('base64')])
  expect(plain(received)).toEqual(plain(sent))
  const statements = await Promise.all(
    [pair.a, pair.b].map((side) =>
      side.parts.context.store.read.db
        .selectFrom('statements')
        .select(['digest', 'document'])
        .orderBy('digest')
        .execute(),
    ),
  )
  expect(statements[1]?.map((row) => Buffer.from(row.document).toString('base64'))).toEqual(
    statements[0]?.map((row) => Buffer.from(row.document).toString('base64')),
  )
}

describe('two nodes that share, retract and report sightings', () => {
  it('end with the same bytes, every receipt and consistent logs on SQLite', async () => {
    pair = await startPair()
    await shareRetractSight()
    await expectAllInOrder()
    await expectSameBytes()
  })

  it('end the same on PostgreSQL', async () => {
    const server = await startTestPostgres()
    try {
      const databases = { a: await server.createDatabase(), b: await server.createDatabase() }
      pair = await startPair({ databases })
      await shareRetractSight()
      await expectAllInOrder()
      await expectSameBytes()
      await pair.close()
    } finally {
      await server.stop()
    }
  })
})

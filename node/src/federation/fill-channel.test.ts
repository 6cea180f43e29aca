import { afterAll, beforeAll, expect, test } from 'vitest'
import { indicators, type Pair, startPair } from '../testing/pair.ts'
import { fillChannel } from './fill-channel.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await pair.settled()
})

afterAll(async () => await pair.close())

async function waiting(): Promise<number> {
  const { db } = pair.a.parts.context.store.read
  const rows = await db
    .selectFrom('envelopes')
    .select('id')
    .where('state', '=', 'waiting')
    .execute()
  return rows.length
}

test('where enough is ahead nothing is numbered, and whoever asked goes on', async () => {
  const { context, intelligence } = pair.a.parts
  const peer = pair.b.parts.context.own.node
  // Nobody else numbers meanwhile.
  await pair.a.parts.outgoing.stop()
  await intelligence.importObjects(indicators(pair.a, 0, 10))
  await pair.share()
  const place = { epoch: 0, seq: 0 }
  const left = await waiting()
  expect(left).toBeGreaterThan(0)
  await fillChannel(context, peer, place, { envelopes: 0, items: 0, bytes: 0 })
  expect(await waiting()).toBe(left)
  await fillChannel(context, peer, place, { envelopes: 9, items: 1_000_000, bytes: 1_000_000 })
  expect(await waiting()).toBe(0)
})

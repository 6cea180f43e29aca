import { join } from 'node:path'
import { parseProofFile } from '@concert/tlog'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { loadKeys } from '../keys/load-keys.ts'
import { openNodeStore } from '../open-node-store.ts'
import { indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { makeLogProof } from '../trust/log-proof.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { rotateKeys } from './rotate.ts'

const crypto = createNodeCrypto()
let pair: Pair

beforeEach(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
})
afterEach(() => pair.close())

async function keysOfA() {
  const folder = join(pair.setup.a.config.dataDir, 'keys')
  const loaded = await loadKeys({ folder, crypto })
  if (!loaded.ok) throw new Error(loaded.code)
  return loaded.value
}

async function rotate(uses: Parameters<typeof rotateKeys>[1]) {
  const { config } = pair.setup.a
  const store = await openNodeStore({ config, secrets: {} })
  try {
    const keys = await keysOfA()
    const rotated = await rotateKeys({ store, crypto, config, keys, now: Date.now() }, uses)
    if (!rotated.ok) throw new Error(rotated.code)
    return rotated.value
  } finally {
    await store.close()
  }
}

async function exchange(from: number): Promise<void> {
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, from, 5))
  const before = (await nodeStatus(pair.b.parts)).objects.received
  await pair.share()
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received === before + 5)
  await pair.settled()
}

test('new keys of every use and a new root: the peer follows by itself', async () => {
  await exchange(0)
  const node = pair.a.parts.context.own.node
  await pair.stop('a')
  expect(await rotate(['sign', 'seal', 'log', 'root'])).toMatchObject({ version: 2 })
  const setup = { ...pair.setup.a, keys: await keysOfA() }
  Object.assign(pair.setup.a, setup)
  await pair.start('a')
  const { identity } = pair.a.parts.context.own
  expect(identity.node).toBe(node)
  expect(pair.a.parts.context.own.signers.every(({ id }) => id.length === 32)).toBe(true)
  await exchange(100)
  const seen = await pair.b.parts.context.identities.current(node)
  expect(seen?.version).toBe(2)
  expect(seen?.keys.length).toBe(9)
  await pair.stop('a')
  expect(await rotate(['root'])).toMatchObject({ version: 3 })
})

test('keys that no identity lists are not used', async () => {
  const before = pair.a.parts.context.own.signers.map(({ id }) => id)
  await pair.stop('a')
  await rotate(['sign'])
  // The identity of before, as after a rotation that wrote its keys and was cut short.
  const { config } = pair.setup.a
  const store = await openNodeStore({ config, secrets: {} })
  await store.transact(async (tx) => {
    await tx.db.deleteFrom('identities').where('version', '=', 2).execute()
  })
  await store.close()
  Object.assign(pair.setup.a, { keys: await keysOfA() })
  await pair.start('a')
  expect(pair.a.parts.context.own.signers.map(({ id }) => id)).toEqual(before)
  await exchange(0)
})

test('the log proves where the envelope of an object stands, at either side', async () => {
  // Each asks the other to cosign its log, as after a peer was added over the operator's routes.
  for (const { parts } of [pair.a, pair.b]) await parts.trust.refresh()
  await exchange(0)
  const [object] = indicators(pair.a, 0, 1)
  for (const { parts } of [pair.a, pair.b]) {
    const made = await makeLogProof(parts.context, object!.view.id)
    if (!made.ok) throw new Error(made.code)
    expect(parseProofFile(made.value.proof).ok).toBe(true)
    expect(await makeLogProof(parts.context, made.value.leaf)).toMatchObject({ ok: true })
  }
  for (const id of [`01${'00'.repeat(32)}`, 'indicator--none']) {
    expect(await makeLogProof(pair.a.parts.context, id)).toMatchObject({ code: 'not-found' })
  }
})

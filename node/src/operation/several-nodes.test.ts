import { copyFile, cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { type RunningNode, startNode } from '../node.ts'
import { indicators, keysIn, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { watermarkPath } from './data-files.ts'
import { checkWholeLog } from './log-check/fsck.ts'

let server: TestPostgres
let pair: Pair

beforeAll(async () => {
  server = await startTestPostgres()
  const databases = { a: await server.createDatabase(), b: await server.createDatabase() }
  pair = await startPair({ databases })
  await pair.peerAndConfirm()
  await pair.agreeCompact()
})
afterAll(async () => {
  await pair.close()
  await server.stop()
})

async function shareFrom(node: RunningNode, from: number): Promise<void> {
  await node.parts.intelligence.importObjects(indicators(node, from, 10))
  const [peer] = await node.parts.peers.list()
  const share = node.parts.intelligence.share(peer?.node ?? '', 'green')
  for (let step = await share.next(); ; step = await share.next()) {
    if (!step.done) continue
    expect(step.value).toMatchObject({ ok: true })
    return
  }
}

test('two processes are one node to their peer: one log, one channel, whoever is asked', async () => {
  const { config, databaseUrl = '' } = pair.setup.a
  const watermarks = join(config.dataDir, 'shared')
  await pair.stop('a')
  await mkdir(watermarks)
  await copyFile(watermarkPath(config.dataDir), join(watermarks, 'first.json'))
  const log = { ...config.log, watermarks }
  await pair.start('a', { log })
  const dataDir = join(config.dataDir, 'second')
  await cp(join(config.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true })
  const second = await startNode({
    config: { ...config, dataDir, log, listen: { host: '127.0.0.1', port: 0 } },
    secrets: { databaseUrl },
    keys: await keysIn(dataDir),
  })
  for (let round = 0; round < 3; round++) {
    // What is new is found by looking, so two who look at once would share it twice.
    await shareFrom(second, 100 + 20 * round)
    await shareFrom(pair.a, 110 + 20 * round)
  }
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received === 60)
  await pair.settled()
  for (const node of [pair.a, pair.b, second]) {
    const peers = await node.parts.peers.list()
    expect(peers.map((peer) => [peer.state, peer.frozen])).toEqual([['confirmed', null]])
    expect((await nodeStatus(node.parts)).alarms).toMatchObject({ 'split-view': 0, fork: 0 })
  }
  await second.stop()
  await shareFrom(pair.a, 500)
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received === 70)
  await pair.settled()
  const report = await checkWholeLog({
    store: pair.a.parts.context.store,
    crypto: createNodeCrypto(),
    config: pair.a.parts.context.config,
    progressPath: join(config.dataDir, 'fsck.json'),
    isRestarted: true,
    now: Date.now,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  expect(report).toMatchObject({ ok: true, value: { ok: true, problems: [] } })
})

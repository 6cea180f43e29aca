import { copyFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyEvidence } from '@concert/envelope'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { indicators, keysIn, type Pair, type Side, startPair, waitFor } from '../testing/pair.ts'
import { exportEvidence, publishedKeys } from '../trust/export-evidence.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { makeBackup } from './backup.ts'
import { databasePath, watermarkPath } from './data-files.ts'
import { restoreBackup } from './restore.ts'

const crypto = createNodeCrypto()
let pair: Pair

beforeEach(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await shareMore(0)
})
afterEach(() => pair.close())

async function shareMore(from: number): Promise<void> {
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, from, 10))
  await pair.share()
  await pair.settled()
}

async function sightFromB(count: number): Promise<void> {
  const { parts } = pair.b
  const { objects } = await parts.intelligence.list({ own: false, after: 0, type: 'indicator' })
  const id = objects[0]?.stixId ?? ''
  const seen = await parts.intelligence.sight([id], count, parts.stixIdentity.view.id)
  if (!seen.ok) throw new Error(seen.code)
}

const folderOf = (side: Side) => pair.setup[side].config.dataDir

async function backup(side: Side, name: string): Promise<string> {
  const made = await makeBackup(pair.setup[side].config, join(folderOf(side), name), false)
  if (!made.ok) throw new Error(made.code)
  return made.value.folder
}

async function restore(side: Side, from: string) {
  const { config } = pair.setup[side]
  const keys = await keysIn(config.dataDir)
  const restored = await restoreBackup({ crypto, config, keys, now: Date.now() }, from)
  if (!restored.ok) throw new Error(restored.code)
  return restored.value
}

async function expectExchange(received: number): Promise<void> {
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received >= received)
  await pair.settled()
  for (const side of [pair.a, pair.b]) {
    const peers = await side.parts.peers.list()
    expect(peers.map((peer) => [peer.state, peer.frozen])).toEqual([['confirmed', null]])
  }
}

test('a backup is private, made while the node runs, and holds no watermark', async () => {
  const folder = await backup('a', 'backup')
  expect((await readdir(folder)).toSorted()).toEqual(['concert.db'])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(databasePath(folder))).mode & 0o777).toBe(0o600)
  expect(await makeBackup(pair.setup.a.config, folder, false)).toMatchObject({
    code: 'backup-exists',
  })
  const made = await makeBackup(pair.setup.a.config, join(folderOf('a'), 'with-keys'), true)
  expect(made.ok && made.value.files).toContain('keys/log-1-ed25519.json')
})

test('nothing signed since the backup: the log goes on', async () => {
  await pair.stop('a')
  const folder = await backup('a', 'backup')
  const restored = await restore('a', folder)
  expect(restored).toMatchObject({ standing: 'same', identityVersion: 1 })
  await pair.start('a')
  await shareMore(100)
  await expectExchange(20)
})

test('an older backup begins another log, and the exchange goes on both ways', async () => {
  const folder = await backup('a', 'backup')
  await shareMore(100)
  await sightFromB(3)
  await pair.settled()
  await pair.stop('a')
  const { origin } = pair.b.parts.context.own.identity.log
  const restored = await restore('a', folder)
  expect(restored).toMatchObject({ standing: 'older', identityVersion: 2 })
  expect(restored.origin).toBe(`${pair.setup.a.config.host}/concert/v1/log/2`)
  await pair.start('a')
  await shareMore(200)
  await expectExchange(30)
  await sightFromB(2)
  await pair.settled()
  expect((await nodeStatus(pair.a.parts)).sightings).toBe(2)
  expect(pair.b.parts.context.own.identity.log.origin).toBe(origin)
})

test('a peer that may not ask again so soon is shown the new keys', async () => {
  const folder = await backup('a', 'backup')
  await shareMore(100)
  const { peers, context } = pair.b.parts
  const [a] = await peers.list()
  const node = a?.node ?? ''
  // Asked now, it may ask again in a minute.
  expect(await peers.renewed(node)).toBeUndefined()
  await pair.stop('a')
  await restore('a', folder)
  await pair.start('a')
  expect(await peers.renewed(node)).toBeUndefined()
  expect((await context.identities.current(node))?.version).toBe(1)
  await shareMore(200)
  await expectExchange(30)
  expect((await context.identities.current(node))?.version).toBe(2)
})

test('a peer that was not reached is asked again after a second', async () => {
  const folder = await backup('a', 'backup')
  await shareMore(100)
  await pair.stop('a')
  const { peers, context } = pair.b.parts
  const [a] = await peers.list()
  const node = a?.node ?? ''
  expect(await peers.renewed(node)).toBeUndefined()
  await restore('a', folder)
  await pair.start('a')
  pair.skew.b += 1000
  await peers.renewed(node)
  expect((await context.identities.current(node))?.version).toBe(2)
})

test('what was shared before a restore is still proven, under the new log', async () => {
  const folder = await backup('a', 'backup')
  await shareMore(100)
  await pair.stop('a')
  expect((await restore('a', folder)).standing).toBe('older')
  await pair.start('a')
  const [object] = indicators(pair.a, 0, 1)
  const file = await exportEvidence(pair.a.parts, object?.view.id ?? '')
  if (!file.ok) throw new Error(file.code)
  const report = await verifyEvidence(crypto, file.value, await publishedKeys(pair.a.parts))
  expect(report.steps.filter((step) => step.ok === false)).toEqual([])
  const sender = report.steps.find((step) => step.step === 'sender-log')
  expect(sender).toMatchObject({ ok: true, facts: { origin: pair.a.parts.context.log.origin } })
})

test('a witness of others that came back from a backup cosigns with another key', async () => {
  const before = pair.a.parts.context.own.identity.witness.vkey
  await pair.stop('a')
  const folder = await backup('a', 'backup')
  await pair.start('a')
  // Nothing of ours changes, but the peer's log grows and is cosigned here.
  const { store, log } = pair.b.parts.context
  const { size } = pair.a.parts.context.log.head()
  const grown = log.head().size + 1
  await store.transact((tx) => log.submit(tx, [crypto.random(33)]))
  log.wake()
  await waitFor(async () => log.witnessed()?.size === grown)
  expect(pair.a.parts.context.log.head().size).toBe(size)
  await pair.stop('a')
  const restored = await restore('a', folder)
  // Its own log goes on: only what it said as a witness is forgotten.
  expect(restored).toMatchObject({ standing: 'same', identityVersion: 2 })
  await pair.start('a')
  expect(pair.a.parts.context.own.identity.witness.vkey).not.toBe(before)
  await shareMore(100)
  await expectExchange(20)
})

test('restoring the same backup again never uses an epoch or an origin twice', async () => {
  const folder = await backup('a', 'backup')
  await shareMore(100)
  for (const generation of [2, 3]) {
    await pair.stop('a')
    const restored = await restore('a', folder)
    expect(restored.origin).toMatch(new RegExp(`/log/${generation}$`))
    expect(restored.identityVersion).toBe(generation)
    await pair.start('a')
    await shareMore(100 * generation)
    await expectExchange(10 + 10 * generation)
  }
})

test('without watermark nobody knows what was signed: another log, numbered by time', async () => {
  const folder = await backup('a', 'backup')
  await pair.stop('a')
  await rm(watermarkPath(folderOf('a')))
  const restored = await restore('a', folder)
  expect(restored.standing).toBe('unknown')
  expect(restored.origin).toMatch(/\/log\/\d{10}$/)
})

test('a database copied back by hand is refused at start', async () => {
  const folder = await backup('a', 'backup')
  await shareMore(100)
  await pair.stop('a')
  const database = databasePath(folderOf('a'))
  for (const part of ['-wal', '-shm']) await rm(database + part, { force: true })
  await copyFile(databasePath(folder), database)
  await expect(pair.start('a')).rejects.toMatchObject({ code: 'log-rolled-back' })
  await restore('a', folder)
  await pair.start('a')
  await shareMore(200)
  await expectExchange(20)
})

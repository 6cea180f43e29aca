import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import { indicators, keysIn, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { beginNewLog } from './new-log.ts'

let server: TestPostgres
let pair: Pair
let urls: { readonly a: string; readonly b: string }

beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
  urls = { a: await server.createDatabase(), b: await server.createDatabase() }
  pair = await startPair({ databases: urls })
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await shareMore(0)
  const { dataDir, host, names, economy, url, listen } = pair.setup.a.config
  const file = JSON.stringify({ host, names, economy, url, listen })
  await writeFile(join(dataDir, 'concert.json'), file, { mode: 0o600 })
})
afterEach(() => pair.close())

async function shareMore(from: number): Promise<void> {
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, from, 10))
  await pair.share()
  await pair.settled()
}

async function restore() {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: ['restore', '--json', '--data', pair.setup.a.config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: { CONCERT_DATABASE_URL: urls.a },
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, err, restored: out === '' ? undefined : JSON.parse(out) }
}

/** What pg_dump and pg_restore do: the database as it was when the copy was made. */
async function copyOfA(): Promise<() => Promise<void>> {
  const copy = await server.copyDatabase(urls.a)
  return () => server.replaceDatabase(urls.a, copy)
}

test('nothing was signed since the dump: the log goes on', async () => {
  await pair.stop('a')
  await (await copyOfA())()
  expect((await restore()).restored).toMatchObject({ standing: 'same', identityVersion: 1 })
  await pair.start('a')
  await shareMore(100)
  expect((await nodeStatus(pair.b.parts)).objects.received).toBe(20)
})

test('an older dump is refused at start, and begins another log after restore', async () => {
  await pair.stop('a')
  const bringBack = await copyOfA()
  await pair.start('a')
  await shareMore(100)
  await pair.stop('a')
  await bringBack()
  await expect(pair.start('a')).rejects.toMatchObject({ code: 'log-rolled-back' })
  const { code, restored } = await restore()
  expect(code).toBe(0)
  expect(restored).toMatchObject({ standing: 'older', identityVersion: 2, setAside: null })
  expect(restored.origin).toMatch(/\/log\/2$/)
  await pair.start('a')
  await shareMore(200)
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received >= 30)
})

test('a restore that was cut short is done again and uses nothing twice', async () => {
  await pair.stop('a')
  const bringBack = await copyOfA()
  await pair.start('a')
  await shareMore(100)
  await pair.stop('a')
  await bringBack()
  const { config } = pair.setup.a
  const store = await openStore({ kind: 'postgres', url: urls.a })
  const keys = await keysIn(config.dataDir)
  const crypto = createNodeCrypto()
  // Ends between the log that was begun and the record of it.
  const deps = { store, crypto, config, keys, now: Date.now(), generation: 2, laterIdentities: [] }
  await beginNewLog(deps)
  await store.close()
  await expect(pair.start('a')).rejects.toMatchObject({ code: 'log-origin-changed' })
  const { restored } = await restore()
  expect(restored.origin).toMatch(/\/log\/3$/)
  await pair.start('a')
  await shareMore(200)
  await waitFor(async () => (await nodeStatus(pair.b.parts)).objects.received >= 30)
})

test('while another process of the node runs, nothing is changed', async () => {
  // The other process is on another machine: this data folder does not know of it.
  const other = await openStore({ kind: 'postgres', url: urls.a })
  await pair.stop('a')
  expect(await restore()).toMatchObject({ code: 1 })
  expect((await restore()).err).toContain('restore-in-use')
  await other.close()
  expect((await restore()).restored).toMatchObject({ standing: 'same' })
})

import fs from 'node:fs/promises'
import path from 'node:path'
import { type CryptoPort, hex, utf8 } from '@concert/core'
import {
  formatVkey,
  KEY_TYPES,
  MAX_ADD_CHECKPOINT_BYTES,
  type NoteSigner,
  openCheckpoint,
  parseVkey,
} from '@concert/tlog'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { NodeLog } from './node-log.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'
import { logRoutes } from './trust-routes.ts'
import { type RunningWitness, runWitness, startWitness } from './witness-process.ts'
import { Witnessing } from './witnessing.ts'

const ORIGIN = 'a.example/concert'

let crypto: CryptoPort
let folder: string
let store: Store
let signer: NoteSigner
let log: NodeLog
let app: FastifyInstance

beforeEach(async () => {
  crypto = createNodeCrypto()
  folder = await makeTestFolder()
  store = await openStore({ kind: 'sqlite', path: path.join(folder, 'node.db') })
  signer = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  const watermarkPath = path.join(folder, 'watermark.json')
  const onError = (error: unknown) => {
    throw error
  }
  log = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 1, onError })
  app = fastify()
  await app.register(logRoutes, { log })
})

afterEach(async () => {
  await app.close()
  await log.stop()
  await store.close()
  await fs.rm(folder, { recursive: true, force: true })
})

async function grow(from: number, count: number): Promise<void> {
  const leaves = leavesFrom(crypto, from, count)
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
}

const get = (at: string) => app.inject({ url: `/concert/v1/log/${at}` })

describe('a log', () => {
  test('shows its newest checkpoint', async () => {
    const answer = await get('checkpoint')
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.body).toBe(log.head().checkpoint)
    await grow(0, 3)
    log.setWitnessed({ size: 2, checkpoint: 'older' })
    expect((await get('checkpoint')).body).toBe(log.head().checkpoint)
    log.setWitnessed({ size: 3, checkpoint: 'cosigned' })
    expect((await get('checkpoint')).body).toBe('cosigned')
  })

  test('serves full tiles, and partial ones as prefixes, for ever', async () => {
    await grow(0, 300)
    const full = await get('tile/0/000')
    expect(full.rawPayload.length).toBe(8_192)
    expect(full.headers['cache-control']).toContain('immutable')
    expect(full.headers['content-type']).toBe('application/octet-stream')
    const partial = await get('tile/0/001.p/44')
    expect((await get('tile/0/001.p/7')).rawPayload).toEqual(partial.rawPayload.subarray(0, 224))
    expect((await get('tile/0/000.p/255')).rawPayload).toEqual(full.rawPayload.subarray(0, 8_160))
    expect((await get('tile/1/000.p/1')).rawPayload.length).toBe(32)
    expect((await get('tile/entries/001.p/2')).rawPayload.length).toBe(2 * (2 + 33))
  })

  test('says that nothing has changed to who has it already', async () => {
    await grow(0, 300)
    for (const at of ['checkpoint', 'tile/0/000', 'tile/0/001.p/44']) {
      const first = await get(at)
      const etag = String(first.headers.etag)
      const ask = (known: string) =>
        app.inject({ url: `/concert/v1/log/${at}`, headers: { 'if-none-match': known } })
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask(known)
        expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
        expect(again.headers['cache-control']).toBe(first.headers['cache-control'])
      }
      expect((await ask('"other"')).rawPayload).toEqual(first.rawPayload)
    }
    const before = await get('checkpoint')
    await grow(300, 1)
    expect((await get('checkpoint')).headers.etag).not.toBe(before.headers.etag)
  })

  test('serves nothing beyond what it has published, and no other spelling', async () => {
    await grow(0, 300)
    const beyond = ['0/001', '0/001.p/45', '0/002.p/1', '1/000', '1/000.p/2', '2/000.p/1']
    const misspelt = ['0/000.p/256', '0/000.p/0', '00/000', '0/x000/000', '0/0']
    for (const at of [...beyond, 'entries/001.p/45', ...misspelt]) {
      expect([at, (await get(`tile/${at}`)).statusCode]).toEqual([at, 404])
    }
  })
})

describe('a witness of its own', () => {
  let running: RunningWitness | undefined

  afterEach(async () => {
    await running?.close()
    running = undefined
  })

  const options = (logs: readonly string[]) => ({
    dataDir: path.join(folder, 'witness'),
    listen: { host: '127.0.0.1', port: 0 },
    name: 'w.example',
    logs,
    crypto,
  })

  test('cosigns over HTTP and shows it', async () => {
    running = await startWitness(options([formatVkey(signer.key)]))
    const alarms: unknown[] = []
    const witnessing = new Witnessing({
      log,
      store,
      crypto,
      logKey: signer.key,
      now: () => Date.now(),
      onAlarm: (alarm) => alarms.push(alarm),
      onError: (error) => alarms.push(error),
      intervalMs: 1,
    })
    const { vkey, url } = running
    await witnessing.setWitnesses([{ name: 'w.example', vkey, url }])
    await grow(0, 300)
    await vi.waitFor(() => expect(log.witnessed()?.size).toBe(300))
    await witnessing.stop()
    expect(alarms).toEqual([])
    const shown = await fetch(`${url}/${hex(crypto.sha256(utf8(ORIGIN)))}/checkpoint`)
    const key = parseVkey(crypto.sha256, vkey)
    if (!key.ok) throw new Error(key.code)
    const trust = { logs: [signer.key], witnesses: [key.value] }
    const opened = await openCheckpoint(crypto, await shown.text(), trust)
    expect(opened.ok && opened.value.cosigners).toHaveLength(1)
  })

  test('learns of logs while it runs and keeps its key', async () => {
    const refused: unknown[] = []
    const onRefused = (line: unknown) => refused.push(line)
    running = await startWitness({ ...options([]), onRefused })
    const { vkey } = running
    await grow(0, 3)
    const body = `old 0\n\n${log.head().checkpoint}`
    const ask = async () => {
      return (await fetch(`${running?.url}/add-checkpoint`, { method: 'POST', body })).status
    }
    expect(await ask()).toBe(404)
    const logs = path.join(folder, 'witness', 'logs.txt')
    await fs.writeFile(logs, `# the demo\nnonsense\n${formatVkey(signer.key)}\n`)
    expect(await ask()).toBe(200)
    expect(refused).toEqual([{ ok: false, code: 'malformed', at: 'logs.txt:2' }])
    const mode = (await fs.stat(path.join(folder, 'witness', 'witness.key'))).mode & 0o777
    expect(mode).toBe(0o600)
    await running.close()
    running = await startWitness(options([]))
    expect(running.vkey).toBe(vkey)
    expect(await ask()).toBe(409)
  })

  test('bounds what it reads, refuses noise and knows what it does not hold', async () => {
    running = await startWitness(options([]))
    const { url } = running
    const post = (body: string) => fetch(`${url}/add-checkpoint`, { method: 'POST', body })
    expect((await post('x'.repeat(MAX_ADD_CHECKPOINT_BYTES + 1))).status).toBe(413)
    expect((await post('noise')).status).toBe(400)
    expect((await post('')).status).toBe(400)
    expect((await fetch(`${url}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404)
    expect((await fetch(new URL('/healthz', url))).status).toBe(200)
  })

  test('runs until it is told to end', async () => {
    const end = new AbortController()
    let url = ''
    await runWitness({
      ...options([]),
      signal: end.signal,
      onListening: (listening) => {
        url = listening.url
        end.abort()
      },
    })
    await expect(fetch(url)).rejects.toThrow()
  })
})

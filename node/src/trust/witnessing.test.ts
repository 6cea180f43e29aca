import fs from 'node:fs/promises'
import path from 'node:path'
import { type CryptoPort, hex, utf8 } from '@concert/core'
import {
  type Checkpoint,
  emptyEdge,
  formatNote,
  formatVkey,
  KEY_TYPES,
  type NoteSigner,
  openCheckpoint,
  readWitnessAnswer,
  signCheckpoint,
  type WitnessAnswer,
} from '@concert/tlog'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { listAlarms, provesSplit } from '../monitor/alarms.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import type { WitnessTransport } from './ask-witness.ts'
import { NodeLog } from './node-log.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'
import { createWitness, type Witness } from './witness.ts'
import type { WitnessAlarm } from './witness-alarm.ts'
import { witnessPolicy } from './witness-policy.ts'
import { Witnessing } from './witnessing.ts'

const ORIGIN = 'a.example/concert'

interface TestWitness {
  readonly witness: Witness
  readonly signer: NoteSigner
  readonly config: { readonly name: string; readonly vkey: string; readonly url: string }
}

let crypto: CryptoPort
let folder: string
let stores: Store[]
let store: Store
let signer: NoteSigner
let log: NodeLog
let witnessing: Witnessing
let alarms: WitnessAlarm[]
let errors: unknown[]
/** Sizes asked from, one for each request. */
let asked: string[]
/** By URL. */
let witnesses: Map<string, Witness>
/** Answers that take the place of the witness's. */
let fakes: (() => WitnessAnswer)[]

const transport: WitnessTransport = {
  async addCheckpoint(url, body, signal) {
    asked.push(body.slice(0, body.indexOf('\n')))
    const fake = fakes.shift()
    if (fake) return fake()
    const witness = witnesses.get(url)
    if (witness) return await witness.addCheckpoint(utf8(body))
    return await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  },
  read: async (url, at) => await witnesses.get(url)?.monitoring(at.split('/')[0] ?? ''),
}

beforeEach(async () => {
  crypto = createNodeCrypto()
  folder = await makeTestFolder()
  stores = []
  store = await openTestStore('node')
  signer = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  ;[alarms, errors, asked, witnesses, fakes] = [[], [], [], new Map(), []]
  const onError = (error: unknown) => errors.push(error)
  const watermarkPath = path.join(folder, 'watermark.json')
  log = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 1, onError })
  witnessing = new Witnessing({
    log,
    store,
    crypto,
    transport,
    logKey: signer.key,
    now: () => Date.now(),
    onAlarm: (alarm) => alarms.push(alarm),
    onError,
    intervalMs: 1,
    timeoutMs: 50,
  })
})

afterEach(async () => {
  await witnessing.stop()
  await log.stop()
  await Promise.all(stores.map((each) => each.close()))
  await fs.rm(folder, { recursive: true, force: true })
})

async function openTestStore(name: string): Promise<Store> {
  const opened = await openStore({ kind: 'sqlite', path: path.join(folder, `${name}.db`) })
  stores.push(opened)
  return opened
}

async function startTestWitness(name: string): Promise<TestWitness> {
  const own = await makeTestSigner(crypto, name, KEY_TYPES.cosignature)
  const witness = createWitness({
    store: await openTestStore(name),
    crypto,
    signer: own,
    trustedLogs: () => [signer.key],
    now: () => Date.now(),
  })
  const url = `http://${name}`
  witnesses.set(url, witness)
  return { witness, signer: own, config: { name, vkey: formatVkey(own.key), url } }
}

async function grow(from: number, count: number) {
  const leaves = leavesFrom(crypto, from, count)
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  return await log.integrated(leaves)
}

const witnessedBy = (size: number, ...names: readonly string[]) =>
  vi.waitFor(() => {
    expect(log.witnessed()?.size).toBe(size)
    expect(log.witnessed()?.cosigners.toSorted()).toEqual(names)
  })

const quorum = (count: number, ...members: readonly TestWitness[]) =>
  witnessPolicy(crypto.sha256, { quorum: count, witnesses: members.map(({ config }) => config) })

/** A checkpoint of ours that our log never had. */
async function foreign(size: number): Promise<string> {
  const checkpoint: Checkpoint = { origin: ORIGIN, size, root: crypto.random(32) }
  return formatNote(await signCheckpoint(signer, checkpoint))
}

test('a process that is behind another one on the same database raises no alarm', async () => {
  const { config } = await startTestWitness('w.example')
  const onError = (error: unknown) => errors.push(error)
  const watermarkPath = path.join(folder, 'other.json')
  await grow(0, 3)
  await fs.copyFile(path.join(folder, 'watermark.json'), watermarkPath)
  const behind = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 1, onError })
  await grow(3, 5)
  await witnessing.setWitnesses([config])
  await witnessedBy(8, 'w.example')
  const now = () => Date.now()
  const onAlarm = (alarm: WitnessAlarm) => alarms.push(alarm)
  const more = { store, crypto, transport, logKey: signer.key, now, onAlarm, onError }
  const second = new Witnessing({ log: behind, ...more, intervalMs: 1, timeoutMs: 1_000 })
  const before = asked.length
  await second.setWitnesses([config])
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before))
  await second.stop()
  expect(behind.head().size).toBe(3)
  expect(alarms).toEqual([])
  // Once it has followed, it shows what the other process has collected.
  const following = await NodeLog.open({
    ...{ store, crypto, signer, watermarkPath, batchMs: 1, onError },
    followMs: 5,
  })
  await grow(8, 1)
  await witnessedBy(9, 'w.example')
  await vi.waitFor(() => expect(following.witnessed()?.size).toBe(9))
  expect(following.head().size).toBe(9)
  await Promise.all([behind.stop(), following.stop()])
})

describe('witnesses', () => {
  test('cosign the same heads, in one note that verifies and is stored', async () => {
    const [w1, w2] = [await startTestWitness('w1'), await startTestWitness('w2')]
    await witnessing.setWitnesses([w1.config, w2.config], quorum(2, w1, w2))
    await grow(0, 300)
    await witnessedBy(300, 'w1', 'w2')
    await grow(300, 5)
    await witnessedBy(305, 'w1', 'w2')
    const trust = { logs: [signer.key], witnesses: [w1.signer.key, w2.signer.key] }
    const opened = await openCheckpoint(crypto, log.witnessed()?.checkpoint ?? '', trust)
    expect(opened.ok && opened.value.cosigners).toHaveLength(2)
    expect(opened.ok && hex(opened.value.checkpoint.root)).toBe(hex(log.head().root))
    expect(asked).toEqual(['old 0', 'old 0', 'old 300', 'old 300'])
    await log.stop()
    const watermarkPath = path.join(folder, 'watermark.json')
    const onError = (error: unknown) => errors.push(error)
    log = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 1, onError })
    expect(log.witnessed()?.cosigners.toSorted()).toEqual(['w1', 'w2'])
    expect(errors).toEqual([])
  })

  test('are remembered, and one that holds another size is asked once more', async () => {
    const { config, witness } = await startTestWitness('w1')
    await grow(0, 5)
    // It has lost what it once held, or has been asked by another process.
    const early = `old 0\n\n${log.head().checkpoint}`
    expect(readWitnessAnswer(await witness.addCheckpoint(utf8(early))).kind).toBe('cosigned')
    await grow(5, 5)
    await witnessing.setWitnesses([config])
    await witnessedBy(10, 'w1')
    expect(asked).toEqual(['old 0', 'old 5'])
    await witnessing.setWitnesses([])
    await witnessing.setWitnesses([config])
    await vi.waitFor(() => expect(asked).toEqual(['old 0', 'old 5', 'old 10']))
  })

  test('that name ever another size do not make us ask for ever', async () => {
    const { config } = await startTestWitness('w1')
    await grow(0, 9)
    const stale = (size: number) => () => {
      return { status: 409, contentType: 'text/x.tlog.size', body: `${size}\n` }
    }
    fakes.push(stale(3), stale(4))
    await witnessing.setWitnesses([config])
    await vi.waitFor(() => expect(errors).toHaveLength(1))
    expect(asked).toEqual(['old 0', 'old 3'])
    await witnessedBy(9, 'w1')
  })

  test('that are silent or forge hold back neither the log nor the others', async () => {
    const [w1, w2] = [await startTestWitness('w1'), await startTestWitness('w2')]
    const dead = { ...w1.config, url: 'http://nowhere' }
    await witnessing.setWitnesses([dead, w2.config])
    await grow(0, 3)
    await witnessedBy(3, 'w2')
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0))
    // The other's line under this one's name is no cosignature of this one.
    witnesses.set('http://nowhere', w2.witness)
    const forged = /w1: bad_cosignature/
    await vi.waitFor(() => expect(errors.some((error) => forged.test(String(error)))).toBe(true))
    expect(log.witnessed()?.cosigners).toEqual(['w2'])
  })

  test('with a wrong key, a wrong name or twice the same name are not asked', async () => {
    const { config } = await startTestWitness('w1')
    const refused = await witnessing.setWitnesses([
      { ...config, vkey: 'w1+00000000+AAAA' },
      { ...config, name: 'w2' },
      { ...config, vkey: formatVkey(signer.key) },
      config,
      config,
    ])
    expect(refused.map(({ code }) => code)).toEqual([
      'malformed',
      'malformed',
      'malformed',
      'duplicate',
    ])
  })
})

describe('a split view', () => {
  test('raises the alarm with both notes, which are kept', async () => {
    const { config, witness } = await startTestWitness('w1')
    const theirs = await foreign(5)
    const answer = await witness.addCheckpoint(utf8(`old 0\n\n${theirs}`))
    expect(answer.status).toBe(200)
    await witnessing.setWitnesses([config])
    const head = await grow(0, 5)
    await vi.waitFor(() => expect(alarms).toHaveLength(1))
    expect(alarms[0]).toMatchObject({ kind: 'fork', witness: 'w1', ours: head.checkpoint })
    expect(alarms[0]?.theirs).toContain(theirs.split('\n')[2])
    const [kept, ...others] = await listAlarms(store.read)
    expect(others).toEqual([])
    expect(kept).toMatchObject({ kind: 'fork', origin: ORIGIN, source: 'w1' })
    expect(kept?.proof).toMatchObject({ first: head.checkpoint, second: alarms[0]?.theirs })
    expect(kept && (await provesSplit(crypto, kept.proof))).toBe(true)
    // The log goes on, and the witness is not asked at every head.
    await grow(5, 5)
    expect(log.head().size).toBe(10)
    expect(alarms).toHaveLength(1)
    expect(log.witnessed()).toBeNull()
  })

  test('is also a signed tree larger than ours', async () => {
    const { config, witness } = await startTestWitness('w1')
    await witness.addCheckpoint(utf8(`old 0\n\n${await foreign(50)}`))
    await witnessing.setWitnesses([config])
    await grow(0, 5)
    await vi.waitFor(() => expect(alarms[0]?.kind).toBe('fork'))
  })

  test('that is only claimed is told apart', async () => {
    const { config } = await startTestWitness('w1')
    fakes.push(() => ({ status: 409, contentType: 'text/plain', body: '' }))
    await witnessing.setWitnesses([config])
    await grow(0, 5)
    await vi.waitFor(() => expect(alarms[0]).toMatchObject({ kind: 'disputed', theirs: null }))
  })
})

test('the empty tree is not offered', async () => {
  const { config } = await startTestWitness('w1')
  expect(emptyEdge(crypto.sha256).size).toBe(log.head().size)
  await witnessing.setWitnesses([config])
  await grow(0, 1)
  await witnessedBy(1, 'w1')
  expect(asked).toEqual(['old 0'])
})

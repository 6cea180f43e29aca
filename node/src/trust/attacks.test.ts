import fs from 'node:fs/promises'
import path from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { type CryptoPort, hex, utf8 } from '@concert/core'
import {
  cosignText,
  formatAddCheckpoint,
  formatSignature,
  formatVkey,
  KEY_TYPES,
  type NoteSigner,
  parseNote,
  type WitnessAnswer,
} from '@concert/tlog'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import type { WitnessTransport } from './ask-witness.ts'
import { NodeLog } from './node-log.ts'
import { leavesFrom, makeTestFolder, makeTestSigner } from './testing/trust-parts.ts'
import { createWitness, type Equivocation, type Witness } from './witness.ts'
import type { WitnessAlarm } from './witness-alarm.ts'
import { Witnessing } from './witnessing.ts'

// The attacks of docs/protocol/log.md that need a node's store and links; the others are in
// packages/tlog/src/attacks.test.ts.

const ORIGIN = 'a.example/concert'

let crypto: CryptoPort
let folder: string
let signer: NoteSigner
let cairn: NoteSigner
let closing: (() => Promise<unknown>)[]
let lies: Equivocation[]

beforeEach(async () => {
  crypto = createNodeCrypto()
  folder = await makeTestFolder()
  signer = await makeTestSigner(crypto, ORIGIN, KEY_TYPES.note)
  cairn = await makeTestSigner(crypto, 'cairn.example', KEY_TYPES.cosignature)
  ;[closing, lies] = [[], []]
})

afterEach(async () => {
  for (const close of closing.toReversed()) await close()
  await fs.rm(folder, { recursive: true, force: true })
})

interface TestLog {
  readonly store: Store
  readonly log: NodeLog
}

/** Opens a log; its watermark stays where it is when its database is another. */
async function openLog(database: string, watermark = 'watermark'): Promise<TestLog> {
  const store = await openStore({ kind: 'sqlite', path: path.join(folder, `${database}.db`) })
  closing.push(() => store.close())
  const watermarkPath = path.join(folder, `${watermark}.json`)
  const log = await NodeLog.open({
    store,
    crypto,
    signer,
    watermarkPath,
    batchMs: 1,
    onError: () => undefined,
  })
  closing.push(() => log.stop())
  return { store, log }
}

async function grow({ store, log }: TestLog, from: number, count: number): Promise<void> {
  const leaves = leavesFrom(crypto, from, count)
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
}

async function openWitness(database: string): Promise<Witness> {
  const store = await openStore({ kind: 'sqlite', path: path.join(folder, `${database}.db`) })
  closing.push(() => store.close())
  return createWitness({
    store,
    crypto,
    signer: cairn,
    trustedLogs: () => [signer.key],
    now: () => 1_764_000_000_000,
    onEquivocation: (found) => lies.push(found),
  })
}

/** Offers the log's head to a witness, with a proof from a size. */
async function offer(witness: Witness, { log }: TestLog, oldSize: number): Promise<WitnessAnswer> {
  const note = parseNote(log.head().checkpoint)
  if (!note.ok) throw new Error(note.code)
  const proof = await log.consistency(Math.min(oldSize, log.head().size))
  return await witness.addCheckpoint(
    utf8(formatAddCheckpoint({ oldSize, proof, note: note.value })),
  )
}

/** Asks one witness, whose every answer the test makes up. */
async function askAnswering(
  target: TestLog,
  answer: (body: string) => Promise<WitnessAnswer>,
  onError: () => void = () => undefined,
) {
  const [alarms, errors]: [WitnessAlarm[], unknown[]] = [[], []]
  const transport: WitnessTransport = {
    addCheckpoint: (_url, body) => answer(body),
    read: async () => undefined,
  }
  const witnessing = new Witnessing({
    ...target,
    crypto,
    transport,
    logKey: signer.key,
    now: () => 1_764_000_000_000,
    onAlarm: (alarm) => alarms.push(alarm),
    onError: (error) => {
      errors.push(error)
      onError()
    },
    intervalMs: 1,
  })
  closing.push(() => witnessing.stop())
  const config = { name: cairn.key.name, vkey: formatVkey(cairn.key), url: 'http://cairn.example' }
  await witnessing.setWitnesses([config])
  return { alarms, errors }
}

test('split view: of two histories of one size a witness cosigns one and keeps both notes', async () => {
  const [one, two] = [await openLog('one'), await openLog('two', 'other')]
  await grow(one, 0, 5)
  await grow(two, 100, 5)
  const witness = await openWitness('witness')
  expect((await offer(witness, one, 0)).status).toBe(200)
  expect((await offer(witness, two, 5)).status).toBe(422)
  expect(lies).toEqual([
    {
      origin: ORIGIN,
      held: expect.stringContaining(one.log.head().checkpoint),
      offered: two.log.head().checkpoint,
    },
  ])
})

test('rollback: a database from a backup does not go on where more had been released', async () => {
  const target = await openLog('log')
  await grow(target, 0, 5)
  await copyDatabase('log', 'backup')
  await grow(target, 5, 5)
  await expect(openLog('backup')).rejects.toThrow('log-rolled-back')
})

test('fork after a restore: a backup that grew elsewhere is not what was released', async () => {
  const target = await openLog('log')
  await grow(target, 0, 5)
  await copyDatabase('log', 'backup')
  await fs.copyFile(path.join(folder, 'watermark.json'), path.join(folder, 'elsewhere.json'))
  await grow(target, 5, 5)
  const elsewhere = await openLog('backup', 'elsewhere')
  await grow(elsewhere, 100, 9)
  await elsewhere.log.stop()
  await elsewhere.store.close()
  closing.splice(-2)
  await expect(openLog('backup')).rejects.toThrow('log-rolled-back')
})

test('endless 409: a witness that names ever other sizes is asked twice for a head', async () => {
  const target = await openLog('log')
  await grow(target, 0, 50)
  let asked = 0
  const untilError: number[] = []
  const answer = async () => {
    const body = `${++asked % 40}\n`
    return { status: 409, contentType: 'text/x.tlog.size', body }
  }
  const { alarms } = await askAnswering(target, answer, () => untilError.push(asked))
  await vi.waitFor(() => expect(untilError).not.toEqual([]))
  // It is asked anew after a pause that grows, and then twice again.
  expect(untilError[0]).toBe(2)
  expect(alarms).toEqual([])
})

test('N and N + K at once: the witness ends with one of them, and never goes back', async () => {
  const target = await openLog('log')
  const witness = await openWitness('witness')
  await grow(target, 0, 10)
  await offer(witness, target, 0)
  const requests: (() => Promise<WitnessAnswer>)[] = []
  for (const count of [3, 20, 300]) {
    await grow(target, target.log.head().size, count)
    const note = parseNote(target.log.head().checkpoint)
    if (!note.ok) throw new Error(note.code)
    const proof = await target.log.consistency(10)
    const body = utf8(formatAddCheckpoint({ oldSize: 10, proof, note: note.value }))
    requests.push(() => witness.addCheckpoint(body))
  }
  const answers = await Promise.all(requests.toReversed().map((request) => request()))
  expect(answers.map(({ status }) => status)).toEqual([200, 409, 409])
  expect(answers[1]?.body).toBe('333\n')
  const shown = await witness.monitoring(hex(crypto.sha256(utf8(ORIGIN))))
  expect(shown?.split('\n')[1]).toBe('333')
})

test('a witness that lost its state is given a proof from 0 and cosigns again', async () => {
  const target = await openLog('log')
  await grow(target, 0, 10)
  let witness = await openWitness('witness')
  const asked: string[] = []
  const { errors } = await askAnswering(target, (body) => {
    asked.push(body.slice(0, body.indexOf('\n')))
    return witness.addCheckpoint(utf8(body))
  })
  await vi.waitFor(() => expect(target.log.witnessed()?.size).toBe(10))
  witness = await openWitness('empty')
  await grow(target, 10, 10)
  await vi.waitFor(() => expect(target.log.witnessed()?.size).toBe(20))
  expect(asked).toEqual(['old 0', 'old 10', 'old 0'])
  expect(errors).toEqual([])
})

test('a forged cosignature line is not stored, whoever answers with it', async () => {
  const target = await openLog('log')
  await grow(target, 0, 10)
  const line = await cosignText(cairn, 'another text\n', 1_764_000_000)
  const { errors, alarms } = await askAnswering(target, async () => ({
    status: 200,
    contentType: 'text/plain',
    body: formatSignature(line),
  }))
  await vi.waitFor(() => expect(errors).not.toEqual([]))
  expect(target.log.witnessed()).toBeNull()
  expect(alarms).toEqual([])
})

test('extension lines: a witness does not cosign a checkpoint that has them', async () => {
  const target = await openLog('log')
  await grow(target, 0, 10)
  const witness = await openWitness('witness')
  const text = `${target.log.head().checkpoint.split('\n').slice(0, 3).join('\n')}\nmore\n`
  const signature = await signer.sign(utf8(text))
  const line = formatSignature({ name: ORIGIN, keyId: signer.key.id, signature })
  const answer = await witness.addCheckpoint(utf8(`old 0\n\n${text}\n${line}`))
  expect(answer).toMatchObject({ status: 400, body: 'malformed\n' })
})

/** The database as a backup would hold it: one file, everything committed in it. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(path.join(folder, `${from}.db`))
  await backup(source, path.join(folder, `${to}.db`))
  source.close()
}

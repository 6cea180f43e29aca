import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import path from 'node:path'
import readline from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { type CryptoPort, equalBytes, hex } from '@concert/core'
import { emptyEdge, KEY_TYPES, makeNoteKey, makeNoteSigner, rootFromTiles } from '@concert/tlog'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { Problems } from '../operation/log-check/problems.ts'
import { Roots, walkTree } from '../operation/log-check/walk.ts'
import { openStore, type StoreOptions } from '../store/open-store.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import type { SequencerOrders } from '../testing/sequence-until-killed.ts'
import { positionsOf } from './log-rows.ts'
import { NodeLog } from './node-log.ts'
import { storedTiles } from './stored-tiles.ts'
import { makeTestFolder } from './testing/trust-parts.ts'

const ORIGIN = 'a.example/concert'
const crypto: CryptoPort = createNodeCrypto()

let server: TestPostgres
let folder: string
let keys: { readonly secret: Uint8Array; readonly pub: Uint8Array }
let children: ChildProcess[]
let heads: Map<number, string>
let leaves: string[]

beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
  folder = await makeTestFolder()
  keys = await crypto.generateSigner('ed25519')
  children = []
  heads = new Map()
  leaves = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await fs.rm(folder, { recursive: true, force: true })
})

function placesOf(name: string, isShared: boolean) {
  const watermarkPath = path.join(folder, `${name}.json`)
  return isShared
    ? { watermarkPath, sharedWatermarks: path.join(folder, 'marks') }
    : { watermarkPath }
}

/** Starts a process; what it prints is checked against what all others have printed. */
async function start(name: string, store: StoreOptions, isShared: boolean): Promise<ChildProcess> {
  const orders: SequencerOrders = {
    store,
    ...placesOf(name, isShared),
    origin: ORIGIN,
    secret: hex(keys.secret),
    pub: hex(keys.pub),
  }
  const file = path.join(folder, `${name}.orders`)
  await fs.writeFile(file, JSON.stringify(orders))
  const script = new URL('../testing/sequence-until-killed.ts', import.meta.url)
  const child = spawn(process.execPath, [...process.execArgv, script.pathname, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  readline.createInterface(child.stdout).on('line', (line) => note(line))
  return child
}

function note(line: string): void {
  const [kind, first = '', root] = line.split(' ')
  if (kind === 'leaf') leaves.push(first)
  // A line cut short by the kill has no whole root.
  if (kind !== 'head' || root?.length !== 64) return
  const known = heads.get(Number(first))
  if (known !== undefined && known !== root) heads.set(Number(first), `fork: ${known} ${root}`)
  else heads.set(Number(first), root)
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5)
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Every head that any process has released is a beginning of the log, and every leaf is in it. */
async function expectOneHistory(options: StoreOptions, places: ReturnType<typeof placesOf>) {
  const store = await openStore(options)
  const key = makeNoteKey(crypto.sha256, ORIGIN, KEY_TYPES.note, keys.pub)
  if (!key.ok) throw new Error(key.code)
  const signer = makeNoteSigner(crypto, key.value, keys.secret)
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const log = await NodeLog.open({ store, crypto, signer, ...places, batchMs: 0, onError })
  const known = leaves.map((leaf) => Uint8Array.fromHex(leaf))
  await log.integrated(known)
  expect((await positionsOf(store.read, known)).size).toBe(known.length)
  for (const [size, root] of heads) {
    const made = await rootFromTiles(crypto.sha256, storedTiles(store.read), size)
    expect(made.ok && hex(made.value), `size ${size}`).toBe(root)
  }
  const notes = { problems: new Problems(), roots: new Roots([]) }
  const { size, root } = log.head()
  let reached = emptyEdge(crypto.sha256)
  for await (const { edge } of walkTree(store.read, crypto.sha256, reached, size, notes)) {
    reached = edge
  }
  expect(notes.problems.listed).toEqual([])
  expect(equalBytes(reached.root, root)).toBe(true)
  expect(errors).toEqual([])
  await log.stop()
  await store.close()
}

test('three processes over one PostgreSQL, killed at random: the others take over, one history', async () => {
  const options: StoreOptions = { kind: 'postgres', url: await server.createDatabase() }
  const running = new Map<string, ChildProcess>()
  for (const name of ['a', 'b', 'c']) {
    running.set(name, await start(name, options, true))
    // The first makes the log: the others find its watermark.
    await until(() => heads.size > 0)
  }
  for (let kills = 0; kills < 9; kills++) {
    const name = ['a', 'b', 'c'][kills % 3] ?? 'a'
    await until(
      (
        (size) => () =>
          leaves.length >= size + 30
      )(leaves.length),
    )
    await kill(running.get(name))
    await until(
      (
        (size) => () =>
          leaves.length >= size + 10
      )(leaves.length),
    )
    running.set(name, await start(name, options, true))
  }
  await Promise.all([...running.values()].map(kill))
  await expectOneHistory(options, placesOf('d', true))
})

test('one process over SQLite, killed and started again', async () => {
  const options: StoreOptions = { kind: 'sqlite', path: path.join(folder, 'node.db') }
  for (let kills = 0; kills < 6; kills++) {
    const child = await start('a', options, false)
    await until(
      (
        (size) => () =>
          leaves.length >= size + 5 + 7 * kills
      )(leaves.length),
    )
    await kill(child)
  }
  await expectOneHistory(options, placesOf('a', false))
})

test('what a killed process had submitted is taken in by another', async () => {
  const options: StoreOptions = { kind: 'postgres', url: await server.createDatabase() }
  const child = await start('a', options, true)
  await until(() => leaves.length > 3)
  const store = await openStore(options)
  await kill(child)
  const orphan = Uint8Array.of(1, ...crypto.random(32))
  await store.transact((tx) => tx.insertMany('log_pending', ['leaf'], [[orphan]]))
  const other = await start('b', options, true)
  while ((await positionsOf(store.read, [orphan])).size === 0) await pause(5)
  await kill(other)
  await store.close()
  await expectOneHistory(options, placesOf('c', true))
})

test('an older database is refused by a process that has released less itself', async () => {
  const old = await server.createDatabase()
  const options: StoreOptions = { kind: 'postgres', url: old }
  const first = await start('a', options, true)
  await until(() => leaves.length > 5)
  await kill(first)
  const second = await start('b', options, true)
  await until(
    (
      (size) => () =>
        leaves.length > size + 5
    )(leaves.length),
  )
  await kill(second)
  const store = await openStore(options)
  // What a restore does: the database is as it was when only the first process had run.
  const mark = JSON.parse(await fs.readFile(path.join(folder, 'a.json'), 'utf8')) as {
    size: number
  }
  await store.transact((tx) =>
    tx.db
      .updateTable('log_state')
      .set({ size: mark.size + 1 })
      .execute(),
  )
  const key = makeNoteKey(crypto.sha256, ORIGIN, KEY_TYPES.note, keys.pub)
  if (!key.ok) throw new Error(key.code)
  const signer = makeNoteSigner(crypto, key.value, keys.secret)
  const open = (places: ReturnType<typeof placesOf>) =>
    NodeLog.open({ store, crypto, signer, ...places, batchMs: 0, onError: () => undefined })
  await expect(open(placesOf('a', true))).rejects.toMatchObject({ code: 'log-rolled-back' })
  // A shared folder that is not mounted looks as if nothing had ever been released.
  await fs.rename(path.join(folder, 'marks'), path.join(folder, 'unmounted'))
  await expect(open(placesOf('a', true))).rejects.toMatchObject({ code: 'log-watermark-missing' })
  await store.close()
})

import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { equalBytes, utf8 } from '@concert/core'
import { leafFor } from '@concert/envelope'
import {
  type Checkpoint,
  formatAddCheckpoint,
  formatNote,
  formatVkey,
  KEY_TYPES,
  makeNoteKey,
  makeNoteSigner,
  type NoteSigner,
  parseTilePath,
  type SignedNote,
  signCheckpoint,
} from '@concert/tlog'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { readChannel, writeChannel } from '../federation/channel.ts'
import { currentKey, noteKeyOf } from '../identity/own-node.ts'
import type { RunningNode } from '../node.ts'
import { checkAlarms } from '../operation/doctor/alarm-checks.ts'
import { type Pair, type Side, startPair } from '../testing/pair.ts'
import { checkAlarms as checkProofs, parseAlarms } from './alarm-file.ts'
import { listAlarms } from './alarms.ts'

let pair: Pair
let folder: string
let impostor: Server | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-monitor-'))
  pair = await startPair()
  await pair.peerAndConfirm()
  await grow(pair.b, 20)
})

afterEach(async () => {
  impostor?.closeAllConnections()
  impostor?.close()
  impostor = undefined
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

/** Leaves nobody knows the meaning of. */
async function grow({ parts }: RunningNode, count: number): Promise<void> {
  const { crypto, store, log } = parts.context
  const digest = '00'.repeat(32)
  const leaves = Array.from({ length: count }, () =>
    leafFor(crypto.sha256, crypto.random(32), 'cover', log.origin, digest),
  )
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
}

/** The log key of a node, in the hands of whoever lies with it. */
function logSigner(side: Side): NoteSigner {
  const { crypto, log } = pair[side].parts.context
  const key = currentKey(pair.setup[side].keys, 'log', Date.now())
  return makeNoteSigner(crypto, noteKeyOf(crypto, log.origin, KEY_TYPES.note, key), key.secret)
}

/** A checkpoint of another history of `side`, under its own key. */
async function lie(side: Side, size: number): Promise<SignedNote> {
  const { crypto, log } = pair[side].parts.context
  const checkpoint: Checkpoint = { origin: log.origin, size, root: crypto.random(32) }
  return await signCheckpoint(logSigner(side), checkpoint)
}

const alarmsOf = ({ parts }: RunningNode) => listAlarms(parts.context.store.read)
const stateOf = async (node: RunningNode, of: RunningNode) => {
  const reports = await node.parts.monitor.round()
  return reports.find(({ origin }) => origin === of.parts.context.log.origin)?.state
}

/** Every alarm is one that a stranger can check; there is at least one. */
async function expectProven(node: RunningNode): Promise<void> {
  const alarms = await alarmsOf(node)
  expect(alarms.length).toBeGreaterThan(0)
  const checked = await checkProofs(node.parts.context.crypto, alarms)
  expect(checked.map(({ proven }) => proven)).toEqual(alarms.map(() => true))
}

describe('honest peers', () => {
  it('are of one history, also across restarts, and are then shown to whoever asks', async () => {
    expect(await stateOf(pair.a, pair.b)).toBe('consistent')
    await grow(pair.b, 300)
    await pair.restart('a')
    expect(await stateOf(pair.a, pair.b)).toBe('consistent')
    const [row] = await pair.a.parts.context.store.read.db
      .selectFrom('witnessed_logs')
      .select('size')
      .execute()
    expect(row?.size).toBe(pair.b.parts.context.log.head().size)
    expect(await alarmsOf(pair.a)).toEqual([])
  })

  it('that are away are said to be so', async () => {
    await pair.stop('b')
    const reports = await pair.a.parts.monitor.round()
    expect(reports.map(({ state }) => state)).toEqual(['consistent', 'unreachable'])
    expect(await alarmsOf(pair.a)).toEqual([])
  })
})

describe('a split view is caught', () => {
  it('when parcels show another history than the log does', async () => {
    const { store } = pair.a.parts.context
    const peer = pair.b.parts.context.own.node
    for (const size of [7, 21, 900]) {
      const note = utf8(formatNote(await lie('b', size)))
      await store.transact(async (tx) => {
        const channel = await readChannel(tx, peer, 'in')
        await writeChannel(tx, { ...channel, checkpoint: note, checkpoint_size: size })
      })
      // Larger than the log is: nobody can tell yet which of the two is the lie.
      const isLarger = size > pair.b.parts.context.log.head().size
      expect(await stateOf(pair.a, pair.b)).toBe(isLarger ? 'unproven' : 'split-view')
      if (!isLarger) await expectProven(pair.a)
    }
  })

  it('when a witness was shown another one, also of a smaller size', async () => {
    const note = await lie('b', 3)
    const told = { ...pair.a.parts.context.config }
    const witness = await serve((_request, response) => response.end(formatNote(note)))
    const vkey = formatVkey((await witnessKey()).key)
    await pair.restart('a', { ...told, witnesses: [{ name: 'w.example', vkey, url: witness }] })
    expect(await stateOf(pair.a, pair.b)).toBe('split-view')
    await expectProven(pair.a)
    const [alarm] = await alarmsOf(pair.a)
    expect(alarm?.source).toContain('w.example')
  })

  it('when another peer was shown one: gossip reaches it through its witness', async () => {
    const { crypto } = pair.a.parts.context
    // b tells a one thing through the witness, and everybody else another.
    const note = await lie('b', 5)
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], note })
    await pair.a.parts.context.store.transact(async (tx) => {
      await tx.db.deleteFrom('witnessed_logs').execute()
    })
    const prefix = `${pair.a.url}/concert/v1/witness`
    const told = await fetch(`${prefix}/add-checkpoint`, { method: 'POST', body })
    expect(told.status).toBe(200)
    const { log } = pair.b.parts.context
    const word = `${formatVkey(logSigner('b').key)}@${pair.b.url}/concert/v1/log`
    const file = join(folder, 'alarms.json')
    const run = await command('monitor', word, '--witness', prefix, '--once', '--export', file)
    expect(run).toMatchObject({ code: 1 })
    expect(run.out).toContain('TWO HISTORIES')
    const alarms = parseAlarms(await readFile(file))
    if (!alarms.ok) throw new Error(alarms.code)
    expect(alarms.value[0]).toMatchObject({ kind: 'split-view', origin: log.origin })
    const checked = await checkProofs(crypto, alarms.value)
    expect(checked.every(({ proven }) => proven)).toBe(true)
    const offline = await command('monitor', '--check', file, '--lang', 'zh')
    expect(offline).toMatchObject({ code: 1 })
    expect(offline.out).toContain('已证实')
  })

  it('when our own key has signed what is not in our log', async () => {
    // At its start a node asks the witnesses too, and would not start at all.
    let shown = ''
    const witness = await serve((_request, response) => response.end(shown))
    const vkey = formatVkey((await witnessKey()).key)
    await pair.restart('a', { witnesses: [{ name: 'w.example', vkey, url: witness }] })
    shown = formatNote(await lie('a', 1))
    await grow(pair.a, 5)
    expect(await stateOf(pair.a, pair.a)).toBe('split-view')
    await expectProven(pair.a)
  })

  it('when a peer asks this node to witness it', async () => {
    await pair.a.parts.monitor.round()
    const size = pair.b.parts.context.log.head().size
    const body = formatAddCheckpoint({ oldSize: size, proof: [], note: await lie('b', size) })
    const url = `${pair.a.url}/concert/v1/witness/add-checkpoint`
    expect((await fetch(url, { method: 'POST', body })).status).toBe(422)
    await expect.poll(() => alarmsOf(pair.a)).toHaveLength(1)
    await expectProven(pair.a)
  })
})

describe('nobody is accused', () => {
  it('by what the log has not signed, by noise, or by silence', async () => {
    const ours = (await lie('b', 5)).text
    const { signatures } = await lie('a', 5)
    const forged = formatNote({ text: ours, signatures })
    let shown = ''
    const witness = await serve((_request, response) => response.end(shown))
    const vkey = formatVkey((await witnessKey()).key)
    await pair.restart('a', { witnesses: [{ name: 'w.example', vkey, url: witness }] })
    for (const answer of [forged, 'noise', '', 'x'.repeat(1 << 20)]) {
      shown = answer
      expect(await stateOf(pair.a, pair.b)).toBe('consistent')
    }
    expect((await alarmsOf(pair.a)).filter(({ kind }) => kind !== 'disputed')).toEqual([])
  })

  it('by tiles that are withheld: it is not proven, and said so', async () => {
    await pair.a.parts.monitor.round()
    await grow(pair.b, 10)
    const log = pair.b.parts.context.log
    await impersonate((request, response) => {
      const path = request.url ?? ''
      if (path.endsWith('/log/checkpoint')) return response.end(log.head().checkpoint)
      return response.writeHead(404).end()
    })
    expect(await stateOf(pair.a, pair.b)).toBe('unproven')
    const [alarm] = await alarmsOf(pair.a)
    expect(alarm).toMatchObject({ kind: 'unproven' })
    const [checked] = await checkProofs(pair.a.parts.context.crypto, alarm ? [alarm] : [])
    expect(checked?.proven).toBe(false)
  })

  it('by an older checkpoint: it is behind, and what was seen is kept', async () => {
    const old = pair.b.parts.context.log.head()
    await grow(pair.b, 10)
    await pair.a.parts.monitor.round()
    const { log } = pair.b.parts.context
    await impersonate(async (request, response) => {
      const path = (request.url ?? '').split('/log/')[1] ?? ''
      if (path === 'checkpoint') return response.end(old.checkpoint)
      const tile = parseTilePath(path)
      const data = tile.ok ? await log.readTile(tile.value) : undefined
      return data ? response.end(data) : response.writeHead(404).end()
    })
    expect(await stateOf(pair.a, pair.b)).toBe('behind')
    const row = await pair.a.parts.context.store.read.db
      .selectFrom('monitored_logs')
      .select(['size', 'root'])
      .where('origin', '=', log.origin)
      .executeTakeFirst()
    expect(row?.size).toBe(log.head().size)
    expect(row && equalBytes(Uint8Array.from(row.root), log.head().root)).toBe(true)
    expect(await alarmsOf(pair.a)).toEqual([])
  })
})

it('alarms are in doctor, and in what the command says', async () => {
  const { config } = pair.a.parts.context
  await pair.a.parts.monitor.round()
  const size = pair.b.parts.context.log.head().size
  const body = formatAddCheckpoint({ oldSize: size, proof: [], note: await lie('b', size) })
  await fetch(`${pair.a.url}/concert/v1/witness/add-checkpoint`, { method: 'POST', body })
  await expect.poll(() => alarmsOf(pair.a)).toHaveLength(1)
  const told = await command('monitor', 'Belmar', '--once', '--data', config.dataDir)
  expect(told).toMatchObject({ code: 1 })
  expect(told.out).toContain('A log has signed two histories.')
  const unknown = await command('monitor', 'Nobody', '--once', '--data', config.dataDir)
  expect(unknown).toMatchObject({ code: 1 })
  expect(unknown.err).toContain('There is no peer Nobody.')
  const form = await command('monitor', 'key@http://127.0.0.1:9', '--once')
  expect(form).toMatchObject({ code: 2 })
  const [check] = await checkAlarms(pair.a.parts.context.store.read)
  expect(check).toMatchObject({ name: 'alarm', state: 'fail' })
  expect(check?.note.zh).toContain('有日志签署了两套历史。')
})

async function witnessKey(): Promise<NoteSigner> {
  const { crypto } = pair.a.parts.context
  const { secret, pub } = await crypto.generateSigner('ed25519')
  const key = makeNoteKey(crypto.sha256, 'w.example', KEY_TYPES.cosignature, pub)
  if (!key.ok) throw new Error(key.code)
  return makeNoteSigner(crypto, key.value, secret)
}

/** A server of a test's own; resolves to its URL. */
async function serve(answer: RequestListener, port = 0): Promise<string> {
  impostor?.closeAllConnections()
  impostor?.close()
  impostor = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response))
  })
  impostor.listen(port, '127.0.0.1')
  await once(impostor, 'listening')
  const address = impostor.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

/** Takes the place of `b` on its port, while `b` goes on without a listener's help. */
async function impersonate(answer: RequestListener): Promise<void> {
  const url = await serve(answer)
  await pair.a.parts.context.store.transact(async (tx) => {
    await tx.db.updateTable('peers').set({ url }).execute()
  })
}

async function command(...line: readonly string[]) {
  const said = { out: '', err: '' }
  const into = (name: 'out' | 'err') => ({
    write: (text: string) => {
      said[name] += text
    },
  })
  const code = await runCommandLine({
    line: line.includes('--data') ? line : [...line, '--data', folder],
    out: into('out'),
    err: into('err'),
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, ...said }
}

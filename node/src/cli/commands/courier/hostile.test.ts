import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBreaches } from '../../../breaches/list.ts'
import { CourierWriter, courierFrames } from '../../../courier/courier-file.ts'
import { Forge } from '../../../testing/forge.ts'
import { wholeStore } from '../../../testing/inspect.ts'
import { indicators, type Pair, startPair } from '../../../testing/pair.ts'
import { runCommandLine } from '../../run.ts'
import { COMMANDS } from '../../table.ts'

/** Two nodes that trust each other, and two of another exchange, of whom nobody here knows. */
let ours: Pair
let theirs: Pair
let folder: string
let exports = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-courier-'))
  ours = await startPair()
  theirs = await startPair()
  for (const pair of [ours, theirs]) {
    await pair.peerAndConfirm()
    await pair.agreeCompact()
    for (const side of ['a', 'b'] as const) {
      await pair[side].parts.peers.setRoad(idOf(pair, side === 'a' ? 'b' : 'a'), 'courier')
    }
  }
}, 180_000)
afterAll(async () => {
  await ours.close()
  await theirs.close()
  await rm(folder, { recursive: true, force: true })
})

const idOf = (pair: Pair, side: 'a' | 'b') => pair[side].parts.context.own.node

async function concert(pair: Pair, side: 'a' | 'b', ...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: ['courier', ...line, '--data', pair.setup[side].config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

/** The identity that an exchange's first node puts into its files, and its parcels. */
async function framesOf(pair: Pair, count: number): Promise<readonly [Uint8Array, Uint8Array[]]> {
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, count))
  await pair.share()
  const to = join(folder, `export-${++exports}`)
  const made = await concert(pair, 'a', 'export', idOf(pair, 'b'), to, '--size', '1', '--json')
  const frames: Uint8Array[] = []
  let identity: Uint8Array | undefined
  for (const file of (JSON.parse(made.out) as { files: string[] }).files) {
    const reader = courierFrames(file)
    for (let i = 0, step = await reader.next(); !step.done; i++, step = await reader.next()) {
      if (i === 0) identity = step.value
      else frames.push(step.value)
    }
  }
  if (!identity) throw new Error('identity')
  return [identity, frames]
}

/** A file that is whole by its digest, which protects from damage and from nobody who writes one. */
async function written(name: string, identity: Uint8Array, parcels: readonly Uint8Array[]) {
  const path = join(folder, name)
  const writer = await CourierWriter.create(path, identity)
  for (const parcel of parcels) await writer.add(parcel)
  await writer.end({ epoch: 1, seq: 1 })
  return path
}

/** What an import of a file by our `b` says, as a program reads it. */
async function imported(...files: string[]) {
  const done = await concert(ours, 'b', 'import', ...files, '--json')
  const errors = done.err.split('\n').filter((line) => line !== '')
  return {
    code: done.code,
    result: JSON.parse(done.out) as Record<string, unknown>,
    errors: errors.map(
      (line) => JSON.parse(line).error as { code: string; en: string; zh: string },
    ),
  }
}

const state = () => wholeStore(ours.b.parts.context.store)

/** The same without how much each side has seen of the other's log: any parcel of a peer tells that. */
async function stateUnseen() {
  const { channels, ...rest } = (await state()) as { channels: readonly object[] }
  return {
    ...rest,
    channels: channels.map((row) => ({ ...row, checkpoint: null, checkpoint_size: null })),
  }
}

test('a parcel in a confirmed peer’s name, signed by keys of another, changes nothing at all', async () => {
  const [identity] = await framesOf(ours, 3)
  const forge = new Forge(ours.a, ours.b)
  const { signers } = theirs.a.parts.context.own
  // With the ids of their own keys, and with those of the peer's.
  const posing = signers.map((key, i) => {
    return { ...key, id: ours.a.parts.context.own.signers[i]?.id ?? key.id }
  })
  const forged: Uint8Array[] = []
  for (const keys of [signers, posing]) {
    forged.push(await forge.parcel([await forge.statement({})], { signers: keys }))
  }
  const before = await state()
  const done = await imported(await written('forged', identity, forged))
  expect(done).toMatchObject({ code: 1, result: { envelopes: 0, items: 0, refused: 2 } })
  expect(done.errors.map(({ code }) => code)).toEqual(['unknown-key', 'bad-signature'])
  expect(await state()).toEqual(before)
  expect(await listBreaches(ours.b.parts.context)).toEqual([])
}, 180_000)

test('a known node’s identity before a stranger’s parcels lets nothing of them in: they are named', async () => {
  const [known] = await framesOf(ours, 3)
  const [unknown, parcels] = await framesOf(theirs, 3)
  const before = await state()
  const stranger = idOf(theirs, 'a')
  for (const [name, identity] of [['known', known] as const, ['unknown', unknown] as const]) {
    const done = await imported(await written(name, identity, parcels))
    expect(done.code).toBe(1)
    const [error] = done.errors
    expect(error?.code).toBe('unknown-peer')
    for (const text of [error?.en, error?.zh]) {
      for (const part of [stranger, idOf(theirs, 'b'), '`concert peer bring FILE`']) {
        expect(text).toContain(part)
      }
    }
    expect(error?.en).toContain('(a claim, not verified)')
    expect(error?.zh).toContain('（未经验证）')
  }
  expect(await state()).toEqual(before)
}, 180_000)

test('a file for another node says for whom it is', async () => {
  const [identity, parcels] = await framesOf(ours, 3)
  const file = await written('own', identity, parcels)
  const before = await wholeStore(ours.a.parts.context.store)
  // Its own author is not who it is for; nor is it a peer of itself.
  expect((await concert(ours, 'a', 'import', file)).code).toBe(1)
  expect(await wholeStore(ours.a.parts.context.store)).toEqual(before)
  const added = await theirs.b.parts.peers.add(ours.a.url)
  if (!added.ok) throw new Error(added.code)
  const early = await concert(theirs, 'b', 'import', file)
  expect(early.err).toContain(`[unconfirmed-peer]: ${file}: The parcel says that it comes from `)
  await theirs.b.parts.peers.confirm(idOf(ours, 'a'), added.value.safetyNumber)
  for (const [lang, words] of [
    ['en', `The parcel is for ${idOf(ours, 'b')}, and this node is ${idOf(theirs, 'b')}.`],
    ['zh', `该包裹的收件方是${idOf(ours, 'b')}，而本节点是${idOf(theirs, 'b')}。`],
  ] as const) {
    const { code, err } = await concert(theirs, 'b', 'import', file, '--lang', lang)
    expect(code).toBe(1)
    expect(err).toContain('[wrong-recipient]')
    expect(err).toContain(words)
  }
}, 180_000)

test('a file cut in its first parcel changes nothing; one of garbage alone is put aside', async () => {
  const [identity, parcels] = await framesOf(ours, 3)
  const path = await written('whole', identity, parcels)
  const whole = await readFile(path)
  const cut = join(folder, 'cut')
  const before = await state()
  await writeFile(cut, whole.subarray(0, 9 + 4 + identity.length + 4 + 100))
  const short = await imported(cut)
  expect([short.code, short.errors.map(({ code }) => code)]).toEqual([1, ['courier-cut']])
  const garbage = Array.from({ length: 300 }, () => Uint8Array.of(1))
  const flood = await imported(await written('flood', identity, garbage))
  expect(flood.errors.map(({ code }) => code)).toEqual(['malformed', 'courier-refused'])
  expect(flood.result.refused).toBe(100)
  expect(await state()).toEqual(before)
}, 180_000)

test('what is refused is passed over and the rest is taken once; the end says how much of each', async () => {
  const [identity, parcels] = await framesOf(ours, 4000)
  const [, strangers] = await framesOf(theirs, 3)
  expect(parcels.length).toBeGreaterThan(1)
  const [foreign = new Uint8Array()] = strangers
  const garbage = new TextEncoder().encode('not a parcel')
  const [first, ...rest] = parcels as [Uint8Array, ...Uint8Array[]]
  const untouched = await stateUnseen()
  // Nothing before the first is missing there, everything is here.
  const gap = await imported(await written('gap', identity, [garbage, ...rest]))
  expect(gap.code).toBe(1)
  expect(gap.errors.map(({ code }) => code)).toEqual(['malformed', 'gap'])
  expect(await stateUnseen()).toEqual(untouched)
  const mixed = await written('mixed', identity, [foreign, first, garbage, foreign, ...rest])
  const done = await imported(mixed)
  expect(done.code).toBe(1)
  const all = done.result.envelopes
  expect(done.result).toMatchObject({ known: 0, refused: 3, items: 4000 })
  expect(done.result.files).toEqual([
    expect.objectContaining({
      refused: [
        { code: 'unknown-peer', parcels: 2 },
        { code: 'malformed', parcels: 1 },
      ],
    }),
  ])
  const taken = await state()
  const [again, doubled] = [
    await imported(mixed),
    await imported(await written('doubled', identity, [...parcels.toReversed(), ...parcels])),
  ]
  expect(again.result).toMatchObject({ envelopes: all, known: all, items: 0, refused: 3 })
  expect(doubled).toMatchObject({ code: 0, result: { items: 0, refused: 0 }, errors: [] })
  expect(doubled.result.known).toBe(doubled.result.envelopes)
  expect(await state()).toEqual(taken)
  expect(await listBreaches(ours.b.parts.context)).toEqual([])
  const said = await concert(ours, 'b', 'import', mixed)
  expect(said.out).toContain(`0 envelopes taken, ${all} here already, 0 objects new`)
  expect(said.out).toContain('3 parcels refused or not taken whole; see below.')
  expect(said.err).toContain(`[unknown-peer]: ${mixed}: 2 parcels: The parcel says`)
  const zh = await concert(ours, 'b', 'import', mixed, '--lang', 'zh')
  expect(zh.out).toContain(`已接收信封 0 个，此前已有 ${all} 个`)
  expect(zh.err).toContain('2 个包裹：该包裹自称来自')
}, 180_000)

import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listBreaches } from '../../../breaches/list.ts'
import { CourierWriter, courierFrames } from '../../../courier/courier-file.ts'
import { indicators, type Pair, type Side, startPair } from '../../../testing/pair.ts'
import { nodeStatus } from '../../../trust/node-status.ts'
import { runCommandLine } from '../../run.ts'
import { COMMANDS } from '../../table.ts'

let pair: Pair
let folder: string

beforeEach(async () => {
  pair = await startPair()
  folder = await mkdtemp(join(tmpdir(), 'concert-courier-'))
})
afterEach(async () => {
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

async function concert(side: Side, ...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: [...line, '--data', pair.setup[side].config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

const node = (side: Side) => pair[side].parts.context.own.node
const received = async () =>
  (await pair.b.parts.intelligence.list({ own: false, after: 0, type: undefined })).objects.length

/** Files of one side's export to the other. */
async function exported(from: Side, name: string): Promise<string[]> {
  const to = from === 'a' ? 'b' : 'a'
  const line = ['courier', 'export', node(to), join(folder, name), '--size', '1', '--json']
  const done = await concert(from, ...line)
  expect(done).toMatchObject({ code: 0, err: '' })
  return (JSON.parse(done.out) as { files: string[] }).files
}

/** The two never reach each other over a network: not even to learn who they are. */
test('two nodes with an air gap between them meet, agree and share by files alone', async () => {
  const identity = join(folder, 'a.json')
  expect((await concert('a', 'courier', 'identity', identity)).code).toBe(0)
  expect((await concert('a', 'courier', 'identity', identity)).code).toBe(1)
  expect((await concert('b', 'peer', 'bring', join(folder, 'none.json'))).code).toBe(2)
  const other = join(folder, 'b.json')
  await concert('b', 'courier', 'identity', other)
  for (const [side, file] of [['b', identity] as const, ['a', other] as const]) {
    const added = await concert(side, 'peer', 'bring', file, '--json')
    const { node: id, safetyNumber, road } = JSON.parse(added.out)
    expect(road).toBe('courier')
    expect((await concert(side, 'peer', 'confirm', id, safetyNumber)).code).toBe(0)
  }
  const names = ['--title-en', 'Domains', '--title-zh', '域名']
  const proposed = await concert('a', 'compact', 'propose', node('b'), ...names, '--json')
  expect(proposed.code).toBe(0)
  expect((await concert('b', 'courier', 'import', ...(await exported('a', 'one')))).code).toBe(0)
  const { digest } = JSON.parse(proposed.out).proposals[0]
  expect((await concert('b', 'compact', 'sign', digest)).code).toBe(0)
  await concert('a', 'courier', 'import', ...(await exported('b', 'two')))
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 3000))
  expect(await pair.share()).toBe(3000)
  const files = await exported('a', 'three')
  expect(files.length).toBeGreaterThan(1)
  expect(await concert('a', 'delivery')).toMatchObject({ code: 0 })
  // Names that sort the other way round: the first to be read can't be taken yet.
  const mixed = [...files].reverse()
  const done = await concert('b', 'courier', 'import', ...mixed, '--lang', 'zh')
  expect(done).toMatchObject({ code: 0, err: '' })
  expect(done.out).toContain('新增对象 3000 个')
  expect((await concert('a', 'courier', 'import', ...(await exported('b', 'four')))).code).toBe(0)
  expect(await exported('a', 'five')).toEqual([])
}, 60_000)

test('a file that is cut, changed, another’s or none is named, and what is whole is taken', async () => {
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  for (const side of ['a', 'b'] as const) {
    const to = side === 'a' ? 'b' : 'a'
    expect((await concert(side, 'peer', 'road', node(to), 'courier')).code).toBe(0)
  }
  expect((await concert('a', 'peer', 'road', node('b'), 'pigeon')).code).toBe(2)
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 1500))
  await pair.share()
  const [file] = await exported('a', 'one')
  const whole = await readFile(file as string)
  const bad = join(folder, 'bad.concert')
  const cases: [string, Uint8Array | undefined, string][] = [
    ['none', new TextEncoder().encode('%PDF-1.7'), 'courier-not'],
    [
      'changed end',
      whole.map((byte, i) => (i === whole.length - 1 ? byte ^ 1 : byte)),
      'courier-damaged',
    ],
    ['with something after it', Buffer.concat([whole, whole]), 'courier-damaged'],
    [
      'a frame of 4 GiB',
      Buffer.concat([whole.subarray(0, 9), Buffer.alloc(4, 255)]),
      'courier-damaged',
    ],
    ['missing', undefined, 'file-bad'],
  ]
  for (const [, bytes, code] of cases) {
    if (bytes) await writeFile(bad, bytes)
    const target = bytes ? bad : join(folder, 'missing.concert')
    const done = await concert('b', 'courier', 'import', target, '--json')
    expect([done.code, JSON.parse(done.err).error.code]).toEqual([1, code])
  }
  // Its own file: it is not for who wrote it.
  expect((await concert('a', 'courier', 'import', file as string)).code).toBe(1)
  await writeFile(bad, whole)
  await truncate(bad, whole.length - 100)
  const cut = await concert('b', 'courier', 'import', bad)
  expect(cut.err).toContain('courier-cut')
  // The page is of a hundred.
  expect(await received()).toBe(100)
}, 60_000)

test('a file of an exchange of others is refused by name and changes nothing, on every side', async () => {
  const own = pair
  await own.peerAndConfirm()
  await own.agreeCompact()
  pair = await startPair()
  try {
    await pair.peerAndConfirm()
    await pair.agreeCompact()
    for (const side of ['a', 'b'] as const) {
      await pair[side].parts.peers.setRoad(node(side === 'a' ? 'b' : 'a'), 'courier')
    }
    await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 5))
    await pair.share()
    const [file = ''] = await exported('a', 'theirs')
    const stranger = node('a')
    const theirs = pair
    pair = own
    const before = await nodeStatus(pair.b.parts)
    const unknown = await concert('b', 'courier', 'import', file, '--json')
    expect([unknown.code, JSON.parse(unknown.err).error.code]).toEqual([1, 'unknown-peer'])
    // Even from somebody known: it is for another.
    const added = await pair.b.parts.peers.add(theirs.a.url)
    expect(added.ok && added.value.node).toBe(stranger)
    const unconfirmed = await concert('b', 'courier', 'import', file, '--json')
    expect(JSON.parse(unconfirmed.err).error.code).toBe('unconfirmed-peer')
    await pair.b.parts.peers.confirm(stranger, added.ok ? added.value.safetyNumber : '')
    const other = await concert('b', 'courier', 'import', file, '--lang', 'zh')
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('wrong-recipient')])
    const { objects, envelopes } = await nodeStatus(pair.b.parts)
    expect({ objects, envelopes }).toEqual({
      objects: before.objects,
      envelopes: before.envelopes,
    })
    pair = theirs
    expect((await concert('b', 'courier', 'import', file)).code).toBe(0)
  } finally {
    await pair.close()
    pair = own
  }
}, 60_000)

test('a file put together anew by whoever carried it: parts swapped, doubled, left out', async () => {
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  for (const side of ['a', 'b'] as const) {
    await pair[side].parts.peers.setRoad(node(side === 'a' ? 'b' : 'a'), 'courier')
  }
  // Too much for one parcel.
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 4000))
  await pair.share()
  const frames: Uint8Array[] = []
  for (const file of await exported('a', 'one')) {
    const reader = courierFrames(file)
    for (let step = await reader.next(); !step.done; step = await reader.next()) {
      if (frames.length === 0 || !Buffer.from(step.value).includes('"identities"')) {
        frames.push(step.value)
      }
    }
  }
  const [identity, ...parcels] = frames as [Uint8Array, ...Uint8Array[]]
  expect(parcels.length).toBeGreaterThan(1)
  // Whole by its digest: that protects from damage, and from nobody who writes one.
  const written = async (name: string, chosen: readonly Uint8Array[]) => {
    const path = join(folder, name)
    const writer = await CourierWriter.create(path, identity)
    for (const parcel of chosen) await writer.add(parcel)
    await writer.end({ epoch: 1, seq: 1 })
    return path
  }
  const objects = async () => (await nodeStatus(pair.b.parts)).objects.received
  const [first, ...rest] = parcels as [Uint8Array, ...Uint8Array[]]
  const without = await concert('b', 'courier', 'import', await written('without', rest))
  expect(without).toMatchObject({ code: 1, err: expect.stringContaining('gap') })
  expect(await objects()).toBe(0)
  const swapped = await written('swapped', [...rest.toReversed(), first, first])
  expect((await concert('b', 'courier', 'import', swapped)).code).toBe(1)
  expect(await objects()).toBeLessThan(4000)
  const whole = await written('whole', [first, ...rest, ...parcels])
  expect(await concert('b', 'courier', 'import', whole)).toMatchObject({ code: 0, err: '' })
  expect(await objects()).toBe(4000)
  expect(await listBreaches(pair.b.parts.context)).toEqual([])
}, 60_000)

test('an export that was interrupted goes on after its whole files', async () => {
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  for (const side of ['a', 'b'] as const) {
    await pair[side].parts.peers.setRoad(node(side === 'a' ? 'b' : 'a'), 'courier')
  }
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 5000))
  await pair.share()
  const files = await exported('a', 'run')
  expect(files.length).toBeGreaterThan(1)
  for (const file of files.slice(1)) await rm(file)
  await writeFile(`${files[1]}.part`, 'what was being written')
  const again = await exported('a', 'run')
  expect(again).toEqual(files.slice(1))
  expect((await concert('b', 'courier', 'import', ...files)).code).toBe(0)
  expect(await exported('a', 'run')).toEqual([])
}, 60_000)

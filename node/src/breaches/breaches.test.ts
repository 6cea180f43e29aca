import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unbase64 } from '@concert/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { readChannel } from '../federation/channel.ts'
import { Forge, type Forged } from '../testing/forge.ts'
import { indicators, type Pair, startPair } from '../testing/pair.ts'
import { ACCUSING } from './breach.ts'
import { listBreaches } from './list.ts'
import { provesConflict, provesSaying } from './prove.ts'
import { recordBreach } from './record.ts'

let pair: Pair
let forge: Forge
let compact: string
let made = 0

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  compact = await pair.agreeCompact()
  forge = new Forge(pair.a, pair.b)
})
afterAll(() => pair.close())

const seen = () => listBreaches(pair.b.parts.context)

/** A share that the compact allows, unless it is marked RED. */
async function statement(tlp: 'green' | 'red' = 'green'): Promise<Forged> {
  const { crypto } = pair.a.parts.context
  const objects = indicators(pair.a, made++, 1, tlp)
  const items = objects.map(({ bytes }) => ({ salt: crypto.random(32), bytes }))
  return await forge.statement({ compact, items })
}

test('what the compact forbids is named, with the bytes that its sender signed', async () => {
  await forge.exchange(await forge.parcel([await statement(), await statement('red')]))
  const peer = pair.a.parts.context.own.node
  const [breach, ...more] = await seen()
  expect(more).toEqual([])
  expect(breach).toMatchObject({ kind: 'refused', code: 'tlp-exceeded', peer, proven: true })
  const [first, second] = (breach?.evidence ?? []).map((text) => unbase64(text) as Uint8Array)
  const { context } = pair.b.parts
  expect(await provesSaying(context, peer, first!, second!)).toBe(true)
  // Of somebody else it proves nothing, nor when a byte is another.
  expect(await provesSaying(context, context.own.node, first!, second!)).toBe(false)
  for (const bytes of [first!, second!]) {
    // In the payload: the digest that the envelope lists names nothing else.
    const at = 200
    const changed = Uint8Array.from(bytes)
    changed[at] = changed[at] === 65 ? 66 : 65
    const [one, other] = bytes === first ? [changed, second!] : [first!, changed]
    expect(await provesSaying(context, peer, one, other)).toBe(false)
  }
  expect(await provesConflict(context, peer, first!, first!)).toBe(false)
})

test('a closed tier accuses only whoever had received the suspension', async () => {
  const { compacts } = pair.b.parts
  const id = (await compacts.list())[0]?.id ?? ''
  await compacts.suspend(id, 'intelligence', 'incident', undefined)
  await pair.settled()
  await forge.exchange(await forge.parcel([await statement()]))
  expect(await seen()).toHaveLength(1)
  const { epoch, seq } = await readChannel(
    pair.b.parts.context.store.read,
    pair.a.parts.context.own.node,
    'out',
  )
  const ack = { epoch, seq, head: null }
  await forge.exchange(await forge.parcel([await statement()], { ack }))
  expect((await seen()).map(({ code }) => code)).toEqual(['tlp-exceeded', 'tier-suspended'])
  await compacts.resume(id, 'intelligence')
  await pair.settled()
})

test('refusals that an honest node may meet accuse nobody', () => {
  for (const code of [
    'no-compact',
    'tier-suspended',
    'unsupported-kind',
    'gap',
    'unknown-identity',
  ] as const) {
    expect(ACCUSING).not.toContain(code)
  }
})

test('a peer that sins without end fills no disk', async () => {
  const { store } = pair.b.parts.context
  await store.transact(async (tx) => {
    const common = { peer: 'x', kind: 'refused', code: null, second: null } as const
    for (let i = 0; i < 1010; i++) {
      await recordBreach(tx, 0, { ...common, first: Uint8Array.of(i >> 8, i & 255) })
    }
  })
  const rows = await store.read.db
    .selectFrom('breaches')
    .select('peer')
    .where('peer', '=', 'x')
    .execute()
  expect(rows).toHaveLength(1000)
  await store.transact(async (tx) => {
    await tx.db.deleteFrom('breaches').where('peer', '=', 'x').execute()
  })
})

test('two envelopes under one number are kept, shown and exported in both languages', async () => {
  const claims = await forge.next()
  for (let i = 0; i < 2; i++) await forge.exchange(await forge.parcel([await statement()], claims))
  expect((await seen()).at(-1)).toMatchObject({ kind: 'conflict', proven: true })
  const folder = await mkdtemp(join(tmpdir(), 'concert-breaches-'))
  const run = async (...args: readonly string[]) => {
    const said = { out: '', err: '' }
    const into = (name: 'out' | 'err') => ({
      write: (text: string) => {
        said[name] += text
      },
    })
    const { dataDir } = pair.b.parts.context.config
    const code = await runCommandLine({
      line: ['breaches', '--data', dataDir, ...args],
      out: into('out'),
      err: into('err'),
      env: {},
      signal: new AbortController().signal,
      commands: COMMANDS,
    })
    return { code, ...said }
  }
  const file = join(folder, 'breaches.json')
  const first = await run('--lang', 'en', '--export', file)
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toContain('signed two envelopes under one number')
  expect((await run('--lang', 'zh')).out).toContain('以同一序号签署了两个信封')
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ v: 1, kind: 'concert-breaches' })
  expect((await run('--export', file)).code).toBe(1)
  await rm(folder, { recursive: true })
})

import { NO_TERMS } from '@concert/threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { GREEN_TERMS, type Pair, type Side, startPair, waitFor } from '../testing/pair.ts'
import { openCompactThread } from './compact-threads.ts'

let pair: Pair

const TIMES = {
  from: '2026-01-01T00:00:00.000Z',
  until: '2100-01-01T00:00:00.000Z',
  signBy: '2099-01-01T00:00:00.000Z',
}
const DRAFT = { title: { en: 'Domains', zh: '域名' }, text: [], ...TIMES }
const TERMS = { ...NO_TERMS, intelligence: GREEN_TERMS, notice: { suspend_hours: 0, end_days: 30 } }
const DAY_MS = 86_400_000

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
})
afterAll(() => pair.close())

const node = (side: Side) => pair[side].parts.context.own.node
const other = (side: Side): Side => (side === 'a' ? 'b' : 'a')
const listed = async (side: Side, id: string) =>
  (await pair[side].parts.compacts.list()).find((compact) => compact.id === id)

function value<T>(result: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(result.code)
  return result.value
}

async function concert(side: Side, ...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: ['compact', ...line, '--data', pair.setup[side].config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

/** A compact in force, and an amendment that one side has proposed and signed, the other not. */
async function amended(by: Side = 'a'): Promise<{ readonly id: string; readonly next: string }> {
  const { compacts } = pair.a.parts
  const proposed = value(await compacts.propose({ peers: [node('b')], ...DRAFT, terms: TERMS }))
  const { id } = proposed
  await waitFor(async () => (await listed('b', id)) !== undefined)
  value(await pair.b.parts.compacts.sign(id))
  for (const side of ['a', 'b'] as const) {
    await waitFor(async () => (await listed(side, id))?.status === 'in-force')
  }
  const terms = { ...TERMS, intelligence: { ...GREEN_TERMS, onward: true } }
  const amending = await pair[by].parts.compacts.amend(id, { ...DRAFT, terms })
  const next = value(amending).proposals.at(-1)?.digest ?? ''
  await waitFor(async () => (await listed(other(by), id))?.proposals.length === 2)
  await pair.settled()
  return { id, next }
}

/** What both nodes made of the same statements, which must be the same. */
async function bothAt(id: string) {
  await pair.settled()
  const states = []
  for (const side of ['a', 'b'] as const) {
    const { context } = pair[side].parts
    states.push((await openCompactThread(context, context.store.read, id))?.state)
  }
  expect(states[0]).toEqual(states[1])
  return states[0]
}

/** What two sides do while neither hears the other. */
async function apart(does: Record<Side, () => Promise<unknown>>): Promise<void> {
  for (const side of ['a', 'b'] as const) {
    await pair[side].parts.peers.setRoad(node(other(side)), 'courier')
  }
  for (const side of ['a', 'b'] as const) await does[side]()
  for (const side of ['a', 'b'] as const) {
    await pair[side].parts.peers.setRoad(node(other(side)), 'push')
  }
}

it('is said as what is to come until it has come; nothing is signed, changed or begun after', async () => {
  const { id, next } = await amended()
  const end = new Date(Date.now() + 40 * DAY_MS).toISOString()
  const said = await concert('a', 'end', id, '--reason', 'policy', '--at', end)
  expect(said.out).toContain(`ends at ${end}, ended by Arden ${node('a').slice(0, 8)}: policy`)
  await waitFor(async () => (await listed('b', id))?.ending !== null)
  expect((await listed('b', id))?.status).toBe('in-force')
  const shown = await concert('b', 'show', next, '--lang', 'zh')
  expect(shown.out).toContain(`将于 ${end} 终止，由 雅登 ${node('a').slice(0, 8)} 终止：政策`)
  expect(shown.out).not.toContain('须于')
  const refused = {
    ok: false,
    code: 'compact-ended',
    at: 'compact',
    message: {
      en: `This compact ends at ${end}, ended by Arden ${node('a').slice(0, 8)}. Until then it stays as it is: no version is signed or proposed any more.`,
      zh: `该合作约定将于${end}终止，由雅登 ${node('a').slice(0, 8)}终止。在此之前保持现状：不再签署或提议任何版本。`,
    },
  }
  const { compacts } = pair.b.parts
  expect(await compacts.sign(next)).toEqual(refused)
  expect(await compacts.amend(id, { ...DRAFT, terms: TERMS })).toEqual(refused)
  expect(await compacts.suspend(id, 'intelligence', 'review', end)).toMatchObject({
    code: 'compact-ended',
  })
  expect(await concert('b', 'sign', next)).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      `[compact-ended]: This compact ends at ${end}, ended by Arden ${node('a').slice(0, 8)}.`,
    ),
  })
  // Until then the tier can be closed and opened; the other party may say an earlier end.
  value(await compacts.suspend(id, 'intelligence', 'review', undefined))
  value(await compacts.resume(id, 'intelligence'))
  expect(await compacts.end(id, 'law', end)).toMatchObject({ code: 'compact-ended' })
  value(await compacts.end(id, 'law', undefined))
  expect((await bothAt(id))?.ending).toMatchObject({ by: node('b'), reason: 'law' })
  pair.skew.a = 31 * DAY_MS
  expect((await concert('a', 'list')).out).toMatch(/\n {2}ended at 20\S+ by Belmar \S+: law\n/)
  expect((await concert('a', 'list', '--lang', 'zh')).out).toMatch(
    /已于 20\S+ 终止，由 贝尔玛 \S+ 终止：法律规定/,
  )
  expect(await pair.a.parts.compacts.resume(id, 'intelligence')).toMatchObject({
    code: 'compact-ended',
    message: {
      en: expect.stringMatching(/^This compact ended at 20\S+, ended by Belmar [0-9a-f]{8}\. /),
    },
  })
  pair.skew.a = 0
}, 60_000)

it('crosses a signature on the wire: both nodes come to the same, whoever speaks first', async () => {
  const ours = await amended()
  // `a` stands first in the root: its end comes before the signature it had not seen.
  await apart({
    a: () => pair.a.parts.compacts.end(ours.id, 'policy', undefined).then(value),
    b: () => pair.b.parts.compacts.sign(ours.next).then(value),
  })
  await waitFor(async () => (await listed('b', ours.id))?.ending !== null)
  const first = await bothAt(ours.id)
  expect(first?.inForce?.digest).toBe(ours.id)
  expect(first?.proposals[1]?.signatures.map(({ by }) => by)).toEqual([node('a')])
  // Its signature stands before an end that had not seen it: all have signed, and it is completed.
  const theirs = await amended('b')
  await apart({
    a: () => pair.a.parts.compacts.sign(theirs.next).then(value),
    b: () => pair.b.parts.compacts.end(theirs.id, 'policy', undefined).then(value),
  })
  for (const side of ['a', 'b'] as const) {
    await waitFor(async () => (await listed(side, theirs.id))?.digest === theirs.next)
    await waitFor(async () => (await listed(side, theirs.id))?.ending !== null)
  }
  expect((await bothAt(theirs.id))?.ending?.by).toBe(node('b'))
}, 60_000)

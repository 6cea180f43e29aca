import { readFile } from 'node:fs/promises'
import { utf8 } from '@concert/core'
import { parseStatement, type StatementDraft } from '@concert/envelope'
import { readStixObject, type StixObject, TLP_LEVELS, type Tlp, tlpMarkingId } from '@concert/stix'
import { COMPACT_TEMPLATES, type Terms, TIERS } from '@concert/threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES, releaseRolesOf } from '../accounts/roles.ts'
import { judgeIntel } from '../intel/judge-intel.ts'
import { judgeAsked } from '../requests/judge-request.ts'
import { accepted, phishing } from '../testing/desks.ts'
import { Forge } from '../testing/forge.ts'
import { type Pair, startPair, waitFor } from '../testing/pair.ts'

// The rows of docs/release-matrix.md against two running nodes: what the sender lets go, what the
// receiver would take of a sender that keeps no rule, and what else may be said in each state.

let pair: Pair
let made = 0
const rows = new Map<string, readonly string[]>()

beforeAll(async () => {
  const text = await readFile(new URL('../../../docs/release-matrix.md', import.meta.url), 'utf8')
  for (const line of text.split('\n').filter((each) => each.startsWith('| '))) {
    const [state = '', tier = '', label = '', ...cells] = line.slice(2, -2).split(' | ')
    rows.set([state, tier, label].join('/'), cells)
  }
  pair = await startPair()
  await pair.peerAndConfirm()
}, 30_000)
afterAll(() => pair.close())

const says = (state: string, tier: string, label: Tlp, action: string) => {
  const row = rows.get([state, tier, label].join('/'))
  if (row === undefined) throw new Error(`no row ${state} ${tier} ${label}`)
  return row.some((cell) => cell.split(', ').includes(action))
}

function terms(): Terms {
  const agreed = COMPACT_TEMPLATES[0]?.terms
  if (!agreed?.intelligence) throw new Error('template')
  const intelligence = { ...agreed.intelligence, tlp: 'amber' as const }
  // Every tier is agreed to: what nobody agreed to can't be suspended.
  const matching = COMPACT_TEMPLATES.find((template) => template.terms.matching)?.terms.matching
  const dialogue = COMPACT_TEMPLATES.find((template) => template.terms.dialogue)?.terms.dialogue
  if (!matching || !dialogue) throw new Error('template')
  return {
    ...agreed,
    intelligence,
    matching,
    dialogue,
    notice: { suspend_hours: 0, end_days: 0 },
  }
}

async function propose(from: string, until: string): Promise<{ id: string; version: string }> {
  const proposed = await pair.a.parts.compacts.propose({
    peers: [pair.b.parts.context.own.node],
    title: { en: 'Matrix', zh: '矩阵' },
    text: [],
    from,
    until,
    signBy: '2099-01-01T00:00:00.000Z',
    terms: terms(),
  })
  const { id, proposals } = accepted(proposed)
  const version = proposals[0]?.digest ?? ''
  const { compacts } = pair.b.parts
  await waitFor(async () => (await compacts.list()).some((compact) => compact.id === id))
  return { id, version }
}

async function sign(version: string): Promise<void> {
  accepted(await pair.b.parts.compacts.sign(version))
  await bothSee(({ digest }) => digest === version)
}

type Summary = Awaited<ReturnType<Pair['a']['parts']['compacts']['list']>>[number]

async function bothSee(wanted: (compact: Summary) => boolean): Promise<void> {
  for (const { parts } of [pair.a, pair.b]) {
    await waitFor(async () => (await parts.compacts.list()).some(wanted))
  }
  await pair.settled()
}

function indicator(label: Tlp): StixObject {
  const time = '2026-11-01T00:00:00.000Z'
  const object = {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${crypto.randomUUID()}`,
    created: time,
    modified: time,
    created_by_ref: pair.a.parts.stixIdentity.view.id,
    pattern: `[domain-name:value = 'phish-${made++}.example']`,
    pattern_type: 'stix',
    valid_from: time,
    object_marking_refs: [tlpMarkingId(label)],
  }
  const read = readStixObject(utf8(JSON.stringify(object)))
  if (!read.ok) throw new Error('object')
  return read.value
}

/** Whether an object of a label goes, by the sender's own desk. */
async function goes(label: Tlp): Promise<boolean> {
  const { intelligence } = pair.a.parts
  const object = indicator(label)
  await intelligence.importObjects([object])
  const share = intelligence.share(pair.b.parts.context.own.node, label, undefined, [
    object.view.id,
  ])
  for (;;) {
    const step = await share.next()
    if (step.done) return step.value.ok && step.value.value.done === 1
  }
}

/** Whether the receiver would take it from a sender that asks nobody. */
async function isTaken(compact: string, label: Tlp): Promise<boolean> {
  const { context } = pair.b.parts
  const object = indicator(label)
  const items = [{ salt: context.crypto.random(32), bytes: object.bytes }]
  const draft: Partial<StatementDraft> = { compact, tlp: label, items }
  const { carried } = await new Forge(pair.a, pair.b).statement(draft)
  const parsed = parseStatement(context.crypto, carried.bytes)
  if (!parsed.ok) throw new Error(parsed.code)
  const prepared = { statement: parsed.value, content: null, items, objects: [object] }
  const from = pair.a.parts.context.own.node
  return (await judgeIntel(context, context.store.read, from, prepared)) === undefined
}

async function canAsk(): Promise<boolean> {
  const { drafts } = pair.a.parts.requests
  const draft = phishing(pair.b.parts.context.own.node)
  const { draft: kept } = accepted(await drafts.keep(draft, [`x${made++}.example`], undefined))
  const sent = await drafts.send(kept.id)
  await drafts.discard(kept.id)
  if (!sent.ok) return false
  const { requests, context } = pair.b.parts
  await waitFor(async () => (await requests.show(sent.value.id)).ok)
  const root = accepted(await requests.show(sent.value.id)).root
  // And the side that owes the answer asks itself the same.
  const owner = context.own.node
  return (await judgeAsked(context, context.store.read, root, owner)) === undefined
}

async function check(state: string, { id, version }: { id: string; version: string }) {
  for (const label of TLP_LEVELS) {
    const wanted = says(state, 'intelligence', label, 'share')
    expect(await goes(label), `${state} ${label} at the sender`).toBe(wanted)
    expect(await isTaken(version, label), `${state} ${label} at the receiver`).toBe(wanted)
  }
  expect(await canAsk(), `${state}: a request`).toBe(says(state, 'requests', 'green', 'ask'))
  const { compacts } = pair.a.parts
  const closed = await compacts.suspend(id, 'dialogue', 'drill', undefined)
  expect(closed.ok, `${state}: suspend`).toBe(says(state, 'control', 'green', 'suspend'))
  if (closed.ok) accepted(await compacts.resume(id, 'dialogue'))
  await pair.settled()
}

/** What went goes back, whatever the state, once anything has gone. */
async function retracts(state: string, id: string): Promise<void> {
  expect(says(state, 'control', 'green', 'retract')).toBe(true)
  const { intelligence } = pair.a.parts
  expect((await intelligence.retract([id], 'expired')).ok, `${state}: retract`).toBe(true)
  await waitFor(async () => {
    const row = await pair.b.parts.context.store.read.db
      .selectFrom('objects')
      .select('retracted_by')
      .where('stix_id', '=', id)
      .executeTakeFirst()
    return row?.retracted_by != null
  })
}

test('every state, tier and label, at the sender and at the receiver, is as the matrix says', async () => {
  const compact = await propose('2026-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z')
  await check('proposed', compact)
  await sign(compact.version)
  await check('in force', compact)
  const gone = (state: string) => ({ state, object: indicator('green') })
  const left = [...TIERS.map((tier) => `${tier} suspended`), 'suspension to come', 'ended'].map(
    gone,
  )
  const peer = pair.b.parts.context.own.node
  const { intelligence } = pair.a.parts
  await intelligence.importObjects(left.map(({ object }) => object))
  const share = intelligence.share(peer, 'green')
  for (let step = await share.next(); !step.done; step = await share.next());
  await pair.settled()
  const takeBack = async (state: string) => {
    const found = left.find((each) => each.state === state)
    await retracts(state, found?.object.view.id ?? '')
  }
  const { compacts } = pair.b.parts
  for (const tier of TIERS) {
    accepted(await compacts.suspend(compact.id, tier, 'incident', undefined))
    await bothSee(({ tiers }) => tiers[tier].suspensions.length > 0)
    await check(`${tier} suspended`, compact)
    await takeBack(`${tier} suspended`)
    accepted(await compacts.resume(compact.id, tier))
    await bothSee(({ tiers }) => tiers[tier].suspensions.length === 0)
  }
  const later = new Date(Date.now() + 3_600_000).toISOString()
  accepted(await compacts.suspend(compact.id, 'intelligence', 'incident', later))
  await bothSee(({ tiers }) => tiers.intelligence.closes !== null)
  await check('suspension to come', compact)
  await takeBack('suspension to come')
  accepted(await pair.a.parts.compacts.end(compact.id, 'policy', undefined))
  await bothSee(({ status }) => status === 'ended')
  await check('ended', compact)
  await takeBack('ended')
}, 120_000)

test('so before its time and after', async () => {
  const early = await propose('2099-06-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z')
  await sign(early.version)
  await check('not yet', early)
  const soon = new Date(Date.now() + 600_000).toISOString()
  const late = await propose('2026-01-01T00:00:00.000Z', soon)
  await sign(late.version)
  pair.skew.a += 3_600_000
  pair.skew.b += 3_600_000
  await check('expired', late)
}, 60_000)

test('who may share does so by roles alone', async () => {
  const share = async (role: (typeof ROLES)[number]) => {
    const actor = { name: role, roles: releaseRolesOf(new Set([role])) }
    const run = pair.a.parts.intelligence.share(pair.b.parts.context.own.node, 'green', actor, [])
    for (;;) {
      const step = await run.next()
      if (step.done) return step.value.ok || step.value.code !== 'role-missing'
    }
  }
  const cells = rows.get('in force/intelligence/green')
  for (const [at, role] of ROLES.entries()) {
    expect(await share(role), role).toBe(cells?.[at]?.split(', ').includes('share'))
  }
})

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalBytes, hex, type Json, type JsonObject, unhex, utf8 } from '@concert/core'
import { leafFor } from '@concert/envelope'
import { readStixObject, type StixObject, tlpMarkingId } from '@concert/stix'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RELEASE_DEFAULTS } from '../config/resolve.ts'
import { listRefused } from '../federation/refused-envelopes.ts'
import { insertOwnObjects } from '../intel/own-objects.ts'
import { indicators, type Pair, startPair } from '../testing/pair.ts'
import { makeLogProof } from '../trust/log-proof.ts'
import { readAudit } from './audit.ts'
import { listBrokenGlass } from './broken-glass.ts'
import { copyId, copyIdKey } from './copy-ids.ts'
import { mayStillLeave } from './may-still-leave.ts'
import { viewQueue } from './queue.ts'
import { listRecalls } from './recalls.ts'

let pair: Pair
let peer: string
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-desk-'))
  const delegates = [
    { name: 'alice', roles: ['analyst', 'release-officer'] as const },
    { name: 'bob', roles: ['release-officer'] as const },
    { name: 'carol', roles: ['legal-officer'] as const },
    { name: 'dave', roles: ['duty-officer'] as const },
  ]
  pair = await startPair({ config: { release: { ...RELEASE_DEFAULTS, delegates, folder } } })
  await pair.peerAndConfirm()
  await pair.agreeCompact({ types: ['identity', 'indicator', 'report', 'sighting'] })
  peer = pair.b.parts.context.own.node
})

afterEach(async () => {
  await pair.close()
  await rm(folder, { recursive: true })
})

const decoder = new TextDecoder()

function changed(object: StixObject, more: Readonly<Record<string, Json>>): StixObject {
  const read = readStixObject(canonicalBytes({ ...object.value, ...more }))
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.value
}

async function imported(...objects: readonly StixObject[]): Promise<void> {
  await pair.a.parts.intelligence.importObjects(objects)
}

async function shared(as = 'alice') {
  const run = pair.a.parts.intelligence.share(peer, 'green', as)
  for (;;) {
    const step = await run.next()
    if (step.done) return step.value
  }
}

/** What the other side holds from us. */
async function received(): Promise<readonly JsonObject[]> {
  await pair.settled()
  const rows = await pair.b.parts.context.store.read.db
    .selectFrom('objects')
    .select(['body', 'retracted_by'])
    .where('source', '=', pair.a.parts.context.own.node)
    .orderBy('id')
    .execute()
  return rows
    .filter((row) => row.retracted_by === null)
    .map((row) => JSON.parse(decoder.decode(row.body)) as JsonObject)
}

const waiting = async () => (await viewQueue(pair.a.parts.context, { state: 'review' })).entries

function one(at: number): StixObject {
  return indicators(pair.a, at, 1)[0] as StixObject
}

const MAIL = "[email-addr:value = 'phisher@evil.example']"

test('what is redacted leaves as another object, and is taken back with its original', async () => {
  const original = changed(one(0), { description: 'ask li.wei@bank.example', x_case: 'case 7' })
  await imported(original, one(1))
  expect(await shared()).toMatchObject({ ok: true, value: { done: 2, review: 0, skipped: 0 } })
  const there = await received()
  expect(JSON.stringify(there)).not.toMatch(/li\.wei|case 7/)
  expect(there.map(({ id }) => id)).not.toContain(original.view.id)
  expect(there).toHaveLength(2)
  expect(await shared()).toMatchObject({ ok: true, value: { done: 0 } })
  const { intelligence, context } = pair.a.parts
  expect(await intelligence.retract([original.view.id], 'shared-in-error')).toMatchObject({
    ok: true,
    value: { retracted: 1 },
  })
  expect(await received()).toHaveLength(1)
  expect(await listRecalls(context)).toMatchObject([{ peer, objects: 1, receipted: true }])
  const audit = await readAudit(context, { after: 0 })
  expect(audit.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
    'alice released',
    'alice redacted',
  ])
})

test('a look before a share tells what the share then does, and changes nothing', async () => {
  const mail = changed(one(0), { pattern: MAIL })
  const redacted = changed(one(1), { description: 'ask li.wei@bank.example' })
  const strict = changed(one(3), { object_marking_refs: [tlpMarkingId('red')] })
  await imported(mail, redacted, one(2), strict)
  const look = await pair.a.parts.release.outlook(peer, 'green')
  if (!look.ok) throw new Error(look.code)
  const seen = Object.fromEntries(
    look.value.groups.map(({ outcome, objects }) => [outcome, objects]),
  )
  expect(look.value).toMatchObject({ total: 4, looked: 4 })
  expect(seen).toEqual({ allow: 1, redact: 1, review: 1, block: 1 })
  const blocked = look.value.groups.find(({ outcome }) => outcome === 'block')
  expect(blocked).toMatchObject({ sample: [{ id: strict.view.id, tlp: 'red' }] })
  expect(blocked?.reason).not.toBeNull()
  expect(await waiting()).toEqual([])
  expect(await received()).toEqual([])
  const chosen = pair.a.parts.intelligence.share(peer, 'green', 'alice', [one(2).view.id])
  while (!(await chosen.next()).done) {}
  expect((await received()).map(({ id }) => id)).toEqual([one(2).view.id])
  expect(await shared()).toMatchObject({ value: { done: 1, review: 1, skipped: 1 } })
  expect(await pair.a.parts.release.outlook('c'.repeat(64), 'green')).toMatchObject({
    ok: false,
    code: 'no-compact',
  })
})

test('four eyes: who asked cannot approve; what leaves is the preview to the byte', async () => {
  const mail = changed(one(0), { pattern: MAIL })
  await imported(mail)
  expect(await shared()).toMatchObject({ value: { done: 0, review: 1 } })
  expect(await shared()).toMatchObject({ value: { done: 0, review: 0 } })
  const { release, review, context } = pair.a.parts
  const order = { peer, ids: [mail.view.id], note: 'the address is the indicator' }
  const preview = await release.preview(peer, 'green', mail.view.id)
  expect(await review.approve(undefined, order)).toMatchObject({ code: 'delegate-required' })
  expect(await review.approve('mallory', order)).toMatchObject({ code: 'delegate-unknown' })
  expect(await review.approve('alice', order)).toMatchObject({ code: 'four-eyes' })
  expect(await review.approve('carol', order)).toMatchObject({ code: 'role-missing' })
  expect(await review.approve('bob', { peer, note: 'all' })).toMatchObject({
    code: 'nothing-waiting',
  })
  expect(await received()).toEqual([])
  const both = await Promise.all([review.approve('bob', order), review.approve('bob', order)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  const [there] = await received()
  const body = preview.ok ? (preview.value.body ?? '') : ''
  expect(there).toEqual(JSON.parse(body))
  const newest = await readAudit(context, { after: 0, before: Number.MAX_SAFE_INTEGER })
  expect(newest.map(({ number }) => number)).toEqual(
    (await readAudit(context, { after: 0 })).map(({ number }) => number).toReversed(),
  )
  expect(newest.length).toBeGreaterThan(1)
  const [first] = newest
  const older = await readAudit(context, { after: 0, before: first?.number })
  expect(older).toEqual(newest.slice(1))
  const approved = await readAudit(context, { after: 0, action: 'approved' })
  expect(approved).toMatchObject([{ actor: 'bob', note: order.note, id: mail.view.id }])
  expect(approved[0]?.digest).toBe(createHash('sha256').update(utf8(body)).digest('hex'))
  expect(await received()).toHaveLength(1)
})

test('the preview of what leaves redacted is what leaves, to the byte, and another for another peer', async () => {
  const original = changed(one(0), { description: 'ask li.wei@bank.example' })
  // Far from the end of an hour, in which times that leave change.
  pair.skew.a = 5_400_000 - (Date.now() % 3_600_000)
  await imported(original)
  const { release, context } = pair.a.parts
  const preview = await release.preview(peer, 'green', original.view.id)
  await shared()
  await received()
  const rows = await pair.b.parts.context.store.read.db
    .selectFrom('objects')
    .select('body')
    .where('source', '=', context.own.node)
    .execute()
  expect(rows.map(({ body }) => decoder.decode(body))).toEqual([
    preview.ok ? preview.value.body : '',
  ])
  const key = await copyIdKey(context)
  const ids = ['p', 'q'].map((to) => copyId(key, to, 'indicator', original.view.id))
  expect(new Set(ids).size).toBe(2)
  for (const id of ids)
    expect(id).toMatch(/^indicator--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/)
})

test('what was rejected stays, what nobody decides expires and is decided anew', async () => {
  const [mail, other] = [
    changed(one(0), { pattern: MAIL }),
    changed(one(1), { pattern: MAIL.replace('phisher', 'other') }),
  ]
  await imported(mail, other)
  await shared()
  const { review, context } = pair.a.parts
  expect(await review.reject('bob', { peer, ids: [mail.view.id], note: 'no' })).toMatchObject({
    ok: true,
  })
  expect((await waiting()).map(({ id }) => id)).toEqual([other.view.id])
  pair.skew.a = 8 * 86_400_000
  expect(await waiting()).toEqual([])
  expect(await review.approve('bob', { peer, ids: [other.view.id], note: 'late' })).toMatchObject({
    code: 'nothing-waiting',
  })
  expect(await shared()).toMatchObject({ value: { done: 0, review: 1 } })
  expect((await readAudit(context, { after: 0, action: 'expired' })).map(({ id }) => id)).toEqual([
    other.view.id,
  ])
})

test('an approval is of what was shown: a version, a finding or an object that came since is not decided', async () => {
  const { review } = pair.a.parts
  const mail = changed(one(0), { pattern: MAIL })
  await imported(mail)
  await shared()
  const [entry] = await waiting()
  const looked = await pair.a.parts.release.preview(peer, 'green', mail.view.id)
  if (!entry || !looked.ok) throw new Error('preview')
  expect(looked.value.shown).toBe(entry.shown)
  // While Bob reads, Alice writes another address into the same object and shares it again.
  const other = {
    pattern: MAIL.replace('phisher', 'minister'),
    modified: '2026-11-02T00:00:00.000Z',
  }
  await imported(changed(one(0), other))
  await shared()
  const order = { peer, ids: [mail.view.id], note: 'seen' }
  const late = await review.approve('bob', { ...order, shown: [entry.shown] })
  expect(late).toEqual({ ok: false, code: 'changed-since', at: mail.view.id })
  expect(await review.breakGlass('dave', { ...order, shown: [entry.shown] })).toEqual(late)
  expect(await received()).toEqual([])
  // By reason, what came after the look stays.
  const { at } = await viewQueue(pair.a.parts.context, { state: 'review' })
  pair.skew.a = 60_000
  await imported(changed(one(1), { pattern: MAIL }))
  await shared()
  const until = new Date(Date.parse(at) + 1000).toISOString()
  const byReason = { peer, reason: 'email-address', until, note: 'both languages read' }
  expect(await review.approve('bob', byReason)).toMatchObject({ ok: true, value: { decided: 1 } })
  expect((await received()).map(({ pattern }) => pattern)).toEqual([other.pattern])
})

test('an approval that comes twice, at once or later, lets an object out once', async () => {
  const { review, context } = pair.a.parts
  const mail = changed(one(0), { pattern: MAIL })
  await imported(mail)
  await shared()
  const [entry] = await waiting()
  const order = { peer, ids: [mail.view.id], note: 'fine', shown: [entry?.shown ?? ''] }
  const both = await Promise.all([
    review.approve('bob', order),
    review.approve('bob', order),
    review.breakGlass('dave', order),
  ])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  for (const late of both.filter(({ ok }) => !ok)) {
    expect(late).toMatchObject({ code: expect.stringMatching(/already-decided|nothing-waiting/) })
  }
  expect(await review.approve('bob', order)).toMatchObject({ code: 'nothing-waiting' })
  expect(await received()).toHaveLength(1)
  expect(await shared()).toMatchObject({ value: { done: 0, review: 0 } })
  // One departure, and it alone is in the audit.
  const audit = await readAudit(context, { after: 0, id: mail.view.id })
  expect(audit.filter(({ action }) => /approved|broke-glass/.test(action))).toHaveLength(1)
})

test('the preview is of the version that would leave, also when an older one was imported later', async () => {
  const newer = changed(one(0), { name: 'newer', modified: '2026-11-02T00:00:00.000Z' })
  await imported(newer)
  await imported(changed(one(0), { name: 'older' }))
  const looked = await pair.a.parts.release.preview(peer, 'green', newer.view.id)
  if (!looked.ok) throw new Error(looked.code)
  expect(JSON.parse(looked.value.body ?? '')).toMatchObject({ name: 'newer' })
})

test('local law holds back, is cited here and told to nobody; glass broken over it is recorded', async () => {
  const laws = join(folder, 'laws')
  await mkdir(laws)
  const law = { en: 'Example Act, s. 36', zh: '《示例法》第三十六条' }
  const rule = {
    id: 'grid',
    because: { en: 'Power grid data', zh: '电网数据' },
    outcome: 'block',
    when: { all: [{ property: 'labels', equals: 'grid' }, { economy: ['XB'] }] },
  }
  const grid = changed(one(0), { labels: ['grid'] })
  await imported(grid)
  await writeFile(
    join(laws, 'act.json'),
    JSON.stringify({ v: 1, law, rules: [{ ...rule, when: {} }] }),
  )
  expect(await shared()).toMatchObject({
    ok: false,
    code: 'release-rules',
    at: 'laws/act.json: rules[0].when',
  })
  await writeFile(join(laws, 'act.json'), JSON.stringify({ v: 1, law, rules: [rule] }))
  expect(await shared()).toMatchObject({ value: { done: 0, skipped: 1 } })
  const { review, context, metrics } = pair.a.parts
  expect(await readAudit(context, { after: 0, action: 'blocked' })).toMatchObject([
    { id: grid.view.id, findings: [{ rule: 'law', cites: 'grid', law }] },
  ])
  const order = { peer, ids: [grid.view.id], note: 'grid under attack, minister informed' }
  expect(await review.approve('carol', order)).toMatchObject({ code: 'nothing-waiting' })
  expect(await review.breakGlass('carol', order)).toMatchObject({ code: 'role-missing' })
  expect(await review.breakGlass('dave', order)).toMatchObject({ ok: true, value: { decided: 1 } })
  expect((await received()).map(({ id }) => id)).toEqual([grid.view.id])
  expect(
    await metrics.registry.getSingleMetricAsString('concert_release_glass_broken_total'),
  ).toMatch(/ 1$/)
  expect(await readAudit(context, { after: 0, action: 'broke-glass' })).toMatchObject([
    { actor: 'dave', note: order.note },
  ])
  const [glass] = await listBrokenGlass(context)
  expect(JSON.parse(glass?.record ?? '')).toMatchObject({ actor: 'dave', note: order.note, peer })
  const { sha256 } = context.crypto
  const digest = hex(sha256(utf8(glass?.record ?? '')))
  const opening = unhex(glass?.opening ?? '') ?? new Uint8Array(0)
  const leaf = leafFor(sha256, opening, 'release', context.log.origin, digest)
  expect(glass?.leaf).toBe(hex(leaf))
  await context.log.integrated([leaf])
  expect(await makeLogProof(context, glass?.leaf ?? '')).toMatchObject({ ok: true })
  // What left through broken glass is taken back like anything else, and its record stays.
  await pair.a.parts.intelligence.retract([grid.view.id], 'shared-in-error')
  expect(await received()).toEqual([])
  expect(await listRecalls(context)).toMatchObject([{ peer, objects: 1, receipted: true }])
  expect(await listBrokenGlass(context)).toHaveLength(1)
})

test('a rule that came after the queue was shown is asked: nobody has approved that', async () => {
  const mail = changed(one(0), { pattern: MAIL, labels: ['grid'] })
  await imported(mail)
  await shared()
  const [before] = await waiting()
  const laws = join(folder, 'laws')
  await mkdir(laws)
  const law = { en: 'Example Act', zh: '《示例法》' }
  const rule = { id: 'grid', because: law, outcome: 'review', when: { label: ['grid'] } }
  await writeFile(join(laws, 'act.json'), JSON.stringify({ v: 1, law, rules: [rule] }))
  const order = { peer, ids: [mail.view.id], note: 'fine' }
  expect(await pair.a.parts.review.approve('bob', order)).toMatchObject({
    code: 'no-longer-allowed',
  })
  // Now it is shown, and takes a legal officer.
  expect(await waiting()).toMatchObject([{ reason: 'law', findings: [{}, { cites: 'grid', law }] }])
  expect(await pair.a.parts.review.approve('bob', order)).toMatchObject({ code: 'role-missing' })
  // Who had looked before it came has not seen it.
  expect(
    await pair.a.parts.review.approve('carol', { ...order, shown: [before?.shown ?? ''] }),
  ).toMatchObject({ code: 'changed-since' })
  expect(await received()).toEqual([])
  expect(await pair.a.parts.review.approve('carol', order)).toMatchObject({ ok: true })
  expect(await received()).toHaveLength(1)
})

test('nobody breaks the glass over a marking or the compact', async () => {
  const red = changed(one(0), { object_marking_refs: [tlpMarkingId('red')] })
  await imported(red)
  await shared()
  const order = { peer, ids: [red.view.id], note: 'please' }
  expect(await pair.a.parts.review.breakGlass('dave', order)).toMatchObject({
    ok: false,
    code: 'no-longer-allowed',
  })
  expect(await received()).toEqual([])
})

test('a report imported before what it reports leaves whole', async () => {
  const [first, second] = [one(0), one(1)]
  const report = readStixObject(
    canonicalBytes({
      type: 'report',
      spec_version: '2.1',
      id: 'report--4e7b0d6c-6d0c-4a52-9b59-7f2d5a1b8c3e',
      created: '2026-11-01T00:00:00.000Z',
      modified: '2026-11-01T00:00:00.000Z',
      name: 'Both',
      published: '2026-11-01T00:00:00.000Z',
      object_marking_refs: [tlpMarkingId('green')],
      object_refs: [first.view.id, second.view.id],
    }),
  )
  if (!report.ok) throw new Error('report')
  await imported(report.value)
  await imported(...indicators(pair.a, 100, 1000), first, second)
  expect(await shared()).toMatchObject({ value: { done: 1003, skipped: 0 } })
  expect((await received()).at(-1)).toEqual(report.value.value)
})

test('volume beyond what is usual waits for a person', async () => {
  const { release } = pair.a.parts.context.config
  await pair.restart('a', { release: { ...release, objectsAtOnce: 3, objectsPerDay: 5 } })
  await imported(...indicators(pair.a, 0, 4))
  expect(await shared()).toMatchObject({ value: { done: 3, review: 1 } })
  await imported(...indicators(pair.a, 10, 4))
  expect(await shared()).toMatchObject({ value: { done: 2, review: 2 } })
  expect((await waiting()).map(({ reason }) => reason)).toEqual([
    'sudden-bulk',
    'daily-volume',
    'daily-volume',
  ])
  const all = { peer, reason: 'daily-volume', note: 'drill' }
  expect(await pair.a.parts.review.approve('bob', all)).toMatchObject({ value: { decided: 2 } })
  expect(await received()).toHaveLength(7)
})

test('what was released does not leave any more once the tier is suspended or it is retracted', async () => {
  const { compacts, context, intelligence } = pair.a.parts
  await pair.stop('b')
  const object = one(0)
  await imported(object)
  await shared()
  const statement = await context.store.read.db
    .selectFrom('statements')
    .select('id')
    .where('kind', '=', 'intel.share')
    .executeTakeFirstOrThrow()
  const may = () => mayStillLeave(context, context.store.read, peer, statement.id)
  expect(await may()).toBeUndefined()
  await intelligence.retract([object.view.id], 'shared-in-error')
  expect(await may()).toBe('retracted')
  const [compact] = await compacts.list()
  await compacts.suspend(compact?.id ?? '', 'intelligence', 'incident', undefined)
  expect(await may()).toBe('tier-suspended')
  expect(await shared()).toMatchObject({ code: 'tier-suspended' })
})

describe('a new version that fewer may see', () => {
  const v2 = '2026-11-01T01:00:00.000Z'
  const narrower = (object: StixObject, level: 'amber' | 'red') =>
    changed(object, { modified: v2, object_marking_refs: [tlpMarkingId(level)] })

  test('takes the older one back from whoever got it, redacted copies too', async () => {
    const [plain, secret] = [one(0), changed(one(1), { description: 'ask li.wei@bank.example' })]
    await imported(plain, secret, one(2))
    expect(await shared()).toMatchObject({ value: { done: 3 } })
    await imported(narrower(plain, 'red'), narrower(secret, 'amber'))
    const { context } = pair.a.parts
    expect(await shared()).toMatchObject({ value: { done: 0, skipped: 2 } })
    expect((await received()).map(({ id }) => id)).toEqual([one(2).view.id])
    expect(await listRecalls(context)).toMatchObject([
      { reason: 'narrowed', objects: 2, receipted: true },
    ])
    expect(
      (await readAudit(context, { after: 0, action: 'narrowed' })).map(({ id }) => id).toSorted(),
    ).toEqual([plain.view.id, secret.view.id].toSorted())
  })

  test('is told also when the node dies between import and recall, once', async () => {
    await imported(one(0))
    await shared()
    const { context } = pair.a.parts
    await context.store.transact(async (tx) => {
      const objects = [narrower(one(0), 'red')]
      await insertOwnObjects(tx, { node: context.own.node, objects, now: context.now() })
    })
    await pair.restart('a')
    await pair.a.parts.narrowing.round()
    expect(await received()).toEqual([])
    await pair.restart('a')
    await pair.a.parts.narrowing.round()
    expect(await listRecalls(pair.a.parts.context)).toHaveLength(1)
  })

  test('leaves alone what is as open as before, and what others gave', async () => {
    await imported(one(0))
    await shared()
    const again = changed(one(0), { modified: v2, description: 'Still up.' })
    await imported(again)
    expect(await shared()).toMatchObject({ value: { done: 1 } })
    expect((await received()).map(({ modified }) => modified)).toEqual([one(0).value.modified, v2])
  })

  test('is one also when it has no time: an observable marked more strictly', async () => {
    const observable = (level: 'green' | 'red') => {
      const read = readStixObject(
        canonicalBytes({
          type: 'domain-name',
          spec_version: '2.1',
          id: 'domain-name--3c10e93f-798e-5a26-a0c1-08156efab7f5',
          value: 'evil-login.example',
          object_marking_refs: [tlpMarkingId(level)],
        }),
      )
      if (!read.ok) throw new Error('observable')
      return read.value
    }
    await pair.agreeCompact({ types: ['domain-name'] })
    await imported(observable('green'))
    expect(await shared()).toMatchObject({ value: { done: 1 } })
    await imported(observable('green'))
    expect(await shared()).toMatchObject({ value: { done: 0, skipped: 0 } })
    await imported(observable('red'))
    expect(await shared()).toMatchObject({ value: { done: 0, skipped: 1 } })
    expect(await received()).toEqual([])
  })

  test('and what waits of the older one can be approved no more', async () => {
    const mail = changed(one(0), { pattern: MAIL })
    await imported(mail)
    await shared()
    await imported(narrower(mail, 'red'))
    await pair.a.parts.narrowing.round()
    expect(await waiting()).toEqual([])
    const order = { peer, ids: [mail.view.id], note: 'late' }
    expect(await pair.a.parts.review.approve('bob', order)).toMatchObject({
      code: 'nothing-waiting',
    })
  })
})

test('of several versions the newest alone leaves', async () => {
  const next = changed(one(0), { modified: '2026-11-01T00:00:00.5Z' })
  await imported(next, one(0))
  expect(await shared()).toMatchObject({ value: { done: 1 } })
  expect(await received()).toEqual([next.value])
})

test('what was refused because a tier had closed meanwhile is offered again', async () => {
  const compact = (await pair.b.parts.compacts.list())[0]?.id ?? ''
  await imported(one(0), changed(one(1), { description: 'ask li.wei@bank.example' }))
  await pair.stop('b')
  await shared()
  // Out of the other's reach, so that what waits for it arrives after it has closed the tier.
  await pair.start('b', { listen: { host: '127.0.0.1', port: 0 } })
  await pair.b.parts.compacts.suspend(compact, 'intelligence', 'incident', undefined)
  await pair.restart('b')
  await pair.settled()
  expect(await received()).toEqual([])
  // Withheld where word of the suspension came before the parcel went.
  const [refused] = await listRefused(pair.a.parts.context)
  expect(refused).toMatchObject(
    refused?.state === 'withheld'
      ? { peer, objects: 2 }
      : { peer, state: 'refused', code: 'tier-suspended', clause: 'intelligence', objects: 2 },
  )
  await pair.b.parts.compacts.resume(compact, 'intelligence')
  await pair.settled()
  expect(await shared()).toMatchObject({ value: { done: 2 } })
  expect(await received()).toHaveLength(2)
  expect(await shared()).toMatchObject({ value: { done: 0 } })
})

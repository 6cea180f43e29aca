import { hex } from '@concert/core'
import { PING } from '@concert/threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningNode } from '../node.ts'
import { listNotices } from '../notifications/feed.ts'
import { type Pair, startPair, waitFor } from '../testing/pair.ts'
import { sayInThread } from '../threads/say-in-thread.ts'
import type { ContactCard } from './contact-acts.ts'
import { ALWAYS, parseHours } from './hours.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
})

afterAll(async () => {
  await pair.close()
})

const CARD: ContactCard = {
  name: 'Duty desk 值班台',
  hours: ALWAYS,
  languages: ['en', 'zh'],
  email: 'duty@arden.example',
  phone: '+1 555 0100',
  pgp: null,
}

const MINUTE = 60_000

function value<T>(result: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(result.code)
  return result.value
}

const nodeOf = (node: RunningNode) => node.parts.context.own.node

async function heldAtB() {
  const contacts = await pair.b.parts.people.contacts.list()
  return contacts.filter(({ node }) => node === nodeOf(pair.a))
}

/** Contents of contact statements that a node still holds. */
async function contents(node: RunningNode): Promise<string[]> {
  const rows = await node.parts.context.store.read.db
    .selectFrom('statements')
    .select('content')
    .where('kind', '=', 'contact.publish')
    .execute()
  return rows.flatMap(({ content }) => (content ? [Buffer.from(content).toString()] : []))
}

describe('contacts', () => {
  let id: string

  test('are told to nobody by themselves, and to a peer under a compact alone', async () => {
    const { contacts } = pair.a.parts.people
    id = value(await contacts.add({ role: 'technical', card: CARD })).id
    expect(await contacts.share(id, nodeOf(pair.b))).toMatchObject({ code: 'no-compact' })
    await pair.agreeCompact()
    value(await contacts.share(id, nodeOf(pair.b)))
    await waitFor(async () => (await heldAtB()).length === 1)
    expect((await heldAtB())[0]).toMatchObject({
      id,
      role: 'technical',
      card: CARD,
      reachable: true,
      sharedWith: [],
    })
  })

  test('are updated wherever they are held; nobody keeps what they said before', async () => {
    const { contacts } = pair.a.parts.people
    await pair.settled()
    const card = { ...CARD, phone: '+1 555 0199' }
    value(await contacts.update(id, { role: 'hotline', card }))
    await waitFor(async () => (await heldAtB())[0]?.revision === 2)
    expect((await heldAtB())[0]).toMatchObject({ role: 'hotline', card })
    await pair.settled()
    await pair.a.parts.people.sweep()
    for (const node of [pair.a, pair.b]) {
      const texts = await contents(node)
      expect(texts).toHaveLength(1)
      expect(texts[0]).toContain('0199')
    }
  })

  test('are erased on both sides; the signed statements stay as proof', async () => {
    value(await pair.a.parts.people.contacts.withdraw(id, undefined))
    await waitFor(async () => (await heldAtB()).length === 0)
    for (const node of [pair.a, pair.b]) {
      expect(await contents(node)).toEqual([])
      const { db } = node.parts.context.store.read
      const rows = await db
        .selectFrom('statements')
        .select('id')
        .where('kind', 'like', 'contact.%')
        .execute()
      expect(rows).toHaveLength(3)
    }
    expect(
      await pair.a.parts.people.contacts.update(id, { role: 'technical', card: CARD }),
    ).toMatchObject({
      code: 'contact-unknown',
    })
  })

  test.each([
    ['name', { name: 'two\nlines' }],
    ['email', { email: 'duty@arden.example\r\nBcc: all@arden.example' }],
    ['phone', { phone: 'call me' }],
    ['pgp', { pgp: '-----BEGIN PGP PRIVATE KEY BLOCK-----' }],
    ['hours.zone', { hours: { zone: 'Mars/Olympus', windows: [] } }],
    ['phone', { phone: null, email: null }],
  ] as const)('with a bad %s are refused', async (at, change) => {
    const draft = { role: 'policy', card: { ...CARD, ...change } } as const
    expect(await pair.a.parts.people.contacts.add(draft)).toMatchObject({
      code: 'contact-form',
      at,
    })
  })
})

describe('ping tests', () => {
  const last = async (side: 'a' | 'b', exercise = false) =>
    (await pair[side].parts.people.pings.list({ exercise, limit: 1 }))[0]

  test('a person answers in time; both nodes tell the same', async () => {
    const { id } = value(
      await pair.a.parts.people.pings.ask(nodeOf(pair.b), 'technical', 60, false),
    )
    await waitFor(async () => (await last('b'))?.status === 'arrived')
    await pair.b.parts.people.sweep()
    const [notice] = await listNotices(pair.b.parts.context, { exercise: false })
    expect(notice).toMatchObject({ kind: 'ping-asked', subject: id, line: 'technical' })
    const { pings } = pair.b.parts.people
    expect(await pings.answer(id, 'policy', 'wei')).toMatchObject({ code: 'other-role' })
    expect(await pings.answer(id, 'technical', ' ')).toMatchObject({ code: 'person-required' })
    value(await pings.answer(id, 'technical', 'wei'))
    expect(await pings.answer(id, 'technical', 'wei')).toMatchObject({ code: 'already-answered' })
    expect(await pair.a.parts.people.pings.answer(id, 'technical', 'eve')).toMatchObject({
      code: 'not-yours',
    })
    for (const side of ['a', 'b'] as const) {
      await waitFor(async () => (await last(side))?.minutes !== null)
      expect(await last(side)).toMatchObject({ id, status: 'answered', within: 60 })
    }
    expect((await last('b'))?.answeredBy).toBe('wei')
    expect((await last('a'))?.answeredBy).toBeNull()
  })

  test('a machine’s answer never counts: the test is missed, and people are told once', async () => {
    const { id } = value(await pair.a.parts.people.pings.ask(nodeOf(pair.b), 'hotline', 30, false))
    await waitFor(async () => (await last('b'))?.status === 'arrived')
    value(
      await sayInThread(pair.b.parts.context, {
        root: id,
        fold: PING,
        decide: () => ({
          ok: true,
          value: { kind: 'ping.answer', act: { role: 'hotline', human: false }, content: null },
        }),
      }),
    )
    await waitFor(async () => (await last('a'))?.machineAnswers === 1)
    await waitFor(async () => (await last('a'))?.status === 'arrived')
    pair.skew.a = 31 * MINUTE
    for (let i = 0; i < 3; i++) await pair.a.parts.people.sweep()
    expect((await last('a'))?.status).toBe('missed')
    const notices = await listNotices(pair.a.parts.context, { exercise: false })
    expect(notices.filter(({ kind }) => kind === 'ping-missed')).toMatchObject([{ subject: id }])
    pair.skew.a = 0
  })

  test('go out on their schedule, once for each time, also after a restart', async () => {
    const out = async () =>
      (await pair.a.parts.people.pings.list({ exercise: false, limit: 100 })).length
    const before = await out()
    const schedule = { peer: nodeOf(pair.b), role: 'policy', everyMinutes: 1440, withinMinutes: 60 }
    await pair.a.parts.people.pings.schedule(schedule as never)
    await pair.a.parts.people.sweep()
    await pair.a.parts.people.sweep()
    expect(await out()).toBe(before + 1)
    await pair.restart('a')
    await pair.a.parts.people.sweep()
    expect(await out()).toBe(before + 1)
    // Away for days: one question, not one for each day.
    pair.skew.a = 4 * 1440 * MINUTE
    await pair.a.parts.people.sweep()
    await pair.a.parts.people.sweep()
    expect(await out()).toBe(before + 2)
    const [next] = await pair.a.parts.people.pings.schedules()
    expect(Date.parse(next?.due ?? '')).toBeGreaterThan(Date.now() + pair.skew.a)
    pair.skew.a = 0
    await pair.a.parts.people.pings.schedule({ ...schedule, everyMinutes: 0 } as never)
    expect(await pair.a.parts.people.pings.schedules()).toEqual([])
  })

  test('drill and live never mix, in lists and in notices', async () => {
    await pair.settled()
    const live = (await pair.b.parts.people.pings.list({ exercise: false })).length
    const { id } = value(await pair.a.parts.people.pings.ask(nodeOf(pair.b), 'policy', 60, true))
    await waitFor(async () => (await last('b', true))?.id === id)
    await pair.b.parts.people.sweep()
    expect((await pair.b.parts.people.pings.list({ exercise: false })).length).toBe(live)
    const drills = await listNotices(pair.b.parts.context, { exercise: true })
    expect(drills).toMatchObject([{ subject: id, exercise: true }])
    const real = await listNotices(pair.b.parts.context, { exercise: false })
    expect(real.some(({ subject }) => subject === id)).toBe(false)
    value(await pair.b.parts.people.pings.answer(id, 'policy', 'wei'))
    const rows = await pair.b.parts.context.store.read.db
      .selectFrom('statements')
      .select('exercise')
      .where('thread', '=', Buffer.from(id, 'hex'))
      .execute()
    expect(rows.every(({ exercise }) => exercise === 1)).toBe(true)
  })
})

describe('the rota', () => {
  const T = (time: string) => Date.parse(time)

  test('tells who is on call, and a hand-over counts once it is accepted', async () => {
    const { contacts, rota } = pair.b.parts.people
    const people: string[] = []
    for (const name of ['Wei', 'Ann', 'Li']) {
      people.push(value(await contacts.add({ role: 'technical', card: { ...CARD, name } })).id)
    }
    const [wei = '', ann = '', li = ''] = people
    const days = parseHours('mon-sun 00:00-12:00', 'UTC')!
    const nights = parseHours('mon-sun 12:00-00:00', 'UTC')!
    const starts = T('2020-01-01T00:00:00.000Z')
    for (const [contact, hours] of [
      [wei, days],
      [ann, nights],
    ] as const) {
      value(await rota.add({ line: 'duty', contact, hours, starts, ends: null }))
    }
    value(await rota.add({ line: 'deputy', contact: li, hours: ALWAYS, starts, ends: null }))
    const midnight = Math.ceil(Date.now() / (1440 * MINUTE)) * 1440 * MINUTE
    const at = (hour: number) => {
      pair.skew.b = midnight + hour * 60 * MINUTE - Date.now()
    }
    at(1)
    expect((await rota.view()).onCall).toEqual({ duty: wei, deputy: li })
    at(13)
    expect((await rota.view()).onCall).toEqual({ duty: ann, deputy: li })
    const until = midnight + 20 * 60 * MINUTE
    const { id } = value(await rota.offer('duty', wei, until, 'two requests are open'))
    expect((await rota.view()).onCall.duty).toBe(ann)
    value(await rota.settle(id, true))
    expect(await rota.settle(id, false)).toMatchObject({ code: 'handover-unknown' })
    expect((await rota.view()).onCall.duty).toBe(wei)
    at(21)
    expect((await rota.view()).onCall.duty).toBe(ann)
    expect(await rota.offer('duty', hex(Buffer.alloc(16)), until * 2, '')).toMatchObject({
      code: 'contact-unknown',
    })
    pair.skew.b = 0
  })
})

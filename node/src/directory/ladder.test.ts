import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listNotices, type NoticeView } from '../notifications/feed.ts'
import type { Store, Transaction } from '../store/store.ts'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import type { Side } from '../testing/pair.ts'
import type { ContactCard } from './contact-acts.ts'
import { ALWAYS } from './hours.ts'
import { Ladder } from './ladder.ts'

let desks: Desks

beforeAll(async () => {
  desks = await Desks.open()
})

afterAll(async () => {
  await desks.close()
})

const MINUTE = 60_000

async function notices(side: Side, subject: string, exercise = false): Promise<NoticeView[]> {
  const all = await listNotices(desks.pair[side].parts.context, { exercise, limit: 1000 })
  return all.filter((notice) => notice.subject === subject).toReversed()
}

const kinds = async (side: Side, subject: string, exercise = false) =>
  (await notices(side, subject, exercise)).map(({ kind, line }) => `${kind} ${line}`)

function later(minutes: number): void {
  for (const side of ['a', 'b'] as const) desks.pair.skew[side] += minutes * MINUTE
}

async function sweep(): Promise<void> {
  for (const side of ['a', 'b'] as const) await desks.pair[side].parts.people.sweep()
  await desks.rest()
}

const u0 = (exercise = false) =>
  phishing(desks.node('b'), { exercise, act: { harm: 'life', urgency: 'u0' } })

function card(name: string): ContactCard {
  return { name, hours: ALWAYS, languages: ['en'], email: null, phone: '+1 555 0100', pgp: null }
}

describe('a U0 that nobody answers', () => {
  let id: string

  test('rings the duty officer, who is to call back through a second contact', async () => {
    id = await desks.send('a', u0(), ['evil.example'])
    expect(await kinds('b', id)).toEqual(['request-arrived duty', 'call-back duty'])
    const { calls, contacts } = desks.pair.b.parts.people
    expect(accepted(await calls.sheet(id))).toMatchObject({ pending: true, contacts: [] })
    const theirs = desks.pair.a.parts.people.contacts
    const contact = accepted(await theirs.add({ role: 'hotline', card: card('Hotline') })).id
    accepted(await theirs.share(contact, desks.node('b')))
    await desks.pair.settled()
    expect(accepted(await calls.sheet(id)).contacts).toMatchObject([{ id: contact }])
    const own = accepted(await contacts.add({ role: 'technical', card: card('Wei') })).id
    const call = { actor: 'wei', result: 'confirmed', note: 'spoke to Ann' } as const
    expect(await calls.record(id, { ...call, contact: own })).toMatchObject({
      code: 'second-contact',
    })
    const sheet = accepted(await calls.record(id, { ...call, contact }))
    expect(sheet).toMatchObject({ pending: false, calls: [{ actor: 'wei', result: 'confirmed' }] })
  })

  test('then the deputy, the policy contact and the hotline, each once, and tells the asker', async () => {
    await sweep()
    expect(await kinds('a', id)).toEqual([])
    later(62)
    await sweep()
    await sweep()
    expect(await kinds('b', id)).toEqual([
      'request-arrived duty',
      'call-back duty',
      'request-late duty',
      'request-late deputy',
    ])
    expect(await kinds('a', id)).toEqual(['request-escalated duty', 'request-escalated duty'])
    // A crash between rounds changes nothing: what was done stands in the store.
    await desks.pair.restart('b')
    later(178)
    await sweep()
    await sweep()
    const rung = await kinds('b', id)
    for (const line of ['policy', 'hotline']) {
      expect(rung.filter((entry) => entry === `request-late ${line}`)).toHaveLength(1)
    }
    const shown = await desks.show('b', id)
    const raised = shown.events.filter(({ kind }) => kind === 'request.escalate')
    expect(raised.map(({ act }) => act)).toEqual([
      { to: 'deputy', step: 1 },
      { to: 'policy-contact', step: 2 },
      { to: 'hotline', step: 3 },
    ])
    const taken = await desks.pair.a.parts.people.ladder.taken(id)
    const acknowledge = taken.filter(({ clock }) => clock === 'acknowledge')
    expect(acknowledge.map(({ step, called }) => `${step} ${called}`)).toEqual([
      '0 duty-officer',
      '1 deputy',
      '2 policy-contact',
      '3 hotline',
    ])
    expect(acknowledge.map(({ statement }) => statement !== null)).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  test('and is quiet once a person has answered', async () => {
    accepted(await desks.move('b', id, 'acknowledge', { human: true }))
    accepted(
      await desks.move('b', id, 'answer', { questions: [], targets: [], result: 'complete' }),
    )
    const before = [await kinds('a', id), await kinds('b', id)]
    later(24 * 60)
    await sweep()
    expect([await kinds('a', id), await kinds('b', id)]).toEqual(before)
  })
})

test('a drill climbs a ladder of its own: nothing of it stands among what is real', async () => {
  const live = await listNotices(desks.pair.b.parts.context, { exercise: false })
  const id = await desks.send('a', u0(true), ['drill.example'])
  later(62)
  await sweep()
  expect(await kinds('b', id, true)).toEqual([
    'request-arrived duty',
    'call-back duty',
    'request-late duty',
    'request-late deputy',
  ])
  expect(await kinds('b', id)).toEqual([])
  expect(await listNotices(desks.pair.b.parts.context, { exercise: false })).toEqual(live)
  const { requests } = await desks.desk('b').list({ open: true })
  expect(requests.some((line) => line.id === id)).toBe(false)
  expect(await desks.desk('b').count(false)).toMatchObject({ lapsed: 0 })
})

test('killed before or after any commit, every step is taken once', async () => {
  const id = await desks.send('a', u0(), ['killed.example'])
  later(62)
  const { context } = desks.pair.a.parts
  for (let kill = 0; kill < 8; kill++) {
    let commits = 0
    const transact: Store['transact'] = async (task) => {
      const isNow = commits++ === kill >> 1
      const isBefore = kill % 2 === 0
      const done = await context.store.transact(async (tx: Transaction) => {
        const value = await task(tx)
        if (isNow && isBefore) throw new Error('killed')
        return value
      })
      if (isNow) throw new Error('killed')
      return done
    }
    const store = new Proxy(context.store, {
      get: (target, name) => (name === 'transact' ? transact : Reflect.get(target, name)),
    })
    await new Ladder({ ...context, store }).sweep().catch(() => undefined)
  }
  await sweep()
  expect(await kinds('a', id)).toEqual(['request-escalated duty', 'request-escalated duty'])
  const { events } = await desks.show('b', id)
  expect(events.filter(({ kind }) => kind === 'request.escalate')).toHaveLength(1)
})

test('without a receipt the asker’s duty officer is to call, once', async () => {
  const draft = phishing(desks.node('b'))
  await desks.pair.stop('b')
  const { drafts } = desks.desk('a')
  const kept = accepted(await drafts.keep(draft, ['evil.example'], undefined))
  const { id } = accepted(await drafts.send(kept.draft.id))
  const { people } = desks.pair.a.parts
  desks.pair.skew.a += 14 * MINUTE
  await people.sweep()
  expect(await kinds('a', id)).toEqual([])
  desks.pair.skew.a += 2 * MINUTE
  await people.sweep()
  await people.sweep()
  expect(await kinds('a', id)).toEqual(['no-receipt duty'])
  await desks.pair.start('b')
})

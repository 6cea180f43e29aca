import type { Terms } from '@concert/threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeIn } from '../compacts/thread-post.ts'
import { bytesOf } from '../exchange/statements.ts'
import { lockPair } from '../federation/channel.ts'
import { announce, postEnvelope } from '../federation/post.ts'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import { applyRequest } from './apply-request.ts'
import { clauseOfAsking } from './judge-request.ts'
import { type RequestSaying, storeSaying } from './post-request.ts'
import { readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'

let desks: Desks

beforeAll(async () => {
  desks = await Desks.open()
})

afterAll(async () => {
  await desks.close()
})

/** Node a says something past its own desk, as a node of another make would. */
async function sayAnyway(
  saying: Partial<RequestSaying> & { kind: string; act: object },
  id?: string,
) {
  const { context } = desks.pair.a.parts
  const peer = desks.node('b')
  const digest = await context.store.transact(async (tx) => {
    await lockPair(tx, peer)
    const thread = id === undefined ? undefined : await openRequestThread(context, tx, id)
    const root = id === undefined ? undefined : await readRoot(context, tx, id)
    const said = await storeSaying(tx, context, {
      content: null,
      compact: root?.act.compact ?? null,
      tlp: 'amber',
      exercise: root?.exercise ?? false,
      thread: thread
        ? placeIn(thread, context.own.node)
        : { id: null, own_seq: 0, own_prev: null, parents: [] },
      ...saying,
    })
    await postEnvelope(tx, context, peer, [said.posted])
    await applyRequest(context, tx, said.statement)
    return said.statement.digest
  })
  announce(context, [peer])
  await desks.pair.settled()
  return digest
}

/** How a statement of a's was taken at b: its refusal code, null when admitted. */
async function fate(digest: string): Promise<string | null | undefined> {
  const row = await desks.pair.b.parts.context.store.read.db
    .selectFrom('statements')
    .select('refused')
    .where('digest', '=', bytesOf(digest))
    .executeTakeFirst()
  return row?.refused
}

describe('moves that are not the sender’s to make', () => {
  it('are kept and have no effect, on either node', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['x.example'])
    for (const [kind, act] of [
      ['request.answer', { questions: [], targets: [], result: 'complete' }],
      ['request.acknowledge', { human: true }],
      ['request.rate', { usefulness: 3, reason: 'useful' }],
      [
        'request.update',
        {
          questions: [],
          targets: [{ from: 0, count: 9, status: 'up', at: '2026-11-01T00:00:00.000Z' }],
        },
      ],
      [
        'request.receive',
        { held: [{ statement: 'ab'.repeat(32), received: '2026-11-01T00:00:00.000Z' }] },
      ],
    ] as const) {
      expect(await fate(await sayAnyway({ kind, act }, id)), kind).toBeNull()
    }
    await desks.rest()
    const [a, b] = [await desks.show('a', id), await desks.show('b', id)]
    expect(b).toMatchObject({ phase: 'sent', usefulness: null })
    expect(b.events.map(({ kind }) => kind)).toEqual(['request.request'])
    expect(a.events).toEqual(b.events)
    // The thread goes on: what is legal still has effect.
    accepted(await desks.move('b', id, 'acknowledge', { human: true }))
    expect((await desks.show('a', id)).phase).toBe('acknowledged')
  })

  it('are refused when they are none: a bad act, another compact, a drill in a live thread', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['y.example'])
    const withdraw = { kind: 'request.withdraw', act: { reason: 'resolved' } }
    const bad = { kind: 'request.withdraw', act: { reason: 'x', note: 'free text' } }
    expect(await fate(await sayAnyway(bad, id))).toBe('bad-act')
    const other = await desks.send('a', phishing(desks.node('b')), ['z.example'])
    expect(await fate(await sayAnyway({ ...withdraw, exercise: true }, other))).toBe(
      'exercise-mixed',
    )
    const third = await desks.send('a', phishing(desks.node('b')), ['w.example'])
    expect(await fate(await sayAnyway({ ...withdraw, compact: null }, third))).toBe('compact-terms')
    for (const each of [id, other, third]) expect((await desks.show('b', each)).phase).toBe('sent')
  })
})

describe('requests that the compact does not allow', () => {
  it('are refused whoever sends them: times, urgency, calendar, size, parties', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['v.example'])
    const { root } = await desks.show('a', id)
    const ask = async (change: object) => {
      const act = { ...root, ...change }
      return await fate(await sayAnyway({ kind: 'request.request', act, compact: root.compact }))
    }
    const soon = { unit: 'minutes', count: 1 }
    expect(await ask({ times: { ...root.times, answer: soon } })).toBe('compact-terms')
    expect(await ask({ urgency: 'u3' })).toBe('compact-terms')
    expect(await ask({ targets: 100_000 })).toBe('compact-terms')
    const { terms } = (await desks.pair.a.parts.compacts.list())[0] ?? {}
    const clause = (change: object) => {
      const act = { ...root, ...change } as never
      return clauseOfAsking({ kind: 'request.request', act }, terms as Terms)
    }
    expect(clause({ times: { ...root.times, answer: soon } })).toMatch(
      /^requests\.urgency\.u\d\.answer$/,
    )
    expect(clause({ targets: 100_000 })).toBe('requests.targets')
    expect(clause({})).toBeUndefined()
    expect(await ask({ compact: 'ab'.repeat(32) })).toBe('compact-terms')
    expect(await ask({ parties: [desks.node('b'), desks.node('a')] })).toBe('bad-act')
    expect(await ask({ parties: [desks.node('a'), 'ab'.repeat(32)] })).toBe('compact-terms')
    expect(await ask({ title: 'Free text in the act' })).toBe('bad-act')
    // The same again is another request: nobody's words are forbidden, only told apart.
    expect(await ask({})).toBeNull()
  })

  it('a suspended tier stops new ones; those under way are still answered', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['u.example'])
    const { compacts } = desks.pair.b.parts
    const [compact] = await compacts.list()
    accepted(await compacts.suspend(compact?.id ?? '', 'requests', 'review', undefined))
    await desks.rest()
    const { drafts } = desks.desk('a')
    const kept = accepted(await drafts.keep(phishing(desks.node('b')), ['t.example'], undefined))
    expect(await drafts.send(kept.draft.id)).toMatchObject({ code: 'tier-suspended' })
    accepted(
      await desks.move('b', id, 'answer', { questions: [], targets: [], result: 'complete' }),
    )
    expect((await desks.show('a', id)).phase).toBe('answered')
    accepted(await compacts.resume(compact?.id ?? '', 'requests'))
    await desks.rest()
    accepted(await drafts.send(kept.draft.id))
  })
})

describe('a request that was sent but has not left', () => {
  it('stays while its tier is suspended, with all its targets, and goes when it is open', async () => {
    const { a, b } = desks.pair
    const peer = desks.node('b')
    const { compacts } = a.parts
    const [compact] = await compacts.list()
    await a.parts.peers.setRoad(peer, 'courier')
    const urls = Array.from({ length: 3000 }, (_, i) => `https://late.example/${i}`)
    const { drafts } = desks.desk('a')
    const kept = accepted(await drafts.keep(phishing(peer), urls, undefined))
    const { id } = accepted(await drafts.send(kept.draft.id))
    accepted(await compacts.suspend(compact?.id ?? '', 'requests', 'review', undefined))
    await a.parts.peers.setRoad(peer, 'push')
    await desks.rest()
    expect((await desks.desk('b').show(id)).ok).toBe(false)
    const { db } = b.parts.context.store.read
    const unopened = db
      .selectFrom('statements')
      .select(['kind', 'content'])
      .where('refused', '=', 'withheld')
    const rows = await unopened.execute()
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.every(({ content }) => content === null)).toBe(true)
    accepted(await compacts.resume(compact?.id ?? '', 'requests'))
    await desks.rest()
    await desks.desk('a').tick()
    await desks.rest()
    expect((await desks.show('b', id)).phase).toBe('sent')
    const page = accepted(await desks.desk('b').targets(id, { from: 2999, limit: 1 }))
    expect(page.targets).toMatchObject([{ value: 'https://late.example/2999' }])
    await desks.desk('a').tick()
    await desks.rest()
    expect((await desks.show('a', id)).phase).toBe('sent')
  })
})

describe('texts that are none', () => {
  it('are shown as missing, and the state stays', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['s.example'])
    const { root } = await desks.show('a', id)
    const said = { kind: 'request.request', act: root, compact: root.compact }
    const odd = await sayAnyway({ ...said, content: { title: ['no'], more: { deep: {} } } })
    await desks.rest()
    expect(await desks.show('b', odd)).toMatchObject({ content: null, phase: 'sent' })
    const { requests } = await desks.desk('b').list({ limit: 500 })
    expect(requests.find((line) => line.id === odd)).toMatchObject({ title: null })
    const page = accepted(await desks.desk('b').targets(odd, {}))
    expect(page.targets).toMatchObject([{ index: 0, value: null, status: 'open' }])
  })
})

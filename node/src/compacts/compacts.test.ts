import { canonicalBytes } from '@concert/core'
import { COMPACT_TEMPLATES, NO_TERMS, type Terms, type Tier } from '@concert/threads'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listBreaches } from '../breaches/list.ts'
import { announce } from '../federation/post.ts'
import { GREEN_TERMS, indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { canKeep } from './can-keep.ts'
import type { CompactSummary } from './compact-summary.ts'
import { openCompactThread, readThread } from './compact-threads.ts'
import { FoldedThreads, type ThreadReading } from './folded-threads.ts'
import { placeIn, postInThread, ROOT_PLACE, signInThread, storeInThread } from './thread-post.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
})

afterAll(async () => {
  await pair.close()
})

const TIMES = {
  from: '2026-01-01T00:00:00.000Z',
  until: '2100-01-01T00:00:00.000Z',
  signBy: '2099-01-01T00:00:00.000Z',
}

const RECEIVED = { own: false, after: 0, type: undefined }

function draft(terms: Partial<Terms> = { intelligence: GREEN_TERMS }) {
  return { title: { en: 'Domains', zh: '域名' }, text: [], ...TIMES, terms }
}

async function last(side: 'a' | 'b'): Promise<CompactSummary> {
  return (await pair[side].parts.compacts.list()).at(-1) as CompactSummary
}

/** Waits until both nodes see the newest compact alike, and as a test wants it. */
async function bothSee(wanted: (compact: CompactSummary) => boolean): Promise<void> {
  for (const side of ['a', 'b'] as const) {
    await waitFor(async () => {
      const compact = await last(side)
      return compact !== undefined && wanted(compact)
    })
  }
  await pair.settled()
  expect(await last('a')).toEqual(await last('b'))
}

function accepted<T>(result: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(result.code)
  return result.value
}

describe('a compact between two nodes', () => {
  let id: string

  it('is in force at both once each holds the signature of the other', async () => {
    await pair.agreeCompact()
    id = (await last('a')).id
    await bothSee((compact) => compact.status === 'in-force')
    expect((await last('b')).tiers).toMatchObject({
      intelligence: { open: true },
      requests: { open: false, closed: 'not-agreed' },
    })
  })

  it('lets objects through until either side suspends the tier, and again after', async () => {
    await importAt('a', 0)
    expect(await pair.share()).toBe(3)
    await pair.settled()
    accepted(await pair.b.parts.compacts.suspend(id, 'intelligence', 'review', undefined))
    await bothSee((compact) => !compact.tiers.intelligence.open)
    await importAt('a', 10)
    await expect(pair.share()).rejects.toThrow('tier-suspended')
    expect(await pair.a.parts.compacts.resume(id, 'intelligence')).toMatchObject({
      code: 'not-suspended',
    })
    accepted(await pair.b.parts.compacts.resume(id, 'intelligence'))
    await bothSee((compact) => compact.tiers.intelligence.open)
    expect(await pair.share()).toBe(3)
    await pair.settled()
  })

  it('whose tier is suspended and resumed over and over loses nothing, doubles nothing, accuses nobody', async () => {
    const before = (await pair.b.parts.intelligence.list(RECEIVED)).objects.length
    const flapping = (async () => {
      for (let i = 0; i < 15; i++) {
        accepted(await pair.b.parts.compacts.suspend(id, 'intelligence', 'review', undefined))
        accepted(await pair.b.parts.compacts.resume(id, 'intelligence'))
      }
    })()
    for (let i = 0; i < 8; i++) {
      await importAt('a', 100 + 10 * i)
      // Refused while it happens to be closed, and offered again below.
      await pair.share().catch((error: Error) => expect(error.message).toBe('tier-suspended'))
    }
    await flapping
    await bothSee((compact) => compact.tiers.intelligence.open)
    await pair.settled()
    await pair.share()
    await pair.settled()
    const after = (await pair.b.parts.intelligence.list(RECEIVED)).objects
    expect(after.length - before).toBe(24)
    expect(new Set(after.map((object) => object.id)).size).toBe(after.length)
    for (const side of [pair.a, pair.b]) expect(await listBreaches(side.parts.context)).toEqual([])
  })

  it('is amended by a version that both sign; the diff names what changes', async () => {
    const proposed = accepted(
      await pair.b.parts.compacts.amend(
        id,
        draft({ intelligence: { ...GREEN_TERMS, onward: true } }),
      ),
    )
    const version = proposed.proposals.at(-1)?.digest ?? ''
    const { changes } = accepted(await pair.b.parts.compacts.diff(version, undefined))
    expect(changes.map((change) => change.path)).toEqual(['terms.intelligence.onward', 'title'])
    await waitFor(async () => (await last('a')).proposals.length === 2)
    accepted(await pair.a.parts.compacts.sign(version))
    await bothSee((compact) => compact.digest === version)
    expect((await last('a')).terms?.intelligence?.onward).toBe(true)
  })

  it('ends for both, and nothing is amended after', async () => {
    accepted(await pair.a.parts.compacts.end(id, 'policy', undefined))
    await bothSee((compact) => compact.status === 'ended')
    expect(await pair.b.parts.compacts.amend(id, draft())).toMatchObject({ code: 'compact-ended' })
    expect(await pair.a.parts.compacts.end(id, 'policy', undefined)).toMatchObject({
      code: 'compact-ended',
    })
    await expect(pair.share()).rejects.toThrow('no-compact')
  })
})

describe('what a side says at once', () => {
  it('stands one after the other: its own chain never forks', async () => {
    const agreed = (tier: Tier) => COMPACT_TEMPLATES.find(({ terms }) => terms[tier])?.terms[tier]
    const tiers = ['intelligence', 'requests', 'matching', 'dialogue'] as const
    const others = Object.fromEntries(tiers.slice(1).map((tier) => [tier, agreed(tier)]))
    const id = await pair.agreeCompact({}, others).then(async () => (await last('a')).id)
    const { compacts } = pair.a.parts
    const said = await Promise.all(
      tiers.map((tier) => compacts.suspend(id, tier, 'drill', undefined)),
    )
    for (const each of said) accepted(each)
    await bothSee(({ tiers: { dialogue } }) => dialogue.suspensions.length === 1)
    for (const side of ['a', 'b'] as const) {
      expect(await listBreaches(pair[side].parts.context)).toEqual([])
    }
    for (const tier of tiers) accepted(await compacts.resume(id, tier))
    await bothSee((compact) => compact.tiers.intelligence.open)
  })
})

describe('a thread kept folded', () => {
  it('takes in what is new alone, reads nothing when nothing is, and keeps no write rolled back', async () => {
    const { context, compacts } = pair.a.parts
    const { store } = context
    const id = await pair.agreeCompact().then(async () => (await last('a')).id)
    const read = vi.fn<ThreadReading>((...asked) => readThread(context, ...asked))
    const threads = new FoldedThreads(store.read, read)
    const before = await threads.open(store.read, id)
    expect(before?.state).toEqual((await openCompactThread(context, store.read, id))?.state)
    await threads.open(store.read, id)
    expect(read).toHaveBeenCalledTimes(1)
    accepted(await compacts.suspend(id, 'intelligence', 'review', undefined))
    const later = await threads.open(store.read, id)
    expect(later?.state.suspensions).toHaveLength(1)
    expect(await read.mock.results[1]?.value).toHaveLength(1)
    // What a transaction has said itself is seen in it, and gone when it is rolled back.
    const place = placeIn(later as never, context.own.node)
    const [suspension] = later?.state.suspensions ?? []
    const act = { compact: id, suspension: suspension?.digest }
    const saying = { kind: 'compact.resume', act, content: null }
    const statement = await signInThread(context, saying, place)
    const undone = store.transact(async (tx) => {
      await storeInThread(tx, context, { statement, content: null }, [])
      expect((await threads.open(tx, id))?.state.suspensions).toEqual([])
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect((await threads.open(store.read, id))?.state.suspensions).toHaveLength(1)
    accepted(await compacts.resume(id, 'intelligence'))
    await bothSee((compact) => compact.tiers.intelligence.open)
  })
})

describe('what is refused before anything is said', () => {
  it('terms that this node could not keep: a suite it has no key for, a policy, a mailbox', async () => {
    const { compacts, context } = pair.a.parts
    const peers = [pair.b.parts.context.own.node]
    const mailbox = { name: 'cairn.example/mailbox', vkey: 'cairn', url: 'https://cairn.example' }
    const wrong: [Partial<Terms>, string, string][] = [
      [{ suites: ['ed25519', 'sm2-with-sm3'] }, 'clause-suites', 'terms.suites'],
      [{ witnesses: 'quorum nobody\n' }, 'bad-act', 'terms.witnesses'],
      [{ mailboxes: [mailbox] }, 'bad-act', 'terms.mailboxes[0]'],
    ]
    for (const [terms, code, at] of wrong) {
      const refused = { ok: false, code, at }
      expect(await compacts.propose({ peers, ...draft(terms) })).toEqual(refused)
      expect(canKeep(context, { ...NO_TERMS, ...terms })).toEqual(refused)
    }
  })

  const peers = () => [pair.b.parts.context.own.node]

  it('terms that are not terms, a validity that ends before it begins', async () => {
    const { compacts } = pair.a.parts
    const terms = { intelligence: { ...GREEN_TERMS, tlp: 'pink' } } as unknown as Partial<Terms>
    expect(await compacts.propose({ peers: peers(), ...draft(terms) })).toMatchObject({
      code: 'bad-act',
      at: 'terms.intelligence.tlp',
    })
    const reversed = { ...draft(), until: '2025-01-01T00:00:00.000Z' }
    expect(await compacts.propose({ peers: peers(), ...reversed })).toMatchObject({
      code: 'bad-act',
      at: 'until',
    })
  })

  it('a version that is past before it begins, by whoever proposes it, renews it or signs it', async () => {
    const { compacts } = pair.a.parts
    const until = '2026-01-02T00:00:00.000Z'
    for (const [late, at] of [
      [{ ...draft(), until }, 'until'],
      [{ ...draft(), signBy: until }, 'sign_by'],
    ] as const) {
      const refused = { ok: false, code: 'already-past', at }
      expect(await compacts.propose({ peers: peers(), ...late })).toEqual(refused)
      const { id } = accepted(await compacts.propose({ peers: peers(), ...draft() }))
      expect(await compacts.amend(id, late)).toEqual(refused)
      const act = proposing({ until: late.until, sign_by: late.signBy })
      expect(await pair.b.parts.compacts.sign(await proposeByHand(act))).toEqual(refused)
    }
  })

  it('the signature under a text that holds more than whoever signs is shown', async () => {
    const annex = {
      title: { en: 'X', zh: 'X' },
      text: [],
      annex: { en: 'We pay.', zh: '我方付款。' },
    }
    const version = await proposeByHand(proposing({}), annex)
    const { compacts } = pair.b.parts
    expect(accepted(await compacts.version(version)).words).toBeNull()
    expect(await compacts.sign(version)).toMatchObject({ code: 'words-unreadable' })
  })

  /** What a node that checks nothing of its own would say: as its peer receives it. */
  async function proposeByHand(
    act: object,
    words: object = { title: { en: 'X', zh: 'X' }, text: [] },
  ) {
    const { context } = pair.a.parts
    const salt = context.crypto.random(32)
    const content = { salt, bytes: canonicalBytes(words as never) }
    const saying = { kind: 'compact.propose', act, content }
    const said = await postInThread(context, saying, ROOT_PLACE, peers())
    if (!said) throw new Error('root')
    announce(context, peers())
    await pair.settled()
    return said.digest
  }

  function proposing(more: object) {
    const { from, until, signBy } = TIMES
    const parties = [pair.a.parts.context.own.node, ...peers()]
    return { parties, round: 1, from, until, sign_by: signBy, terms: NO_TERMS, ...more }
  }

  it('a diff of a first version with itself: it says nothing of what is in it', async () => {
    const { compacts } = pair.a.parts
    const first = accepted(await compacts.propose({ peers: peers(), ...draft() }))
    expect(await compacts.diff(first.id, undefined)).toMatchObject({ code: 'first-version' })
    const second = accepted(
      await compacts.amend(first.id, { ...draft(), title: { en: 'Domains', zh: '网址' } }),
    )
    const digest = second.proposals.at(-1)?.digest ?? ''
    const { changes } = accepted(await compacts.diff(digest, undefined))
    expect(changes.map(({ sentence }) => sentence.en)).toEqual([
      'title changed, in the Chinese text only',
    ])
  })

  it('a suspension sooner than the notice, of a compact not in force, or unknown', async () => {
    const { compacts } = pair.a.parts
    const terms = {
      ...NO_TERMS,
      dialogue: { tracks: ['technical'], chatham_house: true },
      notice: { suspend_hours: 24, end_days: 30 },
    }
    const { id } = accepted(await compacts.propose({ peers: peers(), ...draft(terms) }))
    expect(await compacts.suspend(id, 'dialogue', 'policy', undefined)).toMatchObject({
      code: 'not-in-force',
    })
    expect(await compacts.suspend('ab'.repeat(32), 'dialogue', 'policy', undefined)).toMatchObject({
      code: 'unknown-compact',
    })
    await pair.settled()
    const version = (await last('b')).proposals[0]?.digest ?? ''
    accepted(await pair.b.parts.compacts.sign(version))
    await bothSee((compact) => compact.status === 'in-force')
    expect(await compacts.suspend(id, 'matching', 'policy', undefined)).toMatchObject({
      code: 'tier-not-agreed',
      at: 'tier',
    })
    expect((await last('a')).tiers.matching).toMatchObject({ suspensions: [], pending: [] })
    const now = new Date().toISOString()
    expect(await compacts.suspend(id, 'dialogue', 'policy', now)).toMatchObject({
      code: 'notice-too-short',
      at: 'from',
      message: {
        en: expect.stringMatching(/^The notice agreed in the compact is 24 hours: the earliest /),
        zh: expect.stringMatching(/^合作约定所定通知期为24小时，最早时间为20/),
      },
    })
    expect(await compacts.end(id, 'policy', now)).toMatchObject({ code: 'notice-too-short' })
  })

  it('a suspension, by a peer that sends it all the same, of a tier that nobody agreed to', async () => {
    const { context, compacts } = pair.a.parts
    const { id } = accepted(await compacts.propose({ peers: peers(), ...draft() }))
    await pair.settled()
    const version = (await last('b')).proposals[0]?.digest ?? ''
    accepted(await pair.b.parts.compacts.sign(version))
    await bothSee((compact) => compact.status === 'in-force')
    const thread = await openCompactThread(context, context.store.read, id)
    if (!thread) throw new Error('thread')
    const act = { compact: id, tier: 'dialogue', from: new Date().toISOString(), reason: 'policy' }
    const saying = { kind: 'compact.suspend', act, content: null }
    const said = await postInThread(context, saying, placeIn(thread, context.own.node), peers())
    if (!said) throw new Error('place')
    announce(context, peers())
    await pair.settled()
    const { store } = pair.b.parts.context
    const held = await store.read.db
      .selectFrom('statements')
      .select('refused')
      .where('digest', '=', Buffer.from(said.digest, 'hex'))
      .executeTakeFirst()
    expect(held).toEqual({ refused: null })
    for (const side of ['a', 'b'] as const) {
      const { tiers, status } = await last(side)
      expect(status).toBe('in-force')
      expect(tiers.dialogue).toMatchObject({ suspensions: [], pending: [], closed: 'not-agreed' })
      expect(tiers.intelligence.open).toBe(true)
    }
  })

  it('every template comes into force, and lets out what is imported from a list where it has indicators', async () => {
    // Our own name among the objects, as `concert import` puts it there.
    await pair.a.parts.intelligence.importObjects([pair.a.parts.stixIdentity])
    for (const [at, { title, text, terms }] of COMPACT_TEMPLATES.entries()) {
      const proposed = accepted(
        await pair.a.parts.compacts.propose({ peers: peers(), title, text, terms, ...TIMES }),
      )
      await pair.settled()
      accepted(await pair.b.parts.compacts.sign(proposed.proposals[0]?.digest ?? ''))
      await bothSee((compact) => compact.id === proposed.id && compact.status === 'in-force')
      await importAt('a', 500 + 10 * at)
      const isNamed = terms.intelligence?.types.includes('indicator') === true
      // What no template before has let go may go under the next.
      if (isNamed) expect(await pair.share()).toBeGreaterThanOrEqual(3)
    }
  })
})

async function importAt(side: 'a' | 'b', first: number): Promise<void> {
  await pair[side].parts.intelligence.importObjects(indicators(pair[side], first, 3))
}

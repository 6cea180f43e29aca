import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalBytes, type JsonObject } from '@concert/core'
import { parsePublishedKeys, verifyEvidence } from '@concert/envelope'
import { createNodeCrypto, openStore } from '@concert/node'
import { worded } from '@concert/node/testing/desks'
import { logFaults } from '@concert/node/testing/inspect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE, type StorySide, StoryWorld } from './story-world.ts'

// The stories of the domain's users, over two processes that speak HTTP, with one clock through the
// autumn of 2026: Golden Week on the one side, Thanksgiving on the other.

let world: StoryWorld

beforeAll(async () => {
  world = await StoryWorld.open('2026-09-28T02:00:00.000Z')
})

afterAll(async () => {
  await world?.close()
})

const due = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const ANSWER = { questions: [], targets: [], result: 'complete' }
const BOTH: readonly StorySide[] = ['us', 'cn']

describe('story 1: the duty officer who receives', () => {
  it('sees nothing incomplete; a refusal names what is missing; sent again it keeps id and history', async () => {
    const bare = { content: { title: worded('Bank imitated', '仿冒银行') } }
    const { draft } = await world.draft('us', bare, ['x.example'])
    const missing = draft.findings.filter(({ level }) => level === 'block')
    expect(missing.map(({ item }) => item)).toEqual(['verification', null])
    const alone = await world.us.answered('requests/drafts/send', { id: draft.id })
    expect(alone).toMatchObject({ status: 409, value: { code: 'not-authorised' } })
    await world.us.ask('requests/drafts/authorise', { id: draft.id, as: 'bob' })
    const stopped = await world.us.answered('requests/drafts/send', { id: draft.id })
    expect(stopped).toMatchObject({
      status: 409,
      value: { code: 'checklist', at: 'verification', message: { zh: expect.any(String) } },
    })
    const id = await world.send('us')
    const refusal = { code: 'insufficient-evidence', item: 'screenshot' }
    await world.say('cn', id, 'refuse', refusal)
    expect(await world.show('us', id)).toMatchObject({ phase: 'refused', wanted: ['screenshot'] })
    await world.say('us', id, 'info', { items: ['screenshot'] })
    const again = await world.show('cn', id)
    expect(again).toMatchObject({ id, phase: 'sent', round: 2, view: { status: 'delivered' } })
    expect(again.events.map(({ kind }) => kind)).toEqual([
      'request.request',
      'request.refuse',
      'request.info',
    ])
    await world.say('cn', id, 'answer', ANSWER)
  })
})

describe('story 2: the duty officer who sends', () => {
  it('proves offline what was said, their receipt, their acknowledgement, and that it is no agreement', async () => {
    const id = await world.send('us')
    await world.say('cn', id, 'acknowledge', { human: true })
    const crypto = createNodeCrypto()
    const published = await world.us.ask<JsonObject>('published-keys')
    const keys = parsePublishedKeys(crypto.sha256, canonicalBytes(published))
    if (!keys.ok) throw new Error(keys.code)
    const acknowledgement = (await world.show('us', id)).events.at(-1)?.digest ?? ''
    for (const digest of [id, acknowledgement]) {
      const evidence = await world.us.ask<JsonObject>('evidence', { id: digest })
      const report = await verifyEvidence(crypto, canonicalBytes(evidence), keys.value)
      expect(report.steps.filter(({ ok }) => ok === false)).toEqual([])
      expect(report.verified).toBe(true)
      expect(JSON.stringify(decoded(evidence))).toContain('does not indicate agreement')
      const forged = JSON.stringify(evidence).replace('"v":1', '"v":2')
      const refused = await verifyEvidence(crypto, canonicalBytes(JSON.parse(forged)), keys.value)
      expect(refused.verified).toBe(false)
    }
    await world.say('cn', id, 'answer', ANSWER)
  })
})

/** Every text of a document, with what is base64 in it decoded. */
function decoded(value: unknown): unknown {
  if (typeof value === 'string') {
    return /^[A-Za-z0-9+/]{40,}={0,2}$/.test(value) ? decodedText(value) : value
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.values(value).map(decoded)
}

function decodedText(text: string): unknown {
  const bytes = Buffer.from(text, 'base64').toString()
  try {
    return decoded(JSON.parse(bytes))
  } catch {
    return bytes
  }
}

describe('story 3: the night shift', () => {
  it('U0 rings duty, deputy, policy contact and hotline, each in its turn, and the ping history is shown first', async () => {
    const contact = async (role: string, name: string) => {
      const rest = { hours: 'always', zone: 'Asia/Shanghai', languages: ['zh'], pgp: null }
      const card = { role, name, ...rest, email: null, phone: '+86 10 5555 0100' }
      return (await world.cn.ask<{ id: string }>('contacts', card)).id
    }
    const duty = await contact('technical', 'Duty')
    const deputy = await contact('technical', 'Deputy')
    await contact('policy', 'Policy')
    const hotline = await contact('hotline', 'Hotline')
    await world.cn.ask('contacts/share', { id: hotline, peer: world.ids.us })
    for (const [line, id] of [
      ['duty', duty],
      ['deputy', deputy],
    ] as const) {
      const shift = { line, contact: id, hours: 'always', zone: 'Asia/Shanghai' }
      await world.cn.ask('rota/shifts', shift)
    }
    const ping = { peer: world.ids.us, role: 'hotline', within: 60 }
    const asked = await world.cn.ask<{ id: string }>('pings', ping)
    await world.rest()
    await world.us.ask('pings/answer', { id: asked.id, role: 'hotline', as: 'bob' })
    await world.rest()
    const act = { urgency: 'u0', harm: 'critical-infrastructure' }
    const id = await world.send('us', { act })
    const told = async (side: StorySide) => {
      const { notices } = await world[side].ask<{
        notices: readonly { kind: string; subject: string; line: string }[]
      }>('notices/list', { limit: 500 })
      return notices
        .toReversed()
        .filter(({ subject }) => subject === id)
        .map(({ kind, line }) => `${kind} ${line}`)
    }
    expect(await told('cn')).toEqual(['request-arrived duty', 'call-back duty'])
    await world.pass(61 * MINUTE)
    expect(await told('cn')).toContain('request-late duty')
    await world.pass(2 * MINUTE)
    expect(await told('cn')).toContain('request-late deputy')
    await world.pass(HOUR)
    expect(await told('cn')).toContain('request-late policy')
    await world.pass(2 * HOUR)
    expect(await told('cn')).toContain('request-late hotline')
    const sheet = await world.cn.ask<{
      pings: readonly { id: string; status: string }[]
      pending: boolean
      ladder: readonly object[]
    }>('requests/calls', { id })
    expect(Object.keys(sheet).indexOf('pings')).toBeLessThan(Object.keys(sheet).indexOf('ladder'))
    expect(sheet).toMatchObject({ pending: true, pings: [{ id: asked.id, status: 'answered' }] })
    const raised = (await world.show('cn', id)).events.filter(
      ({ kind }) => kind === 'request.escalate',
    )
    const called = new Set(raised.map(({ code }) => code))
    expect(called).toEqual(new Set(['deputy', 'policy-contact', 'hotline']))
    await world.say('cn', id, 'acknowledge', { human: true })
    await world.say('cn', id, 'answer', ANSWER)
    const before = await told('cn')
    await world.pass(24 * HOUR)
    expect(await told('cn')).toEqual(before)
  })
})

describe('whole weeks', () => {
  it('Golden Week stands still for the side that owes in China, and the Saturday worked for it counts', async () => {
    await world.at('2026-09-30T02:00:00.000Z')
    const act = { urgency: 'u2', harm: 'none-known' }
    const id = await world.send('us', { act })
    const asked = await world.show('cn', id)
    // 8, 9, 10 (a Saturday worked), 12 and 13 October.
    expect(due(asked.view.answer.due)).toBe('2026-10-13T16:00:00.000Z')
    expect(due(asked.view.acknowledge.due)).toBe('2026-10-08T16:00:00.000Z')
    await world.at('2026-10-07T02:00:00.000Z')
    expect((await world.show('us', id)).view.acknowledge.status).toBe('running')
    await world.at('2026-10-08T02:00:00.000Z')
    await world.say('cn', id, 'acknowledge', { human: true })
    await world.at('2026-10-13T15:59:00.000Z')
    expect((await world.show('us', id)).view.status).toBe('acknowledged')
    await world.at('2026-10-13T16:00:01.000Z')
    for (const side of BOTH) {
      expect((await world.show(side, id)).view.status).toBe('lapsed')
      const { requests } = await world[side].ask<{ requests: readonly { id: string }[] }>(
        'requests/list',
        { lapsed: true },
      )
      expect(requests.map((line) => line.id)).toEqual([id])
    }
    const late = { until: '2026-10-20T00:00:00.000Z', reason: 'capacity' }
    const refused = await world.cn.answered('requests/move', { id, move: 'extend', act: late })
    expect(refused).toMatchObject({ status: 409, value: { code: 'too-late' } })
    await world.say('cn', id, 'answer', ANSWER)
    expect((await world.show('us', id)).view).toEqual((await world.show('cn', id)).view)
  })

  it('Thanksgiving stands still for the side that owes in the US; need-info gives the days back', async () => {
    await world.at('2026-11-19T15:00:00.000Z')
    const act = { urgency: 'u2', harm: 'none-known', calendar: 'us-eastern' }
    const id = await world.send('cn', { act })
    const asked = await world.show('us', id)
    // 20, 23, 24, 25 and 27 November: the 26th is nobody's.
    expect(due(asked.view.answer.due)).toBe('2026-11-28T05:00:00.000Z')
    await world.at('2026-11-23T15:00:00.000Z')
    await world.say('us', id, 'need-info', { items: ['screenshot'], questions: [] })
    expect((await world.show('cn', id)).view.answer.status).toBe('paused')
    await world.at('2026-11-27T15:00:00.000Z')
    await world.say('cn', id, 'info', { items: ['screenshot'] })
    // The 24th, 25th and 27th were lost.
    const views = await Promise.all(BOTH.map(async (side) => (await world.show(side, id)).view))
    for (const { answer } of views) expect(due(answer.due)).toBe('2026-12-03T05:00:00.000Z')
    await world.say('us', id, 'answer', ANSWER)
    expect((await world.show('cn', id)).view.answer.status).toBe('met')
  })
})

describe('story 4: the takedown analyst', () => {
  it('submits 200 URLs once; each has its status, its time from first seen to down, its relapse', async () => {
    const urls = Array.from({ length: 200 }, (_, i) => `https://phish-${i}.example/login`)
    const twice = [...urls, ...urls.slice(0, 7).map((url) => url.replace('https', 'hxxps'))]
    const seen = new Date(world.now - 5 * HOUR).toISOString()
    const what = worded('first seen', '首次发现')
    const content = {
      title: worded('Bank imitated', '仿冒银行'),
      harm: worded('Customers lose money.', '客户正遭受资金损失。'),
      facts: {
        verified: worded('Opened by hand.', '人工打开核实。'),
        times: [{ what, at: seen, precision: 'minute' }],
      },
    }
    const { draft, targets } = await world.draft('us', { content }, twice)
    expect(targets).toMatchObject({ accepted: 200, duplicates: 7 })
    const id = await world.release('us', draft.id)
    const at = new Date(world.now).toISOString()
    const runs = (...list: readonly (readonly [number, number, string])[]) => ({
      questions: [],
      targets: list.map(([from, count, status]) => ({ from, count, status, at })),
    })
    await world.say('cn', id, 'partial', runs([0, 120, 'down'], [120, 10, 'not-ours']))
    await world.say('us', id, 'update', runs([5, 1, 'up']))
    const page = await world.cn.ask<{ targets: readonly object[] }>('requests/targets', {
      id,
      from: 5,
      limit: 1,
    })
    const up = { index: 5, status: 'up', seen, down: at, relapses: 1, value: urls[5] }
    expect(page.targets).toMatchObject([up])
    const all = await Promise.all(BOTH.map(async (side) => (await world.show(side, id)).targets))
    expect(all[0]).toEqual(all[1])
    expect(all[0]).toMatchObject({ total: 200, relapses: 1, byStatus: { open: 70, down: 119 } })
    await world.say('cn', id, 'answer', { ...runs([5, 1, 'down']), result: 'part' })
    await world.say('us', id, 'rate', { usefulness: 2, reason: 'useful' })
    expect(await world.show('cn', id)).toMatchObject({ phase: 'rated', usefulness: 2 })
  })
})

describe('story 5: the threat analyst', () => {
  it('hears of sightings without the victim; a false positive reaches the receiver in minutes, and the score', async () => {
    const path = join(world.folder, 'domains.txt')
    const domains = Array.from({ length: 6 }, (_, i) => `evil-${i}.example\n`)
    await writeFile(path, domains.join(''))
    await world.us.ask('import', { path, tlp: 'green', labels: [] })
    const shared = await world.us.ask<{ event: string }>('share', {
      peer: world.ids.cn,
      tlp: 'green',
      as: 'ann',
    })
    expect(shared.event).toBe('done')
    await world.rest()
    type Objects = {
      objects: readonly { stixId: string; type: string; retracted: boolean; body: string }[]
    }
    const held = (await world.cn.ask<Objects>('objects?own=false')).objects
    const ids = held.filter(({ type }) => type === 'indicator').map(({ stixId }) => stixId)
    expect(ids).toHaveLength(6)
    await world.cn.ask('sight', { ids: ids.slice(0, 5), count: 1, novel: true })
    await world.rest()
    const sightings = (await world.us.ask<Objects>('objects?own=false')).objects
    expect(sightings.length).toBeGreaterThan(0)
    for (const { body } of sightings) expect(body).not.toContain('where_sighted_refs')
    const before = world.now
    await world.us.ask('retract', { ids: ids.slice(0, 5), reason: 'false-positive' })
    await world.rest()
    expect(world.now - before).toBeLessThan(5 * MINUTE)
    const gone = (await world.cn.ask<Objects>('objects?own=false')).objects
    expect(
      gone
        .filter(({ retracted }) => retracted)
        .map(({ stixId }) => stixId)
        .toSorted(),
    ).toEqual(ids.slice(0, 5).toSorted())
  })
})

describe('story 7: two languages', () => {
  it('an answer stands beside its translation, made here, compared by somebody else, never sent', async () => {
    const id = await world.send('us')
    const note = {
      original: { lang: 'zh', text: '仿冒网站已关停。' },
      translation: null,
      authoritative: 'original',
    }
    await world.say('cn', id, 'partial', { questions: [], targets: [] }, { note })
    const statement = (await world.show('us', id)).events.at(-1)?.digest ?? ''
    type Shown = {
      texts: readonly {
        path: string
        original: { text: string }
        translation: { text: string; origin: string; reviewer: string | null } | null
        authoritative: string
        terms: { original: readonly object[] }
      }[]
    }
    const place = { statement, path: '/note', lang: 'en' }
    const words = 'The spoofed site has been taken down.'
    await world.us.ask('translations/put', { ...place, words, as: 'ann' })
    const own = await world.us.answered('translations/review', { ...place, as: 'ann' })
    expect(own.status).not.toBe(200)
    await world.us.ask('translations/review', { ...place, as: 'bob' })
    const [shown] = (await world.us.ask<Shown>('translations/show', { statement })).texts
    expect(shown).toMatchObject({
      original: { text: '仿冒网站已关停。' },
      translation: { text: words, origin: 'here', reviewer: 'bob' },
      authoritative: 'original',
    })
    // Spoofed site and takedown are terms that both sides have agreed on.
    expect(shown?.terms.original.length).toBeGreaterThanOrEqual(2)
    await world.rest()
    const [theirs] = (await world.cn.ask<Shown>('translations/show', { statement })).texts
    expect(theirs?.translation).toBeNull()
    await world.say('cn', id, 'answer', ANSWER)
  })
})

describe('story 8: the co-chair', () => {
  it('both nodes print the same scorecard, byte for byte, and each number opens its messages', async () => {
    const period = { from: '2026-09-01T00:00:00.000Z', until: '2026-12-31T00:00:00.000Z' }
    const proposed = await world.us.ask<{ id: string }>('scorecards/propose', {
      peer: world.ids.cn,
      ...period,
    })
    await world.rest()
    type Card = {
      state: string
      digest: string
      card: {
        rows: readonly { measure: string; of: string; urgency: string; value: number | null }[]
      }
    }
    const cards = await Promise.all(
      BOTH.map((side) => world[side].ask<Card>('scorecards/show', { id: proposed.id })),
    )
    expect(cards[0]).toMatchObject({ state: 'agreed' })
    expect(cards[1]?.digest).toBe(cards[0]?.digest)
    const told = (cards[0]?.card.rows ?? []).filter(({ value }) => value !== null)
    const measures = new Set(told.map(({ measure }) => measure))
    for (const measure of ['requests-asked', 'answer-on-time', 'items-novel', 'log-consistent']) {
      expect(measures).toContain(measure)
    }
    for (const { measure, of, urgency } of told) {
      const row = { measure, of, urgency }
      const opened = await Promise.all(
        BOTH.map((side) => world[side].ask<object>('scorecards/open', { id: proposed.id, ...row })),
      )
      expect(opened[0]).toEqual(opened[1])
      expect(opened[0]).toMatchObject({ messages: expect.arrayContaining([expect.any(String)]) })
    }
  })
})

describe('story 10: the auditor', () => {
  it('finds drills in no list and no number of what is real', async () => {
    const counts = async () => {
      return await Promise.all(BOTH.map((side) => world[side].ask<object>('requests/counts', {})))
    }
    const before = await counts()
    const id = await world.send('us', { exercise: true })
    await world.say('cn', id, 'acknowledge', { human: true })
    expect(await counts()).toEqual(before)
    for (const side of BOTH) {
      type List = { requests: readonly { id: string }[] }
      const live = await world[side].ask<List>('requests/list', { limit: 500 })
      const drills = await world[side].ask<List>('requests/list', { exercise: true })
      expect(live.requests.some((line) => line.id === id)).toBe(false)
      expect(drills.requests.map((line) => line.id)).toEqual([id])
    }
  })

  it('verifies what was said after the relationship is suspended', async () => {
    const id = await world.send('us')
    const { compacts } = await world.us.ask<{ compacts: readonly { id: string }[] }>('compacts')
    const compact = compacts[0]?.id
    await world.us.ask('compacts/suspend', { compact, tier: 'requests', reason: 'policy' })
    await world.pass(MINUTE)
    const { draft } = await world.draft('cn', {}, ['later.example'])
    await world.cn.ask('requests/drafts/authorise', { id: draft.id, as: 'bob' })
    const refused = await world.cn.answered('requests/drafts/send', { id: draft.id })
    expect(refused).toMatchObject({ status: 409, value: { code: 'tier-suspended' } })
    // What was asked before is answered all the same.
    await world.say('cn', id, 'answer', ANSWER)
    expect(await world.show('us', id)).toMatchObject({ phase: 'answered' })
    const crypto = createNodeCrypto()
    const published = canonicalBytes(await world.us.ask<JsonObject>('published-keys'))
    const keys = parsePublishedKeys(crypto.sha256, published)
    const evidence = canonicalBytes(await world.us.ask<JsonObject>('evidence', { id }))
    expect(keys.ok && (await verifyEvidence(crypto, evidence, keys.value)).verified).toBe(true)
  })

  it('is told the first entry that differs once somebody has changed what a node holds', async () => {
    await world.cn.end('SIGTERM')
    const { dataDir } = world.cn.setup.config
    const { sha256 } = createNodeCrypto()
    const store = await openStore({ kind: 'sqlite', path: join(dataDir, 'concert.db') })
    try {
      const mark = join(dataDir, 'watermark.json')
      expect(await logFaults(store.read, mark, sha256)).toEqual([])
      const seventh = 7 * 32
      await store.transact(async (tx) => {
        const tiles = tx.db.selectFrom('log_tiles').select('data')
        const { data } = await tiles
          .where('level', '=', 0)
          .where('number', '=', 0)
          .executeTakeFirstOrThrow()
        const changed = Uint8Array.from(data)
        changed[seventh] = (changed[seventh] ?? 0) ^ 1
        await tx.db
          .updateTable('log_tiles')
          .set({ data: changed })
          .where('level', '=', 0)
          .where('number', '=', 0)
          .execute()
      })
      const faults = await logFaults(store.read, mark, sha256)
      expect(faults.find((fault) => fault.startsWith('leaf'))).toBe('leaf 7')
      expect(faults.some((fault) => fault.startsWith('root'))).toBe(true)
    } finally {
      await store.close()
    }
  })
})

import { canonicalBytes, type JsonObject } from '@concert/core'
import { parsePublishedKeys, verifyEvidence } from '@concert/envelope'
import type { Worded } from '@concert/threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { accepted, Desks, phishing, worded } from '../testing/desks.ts'
import { indicators, waitFor } from '../testing/pair.ts'
import { exportEvidence, publishedKeys } from '../trust/export-evidence.ts'

let desks: Desks

const PERIOD = { from: '2026-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' }
const NOW = () => new Date().toISOString()

beforeAll(async () => {
  desks = await Desks.open()
})

afterAll(async () => {
  await desks.close()
})

describe('story 1: the duty officer who receives', () => {
  it('sees no incomplete request: the checklist stops it at its sender and names what is missing', async () => {
    const { drafts } = desks.desk('a')
    const bare = phishing(desks.node('b'), {
      content: { title: worded('Bank imitated', '仿冒银行') } as unknown as JsonObject,
    })
    const { draft } = accepted(await drafts.keep(bare, ['bank.example'], undefined))
    const blocks = draft.findings.filter(({ level }) => level === 'block')
    expect(blocks.map(({ item, code }) => item ?? code)).toEqual(['verification', 'harm-missing'])
    expect(blocks[0]?.sentence).toEqual({
      en: 'Missing: what was verified, and how.',
      zh: '缺少：核实内容与方法。',
    })
    expect(await drafts.send(draft.id)).toMatchObject({ code: 'checklist', at: 'verification' })
    accepted(await drafts.discard(draft.id))
  })

  it('refuses and names the item; what is sent again keeps its id and its history', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['bank.example'])
    const refusal = { code: 'insufficient-evidence', item: 'screenshot' }
    accepted(await desks.move('b', id, 'refuse', refusal))
    expect(await desks.show('a', id)).toMatchObject({ phase: 'refused', wanted: ['screenshot'] })
    const wrong = await desks.move('a', id, 'info', { items: ['headers'] })
    expect(wrong).toMatchObject({ code: 'item-required' })
    const evidence = [
      { item: 'screenshot', digest: 'ab'.repeat(32), source: null, collector: null, note: null },
    ]
    accepted(await desks.move('a', id, 'info', { items: ['screenshot'] }, { evidence }))
    const atB = await desks.show('b', id)
    expect(atB).toMatchObject({ id, phase: 'sent', round: 2, wanted: [] })
    expect(atB.events.map(({ kind }) => kind)).toEqual([
      'request.request',
      'request.refuse',
      'request.info',
    ])
    expect(atB.events.at(-1)?.content?.evidence[0]).toMatchObject({ item: 'screenshot' })
    expect(atB.view).toMatchObject({ status: 'delivered', answer: { status: 'running' } })
  })

  it('is never asked past what the compact allows, nor by a move that would have no effect', async () => {
    const { drafts } = desks.desk('a')
    const act = { urgency: 'u0', harm: 'loss-now' }
    const kept = accepted(
      await drafts.keep(phishing(desks.node('b'), { act }), ['x.example'], undefined),
    )
    expect(await drafts.send(kept.draft.id)).toMatchObject({
      code: 'checklist',
      at: 'harm-too-small',
    })
    const id = await desks.send('a', phishing(desks.node('b')), ['y.example'])
    expect(
      await desks.move('a', id, 'answer', { questions: [], targets: [], result: 'complete' }),
    ).toMatchObject({
      code: 'not-yours',
    })
    expect(await desks.move('b', id, 'need-info', { items: [], questions: [] })).toMatchObject({
      code: 'item-required',
    })
    const until = new Date(Date.now() - 1000).toISOString()
    expect(await desks.move('b', id, 'extend', { until, reason: 'capacity' })).toMatchObject({
      code: 'in-the-past',
    })
    expect(await desks.move('b', id, 'answer', { result: 'complete' })).toMatchObject({
      code: 'bad-act',
    })
    expect(await desks.move('b', 'ab'.repeat(32), 'acknowledge', { human: true })).toMatchObject({
      code: 'unknown-request',
    })
    expect((await desks.show('b', id)).events).toHaveLength(1)
  })
})

describe('story 2: the duty officer who sends', () => {
  it('proves offline that they were told, and that a person acknowledged it', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), ['proof.example'])
    accepted(await desks.move('b', id, 'acknowledge', { human: true }))
    const crypto = createNodeCrypto()
    const { parts } = desks.pair.a
    const keys = accepted(
      parsePublishedKeys(crypto.sha256, canonicalBytes((await publishedKeys(parts)) as never)),
    )
    const acknowledgement = (await desks.show('a', id)).events.at(-1)?.digest ?? ''
    for (const digest of [id, acknowledgement]) {
      const file = accepted(await exportEvidence(parts, digest))
      const report = await verifyEvidence(crypto, file, keys)
      expect(report.steps.filter(({ ok }) => ok === false)).toEqual([])
      expect(report.verified).toBe(true)
    }
    expect(await exportEvidence(parts, 'ab'.repeat(32))).toMatchObject({ code: 'not-found' })
  })
})

describe('story 4: the takedown analyst', () => {
  it('sends 200 URLs once each; every one has its status, its life, and its relapse', async () => {
    const urls = Array.from({ length: 200 }, (_, i) => `https://phish-${i}.example/login`)
    const { drafts } = desks.desk('a')
    const seen = '2026-11-01T00:00:00.000Z'
    const what = worded('first seen', '首次发现')
    const base = phishing(desks.node('b'))
    const facts = {
      ...(base.content.facts as object),
      times: [{ what, at: seen, precision: 'minute' }],
    }
    const draft = { ...base, content: { ...base.content, facts } as unknown as JsonObject }
    const twice = [...urls, ...urls.slice(0, 7).map((url) => url.replace('https', 'hxxps'))]
    const kept = accepted(await drafts.keep(draft, twice, undefined))
    expect(kept.targets).toMatchObject({ accepted: 200, duplicates: 7, faults: [] })
    const { id } = accepted(await drafts.send(kept.draft.id))
    await desks.rest()
    const down = NOW()
    const runs = (...list: readonly (readonly [number, number, string])[]) => ({
      questions: [],
      targets: list.map(([from, count, status]) => ({ from, count, status, at: down })),
    })
    accepted(await desks.move('b', id, 'partial', runs([0, 120, 'down'], [120, 10, 'not-ours'])))
    accepted(await desks.move('a', id, 'update', runs([5, 1, 'up'])))
    const late = accepted(await desks.desk('b').targets(id, { from: 4, limit: 3 }))
    expect(late.targets).toEqual([
      { index: 4, status: 'down', at: down, seen, down, relapses: 0, value: urls[4] },
      { index: 5, status: 'up', at: down, seen, down, relapses: 1, value: urls[5] },
      { index: 6, status: 'down', at: down, seen, down, relapses: 0, value: urls[6] },
    ])
    const open = accepted(await desks.desk('a').targets(id, { status: 'open', limit: 500 }))
    expect(open.targets).toHaveLength(70)
    const [line] = (await desks.desk('b').list({ side: 'owner', phase: 'partly-answered' }))
      .requests
    expect(line).toMatchObject({ id, targets: 200, targetsDone: 129 })
    expect((await desks.show('a', id)).targets).toEqual((await desks.show('b', id)).targets)
  })
})

describe('story 5: the threat analyst', () => {
  it('gets sightings back without the victim; a false positive reaches its receiver and the score', async () => {
    const { a, b } = desks.pair
    await a.parts.intelligence.importObjects(indicators(a, 0, 6))
    await desks.pair.share()
    await desks.pair.settled()
    const ids = indicators(a, 0, 6).map(({ view }) => view.id)
    accepted(await b.parts.intelligence.sight(ids.slice(0, 5), 1, b.parts.stixIdentity.view.id))
    accepted(await a.parts.intelligence.retract(ids.slice(0, 5), 'false-positive'))
    await desks.rest()
    const card = async (side: 'a' | 'b') => {
      const other = side === 'a' ? 'b' : 'a'
      const { scorecards } = desks.desk(side)
      const { rows } = accepted(await scorecards.draft(desks.node(other), PERIOD)).card
      const told = ['items-shared', 'items-confirmed', 'items-false-positive']
      return rows.filter(({ measure, of }) => told.includes(measure) && of === desks.node('a'))
    }
    await waitFor(async () => (await card('b')).every(({ value }) => value !== null))
    expect((await card('a')).map(({ measure, value }) => [measure, value])).toEqual([
      ['items-shared', 6],
      ['items-confirmed', 5],
      ['items-false-positive', 5],
    ])
  })
})

describe('story 7: two languages, one content', () => {
  it('travel side by side with their standing; neither can be changed without the digest', async () => {
    const title: Worded = {
      original: { lang: 'zh', text: '仿冒网站关停' },
      translation: { lang: 'en', text: 'Spoofed site takedown', by: 'machine', reviewer: '王芳' },
      authoritative: 'original',
    }
    const base = phishing(desks.node('b'))
    const draft = { ...base, content: { ...base.content, title } as unknown as JsonObject }
    const id = await desks.send('a', draft, ['two.example'])
    const [atA, atB] = [await desks.show('a', id), await desks.show('b', id)]
    expect(atB.content?.title).toEqual(title)
    expect(atB.content).toEqual(atA.content)
    expect(atB.root.language).toBe('zh')
  })

  it('a machine’s translation that nobody has read cannot be authoritative', async () => {
    const title = {
      original: { lang: 'zh', text: '仿冒网站关停' },
      translation: { lang: 'en', text: 'Spoofed site', by: 'machine', reviewer: null },
      authoritative: 'both',
    }
    const base = phishing(desks.node('b'))
    const draft = { ...base, content: { ...base.content, title } as unknown as JsonObject }
    const kept = accepted(await desks.desk('a').drafts.keep(draft, ['u.example'], undefined))
    expect(await desks.desk('a').drafts.send(kept.draft.id)).toMatchObject({
      code: 'checklist',
      at: 'translation-unreviewed',
    })
  })
})

describe('story 10: drill and live never mix', () => {
  it('in lists and numbers; a drill is answered as a drill', async () => {
    const before = await desks.desk('b').count(false)
    const drill = { ...phishing(desks.node('b')), exercise: true }
    const id = await desks.send('a', drill, ['drill.example'])
    accepted(await desks.move('b', id, 'acknowledge', { human: true }))
    for (const side of ['a', 'b'] as const) {
      expect(await desks.show(side, id)).toMatchObject({ exercise: true, phase: 'acknowledged' })
      const live = await desks.desk(side).list({ limit: 500 })
      expect(live.requests.every(({ exercise }) => !exercise)).toBe(true)
      const drills = await desks.desk(side).list({ exercise: true })
      expect(drills.requests.map((line) => line.id)).toEqual([id])
    }
    expect(await desks.desk('b').count(false)).toEqual(before)
    expect(await desks.desk('b').count(true)).toMatchObject({ open: 1 })
  })
})

import type { Tlp } from '@concert/envelope'
import { COMPACT_TEMPLATES, type RequestTemplateId, TEMPLATES } from '@concert/threads'
import { afterEach, expect, it } from 'vitest'
import { phishing } from '../testing/desks.ts'
import { indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'

let pair: Pair
afterEach(() => pair.close())

const LABELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const

/** What a template's terms say that two sides who took it unchanged can and cannot do. */
it.each(COMPACT_TEMPLATES.map((template) => [template.id, template] as const))(
  'the template %s lets through what its terms say, and names the clause of what it does not',
  async (_, { title, text, terms }) => {
    pair = await startPair()
    await pair.peerAndConfirm()
    const { compacts, requests, intelligence } = pair.a.parts
    const peer = pair.b.parts.context.own.node
    const draft = { peers: [peer], title, text, terms, ...TIMES }
    const proposed = await compacts.propose(draft)
    if (!proposed.ok) throw new Error(proposed.code)
    await pair.settled()
    await pair.b.parts.compacts.sign(proposed.value.id)
    for (const { parts } of [pair.a, pair.b]) {
      await waitFor(async () => (await parts.compacts.list())[0]?.status === 'in-force')
    }
    // Labels: nothing goes above the highest that was agreed.
    await intelligence.importObjects(indicators(pair.a, 0, 2))
    const highest = LABELS.indexOf(terms.intelligence?.tlp ?? 'clear')
    for (const [at, tlp] of LABELS.entries()) {
      if (at > highest) expect(await pair.share(tlp)).toBe(0)
    }
    expect(await pair.share(LABELS[highest] as Tlp)).toBe(2)
    // Requests: the kinds and urgencies agreed, told while they are written.
    for (const [id, { type }] of Object.entries(TEMPLATES)) {
      const fault = await faultOf({ template: id as RequestTemplateId })
      if (!terms.requests) expect(fault).toEqual({ code: 'nothing-agreed', at: 'requests' })
      else if (terms.requests.types.includes(type)) expect(fault).toBeNull()
      else expect(fault).toEqual({ code: 'nothing-agreed', at: 'requests.types' })
    }
    for (const urgency of ['u0', 'u1', 'u2', 'u3']) {
      if (!terms.requests) break
      const isAgreed = Object.hasOwn(terms.requests.urgency, urgency)
      const expected = { code: 'nothing-agreed', at: `requests.urgency.${urgency}` }
      const fault = await faultOf({ act: { harm: 'victims-now', urgency } })
      expect(fault).toEqual(isAgreed ? null : expected)
    }
    const [compact] = await compacts.list()
    for (const tier of ['intelligence', 'requests', 'matching', 'dialogue'] as const) {
      expect(compact?.tiers[tier].open).toBe(terms[tier] !== null)
      if (terms[tier] === null) expect(compact?.tiers[tier].closed).toBe('not-agreed')
    }
    // Notice: a suspension said now begins when the terms say.
    const { suspend_hours: hours } = terms.notice
    const now = new Date().toISOString()
    const early = await compacts.suspend(proposed.value.id, 'intelligence', 'review', now)
    if (hours > 0) expect(early).toMatchObject({ code: 'notice-too-short' })
    await pair.settled()
    expect((await pair.b.parts.intelligence.list(RECEIVED)).objects).toHaveLength(2)

    async function faultOf(change: Parameters<typeof phishing>[1]) {
      const kept = await requests.drafts.keep(phishing(peer, change), ['x.example'], undefined)
      if (!kept.ok) throw new Error(kept.code)
      return kept.value.draft.fault
    }
  },
)

const RECEIVED = { own: false, after: 0, type: undefined }
const TIMES = {
  from: '2026-01-01T00:00:00.000Z',
  until: '2100-01-01T00:00:00.000Z',
  signBy: '2099-01-01T00:00:00.000Z',
}

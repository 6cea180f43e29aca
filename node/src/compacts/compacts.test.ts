import { COMPACT_TEMPLATES, NO_TERMS, type Terms } from '@concert/threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GREEN_TERMS, indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'
import type { CompactSummary } from './compact-summary.ts'

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

describe('what is refused before anything is said', () => {
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

  it('a suspension sooner than the notice, of a compact not in force, or unknown', async () => {
    const { compacts } = pair.a.parts
    const terms = { ...NO_TERMS, notice: { suspend_hours: 24, end_days: 30 } }
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
    const now = new Date().toISOString()
    expect(await compacts.suspend(id, 'dialogue', 'policy', now)).toMatchObject({
      code: 'notice-too-short',
    })
    expect(await compacts.end(id, 'policy', now)).toMatchObject({ code: 'notice-too-short' })
  })

  it('every template comes into force', async () => {
    for (const { title, text, terms } of COMPACT_TEMPLATES) {
      const proposed = accepted(
        await pair.a.parts.compacts.propose({ peers: peers(), title, text, terms, ...TIMES }),
      )
      await pair.settled()
      accepted(await pair.b.parts.compacts.sign(proposed.proposals[0]?.digest ?? ''))
      await bothSee((compact) => compact.id === proposed.id && compact.status === 'in-force')
    }
  })
})

async function importAt(side: 'a' | 'b', first: number): Promise<void> {
  await pair[side].parts.intelligence.importObjects(indicators(pair[side], first, 3))
}

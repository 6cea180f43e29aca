import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HELD, proposal, SIGN_BY, Table, TERMS } from '../testing/table.ts'
import { fakeDigest, PARTIES, World } from '../testing/world.ts'
import { Thread } from '../thread/thread.ts'
import { diffCompacts } from './diff.ts'
import { COMPACT } from './fold.ts'
import { COMPACT_TEMPLATES } from './templates.ts'
import { NO_TERMS, type Terms, TIERS, type Tier } from './terms.ts'
import { viewCompact } from './view.ts'

const NOW = Date.parse('2026-06-01T00:00:00.000Z')

describe('a compact comes into force', () => {
  test.each([2, 3, 5])('when all of %i have signed and hold each signature in time', (count) => {
    const table = new Table(count)
    const root = table.world.root
    const signs = [...table.parties.keys()].map((party) => table.sign(party, root))
    for (const party of table.parties.keys()) {
      expect(table.state().inForce).toBeNull()
      table.hold(party, root, signs.toSpliced(party, 1))
    }
    expect(table.state().inForce?.digest).toBe(root.digest)
  })

  test('not when a signature reached a party after sign_by', () => {
    const table = new Table()
    const signs = [table.sign(0, table.world.root), table.sign(1, table.world.root)] as const
    table.hold(0, table.world.root, [signs[1]])
    table.hold(1, table.world.root, [signs[0]], SIGN_BY)
    expect(table.state().inForce).toBeNull()
    // The earlier word of the same holder wins: what was received stays received.
    table.hold(1, table.world.root, [signs[0]])
    expect(table.state().inForce).not.toBeNull()
    table.hold(1, table.world.root, [signs[0]], '2026-03-01T00:00:00.000Z')
    expect(table.state().inForce).not.toBeNull()
  })

  test('not by holding one’s own signature, or one that nobody made', () => {
    const table = new Table()
    const own = table.sign(0, table.world.root)
    expect(table.why(table.hold(0, table.world.root, [own]))).toBe('unknown-signature')
    const forged = { ...own, digest: fakeDigest(7) }
    expect(table.why(table.hold(1, table.world.root, [forged]))).toBe('unknown-signature')
  })

  test('not by a signature that covers anything else', () => {
    const cases = [
      [{ next: fakeDigest(8) }, 'unknown-version'],
      [{ compact: fakeDigest(8) }, 'unknown-version'],
      [{ round: 2 }, 'other-version'],
      [{ sign_by: '2026-03-01T00:00:00.000Z' }, 'other-version'],
      [{ base: fakeDigest(8) }, 'other-base'],
    ] as const
    for (const [change, code] of cases) {
      const table = new Table()
      expect(table.why(table.sign(1, table.world.root, change))).toBe(code)
    }
    const table = new Table()
    table.sign(1, table.world.root)
    expect(table.why(table.sign(1, table.world.root))).toBe('already-signed')
  })
})

describe('an amendment', () => {
  test('replaces the version in force once everybody has signed it, not before', () => {
    const table = new Table()
    table.conclude(table.world.root)
    const next = table.say(1, 'compact.propose', proposal(table.parties, 2, NO_TERMS))
    const first = table.sign(0, next)
    expect(table.state().inForce?.digest).toBe(table.id)
    const second = table.sign(1, next)
    table.hold(0, next, [second])
    table.hold(1, next, [first])
    expect(table.state().inForce?.digest).toBe(next.digest)
  })

  test('of two that race, the higher round wins, whichever is completed first', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const table = new Table()
      table.conclude(table.world.root)
      const rivals = [
        table.say(0, 'compact.propose', proposal(table.parties, 2)),
        table.say(1, 'compact.propose', proposal(table.parties, 3, NO_TERMS)),
      ] as const
      for (const which of order) table.conclude(rivals[which])
      expect(table.state().inForce?.digest).toBe(rivals[1].digest)
    }
  })

  test('said by two at once in one round: the canonical order keeps one, on every node', async () => {
    const table = new Table()
    table.conclude(table.world.root)
    const { world, parties } = table
    const mine = world.say(0, 'compact.propose', proposal(parties, 2))
    const yours = world.say(1, 'compact.propose', proposal(parties, 2, NO_TERMS))
    world.deliver(0, world.all.indexOf(yours))
    world.deliver(1, world.all.indexOf(mine))
    expect([table.why(mine), table.why(yours)]).toEqual([undefined, 'old-round'])
    const arrivals = fc.shuffledSubarray(world.all, { minLength: world.all.length })
    const expected = table.state()
    await fc.assert(
      fc.property(arrivals, (statements) => {
        const thread = Thread.open(COMPACT, world.root)
        for (const statement of statements) thread?.add(statement)
        expect(thread?.state).toEqual(expected)
      }),
    )
  })

  test('that takes a round far above the others leaves room for the next: it has no effect', () => {
    const table = new Table()
    const highest = table.say(0, 'compact.propose', proposal(table.parties, 2 ** 53 - 1))
    expect(table.why(highest)).toBe('bad-act')
    expect(table.why(table.say(1, 'compact.propose', proposal(table.parties, 101)))).toBeUndefined()
    expect(table.why(table.say(0, 'compact.propose', proposal(table.parties, 202)))).toBe('bad-act')
    expect(table.state().proposals.map(({ round }) => round)).toEqual([1, 101])
  })

  test('with other parties, a validity that ends before it begins or an old round is none', () => {
    const table = new Table()
    const { parties } = table
    const cases = [
      [proposal([...parties].toReversed(), 2), 'other-parties'],
      [{ ...proposal(parties, 2), until: '2025-01-01T00:00:00.000Z' }, 'bad-validity'],
      [proposal(parties, 1), 'old-round'],
      [{ ...proposal(parties, 2), extra: true }, 'bad-act'],
    ] as const
    for (const [act, code] of cases) {
      expect(table.why(table.say(1, 'compact.propose', act))).toBe(code)
    }
  })
})

describe('a tier', () => {
  const suspension = (table: Table, from: string) => ({
    compact: table.id,
    tier: 'intelligence',
    from,
    reason: 'review',
  })

  test('is closed from the time said until whoever closed it lifts it', () => {
    const table = new Table()
    table.conclude(table.world.root)
    const from = '2026-05-01T00:00:00.000Z'
    const said = table.say(1, 'compact.suspend', suspension(table, from))
    const before = viewCompact(table.state(), Date.parse(from) - 1)
    expect(before.tiers.intelligence).toMatchObject({
      open: true,
      closes: from,
      suspensions: [],
      pending: [{ digest: said.digest, from, reason: 'review' }],
    })
    expect(viewCompact(table.state(), NOW).tiers.intelligence).toMatchObject({
      open: false,
      closed: 'suspended',
    })
    expect(viewCompact(table.state(), NOW).tiers.requests.open).toBe(true)
    const resume = { compact: table.id, suspension: said.digest }
    expect(table.why(table.say(0, 'compact.resume', resume))).toBe('not-yours')
    table.say(1, 'compact.resume', resume)
    expect(viewCompact(table.state(), NOW).tiers.intelligence.open).toBe(true)
    expect(table.why(table.say(1, 'compact.resume', resume))).toBe('not-suspended')
  })

  test('that both have closed opens when both have lifted theirs', () => {
    const table = new Table()
    table.conclude(table.world.root)
    const said = [0, 1].map((party) => table.say(party, 'compact.suspend', suspension(table, HELD)))
    const open = () => viewCompact(table.state(), NOW).tiers.intelligence.open
    for (const [party, statement] of said.entries()) {
      expect(open()).toBe(false)
      table.say(party, 'compact.resume', { compact: table.id, suspension: statement.digest })
    }
    expect(open()).toBe(true)
  })

  test('to which nobody has agreed is not closed, and opens when it is agreed to', () => {
    const table = new Table()
    const early = table.say(1, 'compact.suspend', suspension(table, HELD))
    expect(table.why(early)).toBe('not-agreed')
    table.conclude(table.world.root)
    expect(viewCompact(table.state(), NOW).tiers.intelligence.open).toBe(true)
    const absent = TIERS.find((tier) => TERMS[tier] === null) as Tier
    const act = { ...suspension(table, HELD), tier: absent }
    expect(table.why(table.say(1, 'compact.suspend', act))).toBe('not-agreed')
    expect(viewCompact(table.state(), NOW).tiers[absent]).toMatchObject({
      closed: 'not-agreed',
      suspensions: [],
    })
  })

  test('the control tier cannot be named', () => {
    const table = new Table()
    const act = { ...suspension(table, HELD), tier: 'control' }
    expect(table.why(table.say(1, 'compact.suspend', act))).toBe('bad-act')
  })
})

test('the view knows before, within and after the validity, and the end that a party said', () => {
  const table = new Table()
  const at = (time: string) => viewCompact(table.state(), Date.parse(time)).status
  expect(at('2026-06-01T00:00:00Z')).toBe('proposed')
  table.conclude(table.world.root)
  expect(at('2025-12-31T00:00:00Z')).toBe('not-yet')
  expect(at('2026-06-01T00:00:00Z')).toBe('in-force')
  expect(at('2027-06-01T00:00:00Z')).toBe('expired')
  const end = { compact: table.id, at: '2026-08-01T00:00:00.000Z', reason: 'policy' }
  table.say(1, 'compact.end', end)
  expect(at('2026-07-01T00:00:00Z')).toBe('in-force')
  expect(at('2026-08-01T00:00:00Z')).toBe('ended')
  expect(table.why(table.say(0, 'compact.propose', proposal(table.parties, 2)))).toBe('ended')
})

describe('a diff', () => {
  const version = (terms: Terms) => ({
    act: { from: HELD, until: SIGN_BY, sign_by: SIGN_BY, terms },
    words: { title: { en: 'Title', zh: '标题' }, text: [{ en: 'One', zh: '一' }] },
  })

  test('of the same version is empty', () => {
    for (const { terms } of COMPACT_TEMPLATES) {
      expect(diffCompacts(version(terms), version(terms))).toEqual([])
    }
  })

  test('names every term that changed, in both languages', () => {
    const before = version(TERMS)
    const intelligence = { ...(TERMS.intelligence as NonNullable<Terms['intelligence']>) }
    const after = version({
      ...TERMS,
      intelligence: { ...intelligence, tlp: 'green', onward: true, types: ['indicator', 'zzz'] },
      matching: null,
    })
    const changes = diffCompacts(before, {
      ...after,
      words: { title: { en: 'Title', zh: '新标题' }, text: [] },
    })
    expect(changes.map((entry) => entry.path)).toEqual([
      'terms.intelligence.tlp',
      'terms.intelligence.types',
      'terms.intelligence.onward',
      'terms.matching',
      'title',
      'text.0',
    ])
    const [tlp, types, onward, matching, title, text] = changes.map((entry) => entry.sentence)
    expect(tlp).toEqual({
      en: 'highest TLP label: TLP:AMBER → TLP:GREEN',
      zh: '最高TLP标签：TLP:AMBER → TLP:GREEN',
    })
    expect(types?.en).toMatch(/^object types: added zzz; removed attack-pattern, /)
    expect(onward).toEqual({ en: 'onward sharing: no → yes', zh: '再次分享：否 → 是' })
    expect(matching?.zh).toBe('隐私比对层：已约定 → 未约定')
    expect(title?.en).toBe('title changed, in the Chinese text only')
    expect(text?.zh).toBe('删除第1段')
  })

  test('says when a list only stands in another order, and when words are not at hand', () => {
    const before = version(TERMS)
    const suites = TERMS.suites.toReversed()
    const after = { ...version({ ...TERMS, suites }), words: null }
    const sentences = diffCompacts(before, after).map(({ sentence }) => sentence.en)
    expect(sentences).toEqual([
      'signature suites required: in another order',
      'title and text cannot be compared: those of a version are not at hand',
    ])
  })
})

test('every template is a proposal that opens a thread', () => {
  for (const { id, terms, title, text } of COMPACT_TEMPLATES) {
    const parties = PARTIES.slice(0, 2)
    const world = new World(2, {
      author: parties[0] as string,
      kind: 'compact.propose',
      act: proposal(parties, 1, terms),
    })
    expect(Thread.open(COMPACT, world.root)?.state.proposals, id).toHaveLength(1)
    for (const pair of [title, ...text])
      expect(Math.min(pair.en.length, pair.zh.length)).toBeGreaterThan(0)
  }
})

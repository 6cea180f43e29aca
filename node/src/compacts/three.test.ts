import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { indicators, waitFor } from '../testing/pair.ts'
import { type Corner, multilateralTerms, Trio } from '../testing/trio.ts'

const CORNERS: readonly Corner[] = ['a', 'b', 'c']
let trio: Trio
let id: string

beforeAll(async () => {
  trio = await Trio.start()
  await trio.meet('a', 'b')
  await trio.meet('b', 'c')
  await trio.meet('a', 'c')
}, 60_000)
afterAll(() => trio.close())

async function compactAt(corner: Corner) {
  const found = (await trio.parts(corner).compacts.list()).at(-1)
  if (!found) throw new Error('compact')
  return found
}

/** Waits until all see the compact alike, and as a test wants it. */
async function allSee(
  wanted: (compact: Awaited<ReturnType<typeof compactAt>>) => boolean,
): Promise<void> {
  for (const corner of CORNERS) await waitFor(async () => wanted(await compactAt(corner)))
  await trio.settled()
  const [a, ...others] = await Promise.all(CORNERS.map(compactAt))
  for (const other of others) expect(other).toEqual(a)
}

async function offered(from: Corner, first: number): Promise<void> {
  const { intelligence } = trio.parts(from)
  await intelligence.importObjects(indicators(trio.node(from), first, 3))
}

/** How many objects at `b` that came from others name it. */
async function received(name: string): Promise<number> {
  const page = await trio.parts('b').intelligence.list({ own: false, after: 0, type: undefined })
  return page.objects.filter(({ body }) => body.includes(name)).length
}

describe('a compact of three', () => {
  it('comes into force when the last of them has signed, on every node alike', async () => {
    const version = await trio.agree(CORNERS, multilateralTerms())
    await allSee((compact) => compact.digest === version)
    id = (await compactAt('a')).id
    expect((await compactAt('c')).parties).toHaveLength(3)
  }, 60_000)

  it('lets objects flow between any two, and each one’s suspension stops all', async () => {
    await offered('a', 0)
    expect(await trio.share('a', 'b')).toBe(3)
    expect(await trio.share('a', 'c')).toBe(3)
    await trio.settled()
    // Notice is 48 hours by the template: said now, it holds from then on.
    const early = await trio.parts('c').compacts.suspend(id, 'intelligence', 'incident', undefined)
    expect(early.ok).toBe(true)
    await allSee(({ tiers }) => tiers.intelligence.closes !== null)
    expect((await compactAt('a')).tiers.intelligence).toMatchObject({ open: true })
    const lifted = await trio.parts('c').compacts.resume(id, 'intelligence')
    expect(lifted.ok).toBe(true)
    await allSee(({ tiers }) => tiers.intelligence.closes === null)
  }, 60_000)

  it('is renewed by all of them or not at all', async () => {
    const { terms } = await compactAt('a')
    const draft = {
      title: { en: 'Renewed', zh: '续签' },
      text: [],
      from: '2026-02-01T00:00:00.000Z',
      until: '2101-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms: terms ?? {},
    }
    const amended = await trio.parts('b').compacts.amend(id, draft)
    if (!amended.ok) throw new Error(amended.code)
    const version = amended.value.proposals.at(-1)?.digest ?? ''
    await allSee(({ proposals }) => proposals.some(({ digest }) => digest === version))
    expect((await trio.parts('a').compacts.sign(version)).ok).toBe(true)
    await allSee(({ proposals }) => proposals.at(-1)?.signedBy.length === 2)
    expect((await compactAt('b')).digest).not.toBe(version)
    expect((await trio.parts('c').compacts.sign(version)).ok).toBe(true)
    await allSee(({ digest }) => digest === version)
  }, 60_000)

  it('is not proposed to a node that nobody here has confirmed', async () => {
    const { compacts } = trio.parts('a')
    const draft = {
      peers: ['ab'.repeat(32)],
      title: { en: 'X', zh: 'X' },
      text: [],
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms: {},
    }
    expect(await compacts.propose(draft)).toMatchObject({ code: 'unknown-peer' })
  })

  it('ends for all when one of them leaves', async () => {
    expect((await trio.parts('c').compacts.end(id, 'policy', undefined)).ok).toBe(true)
    await allSee(({ ending }) => ending !== null)
  }, 60_000)
})

describe('a tier that is suspended without notice', () => {
  it('stops all that has not left, keeps it, and lets it go when it is open again', async () => {
    await trio.agree(['a', 'b'], {
      ...multilateralTerms(),
      notice: { suspend_hours: 0, end_days: 0 },
    })
    const { id: open } = await compactAt('a')
    const { peers, courier, compacts } = trio.parts('a')
    const peer = trio.id('b')
    await peers.setRoad(peer, 'courier')
    await offered('a', 100)
    expect(await trio.share('a', 'b')).toBe(3)
    // One file of a courier that never arrives: what it held has its number.
    expect((await courier.export(peer, { epoch: 0, seq: 0 })).ok).toBe(true)
    await offered('a', 200)
    expect(await trio.share('a', 'b')).toBe(3)
    expect((await compacts.suspend(open, 'intelligence', 'incident', undefined)).ok).toBe(true)
    await peers.setRoad(peer, 'push')
    await waitFor(async () => !(await compactAt('b')).tiers.intelligence.open)
    expect([await received('phish-10'), await received('phish-20')]).toEqual([0, 0])
    expect((await compacts.resume(open, 'intelligence')).ok).toBe(true)
    // What had no number yet goes by itself; what was withheld is offered by the next share.
    await waitFor(async () => (await received('phish-20')) === 3)
    await trio.settled(['a', 'b'])
    expect(await received('phish-10')).toBe(0)
    expect(await trio.share('a', 'b')).toBe(3)
    await waitFor(async () => (await received('phish-10')) === 3)
  }, 60_000)
  it('holds nothing up that goes under another compact with the same peer, over restarts too', async () => {
    const notice = { suspend_hours: 0, end_days: 0 }
    await trio.agree(['a', 'b'], { ...multilateralTerms(), notice })
    const { id: newest } = await compactAt('a')
    const peer = trio.id('b')
    await trio.parts('a').peers.setRoad(peer, 'courier')
    // More than one look at the queue takes in: what is behind is past the first of them.
    for (let i = 0; i < 20; i++) {
      await offered('a', 3000 + 10 * i)
      expect(await trio.share('a', 'b')).toBe(3)
    }
    const { compacts } = trio.parts('a')
    expect((await compacts.suspend(newest, 'intelligence', 'incident', undefined)).ok).toBe(true)
    await trio.parts('a').peers.setRoad(peer, 'push')
    await waitFor(async () => !(await compactAt('b')).tiers.intelligence.open)
    await trio.parts('a').peers.setRoad(peer, 'courier')
    await offered('a', 4000)
    expect(await trio.share('a', 'b')).toBe(3)
    await trio.stop('a')
    await trio.begin('a')
    await trio.parts('a').peers.setRoad(peer, 'push')
    await waitFor(async () => (await received('phish-4')) === 3)
    expect(await received('phish-3')).toBe(0)
    await trio.stop('a')
    await trio.begin('a')
    expect((await trio.parts('a').compacts.resume(newest, 'intelligence')).ok).toBe(true)
    await trio.settled(['a', 'b'])
    expect(await received('phish-3')).toBe(60)
  }, 60_000)
})

describe('a compact of three on the command line, in both languages', () => {
  const DRAFT = {
    title: { en: 'Joint desk', zh: '联合值班' },
    text: [{ en: 'The three watch by turns.', zh: '三方轮流值守。' }],
    from: '2026-02-01T00:00:00.000Z',
    until: '2101-01-01T00:00:00.000Z',
    signBy: '2099-01-01T00:00:00.000Z',
  }
  const terms = { ...multilateralTerms(), notice: { suspend_hours: 0, end_days: 0 } }
  let open: string
  let next: string

  async function concert(corner: Corner, ...line: string[]) {
    let out = ''
    let err = ''
    const code = await runCommandLine({
      line: ['compact', ...line, '--data', trio.dataDir(corner)],
      out: { write: (text) => (out += text) },
      err: { write: (text) => (err += text) },
      env: {},
      signal: new AbortController().signal,
      commands: COMMANDS,
    })
    return { code, out, err }
  }

  async function at(corner: Corner) {
    const found = (await trio.parts(corner).compacts.list()).find(({ id: each }) => each === open)
    if (!found) throw new Error('compact')
    return found
  }

  async function allHave(wanted: (compact: Awaited<ReturnType<typeof at>>) => boolean) {
    for (const corner of CORNERS) await waitFor(async () => wanted(await at(corner)))
  }

  beforeAll(async () => {
    for (const [from, to] of ['ab', 'ba', 'ac', 'ca', 'bc', 'cb'].map((pair) => [...pair])) {
      await trio.parts(from as Corner).peers.setRoad(trio.id(to as Corner), 'push')
    }
    open = await trio.agree(CORNERS, terms)
  }, 120_000)

  it('two close the same tier; neither the third nor one of the two opens it alone', async () => {
    expect((await concert('b', 'suspend', open, '--tier', 'requests')).code).toBe(0)
    expect((await concert('c', 'suspend', open, '--tier', 'requests')).code).toBe(0)
    await allHave(({ tiers }) => tiers.requests.suspensions.length === 2)
    const [b, c] = [trio.id('b').slice(0, 8), trio.id('c').slice(0, 8)]
    const listed = await concert('a', 'list')
    expect(listed.out).toMatch(
      new RegExp(
        `requests: suspended\n {4}by Belmar ${b} since \\S+: no reason given\n {4}by Belmar ${c} since`,
      ),
    )
    const zh = await concert('a', 'list', '--lang', 'zh')
    expect(zh.out).toMatch(
      new RegExp(`协助请求：已暂停\n {4}贝尔玛 ${b} 自 \\S+ 起暂停：未说明原因\n`),
    )
    const refused = await trio.parts('a').compacts.resume(open, 'requests')
    expect(refused).toMatchObject({
      code: 'not-suspended',
      message: {
        en: expect.stringContaining(`It is suspended by Belmar ${b}, Belmar ${c}, and each party`),
        zh: expect.stringContaining(`暂停方为贝尔玛 ${b}、贝尔玛 ${c}，`),
      },
    })
    expect(await concert('a', 'resume', open, '--tier', 'requests', '--lang', 'zh')).toMatchObject({
      code: 1,
      err: expect.stringContaining('[not-suspended]: 本方未暂停这一层；暂停方为'),
    })
    expect((await concert('b', 'suspend', open, '--tier', 'requests')).err).toContain(
      '[already-suspended]',
    )
    expect((await concert('b', 'resume', open, '--tier', 'requests')).code).toBe(0)
    await allHave(({ tiers }) => tiers.requests.suspensions.length === 1)
    expect((await at('a')).tiers.requests.open).toBe(false)
    expect((await concert('c', 'resume', open, '--tier', 'requests')).code).toBe(0)
    await allHave(({ tiers }) => tiers.requests.open)
    expect(await trio.parts('a').compacts.resume(open, 'requests')).toMatchObject({
      message: { en: 'Nobody has suspended this tier.' },
    })
  }, 120_000)

  it('an amendment is read and compared alike; all signed, it says for whose node it waits', async () => {
    const { requests } = terms
    const types = requests?.types.filter((type) => type !== 'information') ?? []
    const change = { ...terms, requests: requests && { ...requests, types } }
    const amended = await trio.parts('b').compacts.amend(open, { ...DRAFT, terms: change })
    if (!amended.ok) throw new Error(amended.code)
    next = amended.value.proposals.at(-1)?.digest ?? ''
    await allHave(({ proposals }) => proposals.length === 2)
    const shown = {
      en: await concert('c', 'show', next),
      zh: await concert('c', 'show', next, '--lang', 'zh'),
    }
    const b = trio.id('b').slice(0, 8)
    expect(shown.en.out).toContain(
      `proposed by Belmar ${b}; valid from ${DRAFT.from} until ${DRAFT.until}`,
    )
    expect(shown.zh.out).toContain(`由 贝尔玛 ${b} 提议；有效期自 ${DRAFT.from} 至 ${DRAFT.until}`)
    expect(shown.en.out).toMatch(/ {2}1, in force {2}/)
    expect(shown.zh.out).toContain('1，生效')
    for (const { out } of [shown.en, shown.zh]) {
      expect(out).toContain('1. The three watch by turns.\n   三方轮流值守。')
    }
    expect((await concert('a', 'diff', next)).out).toContain('request types: removed information\n')
    expect((await concert('a', 'diff', next, '--lang', 'zh')).out).toMatch(
      /请求类型：删除 [^a-z\n]+\n/,
    )
    // `b` hears nothing: it cannot say what it holds.
    await trio.stop('b')
    expect((await concert('c', 'sign', next)).code).toBe(0)
    await waitFor(async () => (await at('a')).proposals[1]?.signedBy.length === 2)
    const last = await concert('a', 'sign', next)
    expect(last.out).toContain('All have signed. It comes into force by itself when these nodes')
    await waitFor(async () => (await at('c')).proposals[1]?.unheldBy.length === 1)
    expect((await concert('c', 'list', '--lang', 'zh')).out).toContain(
      `各方均已签署。待下列节点声明持有全部签名后自动生效：贝尔玛 ${b}。`,
    )
    await trio.begin('b')
    await allHave(({ digest }) => digest === next)
  }, 120_000)

  it('after the end nothing is signed, opened or ended by anybody; each is told by whom and when', async () => {
    const more = await trio.parts('c').compacts.amend(open, { ...DRAFT, terms })
    if (!more.ok) throw new Error(more.code)
    const late = more.value.proposals.at(-1)?.digest ?? ''
    await allHave(({ proposals }) => proposals.length === 3)
    expect((await concert('c', 'end', open, '--reason', 'policy')).code).toBe(0)
    await allHave(({ status }) => status === 'ended')
    const { ending } = await at('a')
    const said = {
      en: `This compact ended at ${ending?.at}, ended by Belmar ${trio.id('c').slice(0, 8)}.`,
      zh: `该合作约定已于${ending?.at}终止，由贝尔玛 ${trio.id('c').slice(0, 8)}终止。`,
    }
    for (const line of [
      ['sign', late],
      ['suspend', open, '--tier', 'requests'],
      ['resume', open, '--tier', 'requests'],
      ['end', open],
    ]) {
      for (const lang of ['en', 'zh'] as const) {
        const refused = await concert('a', ...line, '--lang', lang)
        expect(refused.code).toBe(1)
        expect(refused.err).toContain(`[compact-ended]: ${said[lang]}`)
      }
    }
    const { out } = await concert('b', 'list')
    expect(out).toMatch(/ {2}2, was in force {2}/)
    expect(out).toContain(`ended at ${ending?.at} by Belmar ${trio.id('c').slice(0, 8)}: policy`)
    await trio.settled()
    const states = await Promise.all(CORNERS.map(at))
    for (const state of states) expect(state).toEqual(states[0])
    expect(states[0]?.proposals.at(-1)?.signedBy).toEqual([trio.id('c')])
  }, 120_000)
})

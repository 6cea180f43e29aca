import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

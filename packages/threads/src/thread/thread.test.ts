import { ok, refuse } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeDigest, PARTIES, World } from '../testing/world.ts'
import type { Fold } from './fold.ts'
import { orderThread } from './order.ts'
import type { ThreadStatement } from './statement.ts'
import { Thread } from './thread.ts'

/** Writes down what had effect, in the order it had it; refuses what says so. */
const DIARY: Fold<readonly string[]> = {
  open: (root) => ({ participants: root.act.parties as string[], state: [] }),
  step: (state, { digest, act }) => (act.bad === true ? refuse('bad') : ok([...state, digest])),
}

/** What happens in a world: somebody speaks, or something said reaches somebody. */
const event = fc.oneof(
  fc.record({ do: fc.constant('say' as const), party: fc.nat(3), bad: fc.boolean() }),
  fc.record({ do: fc.constant('deliver' as const), party: fc.nat(3), index: fc.nat(200) }),
)

function worldOf(
  events: readonly (typeof event extends fc.Arbitrary<infer E> ? E : never)[],
): World {
  const parties = PARTIES.slice(0, 4)
  const world = new World(4, { author: parties[0] as string, kind: 'diary.open', act: { parties } })
  for (const happened of events) {
    if (happened.do === 'say') world.say(happened.party, 'diary.entry', { bad: happened.bad })
    else world.deliver(happened.party, happened.index % world.all.length)
  }
  return world
}

/** The definition, step by step: of all that may come next, the participant named first. */
function naiveOrder(world: World): string[] {
  const done: string[] = []
  for (;;) {
    const ready = world.all.filter(
      ({ digest, parents, ownPrev }) =>
        !done.includes(digest) &&
        parents.every((parent) => done.includes(parent)) &&
        (ownPrev === null || done.includes(ownPrev)),
    )
    const next = ready.toSorted((a, b) => PARTIES.indexOf(a.author) - PARTIES.indexOf(b.author))[0]
    if (!next) return done
    done.push(next.digest)
  }
}

function open(world: World, statements: Iterable<ThreadStatement> = []): Thread<readonly string[]> {
  const thread = Thread.open(DIARY, world.root, statements)
  if (!thread) throw new Error('no thread')
  return thread
}

describe('a thread', () => {
  test('has one order and one state, whatever came when and how often', async () => {
    const cases = fc.array(event, { maxLength: 60 }).chain((events) => {
      const world = worldOf(events)
      return fc.record({
        world: fc.constant(world),
        arrival: fc.shuffledSubarray(world.all, { minLength: world.all.length }),
        again: fc.array(fc.constantFrom(...world.all), { maxLength: 20 }),
      })
    })
    await fc.assert(
      fc.property(cases, ({ world, arrival, again }) => {
        const expected = naiveOrder(world)
        const one = open(world)
        for (const statement of [...arrival, ...again]) one.add(statement)
        expect(one.order.map((statement) => statement.digest)).toEqual(expected)
        const batch = open(world, [...again, ...arrival])
        expect(batch.order.map((statement) => statement.digest)).toEqual(expected)
        const effective = world.all
          .filter(({ act }) => act.bad !== true)
          .map((entry) => entry.digest)
        expect(one.state).toEqual(expected.filter((digest) => effective.includes(digest)))
        expect(batch.state).toEqual(one.state)
      }),
    )
  })

  test('forks give the same state in any order of arrival too', async () => {
    const cases = fc
      .tuple(fc.array(event, { maxLength: 30 }), fc.nat(200), fc.array(event, { maxLength: 10 }))
      .chain(([before, at, after]) => {
        const world = worldOf(before)
        const victim = world.all[at % world.all.length] as ThreadStatement
        if (victim.digest !== world.root.digest) world.fork(victim, { other: true })
        for (const happened of after) {
          if (happened.do === 'deliver')
            world.deliver(happened.party, happened.index % world.all.length)
          else world.say(happened.party, 'diary.entry', {})
        }
        return fc.record({
          world: fc.constant(world),
          arrival: fc.shuffledSubarray(world.all, { minLength: world.all.length }),
        })
      })
    await fc.assert(
      fc.property(cases, ({ world, arrival }) => {
        const batch = open(world, world.all)
        const one = open(world)
        for (const statement of arrival) one.add(statement)
        expect(one.state).toEqual(batch.state)
        expect(one.order).toEqual(batch.order)
      }),
    )
  })

  test('a statement that breaks a rule of its kind is kept, named, and without effect', () => {
    const world = worldOf([])
    const bad = world.say(0, 'diary.entry', { bad: true })
    const good = world.say(0, 'diary.entry', {})
    const thread = open(world, world.all)
    expect(thread.broken(bad.digest)).toBe('bad')
    expect(thread.broken(good.digest)).toBeUndefined()
    expect(thread.order).toHaveLength(3)
    expect(thread.state).toEqual([world.root.digest, good.digest])
  })

  test('waits for an ancestor that is missing', () => {
    const world = worldOf([])
    const first = world.say(0, 'diary.entry', {})
    const second = world.say(0, 'diary.entry', {})
    const thread = open(world)
    expect(thread.add(second)).toBe('waiting')
    expect(thread.state).toEqual([world.root.digest])
    expect(thread.add(first)).toBe('placed')
    expect(thread.add(first)).toBe('known')
    expect(thread.state).toEqual([world.root.digest, first.digest, second.digest])
    expect(thread.tips()).toEqual([second.digest])
    expect(thread.lastOf(PARTIES[0] as string)).toBe(second)
  })

  test('refuses strangers, second roots and breaks of an own chain', () => {
    const world = worldOf([])
    const said = world.say(0, 'diary.entry', {})
    const thread = open(world, world.all)
    const wrong = [
      { ...said, digest: fakeDigest(901), author: PARTIES[6] as string },
      { ...said, digest: fakeDigest(902), parents: [] },
      { ...said, digest: fakeDigest(903), ownSeq: 2, ownPrev: world.root.digest },
      { ...said, digest: fakeDigest(904), author: PARTIES[1] as string },
      { ...said, digest: fakeDigest(905), ownSeq: 7, ownPrev: null },
    ]
    for (const statement of wrong) expect(thread.add(statement)).toBe('refused')
    expect(thread.order).toHaveLength(2)
  })
})

describe('a fork', () => {
  test('has no effect, nor has what its author says after; what others said keeps it', () => {
    const world = worldOf([])
    const one = world.say(1, 'diary.entry', {})
    const other = world.fork(one, { other: true })
    const later = world.say(1, 'diary.entry', {})
    const answer = world.say(2, 'diary.entry', {})
    const thread = open(world, world.all)
    for (const { digest } of [one, other, later]) expect(thread.broken(digest)).toBe('forked')
    expect(thread.state).toEqual([world.root.digest, answer.digest])
  })

  test('cannot take back what others have answered', () => {
    const world = worldOf([])
    const promise = world.say(1, 'diary.entry', {})
    world.deliver(2, world.all.indexOf(promise))
    const answer = world.say(2, 'diary.entry', {})
    const thread = open(world, world.all)
    expect(thread.add(world.fork(promise, { other: true }))).toBe('forked')
    expect(thread.state).toEqual([world.root.digest, promise.digest, answer.digest])
  })

  test('of which both branches were answered stands in neither, and leaves the answers', () => {
    const world = worldOf([])
    const one = world.say(1, 'diary.entry', {})
    const other = world.fork(one, { other: true })
    world.deliver(2, world.all.indexOf(one))
    world.deliver(3, world.all.indexOf(other))
    const answers = [world.say(2, 'diary.entry', {}), world.say(3, 'diary.entry', {})]
    const thread = open(world, world.all)
    expect(thread.state).toEqual([world.root.digest, ...answers.map((entry) => entry.digest)])
  })
})

test('what cannot open a thread opens none', () => {
  const { root } = worldOf([])
  const parties = PARTIES.slice(0, 2)
  const wrong = [
    { ...root, author: PARTIES[6] as string },
    { ...root, act: { parties: [...parties, ...parties] } },
    { ...root, parents: [fakeDigest(1)] },
    { ...root, ownSeq: 1 },
  ]
  for (const statement of wrong) expect(Thread.open(DIARY, statement)).toBeUndefined()
})

test('a long thread is ordered alike at once and one by one', () => {
  const parties = PARTIES.slice(0, 2)
  const world = new World(2, { author: parties[0] as string, kind: 'diary.open', act: { parties } })
  for (let n = 0; n < 400; n++) {
    world.say(n % 2, 'diary.entry', {})
    if (n % 3 === 0) world.deliver((n + 1) % 2, world.all.length - 1)
  }
  const thread = open(world)
  for (const statement of world.all.toReversed()) thread.add(statement)
  const { order } = orderThread(world.root.digest, parties, world.all)
  expect(thread.order).toEqual(order)
  expect(thread.state).toEqual(order.map((statement) => statement.digest))
})

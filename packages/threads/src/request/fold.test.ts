import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTS, RequestTable, rootAct } from '../testing/request-table.ts'
import { fakeDigest, PARTIES, World } from '../testing/world.ts'
import { Thread } from '../thread/thread.ts'
import { REQUEST } from './fold.ts'
import { movesOf } from './moves.ts'
import { countTargets } from './targets.ts'

const TIME = '2026-03-02T15:00:00.000Z'

describe('a request', () => {
  test('goes from sent to closed, each side saying what is its own to say', () => {
    const table = new RequestTable()
    const story = [
      [1, 'acknowledge', 'acknowledged'],
      [1, 'accept', 'accepted'],
      [1, 'need-info', 'needs-info'],
      [0, 'info', 'accepted'],
      [1, 'update', 'in-progress'],
      [1, 'partial', 'partly-answered'],
      [1, 'extend', 'partly-answered'],
      [1, 'answer', 'answered'],
      [0, 'rate', 'rated'],
      [0, 'close', 'closed'],
    ] as const
    for (const [party, move, phase] of story) {
      expect(table.why(table.say(party, move)), move).toBeUndefined()
      expect(table.state().phase).toBe(phase)
    }
    expect(table.state()).toMatchObject({
      usefulness: 3,
      evidence: ['screenshot', 'targets', 'verification'],
    })
    expect(movesOf(table.state(), table.state().asker)).toEqual([])
    expect(movesOf(table.state(), table.state().owner)).toEqual([])
  })

  test('cannot be answered by who asked, nor withdrawn by who owes', () => {
    const table = new RequestTable()
    for (const [party, move] of [
      [0, 'acknowledge'],
      [0, 'answer'],
      [0, 'extend'],
      [1, 'withdraw'],
      [1, 'escalate'],
      [1, 'close'],
    ] as const) {
      expect(table.why(table.say(party, move)), move).toBe('not-yours')
    }
    expect(table.state().phase).toBe('sent')
  })

  test('refused for an item comes back under the same id with that item, and only with it', () => {
    const table = new RequestTable()
    expect(table.why(table.say(1, 'refuse', { code: 'insufficient-evidence', item: null }))).toBe(
      'item-required',
    )
    table.say(1, 'refuse')
    expect(table.state()).toMatchObject({ phase: 'refused', wanted: ['screenshot'] })
    expect(table.why(table.say(0, 'info', { items: ['headers'] }))).toBe('item-required')
    table.say(0, 'info')
    expect(table.state()).toMatchObject({ phase: 'sent', round: 2, wanted: [] })
    table.say(1, 'refuse', { code: 'law-forbids', item: null })
    expect(table.why(table.say(0, 'info'))).toBe('not-now')
  })

  test('a machine’s acknowledgement changes nothing', () => {
    const table = new RequestTable()
    table.say(1, 'acknowledge', { human: false })
    expect(table.state().phase).toBe('sent')
    table.say(1, 'acknowledge')
    expect(table.state().phase).toBe('acknowledged')
  })

  test('need-info that names nothing does not stop the clock', () => {
    const table = new RequestTable()
    expect(table.why(table.say(1, 'need-info', { items: [], questions: [] }))).toBe('item-required')
    expect(table.why(table.say(1, 'need-info', { items: [], questions: [3] }))).toBe(
      'unknown-question',
    )
    table.say(1, 'need-info', { items: [], questions: [2] })
    expect(table.state().phase).toBe('needs-info')
  })

  test('a notification is acknowledged and closed, and nobody owes it an answer', () => {
    const table = new RequestTable({}, 'request.notify')
    for (const move of ['accept', 'answer', 'refuse', 'extend']) {
      expect(table.why(table.say(1, move)), move).toBe('not-now')
    }
    table.say(1, 'acknowledge')
    table.say(0, 'close')
    expect(table.state().phase).toBe('closed')
  })

  test('does not open for another’s name, an unknown field, a type of another class', () => {
    const opens = (act: JsonObject, author = PARTIES[0] as string) => {
      const { root } = new World(2, { author, kind: 'request.request', act })
      return Thread.open(REQUEST, root) !== undefined
    }
    expect(opens(rootAct())).toBe(true)
    expect(opens(rootAct(), PARTIES[1])).toBe(false)
    expect(opens(rootAct({ note: 'hello' }))).toBe(false)
    expect(opens(rootAct({ parties: [PARTIES[0], PARTIES[0]] }))).toBe(false)
    expect(opens(rootAct({ incident: { class: 'fraud', type: 'ddos', level: null } }))).toBe(false)
    expect(opens(rootAct({ targets: 100_001 }))).toBe(false)
  })

  test('a second root is not said in the place of the first', () => {
    const table = new RequestTable()
    const again = table.world.say(0, 'request.request', rootAct({ targets: 0 }))
    expect(table.why(again)).toBe('not-now')
    expect(table.state().root.targets).toBe(10)
  })
})

describe('times', () => {
  test('are told by who received; the earliest of its words counts, and before the author’s', () => {
    const table = new RequestTable()
    table.receive(0, table.world.root, '2026-03-01T00:00:00.000Z')
    expect(table.state().events[0]).toMatchObject({
      heard: null,
      tendered: null,
      claimed: '2026-03-01T00:00:00.000Z',
    })
    table.receive(1, table.world.root, TIME)
    table.receive(1, table.world.root, '2026-03-05T00:00:00.000Z')
    expect(table.state().events[0]).toMatchObject({ heard: TIME })
    const unknown = { held: [{ statement: fakeDigest(9), received: TIME }] }
    expect(table.why(table.say(1, 'receive', unknown))).toBe('unknown-statement')
  })
})

describe('targets', () => {
  const run = (from: number, count: number, status: string, at = TIME) => ({
    from,
    count,
    status,
    at,
  })

  test('each has its status; up after down is a relapse, and only the asker says so', () => {
    const table = new RequestTable()
    const update = (targets: object[]) => ({ questions: [], targets })
    table.say(1, 'update', update([run(0, 4, 'down'), run(6, 1, 'not-ours')]))
    expect(countTargets(table.state().targets)).toEqual({ down: 4, open: 5, 'not-ours': 1 })
    expect(table.why(table.say(1, 'update', update([run(0, 1, 'up')])))).toBe('not-yours')
    expect(table.why(table.say(0, 'update', update([run(0, 1, 'down')])))).toBe('not-yours')
    table.say(0, 'update', update([run(2, 1, 'up')]))
    expect(table.state().targets.find(({ from }) => from === 2)).toMatchObject({
      status: 'up',
      relapses: 1,
      down: TIME,
    })
  })

  test('outside the list, overlapping or out of order are none', () => {
    const table = new RequestTable()
    for (const targets of [
      [run(10, 1, 'down')],
      [run(9, 2, 'down')],
      [run(2, 2, 'down'), run(3, 1, 'working')],
      [run(5, 1, 'down'), run(1, 1, 'down')],
    ]) {
      expect(table.why(table.say(1, 'update', { questions: [], targets }))).toBe('unknown-target')
    }
  })

  test('are listed in order, without a gap', () => {
    const table = new RequestTable()
    expect(table.why(table.say(0, 'targets', { from: 1, count: 2, seen: null }))).toBe(
      'unknown-target',
    )
    table.say(0, 'targets', { from: 0, count: 4, seen: TIME })
    table.say(0, 'targets', { from: 4, count: 6, seen: null })
    expect(table.state()).toMatchObject({
      listed: 10,
      targets: [{ seen: TIME, count: 4 }, { count: 6 }],
    })
    expect(table.why(table.say(0, 'targets', { from: 10, count: 1, seen: null }))).toBe(
      'unknown-target',
    )
  })

  test('runs say of every target what a list of them one by one would', () => {
    const change = fc.record({
      from: fc.nat(9),
      count: fc.integer({ min: 1, max: 10 }),
      status: fc.constantFrom('down', 'working', 'already-down'),
      asker: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const table = new RequestTable()
        const naive = Array.from({ length: 10 }, () => ({ status: 'open', relapses: 0 }))
        for (const { from, count, status, asker } of changes) {
          const said = asker ? 'up' : status
          const size = Math.min(count, 10 - from)
          table.say(asker ? 0 : 1, 'update', { questions: [], targets: [run(from, size, said)] })
          for (let i = from; i < from + size; i++) {
            const before = naive[i] as { status: string; relapses: number }
            const isRelapse = said === 'up' && ['down', 'already-down'].includes(before.status)
            naive[i] = { status: said, relapses: before.relapses + (isRelapse ? 1 : 0) }
          }
        }
        const flat = table
          .state()
          .targets.flatMap(({ count, status, relapses }) =>
            Array.from({ length: count }, () => ({ status, relapses })),
          )
        expect(flat).toEqual(naive)
      }),
      { numRuns: 60 },
    )
  })
})

/** What a reader of the specification would write: each state, and where each word leads. */
const MODEL: Readonly<Record<string, Readonly<Record<string, string>>>> = (() => {
  const owner = { refuse: 'refused', transfer: 'transferred' }
  const early = { ...owner, update: 'in-progress', partial: 'partly-answered', answer: 'answered' }
  const open = { withdraw: 'withdrawn', 'need-info': 'needs-info' }
  return {
    sent: { ...early, ...open, acknowledge: 'acknowledged', accept: 'accepted' },
    acknowledged: { ...early, ...open, accept: 'accepted' },
    accepted: { ...early, ...open },
    'in-progress': { ...early, ...open },
    'partly-answered': { ...early, ...open, update: 'partly-answered' },
    'needs-info': {
      ...early,
      update: 'needs-info',
      withdraw: 'withdrawn',
      info: 'back',
    },
    answered: { rate: 'rated', close: 'closed', update: 'answered' },
    rated: { close: 'closed', update: 'rated' },
    refused: { close: 'closed', info: 'sent' },
    transferred: { close: 'closed' },
    withdrawn: { close: 'closed' },
    closed: {},
  }
})()
const ASKERS = new Set(['info', 'withdraw', 'rate', 'close'])
const WORDS = Object.keys(ACTS).filter((move) => !['extend', 'hold', 'escalate'].includes(move))

test('random words of both sides: the fold goes where the model goes, and nowhere else', () => {
  const word = fc.tuple(fc.nat(1), fc.constantFrom(...WORDS))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      const table = new RequestTable()
      let phase = 'sent'
      let back = 'sent'
      for (const [party, move] of words) {
        table.say(party, move)
        const next = MODEL[phase]?.[move]
        const isTheirs = ASKERS.has(move) ? party === 0 : party === 1
        // An update of the asker about no target is allowed wherever one is, and leads nowhere.
        if (next === undefined || !isTheirs) continue
        if (move === 'need-info') back = phase
        phase = next === 'back' ? back : next
      }
      expect(table.state().phase).toBe(phase)
    }),
    { numRuns: 300 },
  )
})

test('whatever order and however often words arrive, the state is one', () => {
  const word = fc.tuple(
    fc.nat(1),
    fc.constantFrom(...Object.keys(ACTS)),
    fc.boolean(),
    fc.boolean(),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (words, picks) => {
      const world = new World(2, {
        author: PARTIES[0] as string,
        kind: 'request.request',
        act: rootAct(),
      })
      for (const [party, move, told, fork] of words) {
        const act = ACTS[move as keyof typeof ACTS] as unknown as JsonObject
        const said = world.say(party, `request.${move}`, act)
        if (fork && world.all.length % 5 === 0) world.fork(said, { ...act, human: false })
        if (told) world.deliver(1 - party, world.all.indexOf(said))
      }
      const expected = Thread.open(REQUEST, world.root, world.all)?.state
      const thread = Thread.open(REQUEST, world.root)
      const left = [...world.all, ...world.all.slice(0, 5)]
      while (left.length > 0) {
        const [next] = left.splice((picks.next().value as number) % left.length, 1)
        if (next) thread?.add(next)
      }
      expect(thread?.state).toEqual(expected)
    }),
    { numRuns: 100 },
  )
})

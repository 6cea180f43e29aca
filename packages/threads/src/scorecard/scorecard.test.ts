import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REQUEST } from '../request/fold.ts'
import { viewRequest } from '../request/view.ts'
import { openCalendars } from '../request/working-days.ts'
import { ACTS, RequestTable, rootAct } from '../testing/request-table.ts'
import { fakeDigest, PARTIES, World } from '../testing/world.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import { Thread } from '../thread/thread.ts'
import { computeScorecard, scorecardBytes, sourcesOf } from './card.ts'
import type { ScoredFact, ScoredRequest } from './samples.ts'

const CALENDARS = openCalendars()
const [A = '', B = ''] = PARTIES
const CUT = {
  parties: [A, B],
  from: '2026-03-01T00:00:00.000Z',
  until: '2026-04-01T00:00:00.000Z',
  ours: { epoch: 1, seq: 9 },
  theirs: { epoch: 1, seq: 7 },
}

function cardOf(requests: readonly ScoredRequest[], facts: readonly ScoredFact[] = []) {
  return computeScorecard({ cut: CUT, requests, pings: [], facts, calendars: CALENDARS })
}

function answered(minutes: number): ScoredRequest {
  const table = new RequestTable()
  table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
  const at = new Date(Date.parse('2026-03-02T12:00:00.000Z') + minutes * 60_000).toISOString()
  table.at(at, 1, 'answer')
  return { state: table.state(), exercise: false }
}

describe('a scorecard', () => {
  test('is integers by nearest rank, suppressed below five', () => {
    const four = [10, 20, 30, 40].map(answered)
    const row = (requests: readonly ScoredRequest[], measure: string) =>
      cardOf(requests).rows.find((entry) => {
        return entry.measure === measure && entry.of === B && entry.urgency === 'all'
      })
    expect(row(four, 'answer-median')).toMatchObject({ value: null, n: null })
    const five = [...four, answered(1500)]
    expect(row(five, 'answer-median')).toMatchObject({ value: 30 * 60_000, n: 5, unit: 'ms' })
    expect(row(five, 'answer-p90')).toMatchObject({ value: 1500 * 60_000 })
    // 1500 minutes is beyond the 24 hours of the table's compact.
    expect(row(five, 'answer-on-time')).toMatchObject({ value: 800 })
  })

  test('has whoever proposes it in the same place: both sides make the same bytes', () => {
    const requests = [5, 6, 7, 8, 9].map(answered)
    const swapped = { ...CUT, parties: [B, A], ours: CUT.theirs, theirs: CUT.ours }
    const theirs = computeScorecard({
      cut: swapped,
      requests,
      pings: [],
      facts: [],
      calendars: CALENDARS,
    })
    expect(scorecardBytes(theirs)).toEqual(scorecardBytes(cardOf(requests)))
  })

  test('counts of a drill only whether somebody joined it', () => {
    const drills = [1, 2, 3, 4, 5].map((minutes) => ({ ...answered(minutes), exercise: true }))
    const told = cardOf(drills).rows.filter(({ value }) => value !== null)
    expect(told).toEqual([
      { measure: 'drills-joined', of: B, urgency: 'all', unit: 'permille', value: 1000, n: 5 },
    ])
  })

  test('leaves out what arrived outside of the period', () => {
    const requests = [1, 2, 3, 4, 5].map(answered)
    const cut = { ...CUT, from: '2026-03-03T00:00:00.000Z' }
    const { rows } = computeScorecard({ cut, requests, pings: [], facts: [], calendars: CALENDARS })
    expect(rows.every(({ value }) => value === null)).toBe(true)
  })

  test('every number opens its messages', () => {
    const requests = [answered(10), answered(2000)]
    const at = '2026-03-05T00:00:00.000Z'
    const fact = { id: 'confirmed', of: A, value: 1, count: 9 } as const
    const facts = [
      { ...fact, statement: fakeDigest(7), at },
      { ...fact, statement: fakeDigest(8), at: CUT.until },
    ]
    const input = { cut: CUT, requests, pings: [], facts, calendars: CALENDARS }
    const asked = sourcesOf(input, { measure: 'requests-asked', of: A, urgency: 'u1' })
    expect(asked).toEqual([...new Set(requests.map(({ state }) => state.id))])
    const confirmed = sourcesOf(input, { measure: 'items-confirmed', of: A, urgency: 'all' })
    expect(confirmed).toEqual([fakeDigest(7)])
  })
})

const MOVES = Object.keys(ACTS)
const START = Date.parse('2026-03-02T12:00:00.000Z')

test('random words, legal or not, told of or not, in any order: one state, one clock, one card', () => {
  const word = fc.record({
    party: fc.nat(1),
    move: fc.constantFrom(...MOVES),
    delivered: fc.boolean(),
    told: fc.boolean(),
    minutes: fc.nat(3000),
  })
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 25 }),
      fc.infiniteStream(fc.nat()),
      fc.nat(10_000),
      (words, picks, later) => {
        const said = conversation(words)
        const first = said[0] as ThreadStatement
        const inOrder = Thread.open(REQUEST, first, said)
        const shuffled = Thread.open(REQUEST, first)
        const left = [...said, ...said.slice(0, 3)]
        while (left.length > 0) {
          const [next] = left.splice((picks.next().value as number) % left.length, 1)
          if (next) shuffled?.add(next)
        }
        if (!inOrder || !shuffled) throw new Error('thread')
        expect(shuffled.state).toEqual(inOrder.state)
        const now = START + later * 60_000
        const view = viewRequest(inOrder.state, now, CALENDARS)
        expect(viewRequest(shuffled.state, now, CALENDARS)).toEqual(view)
        const cards = [inOrder, shuffled].map(({ state }) => {
          const requests = Array.from({ length: 5 }, () => ({ state, exercise: false }))
          return scorecardBytes(cardOf(requests))
        })
        expect(cards[0]).toEqual(cards[1])
      },
    ),
    { numRuns: 150 },
  )
})

interface Word {
  readonly party: number
  readonly move: string
  readonly delivered: boolean
  readonly told: boolean
  readonly minutes: number
}

/** What two parties say over a network that loses and delays, with the times that they tell. */
function conversation(words: readonly Word[]): readonly ThreadStatement[] {
  const world = new World(2, { author: A, kind: 'request.request', act: rootAct() })
  const hold = (party: number, statement: ThreadStatement, minutes: number) => {
    const received = new Date(START + minutes * 60_000).toISOString()
    const act = { held: [{ statement: statement.digest, received }] } as unknown as JsonObject
    world.say(party, 'request.receive', act)
  }
  hold(1, world.root, 0)
  for (const { party, move, delivered, told, minutes } of words) {
    const act = ACTS[move as keyof typeof ACTS] as unknown as JsonObject
    const statement = world.say(party, `request.${move}`, act)
    if (!delivered) continue
    world.deliver(1 - party, world.all.indexOf(statement))
    if (told) hold(1 - party, statement, minutes)
  }
  return world.all
}

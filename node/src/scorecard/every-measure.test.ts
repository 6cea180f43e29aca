import type { JsonObject } from '@concert/core'
import { MEASURES } from '@concert/threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { say, storeAndPost } from '../exchange/author.ts'
import { announce } from '../federation/post.ts'
import { accepted, Desks, phishing, worded } from '../testing/desks.ts'
import { indicators, waitFor } from '../testing/pair.ts'

/** A Wednesday; whole weeks follow, over Thanksgiving and Christmas. */
const START = Date.parse('2026-11-04T09:00:00.000Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const PERIOD = { from: '2026-11-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' }

let desks: Desks
let clock = START

beforeAll(async () => {
  desks = await Desks.open({ at: START })
  await shareAndJudge()
  for (let i = 0; i < 5; i++) {
    await breach(i)
  }
  await operate(false)
  await operate(true)
  await exceed()
  for (let i = 0; i < 6; i++) await pass(DAY + 1000)
}, 120_000)

afterAll(async () => {
  await desks.close()
})

async function pass(ms: number): Promise<void> {
  clock += ms
  desks.at(new Date(clock).toISOString())
  await desks.rest()
}

/** Six items are shared; two hours later five are seen, as news; five are false positives. */
async function shareAndJudge(): Promise<void> {
  const { a, b } = desks.pair
  await a.parts.intelligence.importObjects(indicators(a, 0, 6))
  await desks.pair.share()
  await desks.rest()
  await pass(2 * HOUR)
  const ids = indicators(a, 0, 6).map(({ view }) => view.id)
  const { intelligence, stixIdentity } = b.parts
  accepted(await intelligence.sight(ids.slice(0, 5), 1, stixIdentity.view.id, true))
  // Said again it is no news: the first word counts.
  accepted(await intelligence.sight(ids.slice(0, 5), 1, stixIdentity.view.id, false))
  accepted(await a.parts.intelligence.retract(ids.slice(0, 5), 'false-positive'))
  await desks.rest()
}

/** A breach is reported; four are put right after three hours, in the time that was promised. */
async function breach(i: number): Promise<void> {
  const ask = worded('Who has it?', '何人持有？')
  const draft = {
    ...phishing(desks.node('b'), { template: 'handling-breach', act: {} }),
    content: {
      title: worded('Shown in public', '被公开'),
      facts: { verified: worded('Seen on a page.', '网页所见。') },
      questions: [{ ask, settles: ask }],
    } as unknown as JsonObject,
  }
  const id = await desks.send('a', draft)
  const by = new Date(clock + 4 * HOUR).toISOString()
  accepted(await desks.move('b', id, 'accept', { scope: 'whole', by }))
  await pass(3 * HOUR)
  if (i === 4) {
    accepted(await desks.move('b', id, 'refuse', { code: 'no-reason-given', item: null }))
    return
  }
  const questions = [{ n: 1, status: 'settled' }]
  accepted(await desks.move('b', id, 'answer', { questions, targets: [], result: 'complete' }))
}

/** Five steps of b, four of which are done. */
async function operate(exercise: boolean): Promise<void> {
  const [a, b] = [desks.pair.a.parts.people.operations, desks.pair.b.parts.people.operations]
  const steps = [0, 1, 2, 3, 4].map((i) => ({
    id: `step-${i}`,
    party: 1,
    action: 'block' as const,
    after: [],
  }))
  const title = { en: 'Together', zh: '联合' }
  const words = { title, purpose: title, steps: {} }
  const start = new Date(clock + HOUR).toISOString()
  const { id } = accepted(await a.propose([desks.node('b')], { start, steps, words }, exercise))
  await desks.rest()
  accepted(await b.decide(id, { round: 1, decision: 'go', reason: 'plan' }))
  await desks.rest()
  accepted(await a.launch(id))
  await pass(2 * HOUR)
  for (const { id: step } of steps.slice(0, 4)) accepted(await b.step(id, step, 'done'))
  await desks.rest()
  accepted(await a.close(id, { result: 'part' }))
  await desks.rest()
}

/** A node that does not keep the rules says five things beyond the compact's label. */
async function exceed(): Promise<void> {
  const { context, compacts } = desks.pair.a.parts
  const compact = (await compacts.inForceWith(desks.node('b')))?.digest ?? null
  const target = { author: desks.node('b'), statement: 'ab'.repeat(32), item: 0 }
  for (let i = 0; i < 5; i++) {
    const act = { sighted: [{ target, count: i + 1 }] }
    const rest = { compact, tlp: 'red', content: null, items: [], thread: null } as const
    const saying = { ...rest, kind: 'intel.sighting', act }
    const statement = await say(context, saying)
    await context.store.transact((tx) => {
      return storeAndPost(tx, context, statement, saying, [desks.node('b')])
    })
  }
  announce(context, [desks.node('b')])
  await desks.rest()
}

describe('every number of the scorecard', () => {
  let id: string

  it('is agreed on, byte for byte', async () => {
    id = accepted(await desks.desk('b').scorecards.propose(desks.node('a'), PERIOD)).id ?? ''
    await waitFor(async () => {
      await desks.rest()
      return (await desks.desk('b').scorecards.list())[0]?.state !== 'proposed'
    })
    const [atA, atB] = await Promise.all(
      (['a', 'b'] as const).map(async (side) =>
        accepted(await desks.desk(side).scorecards.show(id)),
      ),
    )
    expect(atA?.state).toBe('agreed')
    expect(atA?.digest).toBe(atB?.digest)
  })

  it.each([
    ['items-shared', 'a', 6, 6],
    ['items-confirmed', 'a', 5, 5],
    ['items-false-positive', 'a', 5, 5],
    ['items-novel', 'a', 1000, 5],
    ['handling-breaches', 'b', 5, 5],
    ['handling-remedied', 'b', 800, 5],
    ['promises-kept', 'b', 1000, 5],
    ['terms-exceeded', 'a', 5, 5],
    ['log-consistent', 'a', 1000, undefined],
    ['log-consistent', 'b', 1000, undefined],
    ['operation-steps-done', 'b', 800, 5],
    // Four remedies are too few to be told; so is what nobody did.
    ['handling-remedy-median', 'b', null, null],
    ['terms-exceeded', 'b', null, null],
    ['drills-joined', 'b', null, null],
  ] as const)('%s of %s', async (measure, side, value, n) => {
    const { card } = accepted(await desks.desk('a').scorecards.show(id))
    const of = desks.node(side)
    const row = card.rows.find((entry) => {
      return entry.measure === measure && entry.of === of && entry.urgency === 'all'
    })
    expect(row).toMatchObject(n === undefined ? { value } : { value, n })
    const opened = accepted(
      await desks.desk('b').scorecards.open({ id }, { measure, of, urgency: 'all' }),
    )
    expect(opened.messages.length > 0 || value === null).toBe(true)
  })

  it('lead time runs from the receipt of an item to the receipt of its first sighting', async () => {
    const { card } = accepted(await desks.desk('a').scorecards.show(id))
    const row = card.rows.find(({ measure, of }) => {
      return measure === 'lead-time-median' && of === desks.node('a')
    })
    expect(row?.n).toBe(5)
    // Two hours less what the test itself took of them.
    expect(row?.value).toBeGreaterThan(HOUR)
    expect(row?.value).toBeLessThanOrEqual(2 * HOUR)
  })

  it('counts what was received within the period, and nothing of drills', async () => {
    const { scorecards } = desks.desk('a')
    const before = { from: '2026-10-01T00:00:00.000Z', until: PERIOD.from }
    const { card } = accepted(await scorecards.draft(desks.node('b'), before))
    expect(card.rows.every(({ value }) => value === null)).toBe(true)
    expect(new Set(card.rows.map(({ measure }) => measure)).size).toBe(MEASURES.length)
  })
})

import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PARTIES, World } from '../testing/world.ts'
import { Thread } from '../thread/thread.ts'
import { isPassed, OPERATION, type OperationState } from './fold.ts'
import { planFaults, planLayers } from './plan.ts'
import { viewOperation } from './view.ts'

const START = '2026-03-02T08:00:00.000Z'
const LATER = '2026-03-02T09:00:00.000Z'
const NOW = Date.parse(LATER)
const STEPS = [
  { id: 'seize', party: 0, action: 'sinkhole', after: [] },
  { id: 'block', party: 1, action: 'block', after: ['seize'] },
  { id: 'warn', party: 2, action: 'notify', after: ['block', 'seize'] },
] as const

function world(steps: readonly object[] = STEPS): World {
  const act = { parties: PARTIES.slice(0, 3), start: START, steps } as unknown as JsonObject
  return new World(3, { author: PARTIES[0] as string, kind: 'operation.propose', act })
}

function thread(of: World): Thread<OperationState> {
  return Thread.open(OPERATION, of.root, of.all) as Thread<OperationState>
}

/** A party says something, and everybody hears it. */
function say(of: World, party: number, kind: string, act: object) {
  const said = of.say(party, `operation.${kind}`, act as JsonObject)
  for (const other of [0, 1, 2]) of.deliver(other, of.all.length - 1)
  return said
}

const decide = (of: World, party: number, decision = 'go', round = 1) =>
  say(of, party, 'decide', { round, decision, reason: 'plan' })
const step = (of: World, party: number, id: string, status = 'done', at = LATER) =>
  say(of, party, 'step', { step: id, status, at })
const why = (of: World, statement: { digest: string }) => thread(of).broken(statement.digest)

function launched(): World {
  const of = world()
  decide(of, 1)
  decide(of, 2)
  say(of, 0, 'launch', { round: 1 })
  return of
}

describe('a concerted operation', () => {
  test('is launched when every party has said go, and steps follow their prerequisites', () => {
    const of = world()
    decide(of, 1)
    expect(viewOperation(thread(of).state, NOW)).toMatchObject({ silent: [PARTIES[2]] })
    expect(why(of, say(of, 0, 'launch', { round: 1 }))).toBe('not-agreed')
    decide(of, 2)
    expect(why(of, say(of, 1, 'launch', { round: 1 }))).toBe('not-yours')
    say(of, 0, 'launch', { round: 1 })
    expect(viewOperation(thread(of).state, Date.parse(START) - 1)).toMatchObject({
      status: 'counting-down',
      ready: [],
    })
    expect(viewOperation(thread(of).state, NOW).ready.map(({ id }) => id)).toEqual(['seize'])
    expect(why(of, step(of, 0, 'seize', 'done', '2026-03-02T07:59:59.999Z'))).toBe('too-early')
    expect(why(of, step(of, 1, 'seize'))).toBe('not-yours')
    expect(why(of, step(of, 1, 'block'))).toBe('step-waits')
    step(of, 0, 'seize', 'running')
    step(of, 0, 'seize', 'failed')
    step(of, 0, 'seize', 'running')
    step(of, 0, 'seize')
    expect(why(of, step(of, 0, 'seize', 'running'))).toBe('not-now')
    expect(viewOperation(thread(of).state, NOW).ready.map(({ id }) => id)).toEqual(['block'])
    expect(why(of, say(of, 0, 'close', { result: 'succeeded' }))).toBe('step-waits')
    step(of, 1, 'block', 'skipped')
    step(of, 2, 'warn')
    say(of, 0, 'close', { result: 'succeeded' })
    expect(thread(of).state).toMatchObject({ phase: 'closed', result: 'succeeded' })
    expect(why(of, say(of, 1, 'abort', { reason: 'risk' }))).toBe('operation-over')
  })

  test('a go is a go to the plan that was read: another plan asks anew', () => {
    const of = world()
    decide(of, 1)
    const [first] = STEPS
    // The second party says go while the amendment is under way to it.
    const amended = of.say(0, 'operation.amend', {
      round: 2,
      start: START,
      steps: [first],
    } as unknown as JsonObject)
    const late = of.say(2, 'operation.decide', { round: 1, decision: 'go', reason: 'plan' })
    for (const party of [0, 1, 2]) for (const i of of.all.keys()) of.deliver(party, i)
    const folded = thread(of)
    expect(folded.broken(amended.digest)).toBeUndefined()
    expect(folded.state).toMatchObject({ round: 2, phase: 'proposed' })
    expect(Object.keys(folded.state.decisions)).toEqual([PARTIES[0]])
    expect(folded.broken(late.digest)).toBe('old-round')
  })

  test('no-go takes an agreement back until the launch; anybody aborts at any time', () => {
    const of = world()
    decide(of, 1)
    decide(of, 2)
    expect(thread(of).state.phase).toBe('agreed')
    decide(of, 2, 'no-go')
    expect(thread(of).state.phase).toBe('proposed')
    decide(of, 2)
    say(of, 0, 'launch', { round: 1 })
    expect(why(of, decide(of, 2, 'no-go'))).toBe('not-now')
    say(of, 2, 'abort', { reason: 'risk' })
    expect(thread(of).state).toMatchObject({
      phase: 'aborted',
      aborted: { by: PARTIES[2], reason: 'risk' },
    })
    expect(why(of, step(of, 0, 'seize'))).toBe('operation-over')
  })

  test.each([
    ['a step twice', [STEPS[0], STEPS[0]], 'step-twice', 'steps[1].id'],
    ['an unknown prerequisite', [STEPS[1]], 'step-unknown', 'steps[0].after[0]'],
    ['a party too many', [{ ...STEPS[0], party: 3 }], 'step-party', 'steps[0].party'],
    ['a circle', [{ ...STEPS[0], after: ['block'] }, STEPS[1]], 'step-cycle', 'steps[0].after'],
  ] as const)('a plan with %s opens nothing', (_, steps, code, at) => {
    expect(planFaults({ start: START, steps: [...steps] }, 3)[0]).toEqual({ code, at })
    const of = world(steps)
    expect(Thread.open(OPERATION, of.root)).toBeUndefined()
  })

  test('layers put every step after what it waits for', () => {
    expect(planLayers(STEPS).map((layer) => layer.map(({ id }) => id))).toEqual([
      ['seize'],
      ['block'],
      ['warn'],
    ])
  })
})

const move = fc.oneof(
  fc.record({
    kind: fc.constant('decide'),
    act: fc.record({
      round: fc.integer({ min: 1, max: 2 }),
      decision: fc.constantFrom('go', 'go', 'go', 'no-go'),
      reason: fc.constant('plan'),
    }),
  }),
  fc.record({ kind: fc.constant('launch'), act: fc.record({ round: fc.constantFrom(1, 1, 2) }) }),
  fc.record({
    kind: fc.constant('step'),
    act: fc.record({
      step: fc.constantFrom('seize', 'block', 'warn', 'none'),
      status: fc.constantFrom('running', 'done', 'failed', 'skipped'),
      at: fc.constantFrom(START, LATER),
    }),
  }),
  fc.record({
    kind: fc.constant('amend'),
    act: fc.constant({ round: 2, start: START, steps: STEPS }),
  }),
  fc.record({ kind: fc.constantFrom('abort', 'close', 'shout'), act: fc.constant({}) }),
)

test('whatever anybody says in whatever order: one state, and the rules hold in it', async () => {
  const said = fc.array(fc.tuple(fc.nat(2), move, fc.nat(2), fc.nat(60)), { maxLength: 40 })
  const cases = said.chain((moves) => {
    const of = fc.sample(fc.boolean(), 1)[0] ? launched() : world()
    for (const [party, { kind, act }, to, index] of moves) {
      of.say(party, `operation.${kind}`, act as unknown as JsonObject)
      of.deliver(to, index % of.all.length)
      of.deliver(0, of.all.length - 1)
    }
    return fc.tuple(fc.constant(of), fc.shuffledSubarray(of.all, { minLength: of.all.length }))
  })
  await fc.assert(
    fc.property(cases, ([of, arrival]) => {
      const batch = thread(of)
      const one = Thread.open(OPERATION, of.root) as Thread<OperationState>
      for (const statement of arrival) one.add(statement)
      expect(one.state).toEqual(batch.state)
      const { state } = batch
      for (const { id, after } of state.plan.steps) {
        if (state.steps[id]?.status === 'waiting') continue
        expect(after.every((before) => isPassed(state.steps[before]))).toBe(true)
      }
      if (state.phase === 'launched') {
        expect(state.parties.every((party) => state.decisions[party]?.decision === 'go')).toBe(true)
      }
      if (state.phase === 'proposed' || state.phase === 'agreed') {
        expect(Object.values(state.steps).every(({ status }) => status === 'waiting')).toBe(true)
      }
    }),
  )
})

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listNotices } from '../notifications/feed.ts'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import type { DrillReport } from './drill-desk.ts'
import { readScenario, SCENARIO_SCHEMA, type Scenario } from './scenario.ts'

const SAMPLE = new URL('../../../docs/samples/drill-phishing.json', import.meta.url)
const MINUTE = 60_000

const sample = async () => JSON.parse(await readFile(SAMPLE, 'utf8')) as Scenario

describe('a scenario', () => {
  test('of the documents can be played; the schema is the one that is documented', async () => {
    expect(readScenario(await sample())).toMatchObject({ ok: true })
    const schema = `${JSON.stringify(SCENARIO_SCHEMA, null, 2)}\n`
    await expect(schema).toMatchFileSnapshot('../../../docs/drill-scenario.schema.json')
  })

  test.each([
    ['/steps/0/do', [{ id: 'a', do: 'explode' }]],
    ['/steps/0/within', [{ id: 'a', do: 'ping', role: 'hotline' }]],
    ['/steps/0/extra', [{ id: 'a', do: 'await-request', within: 1, extra: 1 }]],
    ['/steps/0/id', [{ id: 'A b', do: 'await-request', within: 1 }]],
    ['/title', undefined],
  ] as const)('that does not follow the schema is refused at %s', async (at, steps) => {
    const { title: _, ...rest } = await sample()
    const read = readScenario(steps ? { ...(await sample()), steps } : rest)
    expect(read.ok ? [] : read.faults.map((fault) => fault.at)).toContain(at)
  })

  test.each([
    ['scenario-twice', [wait('a'), wait('a')]],
    ['scenario-unknown', [wait('a', ['b'])]],
    ['scenario-cycle', [wait('a', ['b']), wait('b', ['a'])]],
    ['scenario-of', [wait('a'), { ...expectOf('a'), after: [] }]],
    ['scenario-of', [ping('a'), expectOf('a')]],
  ] as const)('that makes no sense is refused: %s', async (code, steps) => {
    const read = readScenario({ ...(await sample()), steps })
    expect(read.ok ? [] : read.faults.map((fault) => fault.code)).toContain(code)
  })

  function wait(id: string, after: string[] = []) {
    return { id, do: 'await-request', within: 1, after } as const
  }
  function ping(id: string) {
    return { id, do: 'ping', role: 'hotline', within: 1 } as const
  }
  function expectOf(of: string) {
    return { id: 'x', do: 'expect', of, move: 'acknowledge', within: 1, after: [of] } as const
  }
})

describe('a drill between two nodes', () => {
  let desks: Desks
  let live: string

  beforeAll(async () => {
    desks = await Desks.open()
    live = await desks.send('a', phishing(desks.node('b')), ['evil.example'])
  })

  afterAll(async () => {
    await desks.close()
  })

  const people = (side: 'a' | 'b') => desks.pair[side].parts.people
  const later = (minutes: number) => {
    for (const side of ['a', 'b'] as const) desks.pair.skew[side] += minutes * MINUTE
  }
  const play = async (): Promise<void> => {
    for (const side of ['a', 'b'] as const) await people(side).sweep()
    await desks.rest()
    await people('a').sweep()
  }
  const stateOf = ({ steps }: DrillReport) =>
    Object.fromEntries(steps.map(({ id, state }) => [id, state]))
  const drillsAtB = async () => (await desks.desk('b').list({ exercise: true })).requests

  test('the script asks, waits, answers and rates, also after a restart; nothing is said twice', async () => {
    const scenario = await sample()
    const { id } = accepted(await people('a').drills.start(scenario, desks.node('b'), 1))
    await play()
    const [asked] = await people('b').pings.list({ exercise: true })
    accepted(await people('b').pings.answer(asked?.id ?? '', 'hotline', 'wei'))
    await play()
    expect(await drillsAtB()).toEqual([])
    later(10)
    await play()
    const [request] = await drillsAtB()
    expect(request).toMatchObject({ exercise: true, side: 'owner' })
    accepted(await desks.move('b', request?.id ?? '', 'acknowledge', { human: true }))
    await play()
    await desks.pair.restart('a')
    await play()
    const own = phishing(desks.node('a'), { exercise: true })
    const theirs = await desks.send('b', own, ['drill.example'])
    await play()
    later(30)
    await play()
    const complete = { questions: [], targets: [], result: 'complete' }
    accepted(await desks.move('b', request?.id ?? '', 'answer', complete))
    await play()
    later(120)
    await play()
    const report = accepted(await people('a').drills.show(id))
    expect(new Set(Object.values(stateOf(report)))).toEqual(new Set(['done']))
    expect(report.state).toBe('done')
    expect((await desks.show('b', request?.id ?? '')).usefulness).toBe(3)
    expect((await desks.show('b', theirs)).phase).toBe('answered')
    expect(await drillsAtB()).toHaveLength(2)
  })

  test('drill and live never mix: lists, numbers, notices, histories', async () => {
    for (const side of ['a', 'b'] as const) {
      const desk = desks.desk(side)
      expect((await desk.list({ exercise: false })).requests.map(({ id }) => id)).toEqual([live])
      expect((await desk.count(false)).open).toBe(1)
      const { context } = desks.pair[side].parts
      const real = await listNotices(context, { exercise: false, limit: 1000 })
      expect(real.every(({ subject }) => subject === live)).toBe(true)
      expect(await people(side).pings.list({ exercise: false })).toEqual([])
    }
    const drilled = await listNotices(desks.pair.b.parts.context, { exercise: true, limit: 1000 })
    expect(drilled.some(({ kind }) => kind === 'request-arrived')).toBe(true)
  })

  test('whoever does not answer in time fails, and what stands on it fails with it', async () => {
    const scenario = await sample()
    const { id } = accepted(await people('a').drills.start(scenario, desks.node('b'), 60))
    // Sixty times as fast: an hour of the script is a minute of the clock.
    await play()
    later(2)
    await play()
    await play()
    const early = stateOf(accepted(await people('a').drills.show(id)))
    expect(early).toMatchObject({ 'hotline-answers': 'failed', takedown: 'done' })
    later(60)
    await play()
    await play()
    const { state, steps } = accepted(await people('a').drills.show(id))
    expect(state).toBe('done')
    expect(steps.find((step) => step.id === 'answered')).toMatchObject({
      state: 'failed',
      code: 'drill-too-late',
    })
    expect(steps.find((step) => step.id === 'told')).toMatchObject({
      state: 'failed',
      code: 'drill-nothing-there',
    })
  })

  test('is stopped by a person, and held with no stranger', async () => {
    const scenario = await sample()
    expect(await people('a').drills.start(scenario, 'ab'.repeat(32), 1)).toMatchObject({
      code: 'drill-peer',
    })
    expect(await people('a').drills.start({}, desks.node('b'), 1)).toMatchObject({
      code: 'scenario-form',
    })
    const { id } = accepted(await people('a').drills.start(scenario, desks.node('b'), 1))
    expect(accepted(await people('a').drills.stop(id)).state).toBe('stopped')
    later(100)
    await play()
    const { steps } = accepted(await people('a').drills.show(id))
    expect(steps.find((step) => step.id === 'takedown')?.state).toBe('waiting')
  })
})

import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOUR, MINUTE, type StorySide, StoryWorld } from './story-world.ts'

const KILLS = Number(process.env.CONCERT_REQUEST_KILLS ?? 2)
const TARGETS = 100_000
const BOTH: readonly StorySide[] = ['us', 'cn']

let world: StoryWorld

beforeAll(async () => {
  world = await StoryWorld.open('2026-10-12T02:00:00.000Z', TARGETS)
})

afterAll(async () => {
  await world?.close()
})

/** Ends a node at once, wherever it is, and starts it again where its clock stood. */
async function kill(side: StorySide, after: number): Promise<void> {
  await pause(after)
  await world[side].end('SIGKILL')
  await world[side].start({}, world.now)
}

interface Listed {
  readonly requests: readonly { readonly id: string }[]
}

it(`a request with ${TARGETS} targets is sent whole, once, whoever is killed meanwhile`, async () => {
  const urls = Array.from({ length: TARGETS }, (_, i) => `https://bulk-${i}.example/`)
  const { draft } = await world.draft('us', {}, urls)
  await world.us.ask('requests/drafts/authorise', { id: draft.id, as: 'bob' })
  const sent = async () => (await world.us.ask<Listed>('requests/list', { limit: 500 })).requests
  for (let i = 0; i < KILLS; i++) {
    const sending = world.us
      .answered('requests/drafts/send', { id: draft.id })
      .catch(() => undefined)
    await kill('us', Math.random() * 800)
    await sending
  }
  // Whether a send was acknowledged or not: the request is there once, or the draft still is.
  if ((await sent()).length === 0) await world.us.ask('requests/drafts/send', { id: draft.id })
  for (let i = 0; i < KILLS; i++) await kill('cn', Math.random() * 800)
  await world.rest()
  const [line] = await sent()
  for (const side of BOTH) {
    expect((await world[side].ask<Listed>('requests/list', { limit: 500 })).requests).toHaveLength(
      1,
    )
    const { targets } = await world.show(side, line?.id ?? '')
    expect(targets).toMatchObject({ total: TARGETS, listed: TARGETS, byStatus: { open: TARGETS } })
    type Page = { readonly targets: readonly { readonly value: string }[] }
    const page = { id: line?.id, from: TARGETS - 10_000, limit: 10_000 }
    const last = (await world[side].ask<Page>('requests/targets', page)).targets
    expect(last.map(({ value }) => value)).toEqual(urls.slice(-10_000))
  }
  const again = await world.us.answered('requests/drafts/send', { id: draft.id })
  expect(again).toMatchObject({ status: 409, value: { code: 'unknown-draft' } })
}, 120_000)

it('the ladder climbs every step once, whoever is killed while it climbs', async () => {
  const act = { urgency: 'u0', harm: 'critical-infrastructure' }
  const id = await world.send('us', { act })
  for (const minutes of [61, 2, 60, 120]) {
    await world.pass(0)
    for (const side of BOTH) {
      const turned = world[side].turnTo(world.now + minutes * MINUTE).catch(() => undefined)
      await kill(side, Math.random() * 60)
      await Promise.race([turned, pause(0)])
    }
    await world.pass(minutes * MINUTE)
  }
  const raised = (await world.show('cn', id)).events.filter(
    ({ kind }) => kind === 'request.escalate',
  )
  // The clock to substance has begun a ladder of its own by now.
  expect(raised.map(({ code }) => code).toSorted()).toEqual([
    'deputy',
    'deputy',
    'hotline',
    'policy-contact',
  ])
  for (const side of BOTH) {
    type Notices = {
      readonly notices: readonly { readonly kind: string; readonly subject: string }[]
    }
    const { notices } = await world[side].ask<Notices>('notices/list', { limit: 500 })
    const kinds = notices.filter(({ subject }) => subject === id).map(({ kind }) => kind)
    const steps = kinds.filter((kind) => kind === 'request-late' || kind === 'request-escalated')
    // Two ladders: four steps of the first, two of the second.
    expect(steps).toHaveLength(6)
  }
}, 120_000)

it('a drill goes on where it was: every step is done once, nothing is guessed', async () => {
  const sample = new URL('../../docs/samples/drill-phishing.json', import.meta.url)
  const scenario = JSON.parse(await readFile(sample, 'utf8')) as object
  type Drill = {
    readonly id: number
    readonly state: string
    readonly steps: readonly { readonly id: string; readonly state: string }[]
  }
  const { id } = await world.us.ask<Drill>('drills', { scenario, peer: world.ids.cn })
  const drills = async (side: StorySide) => {
    return (await world[side].ask<Listed>('requests/list', { exercise: true, limit: 500 })).requests
  }
  const moveOn = async (ms: number) => {
    const turned = world.us.turnTo(world.now + ms).catch(() => undefined)
    await kill('us', Math.random() * 60)
    await Promise.race([turned, pause(0)])
    await world.pass(ms)
  }
  await moveOn(MINUTE)
  type Pings = { readonly pings: readonly { readonly id: string }[] }
  const { pings } = await world.cn.ask<Pings>('pings/list', { exercise: true })
  expect(pings).toHaveLength(1)
  await world.cn.ask('pings/answer', { id: pings[0]?.id, role: 'hotline', as: 'bob' })
  await world.rest()
  await moveOn(15 * MINUTE)
  const [asked, ...others] = await drills('cn')
  expect(others).toEqual([])
  await world.say('cn', asked?.id ?? '', 'acknowledge', { human: true })
  const answer = { questions: [], targets: [], result: 'complete' }
  await world.say('cn', asked?.id ?? '', 'answer', answer)
  await moveOn(MINUTE)
  const theirs = await world.send('cn', { exercise: true })
  for (const ms of [MINUTE, 31 * MINUTE, 2 * HOUR + MINUTE, MINUTE]) await moveOn(ms)
  const done = await world.us.ask<Drill>('drills/show', { id })
  expect(done.steps.map((step) => step.state)).toEqual(done.steps.map(() => 'done'))
  expect(await drills('cn')).toHaveLength(2)
  const heard = (await world.show('cn', theirs)).events.map(({ kind }) => kind)
  expect(heard).toEqual(['request.request', 'request.acknowledge', 'request.answer'])
  const rated = (await world.show('cn', asked?.id ?? '')).events.map(({ kind }) => kind)
  expect(rated.filter((kind) => kind === 'request.rate')).toHaveLength(1)
}, 120_000)

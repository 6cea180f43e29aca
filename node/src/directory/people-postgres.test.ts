import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listNotices, markSeen } from '../notifications/feed.ts'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import { waitFor } from '../testing/pair.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { ALWAYS } from './hours.ts'

let server: TestPostgres
let desks: Desks

beforeAll(async () => {
  server = await startTestPostgres()
  const databases = { a: await server.createDatabase(), b: await server.createDatabase() }
  desks = await Desks.open({ databases })
})

afterAll(async () => {
  await desks.close()
  await server.stop()
})

const people = (side: 'a' | 'b') => desks.pair[side].parts.people
const CARD = {
  name: 'Duty',
  hours: ALWAYS,
  languages: ['en'],
  email: null,
  phone: '+1 555',
  pgp: null,
}

async function sweep(): Promise<void> {
  for (const side of ['a', 'b'] as const) await people(side).sweep()
  await desks.rest()
}

test('contacts, rota and ping tests on PostgreSQL', async () => {
  const { contacts, rota, pings } = people('a')
  const { id } = accepted(await contacts.add({ role: 'technical', card: CARD }))
  accepted(await contacts.share(id, desks.node('b')))
  accepted(await contacts.update(id, { role: 'hotline', card: { ...CARD, phone: '+1 556' } }))
  await waitFor(async () => (await people('b').contacts.list())[0]?.card?.phone === '+1 556')
  const shift = { line: 'duty', contact: id, hours: ALWAYS, starts: 0, ends: null } as const
  accepted(await rota.add(shift))
  expect((await rota.view()).onCall.duty).toBe(id)
  const asked = accepted(await pings.ask(desks.node('b'), 'policy', 60, false))
  await waitFor(async () => (await people('b').pings.list({ exercise: false })).length === 1)
  await sweep()
  accepted(await people('b').pings.answer(asked.id, 'policy', 'wei'))
  await waitFor(async () => (await pings.list({ exercise: false }))[0]?.status === 'answered')
  accepted(await contacts.withdraw(id, undefined))
  await waitFor(async () => (await people('b').contacts.list()).length === 0)
})

test('ladder, notices and calls on PostgreSQL', async () => {
  const draft = phishing(desks.node('b'), { act: { harm: 'life', urgency: 'u0' } })
  const id = await desks.send('a', draft, ['evil.example'])
  for (const side of ['a', 'b'] as const) desks.pair.skew[side] += 62 * 60_000
  await sweep()
  await sweep()
  const taken = await people('b').ladder.taken(id)
  expect(taken.map(({ clock, step }) => `${clock} ${step}`)).toEqual([
    'acknowledge 0',
    'acknowledge 1',
  ])
  const { context } = desks.pair.b.parts
  const notices = await listNotices(context, { exercise: false })
  expect(notices.filter(({ subject }) => subject === id)).toHaveLength(4)
  accepted(await markSeen(context, notices[0]?.id ?? 0, 'wei'))
  expect(accepted(await people('b').calls.sheet(id))).toMatchObject({ pending: true })
})

test('operations, drills and translations on PostgreSQL', async () => {
  const plan = {
    start: new Date(Date.now() + 86_400_000).toISOString(),
    steps: [{ id: 'seize', party: 0, action: 'sinkhole', after: [] }],
    words: { title: { en: 'A', zh: '甲' }, purpose: { en: 'B', zh: '乙' }, steps: {} },
  } as const
  const { id } = accepted(await people('a').operations.propose([desks.node('b')], plan, true))
  await waitFor(async () => (await people('b').operations.list(true)).length === 1)
  const go = { round: 1, decision: 'go', reason: 'plan' } as const
  accepted(await people('b').operations.decide(id, go))
  await waitFor(async () => (await people('a').operations.list(true))[0]?.state.phase === 'agreed')
  const file = new URL('../../../docs/samples/drill-phishing.json', import.meta.url)
  const scenario = JSON.parse(await readFile(file, 'utf8')) as object
  const drill = accepted(await people('a').drills.start(scenario, desks.node('b'), 1))
  await sweep()
  const { steps } = accepted(await people('a').drills.show(drill.id))
  expect(steps[0]).toMatchObject({ id: 'hotline', state: 'done' })
  const { languages } = desks.pair.b.parts
  const { texts } = accepted(await languages.show(id))
  expect(texts.map(({ path }) => path)).toEqual(['/purpose', '/title'])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'

let server: TestPostgres
let desks: Desks

beforeAll(async () => {
  server = await startTestPostgres()
  const databases = { a: await server.createDatabase(), b: await server.createDatabase() }
  desks = await Desks.open({ databases })
})

afterAll(async () => {
  await desks?.close()
  await server.stop()
})

test('the desk is the same over PostgreSQL: drafts, moves, lists, numbers, targets, scorecard', async () => {
  const ids: string[] = []
  for (let i = 0; i < 3; i++) {
    ids.push(await desks.send('a', phishing(desks.node('b')), [`one-${i}.example`, 'two.example']))
  }
  const [first = '', second = ''] = ids
  accepted(await desks.move('b', first, 'acknowledge', { human: true }))
  accepted(await desks.move('a', second, 'withdraw', { reason: 'resolved' }))
  expect(await desks.desk('b').count(false)).toMatchObject({ open: 2, ours: 2, lapsed: 0 })
  const page = await desks.desk('a').list({ open: true, limit: 1 })
  const rest = await desks.desk('a').list({ open: true, limit: 5, after: page.next ?? '' })
  expect([...page.requests, ...rest.requests].map(({ id }) => id).toSorted()).toEqual(
    ids.filter((id) => id !== second).toSorted(),
  )
  const closed = await desks.desk('b').list({ open: false })
  expect(closed.requests.map(({ id, phase }) => [id, phase])).toEqual([[second, 'withdrawn']])
  expect(await desks.desk('a').count(false)).toMatchObject({ open: 2, refused: 0 })
  const [third = ''] = ids.filter((id) => id !== first && id !== second)
  accepted(await desks.move('b', third, 'refuse', { code: 'capacity', item: null }))
  // Of those refused only the asker has one to amend.
  expect(await desks.desk('a').count(false)).toMatchObject({ open: 1, refused: 1 })
  expect(await desks.desk('b').count(false)).toMatchObject({ open: 1, refused: 0 })
  expect(accepted(await desks.desk('b').targets(first, {})).targets).toHaveLength(2)
  expect((await desks.show('a', first)).events).toEqual((await desks.show('b', first)).events)
  const period = { from: '2026-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' }
  const card = accepted(await desks.desk('a').scorecards.draft(desks.node('b'), period))
  const other = accepted(await desks.desk('b').scorecards.draft(desks.node('a'), period))
  expect(other.card.rows).toEqual(card.card.rows)
})

test('a second person’s word on a draft runs out over PostgreSQL too', async () => {
  const { drafts } = desks.desk('a')
  const { pair } = desks
  const person = (name: string, role: 'analyst' | 'release-officer') => {
    return { name, roles: new Set([role]) }
  }
  const kept = await drafts.keep(phishing(desks.node('b')), ['x.example'], person('ann', 'analyst'))
  const { id } = accepted(kept).draft
  const second = person('wei', 'release-officer')
  const { updated, authorisedUntil } = accepted(await drafts.authorise(id, second))
  expect(authorisedUntil).toBe(updated + 7 * 86_400_000)
  pair.skew.a = 7 * 86_400_000
  expect(await drafts.send(id)).toMatchObject({ code: 'authorisation-expired' })
  accepted(await drafts.authorise(id, second))
  pair.skew.a = 15 * 86_400_000
  const [listed] = await drafts.list(false)
  expect(listed).toMatchObject({ id, state: 'draft', authoriser: null, authorisedUntil: null })
  pair.skew.a = 0
  accepted(await drafts.discard(id))
})

import { expect, it } from 'vitest'
import { accepted, Desks, phishing } from '../testing/desks.ts'

const ANSWER = { questions: [], targets: [], result: 'complete' }

/** Two nodes whose clocks stand at a time; the calendar is named by the asker. */
async function routine(at: string, calendar: string) {
  const desks = await Desks.open({ at: Date.parse(at) })
  const act = { urgency: 'u2', harm: 'none-known', calendar }
  const id = await desks.send('a', phishing(desks.node('b'), { act }), ['week.example'])
  return { desks, id }
}

const due = (at: number | null) => (at === null ? null : new Date(at).toISOString())

it('Golden Week: a routine request of 28 September waits through it, and lapses after the Saturday worked in exchange', async () => {
  const { desks, id } = await routine('2026-09-28T02:00:00.000Z', 'cn')
  const first = await desks.show('b', id)
  expect(due(first.view.answer.due)).toBe('2026-10-10T16:00:00.000Z')
  expect(due(first.view.acknowledge.due)).toBe('2026-09-29T16:00:00.000Z')
  desks.at('2026-09-29T03:00:00.000Z')
  accepted(await desks.move('b', id, 'acknowledge', { human: true }))
  desks.at('2026-10-05T03:00:00.000Z')
  expect(await desks.desk('b').count(false)).toMatchObject({ open: 1, lapsed: 0 })
  desks.at('2026-10-10T15:59:00.000Z')
  expect((await desks.show('a', id)).view.status).toBe('acknowledged')
  desks.at('2026-10-10T16:00:01.000Z')
  for (const side of ['a', 'b'] as const) {
    expect((await desks.show(side, id)).view.status).toBe('lapsed')
    expect(await desks.desk(side).count(false)).toMatchObject({ lapsed: 1 })
    const [line] = (await desks.desk(side).list({ lapsed: true })).requests
    expect(line).toMatchObject({ id, status: 'lapsed' })
  }
  const late = { until: '2026-10-20T00:00:00.000Z', reason: 'capacity' }
  expect(await desks.move('b', id, 'extend', late)).toMatchObject({ code: 'too-late' })
  accepted(await desks.move('b', id, 'answer', ANSWER))
  const [a, b] = [await desks.show('a', id), await desks.show('b', id)]
  expect(a.view).toEqual(b.view)
  expect(a.view).toMatchObject({ status: 'answered', answer: { status: 'late' } })
  await desks.close()
})

it('Thanksgiving: five working days from 20 November leave out the 26th; a wait gives them back', async () => {
  const { desks, id } = await routine('2026-11-20T15:00:00.000Z', 'us-eastern')
  expect(due((await desks.show('a', id)).view.answer.due)).toBe('2026-12-01T05:00:00.000Z')
  desks.at('2026-11-23T15:00:00.000Z')
  accepted(await desks.move('b', id, 'need-info', { items: ['screenshot'], questions: [] }))
  expect((await desks.show('b', id)).view.answer.status).toBe('paused')
  desks.at('2026-11-30T15:00:00.000Z')
  accepted(await desks.move('a', id, 'info', { items: ['screenshot'] }))
  // Lost: 24, 25 and 27 November, and the 30th; the 26th is nobody's.
  const after = await desks.show('b', id)
  expect(due(after.view.answer.due)).toBe('2026-12-05T05:00:00.000Z')
  const until = '2026-12-09T00:00:00.000Z'
  accepted(await desks.move('b', id, 'extend', { until, reason: 'awaiting-third-party' }))
  expect((await desks.show('a', id)).view).toMatchObject({ extensions: 1 })
  expect(due((await desks.show('a', id)).view.answer.due)).toBe(until)
  accepted(await desks.move('b', id, 'answer', ANSWER))
  expect((await desks.show('a', id)).view.answer.status).toBe('met')
  await desks.close()
})

it('U0 at night: unanswered after an hour it has lapsed on both sides, and what is raised is said', async () => {
  const desks = await Desks.open({ at: Date.parse('2026-11-26T06:00:00.000Z') })
  const act = { urgency: 'u0', harm: 'life', calendar: 'us-eastern' }
  const id = await desks.send('a', phishing(desks.node('b'), { act }), ['night.example'])
  desks.at('2026-11-26T06:59:00.000Z')
  expect((await desks.show('a', id)).view.status).toBe('delivered')
  desks.at('2026-11-26T07:01:00.000Z')
  expect((await desks.show('b', id)).view.status).toBe('lapsed')
  expect(await desks.desk('b').count(false)).toMatchObject({ open: 1, ours: 1, lapsed: 1 })
  accepted(await desks.move('a', id, 'escalate', { to: 'deputy', step: 1 }))
  expect((await desks.show('b', id)).events.at(-1)).toMatchObject({
    kind: 'request.escalate',
    code: 'deputy',
  })
  accepted(await desks.move('b', id, 'acknowledge', { human: true }))
  expect((await desks.show('a', id)).view.acknowledge.status).toBe('late')
  await desks.close()
})

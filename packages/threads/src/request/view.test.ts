import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RequestTable } from '../testing/request-table.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import type { CalendarId } from './calendars.ts'
import { startClock } from './clock.ts'
import { viewRequest } from './view.ts'
import {
  addWorkingDays,
  isWorkingDay,
  localDay,
  openCalendars,
  workingDaysBetween,
} from './working-days.ts'

const CALENDARS = openCalendars()
const U2 = {
  acknowledge: { unit: 'working_days', count: 1 },
  answer: { unit: 'working_days', count: 5 },
}

function view(table: RequestTable, now: string, sent?: string) {
  const at = sent === undefined ? undefined : Date.parse(sent)
  return viewRequest(table.state(), Date.parse(now), CALENDARS, at)
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** A U2 request that arrived at a time, under a calendar. */
function routine(calendar: CalendarId, received: string): RequestTable {
  const table = new RequestTable({ times: U2, calendar })
  table.receive(1, table.world.root, received)
  return table
}

describe('the clock', () => {
  test('starts at the receipt, and without one somebody is to call', () => {
    const table = new RequestTable()
    const sent = '2026-03-02T10:00:00.000Z'
    expect(view(table, '2026-03-02T10:14:59.999Z', sent)).toMatchObject({ callBack: false })
    expect(view(table, '2026-03-02T10:15:00.000Z', sent)).toMatchObject({
      callBack: true,
      status: 'sent',
      answer: { status: 'not-started' },
    })
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    const after = view(table, '2026-03-02T12:00:00.000Z', sent)
    expect(after).toMatchObject({ callBack: false, status: 'delivered' })
    expect(iso(after.acknowledge.due)).toBe('2026-03-02T16:00:00.000Z')
    expect(iso(after.answer.due)).toBe('2026-03-03T12:00:00.000Z')
  })

  test('silence becomes lapsed at the deadline, and an answer after it is late', () => {
    const table = new RequestTable()
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    expect(view(table, '2026-03-02T15:59:59.999Z').status).toBe('delivered')
    expect(view(table, '2026-03-02T16:00:00.000Z').status).toBe('lapsed')
    table.at('2026-03-02T17:00:00.000Z', 1, 'acknowledge')
    const late = view(table, '2026-03-02T18:00:00.000Z')
    expect(late).toMatchObject({ status: 'acknowledged', acknowledge: { status: 'late' } })
    expect(late.acknowledge.remaining).toBe(-3_600_000)
    expect(view(table, '2026-03-03T12:00:00.000Z').status).toBe('lapsed')
    table.at('2026-03-04T00:00:00.000Z', 1, 'answer')
    expect(view(table, '2026-03-05T00:00:00.000Z')).toMatchObject({
      status: 'answered',
      answer: { status: 'late' },
    })
  })

  test('waits while information is missing, and goes on where it stopped', () => {
    const table = new RequestTable()
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    table.at('2026-03-02T14:00:00.000Z', 1, 'need-info')
    const waiting = view(table, '2026-04-01T00:00:00.000Z')
    expect(waiting).toMatchObject({
      status: 'needs-info',
      answer: { status: 'paused', due: null, remaining: 22 * 3_600_000 },
    })
    table.at('2026-03-05T14:00:00.000Z', 0, 'info')
    expect(iso(view(table, '2026-03-05T14:00:00.000Z').answer.due)).toBe('2026-03-06T12:00:00.000Z')
  })

  test('a question asked after the deadline stops nothing', () => {
    const table = new RequestTable()
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    table.at('2026-03-03T12:00:00.000Z', 1, 'need-info')
    expect(view(table, '2026-03-03T12:00:01.000Z')).toMatchObject({
      status: 'lapsed',
      answer: { status: 'missed' },
    })
  })

  test('is put off by an extension before the deadline, twice, and never by more than agreed', () => {
    const until = (time: string) => ({ until: time, reason: 'capacity' })
    const table = new RequestTable()
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    table.at('2026-03-03T11:00:00.000Z', 1, 'extend', until('2026-03-03T20:00:00.000Z'))
    expect(iso(view(table, '2026-03-03T13:00:00.000Z').answer.due)).toBe('2026-03-03T20:00:00.000Z')
    table.at('2026-03-03T12:00:00.000Z', 1, 'extend', until('9999-01-01T00:00:00.000Z'))
    expect(iso(view(table, '2026-03-03T13:00:00.000Z').answer.due)).toBe('2026-03-04T19:59:59.999Z')
    table.at('2026-03-03T12:30:00.000Z', 1, 'extend', until('2026-03-05T00:00:00.000Z'))
    expect(view(table, '2026-03-03T13:00:00.000Z').extensions).toBe(2)
    const late = new RequestTable()
    late.receive(1, late.world.root, '2026-03-02T12:00:00.000Z')
    late.at('2026-03-03T12:00:00.000Z', 1, 'extend', until('2026-03-09T00:00:00.000Z'))
    expect(view(late, '2026-03-03T13:00:00.000Z')).toMatchObject({
      status: 'lapsed',
      extensions: 0,
    })
  })

  test('starts again when what was missing was sent after a refusal', () => {
    const table = new RequestTable()
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    table.at('2026-03-02T13:00:00.000Z', 1, 'refuse')
    expect(view(table, '2026-03-09T00:00:00.000Z')).toMatchObject({
      status: 'refused',
      answer: { status: 'met' },
    })
    table.at('2026-03-10T00:00:00.000Z', 0, 'info')
    const again = view(table, '2026-03-10T01:00:00.000Z')
    expect(again.status).toBe('delivered')
    expect(iso(again.answer.due)).toBe('2026-03-11T00:00:00.000Z')
  })

  test('a machine never acknowledges', () => {
    const table = new RequestTable()
    table.receive(1, table.world.root, '2026-03-02T12:00:00.000Z')
    table.at('2026-03-02T12:00:01.000Z', 1, 'acknowledge', { human: false })
    expect(view(table, '2026-03-02T16:00:00.000Z').status).toBe('lapsed')
  })
})

describe('working days', () => {
  test('Golden Week: five working days from 28 September 2026 end on 10 October, a Saturday', () => {
    const table = routine('cn', '2026-09-28T02:00:00.000Z')
    const { answer, acknowledge } = view(table, '2026-10-01T00:00:00.000Z')
    // 29 and 30 September, 8 and 9 October, and the Saturday worked in exchange.
    expect(iso(answer.due)).toBe('2026-10-10T16:00:00.000Z')
    expect(iso(acknowledge.due)).toBe('2026-09-29T16:00:00.000Z')
    expect(answer.isSure).toBe(true)
  })

  test('Thanksgiving: five working days from 20 November 2026 leave out the 26th', () => {
    const table = routine('us-eastern', '2026-11-20T15:00:00.000Z')
    expect(iso(view(table, '2026-11-21T00:00:00.000Z').answer.due)).toBe('2026-12-01T05:00:00.000Z')
  })

  test('the day is that of the side that owes: the same minute is another day elsewhere', () => {
    const due = (id: CalendarId) =>
      iso(view(routine(id, '2026-03-02T20:00:00.000Z'), '2026-03-03T00:00:00.000Z').acknowledge.due)
    expect(due('us-eastern')).toBe('2026-03-04T05:00:00.000Z')
    expect(due('cn')).toBe('2026-03-04T16:00:00.000Z')
  })

  test('a day ends by the clock that holds at its end: summer time', () => {
    const due = (received: string) =>
      iso(
        startClock(CALENDARS['us-pacific'], Date.parse(received), {
          unit: 'working_days',
          count: 1,
        }).at,
      )
    expect(due('2026-03-05T20:00:00.000Z')).toBe('2026-03-07T08:00:00.000Z')
    expect(due('2026-03-06T20:00:00.000Z')).toBe('2026-03-10T07:00:00.000Z')
    expect(due('2026-10-30T20:00:00.000Z')).toBe('2026-11-03T08:00:00.000Z')
  })

  test('a wait gives back the working days that fell into it, no more', () => {
    const table = routine('cn', '2026-09-28T02:00:00.000Z')
    table.at('2026-09-29T02:00:00.000Z', 1, 'need-info')
    table.at('2026-10-08T02:00:00.000Z', 0, 'info')
    // Lost: 30 September and 8 October. From 10 October on: 12 and 13.
    expect(iso(view(table, '2026-10-08T03:00:00.000Z').answer.due)).toBe('2026-10-13T16:00:00.000Z')
  })

  test('beyond the years announced the deadline is not sure', () => {
    const table = routine('cn', '2027-03-01T02:00:00.000Z')
    expect(view(table, '2027-03-02T00:00:00.000Z').answer.isSure).toBe(false)
  })

  test('adding and counting agree with going day by day', () => {
    const at = fc.integer({ min: Date.parse('2024-06-01'), max: Date.parse('2029-06-01') })
    const ids = fc.constantFrom(...(Object.keys(CALENDARS) as CalendarId[]))
    fc.assert(
      fc.property(ids, at, fc.nat(900), (id, from, count) => {
        const calendar = CALENDARS[id]
        const day = localDay(calendar, from)
        let left = count
        let slow = day
        while (left > 0) if (isWorkingDay(calendar, ++slow)) left--
        expect(addWorkingDays(calendar, day, count)).toBe(slow)
        expect(workingDaysBetween(calendar, day, slow)).toBe(count)
      }),
    )
  })

  test('each listed day off is a weekday or inside a holiday, each day worked a weekend', () => {
    for (const { data, work } of Object.values(CALENDARS)) {
      expect(data.work.length).toBe(work.size)
      for (const day of work) expect([0, 6]).toContain(new Date(day * 86_400_000).getUTCDay())
    }
    for (const day of CALENDARS['us-eastern'].off) {
      expect([0, 6]).not.toContain(new Date(day * 86_400_000).getUTCDay())
    }
  })
})

describe('a tender', () => {
  const tendered = (statement: ThreadStatement, received: string) => ({
    tendered: [{ statement: statement.digest, received, tender: 'ab'.repeat(32) }],
  })

  test('starts the clock of whoever is silent, and is no receipt', () => {
    const table = new RequestTable()
    table.say(0, 'tender', tendered(table.world.root, '2026-03-02T12:15:00.000Z'))
    const now = Date.parse('2026-03-02T13:00:00.000Z')
    const view = viewRequest(table.state(), now, CALENDARS, Date.parse('2026-03-02T12:00:00.000Z'))
    expect(view).toMatchObject({
      status: 'sent',
      callBack: true,
      acknowledge: { status: 'running' },
    })
    expect(view.started).toBe(Date.parse('2026-03-02T12:15:00.000Z'))
  })

  test.each([
    ['2026-03-02T12:00:00.000Z', '2026-03-02T12:00:00.000Z'],
    ['2026-03-02T14:00:00.000Z', '2026-03-02T12:15:00.000Z'],
  ])('and a receipt of %s: the earlier counts', (received, started) => {
    const table = new RequestTable()
    table.receive(1, table.world.root, received)
    table.say(0, 'tender', tendered(table.world.root, '2026-03-02T12:15:00.000Z'))
    expect(viewRequest(table.state(), 0, CALENDARS).started).toBe(Date.parse(started))
  })

  test('is quoted by the author of the words alone', () => {
    const table = new RequestTable()
    const said = table.say(1, 'tender', tendered(table.world.root, '2026-03-02T12:15:00.000Z'))
    expect(table.why(said)).toBe('unknown-statement')
    expect(viewRequest(table.state(), 0, CALENDARS).started).toBeNull()
  })
})

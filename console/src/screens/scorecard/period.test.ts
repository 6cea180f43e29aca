import { expect, test } from 'vitest'
import { daysOf, instantsOf, isPeriod, lastMonths } from './period.ts'

const NEW_YEAR = Date.UTC(2027, 0, 1, 0, 30)

test('periods by the calendar of UTC, over the turn of a year', () => {
  expect(daysOf('month', NEW_YEAR)).toEqual({ from: '2027-01-01', until: '2027-02-01' })
  expect(daysOf('last-month', NEW_YEAR)).toEqual({ from: '2026-12-01', until: '2027-01-01' })
  expect(daysOf('quarter', Date.UTC(2026, 7, 31))).toEqual({
    from: '2026-07-01',
    until: '2026-10-01',
  })
  expect(daysOf('last-quarter', NEW_YEAR)).toEqual({ from: '2026-10-01', until: '2027-01-01' })
  expect(daysOf('year', NEW_YEAR)).toEqual({ from: '2027-01-01', until: '2028-01-01' })
  expect(lastMonths(3, NEW_YEAR).map(({ from }) => from)).toEqual([
    '2026-11-01',
    '2026-12-01',
    '2027-01-01',
  ])
})

test('what is no period: reversed, empty, no day', () => {
  expect(isPeriod({ from: '2026-01-01', until: '2026-01-02' })).toBe(true)
  for (const [from, until] of [
    ['2026-01-02', '2026-01-01'],
    ['2026-01-01', '2026-01-01'],
    ['2026-13-01', '2027-01-01'],
    ['', '2027-01-01'],
    ['2026-01', '2027-01-01'],
  ] as const) {
    expect(isPeriod({ from, until }), `${from} ${until}`).toBe(false)
  }
  expect(instantsOf({ from: '2026-01-01', until: '2026-02-01' }).until).toBe(
    '2026-02-01T00:00:00.000Z',
  )
})

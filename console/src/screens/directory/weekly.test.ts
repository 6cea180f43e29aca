import { expect, test } from 'vitest'
import type { Ping } from '../../api/directory-answers.ts'
import { hoursSaid, hoursTyped } from './hours.ts'
import { weeklyShares, weeksBefore } from './weekly.ts'

const SATURDAY = Date.UTC(2026, 10, 28, 18)

const ping = (asked: string, status: Ping['status'], direction: Ping['direction'] = 'out') =>
  ({ peer: 'b', role: 'hotline', asked, status, direction }) as Ping

test('weeks begin on Monday by UTC', () => {
  const day = (at: number | undefined) => new Date(at ?? 0).toISOString().slice(0, 10)
  expect(weeksBefore(2, SATURDAY).map(day)).toEqual(['2026-11-16', '2026-11-23'])
  expect(day(weeksBefore(1, Date.UTC(2026, 10, 23))[0])).toBe('2026-11-23')
  expect(day(weeksBefore(1, Date.UTC(2026, 10, 23) - 1)[0])).toBe('2026-11-16')
})

test('a share is of what is over and what we asked; a week without tests has none', () => {
  const rows = weeklyShares(
    [
      ping('2026-11-24T00:00:00.000Z', 'answered'),
      ping('2026-11-24T00:00:00.000Z', 'late'),
      ping('2026-11-25T00:00:00.000Z', 'missed'),
      ping('2026-11-25T00:00:00.000Z', 'arrived'),
      ping('2026-11-25T00:00:00.000Z', 'answered', 'in'),
    ],
    weeksBefore(2, SATURDAY),
  )
  expect(rows).toEqual([{ peer: 'b', role: 'hotline', shares: [null, 33] }])
})

test('hours are read in both languages, and typed as the node reads them', () => {
  const hours = {
    zone: 'Asia/Shanghai',
    windows: [
      { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' },
      { days: [6], from: '10:00', to: '12:00' },
    ],
  }
  expect(hoursTyped(hours)).toBe('mon-fri 09:00-17:30, sat 10:00-12:00')
  expect(hoursSaid(hours)).toEqual([
    'Mon–Fri 09:00–17:30, Sat 10:00–12:00 (Asia/Shanghai)',
    '周一至周五 09:00–17:30，周六 10:00–12:00（Asia/Shanghai）',
  ])
  expect(hoursTyped({ zone: 'UTC', windows: [] })).toBe('always')
  expect(hoursSaid({ zone: 'UTC', windows: [] })[1]).toBe('全天（UTC）')
})

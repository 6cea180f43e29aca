import { describe, expect, test } from 'vitest'
import { hoursText, isWithin, parseHours } from './hours.ts'

const at = (time: string) => Date.parse(time)

describe('hours', () => {
  test('are read as people write them, and written so again', () => {
    const read = parseHours('mon-fri 09:00-17:30, sat 10:00-14:00', 'Asia/Shanghai')
    expect(read && hoursText(read)).toBe('mon-fri 09:00-17:30, sat 10:00-14:00 (Asia/Shanghai)')
    for (const words of ['', 'mon', 'mon 9:00-17:00', 'moon 09:00-17:00', 'mon 09:00-24:00']) {
      expect(parseHours(words, 'UTC')).toBeUndefined()
    }
    expect(parseHours('always', 'Mars/Olympus')).toBeUndefined()
  })

  test.each([
    ['Asia/Shanghai', '2026-03-02T01:00:00.000Z', true],
    ['Asia/Shanghai', '2026-03-02T00:59:00.000Z', false],
    ['Asia/Shanghai', '2026-03-02T09:30:00.000Z', false],
    ['America/New_York', '2026-03-06T22:29:00.000Z', true],
    // Clocks there go forward on 8 March 2026: the same hour is an hour earlier in UTC.
    ['America/New_York', '2026-03-09T21:30:00.000Z', false],
    ['America/New_York', '2026-03-09T13:00:00.000Z', true],
  ] as const)('of an office in %s at %s: %s', (zone, time, expected) => {
    const hours = parseHours('mon-fri 09:00-17:30', zone)
    expect(hours && isWithin(hours, at(time))).toBe(expected)
  })

  test('may go over midnight: the night belongs to the day on which it begins', () => {
    const night = parseHours('fri 22:00-06:00', 'UTC')
    const within = (time: string) => night && isWithin(night, at(time))
    expect(within('2026-03-06T21:59:00.000Z')).toBe(false)
    expect(within('2026-03-06T22:00:00.000Z')).toBe(true)
    expect(within('2026-03-07T05:59:00.000Z')).toBe(true)
    expect(within('2026-03-07T06:00:00.000Z')).toBe(false)
    expect(within('2026-03-08T01:00:00.000Z')).toBe(false)
  })
})

import { expect, test } from 'vitest'
import { nextWait } from './feed-schedule.ts'

const HOUR = 3_600_000

test('a feed that is well is read at its pace, give or take a tenth', () => {
  expect(nextWait(HOUR, 0, undefined, 0)).toBe(0.9 * HOUR)
  expect(nextWait(HOUR, 0, 5 * HOUR, 1)).toBe(1.1 * HOUR)
})

test('after failures the wait doubles from a minute on, up to a day, and never beyond reason', () => {
  const waits = [1, 2, 3, 4, 11, 12, 1000].map((failures) => nextWait(HOUR, failures, undefined, 1))
  expect(waits.slice(0, 4)).toEqual([60_000, 120_000, 240_000, 480_000])
  expect(waits.slice(-2)).toEqual([24 * HOUR, 24 * HOUR])
  expect(nextWait(HOUR, 1, undefined, 0)).toBe(30_000)
  expect(nextWait(48 * HOUR, 100, undefined, 1)).toBe(48 * HOUR)
})

test('what a server asks for is kept to, up to a day', () => {
  expect(nextWait(HOUR, 1, 2 * HOUR, 1)).toBe(2 * HOUR)
  expect(nextWait(HOUR, 1, 10 ** 12, 1)).toBe(24 * HOUR)
})

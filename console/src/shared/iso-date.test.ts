import { expect, test } from 'vitest'
import { readIso } from './iso-date.ts'

test('a day is read as it is written; one that the calendar does not have is none', () => {
  expect(readIso(' 2026-11-12 ', false)).toBe('2026-11-12')
  expect(readIso('2028-02-29', false)).toBe('2028-02-29')
  for (const text of ['2026-02-29', '11/12/2026', '2026-11', '2026-11-12 03:30', '']) {
    expect(readIso(text, false), text).toBeUndefined()
  }
})

test('a minute is read with a space or a T before it', () => {
  expect(readIso('2026-11-12 03:30', true)).toBe('2026-11-12T03:30')
  expect(readIso('2026-11-12T03:30', true)).toBe('2026-11-12T03:30')
  for (const text of [
    '2026-11-12',
    '2026-11-12 24:30',
    '2026-11-31 03:30',
    '2026-11-12 03:30 PM',
  ]) {
    expect(readIso(text, true), text).toBeUndefined()
  }
})

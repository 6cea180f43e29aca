import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStixTimestamps, isStixTimestamp } from './time.ts'

describe('STIX 2.1 §2.16: timestamps', () => {
  it.each([
    '2016-01-20T12:31:12Z',
    '2016-01-20T12:31:12.123Z',
    '2016-01-20T12:31:12.123456789012345Z',
    '2024-02-29T00:00:00Z',
    '2000-02-29T23:59:59.9Z',
    '2016-12-31T23:59:60Z',
  ])('accepts %s', (text) => {
    expect(isStixTimestamp(text)).toBe(true)
  })

  it.each([
    '2016-01-20T12:31:12.Z',
    '2016-01-20T12:31:12+00:00',
    '2016-01-20t12:31:12z',
    '2016-01-20 12:31:12Z',
    '2016-01-20T12:31Z',
    '2016-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2016-13-01T00:00:00Z',
    '2016-00-10T00:00:00Z',
    '2016-01-00T00:00:00Z',
    '2016-01-20T24:00:00Z',
    '2016-01-20T12:60:00Z',
    '2016-01-20T12:31:60Z',
    '2016-01-20T12:31:12Z\n',
  ])('refuses %s', (text) => {
    expect(isStixTimestamp(text)).toBe(false)
  })

  it('accepts what Date prints and orders as Date does', () => {
    const date = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(date, date, (a, b) => {
        expect(isStixTimestamp(a.toISOString())).toBe(true)
        const order = compareStixTimestamps(a.toISOString(), b.toISOString())
        expect(Math.sign(order)).toBe(Math.sign(a.getTime() - b.getTime()))
      }),
    )
  })

  it('compares every digit and ignores trailing zeros', () => {
    const at = (fraction: string) => `2016-01-20T12:31:10${fraction}Z`
    expect(compareStixTimestamps(at(''), at('.000'))).toBe(0)
    expect(compareStixTimestamps(at('.1'), at('.100'))).toBe(0)
    expect(compareStixTimestamps(at('.09'), at('.1'))).toBeLessThan(0)
    expect(compareStixTimestamps(at('.1234567890001'), at('.123456789'))).toBeGreaterThan(0)
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median, sideBySide } from './side-by-side.ts'

/** A clock that only the contenders move: each run takes the next of its durations. */
function laboratory() {
  let time = 0
  const order: string[] = []
  return {
    order,
    now: () => time,
    contender: (name: string, units: number, durations: readonly number[]) => {
      let run = 0
      return {
        work: () => {
          order.push(name)
          time += durations[run++ % durations.length] ?? 0
          return units
        },
      }
    },
  }
}

describe('sideBySide', () => {
  test('alternates who goes first and throws the warm-up away', async () => {
    const { order, now, contender } = laboratory()
    const subject = contender('s', 10, [9999, 10])
    const reference = contender('r', 10, [9999, 5])
    const found = await sideBySide(subject, reference, { rounds: 3, warmup: 1, now })
    expect(order.join('')).toBe('rs' + 'sr' + 'rs' + 'sr')
    expect(found.rounds).toBe(3)
  })

  test('takes medians, so that one bad round moves nothing', async () => {
    const { now, contender } = laboratory()
    const subject = contender('s', 100, [10, 10, 1000, 10, 10])
    const reference = contender('r', 50, [10])
    const found = await sideBySide(subject, reference, { rounds: 5, warmup: 0, now })
    expect(found).toEqual({
      subject: 10_000,
      reference: 5_000,
      ratio: 2,
      ratioRange: [0.02, 2],
      rounds: 5,
    })
  })

  test('weighs a machine that slows down on both alike', async () => {
    const { now, contender } = laboratory()
    const slowing = [10, 20, 40, 80]
    const subject = contender('s', 3, slowing)
    const reference = contender('r', 1, slowing)
    const found = await sideBySide(subject, reference, { rounds: 4, warmup: 0, now })
    expect([found.ratio, found.ratioRange]).toEqual([3, [3, 3]])
  })

  test('stays finite when the work is faster than the clock', async () => {
    const { now, contender } = laboratory()
    const idle = contender('s', 1, [0])
    const found = await sideBySide(idle, idle, { rounds: 2, now })
    expect(found.ratio).toBe(1)
  })

  test('times asynchronous work with the real clock when none is given', async () => {
    const contender = { work: async () => 5 }
    const found = await sideBySide(contender, contender, { rounds: 1 })
    expect(Number.isFinite(found.ratio)).toBe(true)
  })
})

describe('median', () => {
  test('is the middle, or the mean of the middle two', () => {
    expect([median([3]), median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([3, 2, 2.5])
    expect(median([])).toBeNaN()
  })

  test('has as many values above as below, and leaves its input alone', async () => {
    await fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const before = [...values]
        const middle = median(values)
        const above = values.filter((value) => value > middle).length
        const below = values.filter((value) => value < middle).length
        expect(values).toEqual(before)
        expect(Math.max(above, below)).toBeLessThanOrEqual(values.length / 2)
      }),
    )
  })
})

import { expect, test } from 'vitest'
import { Random } from './random.ts'
import { simulate } from './simulate.ts'

test('draws are the same for the same seed, and spread', () => {
  const draws = (seed: number) => {
    const random = new Random(seed)
    return Array.from({ length: 1000 }, () => random.int(10))
  }
  expect(draws(7)).toEqual(draws(7))
  expect(draws(7)).not.toEqual(draws(8))
  for (let digit = 0; digit < 10; digit++) {
    expect(draws(7).filter((draw) => draw === digit).length).toBeGreaterThan(50)
  }
})

// A larger one, from any seed: npm run simulate -- --seed N --steps M
// It takes half a minute of a processor; the limit is for machines that give it a thirtieth of one.
test('a world of five nodes: each honest one ends with what it should have, each breach is named', async () => {
  const { wrong, named, held } = await simulate({ seed: 1, steps: 30 })
  expect(wrong).toEqual([])
  expect(held).toBeGreaterThan(0)
  const deeds = new Set(named.map(({ deed }) => deed))
  for (const deed of ['fork', 'conflict', 'withhold'] as const) expect(deeds).toContain(deed)
}, 900_000)

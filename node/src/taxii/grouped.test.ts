import { expect, test } from 'vitest'
import { Grouped } from './grouped.ts'

test('what comes in while a run is under way is done together in the next, each once', async () => {
  const runs: number[][] = []
  const gate = Promise.withResolvers<void>()
  const grouped = new Grouped<number>(async (items) => {
    runs.push([...items])
    if (runs.length === 1) await gate.promise
  })
  const first = grouped.do([1, 2])
  await Promise.resolve()
  await Promise.resolve()
  const rest = [grouped.do([3]), grouped.do([4, 5])]
  gate.resolve()
  await Promise.all([first, ...rest])
  expect(runs).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
})

test('a run that fails fails for those that were in it, and for nobody after', async () => {
  const grouped = new Grouped<string>(async (items) => {
    if (items.includes('bad')) throw new Error('no')
  })
  await expect(Promise.all([grouped.do(['bad']), grouped.do(['with it'])])).rejects.toThrow('no')
  await grouped.do(['good'])
})

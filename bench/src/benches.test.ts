import { join } from 'node:path'
import { whyNoBrowser } from '@concert/node/testing/chromium'
import { expect, test } from 'vitest'
import { loadBenches } from './catalogue.ts'

const benches = await loadBenches(join(import.meta.dirname, 'benches'))

test('the benches that the documentation names are there', () => {
  expect(benches.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'envelope',
      'log-append',
      'log-proof',
      'log-size',
      'log-verify',
      'share',
      'store',
    ]),
  )
})

const noBrowser = whyNoBrowser()
if (noBrowser !== undefined) console.warn(`skipped: the bench in Chromium (${noBrowser})`)
const measurable = benches.filter(({ name }) => !noBrowser || name !== 'console-interact')

test.each(measurable.map((bench) => [bench.name, bench] as const))(
  '%s measures something at the smallest scale',
  { timeout: 60_000 },
  async (_name, bench) => {
    const { figure, ratio } = await bench.run({ scale: 0.001 })
    expect(figure).toBeGreaterThan(0)
    expect(ratio).toBeGreaterThan(0)
  },
)

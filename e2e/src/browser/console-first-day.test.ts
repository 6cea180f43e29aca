/** The console of a node on its first day: no peer, no object, nothing said. */

import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { MOST_SHIFT, shiftOf, WIDTHS } from './console-shift.ts'
import { PLACES } from './console-views.ts'
import { Visits } from './console-visits.ts'
import { openFirstDay } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the console on a first day (${reason})`)

describe.skipIf(reason !== undefined)('a console on its first day', { timeout: 120_000 }, () => {
  let world: Awaited<ReturnType<typeof openFirstDay>>
  let browser: TestBrowser
  let visits: Visits

  beforeAll(async () => {
    await buildConsole()
    world = await openFirstDay()
    browser = await startBrowser()
    visits = new Visits(browser, world)
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  test.each(PLACES)('%s stands still while it is read', async (path, who) => {
    for (const width of WIDTHS) {
      expect(await shiftOf(visits, who, path, width), `${width}`).toBeLessThan(MOST_SHIFT)
    }
  })
})

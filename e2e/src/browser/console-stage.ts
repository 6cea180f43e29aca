import { startBrowser, type TestBrowser } from '@concert/node/testing/chromium'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { buildConsole } from './console-build.ts'
import { Visits } from './console-visits.ts'
import { openWorld, type World } from './console-world.ts'

/** What the tests of a group play on. Nothing of it is there before the first of them begins. */
export interface Stage<T = undefined> {
  readonly world: World
  readonly browser: TestBrowser
  readonly visits: Visits
  /** What {@link setStage} was told to put there. */
  readonly seeded: T
}

/**
 * Two nodes with the console as it is now, and a browser: set before the tests of the group that this
 * is called in, taken down after them. What a test opens is closed after it.
 *
 * @param seed - puts there what the tests need
 * @param idleMinutes - see {@link openWorld}
 */
export function setStage<T = undefined>(
  seed?: (world: World) => Promise<T>,
  idleMinutes?: number,
): Stage<T> {
  const stage: { -readonly [K in keyof Stage<T>]?: Stage<T>[K] } = {}
  beforeAll(async () => {
    await buildConsole()
    stage.world = await openWorld(idleMinutes)
    if (seed !== undefined) stage.seeded = await seed(stage.world)
    stage.browser = await startBrowser()
    stage.visits = new Visits(stage.browser, stage.world)
  }, 240_000)
  afterEach(async () => await stage.visits?.leave())
  afterAll(async () => {
    await stage.browser?.close()
    await stage.world?.close()
  })
  return stage as Stage<T>
}

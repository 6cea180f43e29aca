import type { TestBrowser } from '@concert/node/testing/chromium'
import type { Side } from '@concert/node/testing/pair'
import type { Page } from 'playwright-core'
import { accessibilityFaults, type Look, openPage, sidewaysScroll } from './console-pages.ts'
import type { PersonName, World } from './console-world.ts'

/** Where consoles are, and what lets somebody in. */
type Place = Pick<World, 'origin' | 'cookies'>

/** Pages that people have open at the consoles of a world. */
export class Visits {
  readonly #browser: TestBrowser
  readonly #world: Place
  readonly #open: Page[] = []

  constructor(browser: TestBrowser, world: Place) {
    this.#browser = browser
    this.#world = world
  }

  /** Opens a screen as somebody who is signed in. Both consoles are on one host: one at a time. */
  async enter(who: PersonName, path: string, look: Look = {}, side: Side = 'a'): Promise<Page> {
    const { context } = this.#browser
    await context.clearCookies()
    await context.addCookies(await this.#world.cookies(side, who))
    const page = await openPage(context, `${this.#world.origin(side)}${path}`, look)
    this.#open.push(page)
    return page
  }

  /** Each open page keeps a stream open, and a browser opens six connections to one host. */
  async leave(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((page) => page.close()))
  }
}

/** Everything that a page as it stands would have to mend. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  const pushed = await sidewaysScroll(page)
  const faults = await accessibilityFaults(page)
  return pushed > 0 ? [...faults, `can be pushed sideways by ${pushed} pixels`] : faults
}

/** Bytes that the page and its files took on the way, compressed as they came; not the node's answers. */
export async function loadedBytes(page: Page): Promise<number> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  return await page.evaluate(() => {
    const all = [
      ...performance.getEntriesByType('navigation'),
      ...performance
        .getEntriesByType('resource')
        .filter(({ name }) => new URL(name).pathname.startsWith('/assets/')),
    ] as PerformanceResourceTiming[]
    return all.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  })
}

import type { Page } from 'playwright-core'
import type { Visits } from './console-visits.ts'
import type { PersonName } from './console-world.ts'

/** Screens whose parts are read one after the other: the most that may move (Core Web Vitals). */
export const MOST_SHIFT = 0.1

/** Widths at which pages are looked at: in a hand and on a desk. */
export const WIDTHS = [390, 1440] as const

/** Opens a screen as somebody, at a width: how much of it moved until it was there. */
export async function shiftOf(
  visits: Visits,
  who: PersonName,
  path: string,
  width: number,
): Promise<number> {
  const page = await visits.enter(who, path, { width })
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  const shift = await layoutShift(page)
  await visits.leave()
  return shift
}

/** How much of the page moved by itself since it was opened (Layout Instability: 0 is nothing). */
export async function layoutShift(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    let sum = 0
    const observer = new PerformanceObserver((list) => {
      const shifts = list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]
      for (const { value, hadRecentInput } of shifts) if (!hadRecentInput) sum += value
    })
    observer.observe({ type: 'layout-shift', buffered: true })
    // Two frames: what was laid out last has been told by then.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
    const told = await promise
    observer.disconnect()
    return told
  })
}

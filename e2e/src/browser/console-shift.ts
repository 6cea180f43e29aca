import type { Page } from 'playwright-core'

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

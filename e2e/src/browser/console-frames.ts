import type { Page } from 'playwright-core'

/** Milliseconds between the frames that a page draws while something is done to it, shortest first. */
export async function framesWhile(
  page: Page,
  act: () => Promise<void>,
): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames })
    let last = performance.now()
    const note = (now: number) => {
      frames.push(now - last)
      last = now
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await act()
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames)
  return frames.toSorted((a, b) => a - b)
}

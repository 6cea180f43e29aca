import { ConcertError } from '@concert/core'
import type { Page } from 'playwright-core'

/** What must stand on the page for an interaction to be answered. */
export interface Sign {
  readonly selector: string
  /** In the text of one such element. */
  readonly text: string
  /** At least so many such elements. */
  readonly least?: number
}

const LONGEST_MS = 20_000

/**
 * Milliseconds from a person's input, as the browser itself dates it, to the first frame in which
 * the answer stands: the request, the node's work and the drawing are all in it.
 */
export async function timed(page: Page, sign: Sign, act: () => Promise<void>): Promise<number> {
  // What a debugger evaluates is not bound by the page's policy.
  const handle = await page.evaluateHandle(watch, { ...sign, longest: LONGEST_MS })
  await act()
  const took = await handle.evaluate(async ({ answered }) => await answered)
  await handle.dispose()
  if (took === null) throw new ConcertError('bench-page', { waited: sign.selector })
  return took
}

/** Runs in the page. Its answer is an object, since a bare promise would be waited for. */
function watch({ selector, text, least = 1, longest }: Sign & { readonly longest: number }) {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  let begun: number | undefined
  const begin = ({ timeStamp }: Event) => {
    begun = timeStamp
  }
  const inputs = ['keydown', 'pointerdown'] as const
  for (const input of inputs) addEventListener(input, begin, { capture: true })
  const end = performance.now() + longest
  const look = (now: number) => {
    const there = [...document.querySelectorAll(selector)]
    const isThere = there.length >= least && there.some((each) => each.textContent.includes(text))
    if (!(begun !== undefined && isThere) && now < end) return requestAnimationFrame(look)
    for (const input of inputs) removeEventListener(input, begin, { capture: true })
    return resolve(begun !== undefined && isThere ? now - begun : null)
  }
  requestAnimationFrame(look)
  return { answered: promise }
}

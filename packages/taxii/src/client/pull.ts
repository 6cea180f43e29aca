import { ok, refuse } from '@concert/core'
import { PageWatch } from './page-watch.ts'
import { afterPull, type PullCursor, withoutNext } from './pull-cursor.ts'
import type { PulledPage, TaxiiClient, TaxiiResult } from './taxii-client.ts'

/** What to pull, and how much at a time. */
export interface Pull {
  readonly root: string
  readonly collection: string
  readonly from: PullCursor
  /** Objects asked for in one page; 1,000 when not given. */
  readonly limit?: number
}

/** A page with the cursor to keep when its objects are kept. */
export type PullStep = Omit<PulledPage, 'more' | 'next' | 'hasMore'>

/**
 * Pulls a collection page by page, from a cursor on. Keep each page's objects and cursor together:
 * a pull that is cut goes on from there with nothing missed; what comes twice is the same object
 * again.
 *
 * @returns the cursor of the next pull, or why this one ended; the pages before it count
 */
export async function* pull(
  client: TaxiiClient,
  { root, collection, from, limit = 1000 }: Pull,
): AsyncGenerator<PullStep, TaxiiResult<PullCursor>, undefined> {
  const watch = new PageWatch()
  let place = from
  let isFirst = true
  for (;;) {
    const page = await client.page(root, collection, place, limit)
    if (!page.ok) {
      // A server forgets where a pull that was cut stood; the time of adding it knows.
      const isForgotten = page.code === 'taxii-not-found' || page.at === '400'
      if (!isFirst || place.next === undefined || !isForgotten) return page
      place = withoutNext(place)
      isFirst = false
      continue
    }
    isFirst = false
    const { objects, faults, hasMore } = page.value
    place = hasMore ? page.value.cursor : afterPull(page.value.cursor)
    yield { objects, faults, cursor: place }
    if (!hasMore) return ok(place)
    if (watch.sees(page.value)) return refuse('taxii-loop')
  }
}

import { canonicalBytes, type Json } from '@concert/core'
import { StixUpgrader } from '@concert/stix'
import { type PulledObject, pull, readPullCursor, TaxiiClient } from '@concert/taxii'
import { sha1 } from '../../intel/intelligence.ts'
import { FeedError } from '../feed-codes.ts'
import { withDefaults } from '../feed-defaults.ts'
import { FEED_BATCH, type FeedBatch, type SourceInput } from '../feed-source.ts'
import { BatchMaker } from './batch-maker.ts'

/** A TAXII collection, page by page from the cursor on; objects of 2.0 are upgraded. */
export async function* taxiiSource(input: SourceInput): AsyncGenerator<FeedBatch, void, undefined> {
  const { settings, budget, now, headers, fetch, signal } = input
  const client = new TaxiiClient({
    fetch,
    headers,
    now,
    signal,
    version: settings.version ?? '2.1',
    bounds: { bytes: budget.limits.heldBytes },
  })
  const pages = pull(client, {
    root: settings.url,
    collection: settings.collection ?? '',
    from: readPullCursor(input.position) ?? {},
    limit: FEED_BATCH,
  })
  const upgrader = client.version === '2.0' ? new StixUpgrader(sha1) : undefined
  for (;;) {
    const step = await pages.next()
    if (step.done) {
      const { value } = step
      if (!value.ok) throw new FeedError(value.code, value.retryAfterMs)
      return
    }
    const { objects, faults, cursor } = step.value
    const maker = new BatchMaker()
    maker.faults(faults)
    for (const [index, object] of objects.entries()) {
      take(maker, object, `objects[${index}]`, input, upgrader)
      // A page may be larger than a transaction; the cursor moves with its last piece.
      if (maker.full) yield maker.take()
    }
    yield { ...maker.take(), position: cursor as Json }
  }
}

function take(
  maker: BatchMaker,
  { bytes, value }: PulledObject,
  at: string,
  { settings }: SourceInput,
  upgrader: StixUpgrader | undefined,
): void {
  if (upgrader === undefined) {
    maker.add(withDefaults(bytes, value, settings, at))
    return
  }
  const { objects, faults } = upgrader.upgrade(value)
  maker.faults(faults.map((fault) => ({ code: fault.code, at: `${at}.${fault.at}` })))
  for (const object of objects) {
    maker.add(withDefaults(canonicalBytes(object), object, settings, at))
  }
}

import type { Store } from '@concert/node'
import type { StixObject } from '@concert/stix'
import type { Measurement } from '../bench.ts'
import { type Comparison, sideBySide } from '../side-by-side.ts'
import { ingest } from '../support/rows.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

const ROUNDS = 5
const PAGE = 100
const PAGES = 200

/** The engine alone, over a database of its own that a store has made. */
export interface BareStore {
  ingest(objects: readonly StixObject[]): void | Promise<void>
  page(after: number, limit: number): number | Promise<number>
}

/** Durable writes of objects and items in batches, and pages of objects read back. */
export async function compareStores(
  store: Store,
  bare: BareStore,
  objects: number,
): Promise<Pick<Measurement, 'figure' | 'unit' | 'ratio' | 'details'>> {
  const batch = syntheticIndicators(0, Math.max(1, Math.ceil(objects / ROUNDS)))
  const written = await compareIngest(store, bare, batch)
  const read = await comparePages(store, bare, batch.length * ROUNDS)
  return {
    figure: written.subject,
    unit: 'rows/s',
    ratio: written.ratio,
    details: {
      objects: batch.length * ROUNDS,
      rowsPerObject: 2,
      bareRowsPerSecond: written.reference,
      ratioRange: written.ratioRange,
      pagesPerSecond: read.subject,
      pageSize: PAGE,
      pageRatio: read.ratio,
      barePagesPerSecond: read.reference,
    },
  }
}

/** Each round appends the same objects under new ids, so both databases grow alike. */
function compareIngest(
  store: Store,
  bare: BareStore,
  batch: readonly StixObject[],
): Promise<Comparison> {
  const rows = batch.length * 2
  return sideBySide(
    {
      work: async () => {
        await ingest(store, batch)
        return rows
      },
    },
    {
      work: async () => {
        await bare.ingest(batch)
        return rows
      },
    },
    { rounds: ROUNDS },
  )
}

/** Pages at places spread over the table, by the id that the page before ended with. */
function comparePages(store: Store, bare: BareStore, objects: number): Promise<Comparison> {
  const places = Array.from({ length: PAGES }, (_, i) => Math.floor((objects / PAGES) * i))
  return sideBySide(
    {
      work: async () => {
        for (const after of places) await readPage(store, after)
        return PAGES
      },
    },
    {
      work: async () => {
        for (const after of places) await bare.page(after, PAGE)
        return PAGES
      },
    },
    { rounds: ROUNDS },
  )
}

async function readPage(store: Store, after: number): Promise<number> {
  const rows = await store.read.db
    .selectFrom('objects')
    .select(['id', 'stix_id', 'type', 'tlp', 'source', 'body'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE)
    .execute()
  return rows.length
}

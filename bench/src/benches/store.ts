import { join } from 'node:path'
import { openStore, type Store } from '@concert/node'
import type { StixObject } from '@concert/stix'
import type { Bench, Measurement } from '../bench.ts'
import { type Comparison, sideBySide } from '../side-by-side.ts'
import { BareSqlite } from '../store/bare-sqlite.ts'
import { ingest } from '../support/rows.ts'
import { withScratch } from '../support/scratch.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

const OBJECTS = 20_000
const ROUNDS = 5
const PAGE = 100
const PAGES = 200

/** Durable writes of objects and items, and pages of objects read back. */
export const bench: Bench = {
  name: 'store',
  description: {
    en: 'Rows a second written durably in batches, and pages of objects read back',
    zh: '每秒成批持久写入的行数，以及读回的对象页数',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, Math.ceil(OBJECTS * scale))),
}

async function measure(folder: string, objects: number): Promise<Measurement> {
  const path = join(folder, 'bare.db')
  await (await openStore({ kind: 'sqlite', path })).close()
  const bare = new BareSqlite(path)
  const store = await openStore({ kind: 'sqlite', path: join(folder, 'store.db') })
  const batch = syntheticIndicators(0, Math.max(1, Math.ceil(objects / ROUNDS)))
  try {
    const written = await compareIngest(store, bare, batch)
    const read = await comparePages(store, bare, batch.length * ROUNDS)
    return {
      figure: written.subject,
      unit: 'rows/s',
      ratio: written.ratio,
      reference: 'the same rows with prepared statements of node:sqlite in one thread',
      goal: 'at least half of the reference, off the main thread',
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
  } finally {
    bare.close()
    await store.close()
  }
}

/** Each round appends the same objects under new ids, so both databases grow alike. */
function compareIngest(
  store: Store,
  bare: BareSqlite,
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
      work: () => {
        bare.ingest(batch)
        return rows
      },
    },
    { rounds: ROUNDS },
  )
}

/** Pages at places spread over the table, by the id that the page before ended with. */
function comparePages(store: Store, bare: BareSqlite, objects: number): Promise<Comparison> {
  const places = Array.from({ length: PAGES }, (_, i) => Math.floor((objects / PAGES) * i))
  return sideBySide(
    {
      work: async () => {
        for (const after of places) await readPage(store, after)
        return PAGES
      },
    },
    {
      work: () => {
        for (const after of places) bare.page(after, PAGE)
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

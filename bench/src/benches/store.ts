import { join } from 'node:path'
import { openStore } from '@concert/node'
import type { Bench, Measurement } from '../bench.ts'
import { BareSqlite } from '../store/bare-sqlite.ts'
import { compareStores } from '../store/compare-stores.ts'
import { withScratch } from '../support/scratch.ts'

const OBJECTS = 20_000

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
  try {
    return {
      ...(await compareStores(store, bare, objects)),
      reference: 'the same rows with prepared statements of node:sqlite in one thread',
      goal: 'at least half of the reference, off the main thread',
    }
  } finally {
    bare.close()
    await store.close()
  }
}

import { openStore } from '@concert/node'
import { startTestPostgres } from '@concert/node/testing/postgres'
import type { Bench, Measurement } from '../bench.ts'
import { BarePostgres } from '../store/bare-postgres.ts'
import { compareStores } from '../store/compare-stores.ts'

const OBJECTS = 20_000

/** As `store`, over PostgreSQL: a server of its own that syncs what it commits. */
export const bench: Bench = {
  name: 'store-postgres',
  description: {
    en: 'The same as store, over PostgreSQL on this machine',
    zh: '与 store 相同，使用本机的 PostgreSQL',
  },
  run: ({ scale }) => measure(Math.ceil(OBJECTS * scale)),
}

async function measure(objects: number): Promise<Measurement> {
  const server = await startTestPostgres(true)
  try {
    const url = await server.createDatabase()
    await (await openStore({ kind: 'postgres', url })).close()
    const bare = await BarePostgres.open(url)
    const store = await openStore({ kind: 'postgres', url: await server.createDatabase() })
    try {
      return {
        ...(await compareStores(store, bare, objects)),
        reference: 'the same rows over one connection of pg, a thousand in a statement',
        goal: 'at least half of the reference',
      }
    } finally {
      await Promise.all([bare.close(), store.close()])
    }
  } finally {
    await server.stop()
  }
}

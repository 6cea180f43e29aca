import { afterAll } from 'vitest'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { feedContract } from './feed-contract.ts'
import { hostileFeedContract } from './hostile-feed-contract.ts'

const postgres = await startTestPostgres()
const template = await postgres.createDatabase()
await (await openStore({ kind: 'postgres', url: template })).close()
let last: Store | undefined

afterAll(async () => {
  await last?.close()
  await postgres.stop()
})

async function open(): Promise<Store> {
  await last?.close()
  last = await openStore({ kind: 'postgres', url: await postgres.copyDatabase(template) })
  return last
}

feedContract('postgres', open)
hostileFeedContract('postgres', open)

import { afterAll, afterEach } from 'vitest'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { startTestPostgres } from '../../testing/postgres.ts'
import { searchContract } from './search-contract.ts'

const postgres = await startTestPostgres()
const template = await postgres.createDatabase()
await (await openStore({ kind: 'postgres', url: template })).close()
let last: Store | undefined

afterEach(async () => {
  await last?.close()
})
afterAll(async () => {
  await postgres.stop()
})

searchContract('postgres', async () => {
  last = await openStore({ kind: 'postgres', url: await postgres.copyDatabase(template) })
  return last
})

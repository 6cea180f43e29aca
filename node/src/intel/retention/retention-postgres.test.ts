import { afterAll } from 'vitest'
import { startTestPostgres } from '../../testing/postgres.ts'
import { retentionContract } from './retention-contract.ts'

const postgres = await startTestPostgres()

afterAll(() => postgres.stop())

retentionContract('postgres', async () => {
  return { a: await postgres.createDatabase(), b: await postgres.createDatabase() }
})

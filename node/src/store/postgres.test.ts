import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'
import { storeContract } from './store-contract.ts'

let server: TestPostgres

beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())

storeContract('postgres', async () => ({ kind: 'postgres', url: await server.createDatabase() }))

describe('the PostgreSQL store', () => {
  it('runs a task again that lost to a deadlock', async () => {
    await withStore(async (store) => {
      let runs = 0
      const bothHoldOne = Promise.withResolvers<void>()
      let holders = 0
      const crosswise = (first: string, second: string) =>
        store.transact(async (tx) => {
          runs++
          await tx.lock(first)
          if (++holders === 2) bothHoldOne.resolve()
          await bothHoldOne.promise
          await tx.lock(second)
          return tx.allocateIds('runs', 1)
        })
      const ids = await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')])
      expect(ids.toSorted()).toEqual([1, 2])
      expect(runs).toBe(3)
    })
  })

  it('lets writers that share nothing run side by side', async () => {
    await withStore(async (store) => {
      const secondIsDone = Promise.withResolvers<void>()
      const first = store.transact(async (tx) => {
        await tx.lock('a')
        await secondIsDone.promise
      })
      await store.transact((tx) => tx.lock('b'))
      secondIsDone.resolve()
      await first
    })
  })

  it('survives a connection that the server ends', async () => {
    await withStore(async (store) => {
      const task = store.transact(async (tx) => {
        await tx.allocateIds('a', 1)
        await tx.query(sql`select pg_terminate_backend(pg_backend_pid())`)
      })
      await expect(task).rejects.toMatchObject({ code: 'store-failed' })
      const reading = store.read.query(sql`select pg_terminate_backend(pg_backend_pid())`)
      await expect(reading).rejects.toMatchObject({ code: 'store-failed' })
      expect(await store.transact((tx) => tx.allocateIds('a', 1))).toBe(1)
      expect(await store.read.db.selectFrom('node_state').selectAll().execute()).toHaveLength(1)
    })
  })

  it('says when there is no server, and never the password', async () => {
    const url = 'postgres://concert:secret-word@127.0.0.1:1/nothing'
    const error = await openStore({ kind: 'postgres', url }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'store-failed' })
    expect(JSON.stringify(error)).not.toContain('secret-word')
  })
})

async function withStore(task: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ kind: 'postgres', url: await server.createDatabase() })
  await task(store)
  await store.close()
}

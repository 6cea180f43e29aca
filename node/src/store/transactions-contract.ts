import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { fact, facts, type Opened, setFact } from '../testing/store-fixture.ts'
import type { Transaction } from './store.ts'

/** What every engine promises about transactions and the ids they allocate. */
export function transactionsContract(opened: Opened): void {
  describe('transactions', () => {
    it('keeps what a resolved task wrote', async () => {
      await opened.store().transact((tx) => setFact(tx, 'a', '1'))
      expect(await fact(opened.store(), 'a')).toBe('1')
      await opened.reopen()
      expect(await fact(opened.store(), 'a')).toBe('1')
    })

    it('keeps nothing of a rejected task and passes its error on', async () => {
      const error = new Error('no')
      const task = opened.store().transact(async (tx) => {
        await setFact(tx, 'a', '1')
        await tx.insertMany('node_state', ['name', 'value'], [['b', '2']])
        throw error
      })
      await expect(task).rejects.toBe(error)
      expect(await facts(opened.store())).toEqual([])
    })

    it('shows uncommitted changes to itself only, and readers answer meanwhile', async () => {
      await opened.store().transact(async (tx) => {
        await setFact(tx, 'a', '1')
        const own = await tx.db.selectFrom('node_state').select('value').execute()
        expect(own.map(({ value }) => value)).toEqual(['1'])
        expect(await facts(opened.store())).toEqual([])
      })
      expect(await facts(opened.store())).toEqual(['a'])
    })

    it('is doomed by its first failed statement, even when the task goes on', async () => {
      const task = opened.store().transact(async (tx) => {
        await setFact(tx, 'a', '1')
        await expect(setFact(tx, 'a', '2')).rejects.toMatchObject({ code: 'store-constraint' })
        await expect(setFact(tx, 'b', '1')).rejects.toMatchObject({ code: 'store-aborted' })
      })
      await expect(task).rejects.toMatchObject({ code: 'store-aborted' })
      expect(await facts(opened.store())).toEqual([])
      await opened.store().transact((tx) => setFact(tx, 'c', '1'))
      expect(await facts(opened.store())).toEqual(['c'])
    })

    it('names a statement the engine does not understand', async () => {
      const task = opened.store().transact((tx) => tx.query(sql`select nothing from nowhere`))
      await expect(task).rejects.toMatchObject({ code: 'store-query' })
    })

    it('costs nothing and fails nothing when the task does nothing', async () => {
      expect(await opened.store().transact(async () => 7)).toBe(7)
    })

    it('takes statements side by side', async () => {
      await opened
        .store()
        .transact((tx) => Promise.all(Array.from('abc', (name) => setFact(tx, name, '1'))))
      expect(await facts(opened.store())).toEqual(['a', 'b', 'c'])
    })

    it('refuses use after its end', async () => {
      const kept: Transaction[] = []
      await opened.store().transact(async (tx) => {
        kept.push(tx)
      })
      const late = kept.map((tx) => setFact(tx, 'a', '1'))
      await expect(Promise.all(late)).rejects.toMatchObject({ code: 'store-ended' })
    })

    it('refuses a transaction inside a transaction', async () => {
      const nested = opened
        .store()
        .transact(() => opened.store().transact((tx) => setFact(tx, 'a', '1')))
      await expect(nested).rejects.toMatchObject({ code: 'store-nested' })
      const throughKysely = opened
        .store()
        .transact((tx) => tx.db.transaction().execute(async () => 1))
      await expect(throughKysely).rejects.toMatchObject({ code: 'store-nested' })
      const closing = opened.store().transact(() => opened.store().close())
      await expect(closing).rejects.toMatchObject({ code: 'store-nested' })
    })

    it('lets work that outlives the task begin its own', async () => {
      const later = Promise.withResolvers<void>()
      const work = await opened.store().transact(async () => ({
        done: later.promise.then(() => opened.store().transact((tx) => setFact(tx, 'later', '1'))),
      }))
      later.resolve()
      await work.done
      expect(await facts(opened.store())).toEqual(['later'])
    })

    it('loses no update of those who take the lock first', async () => {
      await opened.store().transact((tx) => setFact(tx, 'n', '0'))
      await Promise.all(Array.from({ length: 24 }, () => opened.store().transact(increment)))
      expect(await fact(opened.store(), 'n')).toBe('24')
    })
  })

  describe('allocateIds', () => {
    it('gives disjoint, contiguous blocks to all who ask at once', async () => {
      const sizes = Array.from({ length: 20 }, (_, index) => 1 + (index % 4) * 7)
      const blocks = await Promise.all(
        sizes.map(async (size) => {
          const first = await opened.store().transact((tx) => tx.allocateIds('objects', size))
          return Array.from({ length: size }, (_, index) => first + index)
        }),
      )
      const ids = blocks.flat().toSorted((a, b) => a - b)
      expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index + 1))
    })

    it('counts each sequence alone, and takes back what is rolled back', async () => {
      const take = (name: string, fail: boolean) =>
        opened.store().transact(async (tx) => {
          const first = await tx.allocateIds(name, 10)
          if (fail) throw new Error('no')
          return first
        })
      expect(await take('a', false)).toBe(1)
      await expect(take('a', true)).rejects.toThrow('no')
      expect(await take('a', false)).toBe(11)
      expect(await take('b', false)).toBe(1)
    })

    it('refuses blocks of no size', async () => {
      for (const count of [0, -1, 1.5]) {
        const task = opened.store().transact((tx) => tx.allocateIds('a', count))
        await expect(task).rejects.toMatchObject({ code: 'store-value' })
      }
    })
  })
}

async function increment(tx: Transaction): Promise<void> {
  await tx.lock('n')
  const before = Number(await fact({ read: tx }, 'n'))
  await tx.db
    .updateTable('node_state')
    .set({ value: String(before + 1) })
    .execute()
}

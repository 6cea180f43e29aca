import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { facts, leaves, type Opened, setFact } from '../testing/store-fixture.ts'
import type { Schema } from './schema.ts'

/** What every engine promises about readers and snapshots. */
export function readersContract(opened: Opened): void {
  describe('readers', () => {
    it('cannot write, by type', () => {
      const attempts = [
        // @ts-expect-error a reader has no insertInto
        () => opened.store().read.db.insertInto('node_state'),
        // @ts-expect-error a reader has no insertMany
        () => opened.store().read.insertMany('node_state', ['name'], []),
        // @ts-expect-error a reader has no transaction
        () => opened.store().read.db.transaction(),
      ]
      expect(attempts).toHaveLength(3)
    })

    it('cannot write, at run time', async () => {
      const refused = { code: 'store-read-only' }
      const db = opened.store().read.db as Kysely<Schema>
      const insert = db.insertInto('node_state').values({ name: 'a', value: '1' })
      await expect(insert.execute()).rejects.toMatchObject(refused)
      await expect(opened.store().read.query(sql`delete from node_state`)).rejects.toMatchObject(
        refused,
      )
      const snapshot = opened
        .store()
        .snapshot((reader) => reader.query(sql`delete from node_state`))
      await expect(snapshot).rejects.toMatchObject(refused)
    })

    it('see one unchanging view in a snapshot, while others see what is new', async () => {
      await opened.store().transact((tx) => setFact(tx, 'a', '1'))
      await opened.store().snapshot(async (reader) => {
        expect(await facts({ read: reader })).toEqual(['a'])
        await opened.store().transact((tx) => setFact(tx, 'b', '1'))
        expect(await facts({ read: reader })).toEqual(['a'])
        expect(await facts(opened.store())).toEqual(['a', 'b'])
        await opened.store().snapshot(async (other) => {
          expect(await facts({ read: other })).toEqual(['a', 'b'])
        })
      })
      await opened.store().snapshot(async (reader) => {
        expect(await facts({ read: reader })).toEqual(['a', 'b'])
      })
    })

    it('get numbers from counts and sums', async () => {
      await opened.store().transact((tx) => tx.insertMany('log_pending', ['leaf'], leaves(3)))
      const [row] = await opened
        .store()
        .read.query(sql`select count(*) as n, sum(id) as total, max(id) as top from log_pending`)
      expect({ ...(row as object) }).toEqual({ n: 3, total: 6, top: 3 })
    })

    it('compare and sort text by its bytes', async () => {
      const names = ['a', 'B', 'é', '协奏', '\u{1f3b5}', '\uffee', 'Z', 'a b', 'a-b', '']
      const rows = names.map((name) => [name, 'x'] as const)
      await opened.store().transact((tx) => tx.insertMany('node_state', ['name', 'value'], rows))
      const expected = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(await facts(opened.store())).toEqual(expected)
    })
  })
}

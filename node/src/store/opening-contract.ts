import fs from 'node:fs/promises'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { dumpFile, dumpSchema } from '../testing/schema-dump.ts'
import { facts, leaves, type Opened, setFact } from '../testing/store-fixture.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { openStore } from './open-store.ts'

/** What every engine promises about opening, migrating and closing. */
export function openingContract(opened: Opened): void {
  describe('opening and closing', () => {
    it('makes the schema that is committed', async () => {
      expect(await dumpSchema(opened.store().read)).toBe(
        await fs.readFile(dumpFile(opened.store().engine), 'utf8'),
      )
    })

    it('works from several stores on one database', async () => {
      const others = await Promise.all([openStore(opened.options()), openStore(opened.options())])
      await Promise.all(others.map((other, n) => other.transact((tx) => setFact(tx, `${n}`, ''))))
      expect(await facts(opened.store())).toEqual(['0', '1'])
      await Promise.all(others.map((other) => other.close()))
    })

    it('refuses a database of a newer program and leaves it alone', async () => {
      await opened
        .store()
        .transact((tx) =>
          tx.query(sql`insert into migrations (number, name, digest) values (1000, 'later', 'x')`),
        )
      await expect(openStore(opened.options())).rejects.toMatchObject({ code: 'store-newer' })
      const known = await opened.store().read.query(sql`select number from migrations`)
      expect(known).toHaveLength(MIGRATIONS.length + 1)
    })

    it('refuses a database made by other migrations', async () => {
      await opened.store().transact((tx) => tx.query(sql`update migrations set digest = 'x'`))
      await expect(openStore(opened.options())).rejects.toMatchObject({ code: 'store-changed' })
    })

    it('waits for running transactions and refuses later use', async () => {
      const running = opened.store().transact(async (tx) => {
        await tx.insertMany('log_pending', ['leaf'], leaves(2_000))
        await setFact(tx, 'a', '1')
        return 'done'
      })
      await opened.store().close()
      expect(await running).toBe('done')
      const closed = { code: 'store-closed' }
      await expect(opened.store().transact(async () => 1)).rejects.toMatchObject(closed)
      await expect(facts(opened.store())).rejects.toMatchObject(closed)
      await expect(opened.store().snapshot(async () => 1)).rejects.toMatchObject(closed)
    })

    it('says how large it is', async () => {
      expect(await opened.store().sizeBytes()).toBeGreaterThan(4_096)
    })
  })
}

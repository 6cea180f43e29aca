import fs from 'node:fs/promises'
import fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dumpFile, dumpSchema } from '../testing/schema-dump.ts'
import { openStore, type StoreOptions } from './open-store.ts'
import type { ChannelsTable, Schema } from './schema.ts'
import type { Engine, Store, Transaction } from './store.ts'

const MAX = Number.MAX_SAFE_INTEGER

const CHANNEL_COLUMNS = [
  'peer',
  'direction',
  'epoch',
  'seq',
  'head',
  'settled',
  'checkpoint',
  'checkpoint_size',
] as const

/**
 * What every engine promises. `fresh` names an empty database each time.
 */
export function storeContract(engine: Engine, fresh: () => Promise<StoreOptions>): void {
  describe(`store contract: ${engine}`, () => {
    let options: StoreOptions
    let store: Store

    beforeEach(async () => {
      options = await fresh()
      store = await openStore(options)
    })
    afterEach(() => store.close())

    describe('transactions', () => {
      it('keeps what a resolved task wrote', async () => {
        await store.transact((tx) => setFact(tx, 'a', '1'))
        expect(await fact(store, 'a')).toBe('1')
        await store.close()
        store = await openStore(options)
        expect(await fact(store, 'a')).toBe('1')
      })

      it('keeps nothing of a rejected task and passes its error on', async () => {
        const error = new Error('no')
        const task = store.transact(async (tx) => {
          await setFact(tx, 'a', '1')
          await tx.insertMany('node_state', ['name', 'value'], [['b', '2']])
          throw error
        })
        await expect(task).rejects.toBe(error)
        expect(await facts(store)).toEqual([])
      })

      it('shows uncommitted changes to itself only, and readers answer meanwhile', async () => {
        await store.transact(async (tx) => {
          await setFact(tx, 'a', '1')
          const own = await tx.db.selectFrom('node_state').select('value').execute()
          expect(own.map(({ value }) => value)).toEqual(['1'])
          expect(await facts(store)).toEqual([])
        })
        expect(await facts(store)).toEqual(['a'])
      })

      it('is doomed by its first failed statement, even when the task goes on', async () => {
        const task = store.transact(async (tx) => {
          await setFact(tx, 'a', '1')
          await expect(setFact(tx, 'a', '2')).rejects.toMatchObject({ code: 'store-constraint' })
          await expect(setFact(tx, 'b', '1')).rejects.toMatchObject({ code: 'store-aborted' })
        })
        await expect(task).rejects.toMatchObject({ code: 'store-aborted' })
        expect(await facts(store)).toEqual([])
        await store.transact((tx) => setFact(tx, 'c', '1'))
        expect(await facts(store)).toEqual(['c'])
      })

      it('names a statement the engine does not understand', async () => {
        const task = store.transact((tx) => tx.query(sql`select nothing from nowhere`))
        await expect(task).rejects.toMatchObject({ code: 'store-query' })
      })

      it('costs nothing and fails nothing when the task does nothing', async () => {
        expect(await store.transact(async () => 7)).toBe(7)
      })

      it('takes statements side by side', async () => {
        await store.transact((tx) =>
          Promise.all(Array.from('abc', (name) => setFact(tx, name, '1'))),
        )
        expect(await facts(store)).toEqual(['a', 'b', 'c'])
      })

      it('refuses use after its end', async () => {
        const kept: Transaction[] = []
        await store.transact(async (tx) => {
          kept.push(tx)
        })
        const late = kept.map((tx) => setFact(tx, 'a', '1'))
        await expect(Promise.all(late)).rejects.toMatchObject({ code: 'store-ended' })
      })

      it('refuses a transaction inside a transaction', async () => {
        const nested = store.transact(() => store.transact((tx) => setFact(tx, 'a', '1')))
        await expect(nested).rejects.toMatchObject({ code: 'store-nested' })
        const throughKysely = store.transact((tx) => tx.db.transaction().execute(async () => 1))
        await expect(throughKysely).rejects.toMatchObject({ code: 'store-nested' })
        const closing = store.transact(() => store.close())
        await expect(closing).rejects.toMatchObject({ code: 'store-nested' })
      })

      it('lets work that outlives the task begin its own', async () => {
        const later = Promise.withResolvers<void>()
        const work = await store.transact(async () => ({
          done: later.promise.then(() => store.transact((tx) => setFact(tx, 'later', '1'))),
        }))
        later.resolve()
        await work.done
        expect(await facts(store)).toEqual(['later'])
      })

      it('loses no update of those who take the lock first', async () => {
        await store.transact((tx) => setFact(tx, 'n', '0'))
        await Promise.all(Array.from({ length: 24 }, () => store.transact(increment)))
        expect(await fact(store, 'n')).toBe('24')
      })
    })

    describe('readers', () => {
      it('cannot write, by type', () => {
        const attempts = [
          // @ts-expect-error a reader has no insertInto
          () => store.read.db.insertInto('node_state'),
          // @ts-expect-error a reader has no insertMany
          () => store.read.insertMany('node_state', ['name'], []),
          // @ts-expect-error a reader has no transaction
          () => store.read.db.transaction(),
        ]
        expect(attempts).toHaveLength(3)
      })

      it('cannot write, at run time', async () => {
        const refused = { code: 'store-read-only' }
        const db = store.read.db as Kysely<Schema>
        const insert = db.insertInto('node_state').values({ name: 'a', value: '1' })
        await expect(insert.execute()).rejects.toMatchObject(refused)
        await expect(store.read.query(sql`delete from node_state`)).rejects.toMatchObject(refused)
        const snapshot = store.snapshot((reader) => reader.query(sql`delete from node_state`))
        await expect(snapshot).rejects.toMatchObject(refused)
      })

      it('see one unchanging view in a snapshot, while others see what is new', async () => {
        await store.transact((tx) => setFact(tx, 'a', '1'))
        await store.snapshot(async (reader) => {
          expect(await facts({ read: reader })).toEqual(['a'])
          await store.transact((tx) => setFact(tx, 'b', '1'))
          expect(await facts({ read: reader })).toEqual(['a'])
          expect(await facts(store)).toEqual(['a', 'b'])
          await store.snapshot(async (other) => {
            expect(await facts({ read: other })).toEqual(['a', 'b'])
          })
        })
        await store.snapshot(async (reader) => {
          expect(await facts({ read: reader })).toEqual(['a', 'b'])
        })
      })

      it('get numbers from counts and sums', async () => {
        await store.transact((tx) => tx.insertMany('log_pending', ['leaf'], leaves(3)))
        const [row] = await store.read.query(
          sql`select count(*) as n, sum(id) as total, max(id) as top from log_pending`,
        )
        expect({ ...(row as object) }).toEqual({ n: 3, total: 6, top: 3 })
      })

      it('compare and sort text by its bytes', async () => {
        const names = ['a', 'B', 'é', '协奏', '\u{1f3b5}', '\uffee', 'Z', 'a b', 'a-b', '']
        const rows = names.map((name) => [name, 'x'] as const)
        await store.transact((tx) => tx.insertMany('node_state', ['name', 'value'], rows))
        const expected = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        expect(await facts(store)).toEqual(expected)
      })
    })

    describe('values', () => {
      it('come back exactly, whatever they are', async () => {
        await fc.assert(
          fc.asyncProperty(fc.uniqueArray(channel(), byKey), (rows) => roundTrips(store, rows)),
          { numRuns: 25 },
        )
      })

      it('come back exactly through Kysely too', async () => {
        const bytes = Uint8Array.from({ length: 256 }, (_, value) => value)
        const row = { ...emptyChannel('对等节点 🎵\n\u2028"\'\\', -MAX), seq: MAX, head: bytes }
        await store.transact((tx) => tx.db.insertInto('channels').values(row).execute())
        expect(await channels(store)).toEqual([row])
        const change = { head: new Uint8Array(0), checkpoint: bytes.subarray(13, 14), settled: 0 }
        await store.transact((tx) => tx.db.updateTable('channels').set(change).execute())
        expect(await channels(store)).toEqual([{ ...row, ...change }])
      })

      it('are taken from views into larger buffers', async () => {
        const slab = Buffer.from('0123456789'.repeat(100))
        const rows = Array.from(
          { length: 50 },
          (_, n) => [slab.subarray(n * 10, n * 10 + n)] as const,
        )
        await store.transact((tx) => tx.insertMany('log_pending', ['leaf'], rows))
        const stored = await store.read.db
          .selectFrom('log_pending')
          .selectAll()
          .orderBy('id')
          .execute()
        expect(stored.map(({ leaf }) => Buffer.from(leaf).toString())).toEqual(
          rows.map(([leaf]) => leaf.toString()),
        )
      })

      const impossible: readonly [string, unknown][] = [
        ['undefined', undefined],
        ['a boolean', true],
        ['a fraction', 1.5],
        ['not a number', Number.NaN],
        ['an integer beyond 2^53', 2 ** 53],
        ['a bigint', 1n],
        ['a date', new Date(0)],
        ['an object', { a: 1 }],
        ['an array', [1]],
        ['a lone surrogate', '\ud800'],
        ['NUL in text', 'a\0b'],
      ]
      it.each(impossible)('are refused when they cannot be held: %s', async (_, value) => {
        const refused = { code: 'store-value' }
        const bulk = store.transact((tx) =>
          tx.insertMany('node_state', ['name', 'value'], [['a', value as string]]),
        )
        await expect(bulk).rejects.toMatchObject(refused)
        const byHand = store.transact((tx) => tx.query(sql`select ${value} as x`))
        await expect(byHand).rejects.toMatchObject(refused)
        await expect(store.read.query(sql`select ${value} as x`)).rejects.toMatchObject(refused)
        expect(await facts(store)).toEqual([])
      })

      it('are refused when a row has too few or too many', async () => {
        for (const row of [['a'], ['a', 'b', 'c']]) {
          const task = store.transact((tx) =>
            tx.insertMany('node_state', ['name', 'value'], [row as unknown as [string, string]]),
          )
          await expect(task).rejects.toMatchObject({ code: 'store-value' })
        }
      })
    })

    describe('insertMany', () => {
      it('inserts tens of thousands of rows in their order', async () => {
        const rows = leaves(12_345)
        expect(await store.transact((tx) => tx.insertMany('log_pending', ['leaf'], rows))).toBe(
          12_345,
        )
        const stored = await store.read.db
          .selectFrom('log_pending')
          .selectAll()
          .orderBy('id')
          .execute()
        expect(stored.map(({ leaf }) => hex(leaf))).toEqual(rows.map(([leaf]) => hex(leaf)))
      })

      it('inserts nothing for no rows', async () => {
        expect(await store.transact((tx) => tx.insertMany('log_pending', ['leaf'], []))).toBe(0)
      })

      it('fails as a whole on a conflict', async () => {
        const task = store.transact((tx) =>
          tx.insertMany('log_pending', ['leaf'], [...leaves(10), ...leaves(1)]),
        )
        await expect(task).rejects.toMatchObject({ code: 'store-constraint' })
        expect(await store.read.db.selectFrom('log_pending').selectAll().execute()).toEqual([])
      })

      it('skips conflicts when told, and only conflicts', async () => {
        const insert = (rows: [Uint8Array][]) =>
          store.transact((tx) =>
            tx.insertMany('log_pending', ['leaf'], rows, { onConflict: 'ignore' }),
          )
        expect(await insert([...leaves(5), ...leaves(7)])).toBe(7)
        expect(await insert(leaves(8))).toBe(1)
        const missing = insert([[null as unknown as Uint8Array]])
        await expect(missing).rejects.toMatchObject({ code: 'store-constraint' })
      })
    })

    describe('allocateIds', () => {
      it('gives disjoint, contiguous blocks to all who ask at once', async () => {
        const sizes = Array.from({ length: 20 }, (_, index) => 1 + (index % 4) * 7)
        const blocks = await Promise.all(
          sizes.map(async (size) => {
            const first = await store.transact((tx) => tx.allocateIds('objects', size))
            return Array.from({ length: size }, (_, index) => first + index)
          }),
        )
        const ids = blocks.flat().toSorted((a, b) => a - b)
        expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index + 1))
      })

      it('counts each sequence alone, and takes back what is rolled back', async () => {
        const take = (name: string, fail: boolean) =>
          store.transact(async (tx) => {
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
          const task = store.transact((tx) => tx.allocateIds('a', count))
          await expect(task).rejects.toMatchObject({ code: 'store-value' })
        }
      })
    })

    describe('opening and closing', () => {
      it('makes the schema that is committed', async () => {
        expect(await dumpSchema(store.read)).toBe(await fs.readFile(dumpFile(engine), 'utf8'))
      })

      it('works from several stores on one database', async () => {
        const others = await Promise.all([openStore(options), openStore(options)])
        await Promise.all(others.map((other, n) => other.transact((tx) => setFact(tx, `${n}`, ''))))
        expect(await facts(store)).toEqual(['0', '1'])
        await Promise.all(others.map((other) => other.close()))
      })

      it('refuses a database of a newer program and leaves it alone', async () => {
        await store.transact((tx) =>
          tx.query(sql`insert into migrations (number, name, digest) values (1000, 'later', 'x')`),
        )
        await expect(openStore(options)).rejects.toMatchObject({ code: 'store-newer' })
        expect(await store.read.query(sql`select number from migrations`)).toHaveLength(2)
      })

      it('refuses a database made by other migrations', async () => {
        await store.transact((tx) => tx.query(sql`update migrations set digest = 'x'`))
        await expect(openStore(options)).rejects.toMatchObject({ code: 'store-changed' })
      })

      it('waits for running transactions and refuses later use', async () => {
        const running = store.transact(async (tx) => {
          await tx.insertMany('log_pending', ['leaf'], leaves(2_000))
          await setFact(tx, 'a', '1')
          return 'done'
        })
        await store.close()
        expect(await running).toBe('done')
        const closed = { code: 'store-closed' }
        await expect(store.transact(async () => 1)).rejects.toMatchObject(closed)
        await expect(facts(store)).rejects.toMatchObject(closed)
        await expect(store.snapshot(async () => 1)).rejects.toMatchObject(closed)
      })

      it('says how large it is', async () => {
        expect(await store.sizeBytes()).toBeGreaterThan(4_096)
      })
    })
  })
}

function setFact(tx: Transaction, name: string, value: string): Promise<unknown> {
  return tx.db.insertInto('node_state').values({ name, value }).execute()
}

async function fact({ read }: Pick<Store, 'read'>, name: string): Promise<string | undefined> {
  const query = read.db.selectFrom('node_state').select('value').where('name', '=', name)
  return (await query.executeTakeFirst())?.value
}

async function facts({ read }: Pick<Store, 'read'>): Promise<string[]> {
  const rows = await read.db.selectFrom('node_state').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}

async function increment(tx: Transaction): Promise<void> {
  await tx.lock('n')
  const before = Number(await fact({ read: tx }, 'n'))
  await tx.db
    .updateTable('node_state')
    .set({ value: String(before + 1) })
    .execute()
}

function channel(): fc.Arbitrary<ChannelsTable> {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'))
  const integer = fc.oneof(
    fc.maxSafeInteger(),
    fc.constantFrom(MAX, -MAX, 0, -1, 2 ** 32, -(2 ** 32)),
  )
  const bytes = fc.option(fc.uint8Array({ maxLength: 100 }), { nil: null })
  return fc.record({
    peer: text,
    direction: text,
    epoch: integer,
    seq: integer,
    head: bytes,
    settled: integer,
    checkpoint: bytes,
    checkpoint_size: integer,
  })
}

const byKey = {
  selector: ({ peer, direction }: ChannelsTable) => JSON.stringify([peer, direction]),
}

async function roundTrips(store: Store, rows: readonly ChannelsTable[]): Promise<void> {
  await store.transact((tx) => tx.db.deleteFrom('channels').execute())
  const values = rows.map(
    (row) =>
      [
        row.peer,
        row.direction,
        row.epoch,
        row.seq,
        row.head,
        row.settled,
        row.checkpoint,
        row.checkpoint_size,
      ] as const,
  )
  await store.transact((tx) => tx.insertMany('channels', CHANNEL_COLUMNS, values))
  const key = byKey.selector
  const sorted = rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  const stored = (await channels(store)).toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  expect(stored).toEqual(sorted)
}

async function channels(store: Store): Promise<ChannelsTable[]> {
  const rows = await store.read.db.selectFrom('channels').selectAll().execute()
  return rows.map((row) => ({ ...row }))
}

function emptyChannel(peer: string, epoch: number): ChannelsTable {
  return {
    peer,
    direction: 'out',
    epoch,
    seq: 0,
    head: null,
    settled: 0,
    checkpoint: null,
    checkpoint_size: 0,
  }
}

function leaves(count: number): [Uint8Array][] {
  return Array.from({ length: count }, (_, n) => [Buffer.from(`leaf ${n}`)])
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

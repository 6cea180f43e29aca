import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { facts, hex, leaves, type Opened } from '../testing/store-fixture.ts'
import type { ChannelsTable } from './schema.ts'
import type { Store } from './store.ts'

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

/** What every engine promises about values and bulk inserts. */
export function valuesContract(opened: Opened): void {
  describe('values', () => {
    it('come back exactly, whatever they are', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(channel(), byKey), (rows) =>
          roundTrips(opened.store(), rows),
        ),
        { numRuns: 25 },
      )
    })

    it('come back exactly through Kysely too', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, value) => value)
      const row = { ...emptyChannel('对等节点 🎵\n\u2028"\'\\', -MAX), seq: MAX, head: bytes }
      await opened.store().transact((tx) => tx.db.insertInto('channels').values(row).execute())
      expect(await channels(opened.store())).toEqual([row])
      const change = { head: new Uint8Array(0), checkpoint: bytes.subarray(13, 14), settled: 0 }
      await opened.store().transact((tx) => tx.db.updateTable('channels').set(change).execute())
      expect(await channels(opened.store())).toEqual([{ ...row, ...change }])
    })

    it('are taken from views into larger buffers', async () => {
      const slab = Buffer.from('0123456789'.repeat(100))
      const rows = Array.from(
        { length: 50 },
        (_, n) => [slab.subarray(n * 10, n * 10 + n)] as const,
      )
      await opened.store().transact((tx) => tx.insertMany('log_pending', ['leaf'], rows))
      const stored = await opened
        .store()
        .read.db.selectFrom('log_pending')
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
      const bulk = opened
        .store()
        .transact((tx) => tx.insertMany('node_state', ['name', 'value'], [['a', value as string]]))
      await expect(bulk).rejects.toMatchObject(refused)
      const byHand = opened.store().transact((tx) => tx.query(sql`select ${value} as x`))
      await expect(byHand).rejects.toMatchObject(refused)
      await expect(opened.store().read.query(sql`select ${value} as x`)).rejects.toMatchObject(
        refused,
      )
      expect(await facts(opened.store())).toEqual([])
    })

    it('are refused when a row has too few or too many', async () => {
      for (const row of [['a'], ['a', 'b', 'c']]) {
        const task = opened
          .store()
          .transact((tx) =>
            tx.insertMany('node_state', ['name', 'value'], [row as unknown as [string, string]]),
          )
        await expect(task).rejects.toMatchObject({ code: 'store-value' })
      }
    })
  })

  describe('insertMany', () => {
    it('inserts tens of thousands of rows in their order', async () => {
      const rows = leaves(12_345)
      expect(
        await opened.store().transact((tx) => tx.insertMany('log_pending', ['leaf'], rows)),
      ).toBe(12_345)
      const stored = await opened
        .store()
        .read.db.selectFrom('log_pending')
        .selectAll()
        .orderBy('id')
        .execute()
      expect(stored.map(({ leaf }) => hex(leaf))).toEqual(rows.map(([leaf]) => hex(leaf)))
    })

    it('inserts nothing for no rows', async () => {
      expect(
        await opened.store().transact((tx) => tx.insertMany('log_pending', ['leaf'], [])),
      ).toBe(0)
    })

    it('fails as a whole on a conflict', async () => {
      const task = opened
        .store()
        .transact((tx) => tx.insertMany('log_pending', ['leaf'], [...leaves(10), ...leaves(1)]))
      await expect(task).rejects.toMatchObject({ code: 'store-constraint' })
      expect(await opened.store().read.db.selectFrom('log_pending').selectAll().execute()).toEqual(
        [],
      )
    })

    it('skips conflicts when told, and only conflicts', async () => {
      const insert = (rows: [Uint8Array][]) =>
        opened
          .store()
          .transact((tx) => tx.insertMany('log_pending', ['leaf'], rows, { onConflict: 'ignore' }))
      expect(await insert([...leaves(5), ...leaves(7)])).toBe(7)
      expect(await insert(leaves(8))).toBe(1)
      const missing = insert([[null as unknown as Uint8Array]])
      await expect(missing).rejects.toMatchObject({ code: 'store-constraint' })
    })
  })
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

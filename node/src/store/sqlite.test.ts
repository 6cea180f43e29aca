import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import { spawnWriter } from './sqlite/writer-link.ts'
import type { Store, Transaction } from './store.ts'
import { storeContract } from './store-contract.ts'

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'concert-sqlite-'))
let databases = 0

function freshPath(): string {
  return path.join(folder, `${++databases}.db`)
}

afterAll(() => fs.rm(folder, { recursive: true, force: true }))

storeContract('sqlite', async () => ({ kind: 'sqlite', path: freshPath() }))

describe('the SQLite store', () => {
  it('keeps its file to its owner', async () => {
    const path = freshPath()
    const store = await openStore({ kind: 'sqlite', path })
    await store.transact((tx) => addTile(tx, 0, 10))
    for (const file of [path, `${path}-wal`]) {
      expect((await fs.stat(file)).mode & 0o777).toBe(0o600)
    }
    await store.close()
  })

  it('leaves one file behind when it is closed', async () => {
    const path = freshPath()
    const store = await openStore({ kind: 'sqlite', path })
    await store.transact((tx) => addTile(tx, 0, 10))
    await store.close()
    await expect(fs.stat(`${path}-wal`)).rejects.toThrow()
  })

  it('says when a file cannot be made or is no database', async () => {
    const nowhere = openStore({ kind: 'sqlite', path: path.join(folder, 'no', 'where.db') })
    await expect(nowhere).rejects.toMatchObject({ code: 'store-failed' })
    const text = freshPath()
    await fs.writeFile(text, 'this is not a database, and long enough to tell'.repeat(20))
    await expect(openStore({ kind: 'sqlite', path: text })).rejects.toMatchObject({
      code: 'store-failed',
    })
  })

  it('finds the envelopes of a statement by the statement, not among all of a peer', async () => {
    await withStore(async (store) => {
      const rows = await store.read.query(sql<{ detail: string }>`
        explain query plan select 1 from envelope_statements
        inner join envelopes on envelopes.id = envelope_statements.envelope_id
        where statement_id = 1 and direction = 'out' and peer = 'x'`)
      expect(rows.map(({ detail }) => detail)).toEqual([
        expect.stringContaining('SEARCH envelope_statements'),
        'SEARCH envelopes USING INTEGER PRIMARY KEY (rowid=?)',
      ])
    })
  })

  it('serves writers in the order of asking', async () => {
    await withStore(async (store) => {
      const order: number[] = []
      const tasks = Array.from({ length: 20 }, (_, n) =>
        store.transact(async (tx) => {
          await addTile(tx, n, 1)
          order.push(n)
        }),
      )
      await Promise.all(tasks)
      expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n))
    })
  })

  it('reads while the writer is busy with one long statement', async () => {
    await withStore(async (store) => {
      let writing = true
      const long = store
        .transact((tx) =>
          tx.query(sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000)
            insert into node_state select 'sum', cast(sum(i) as text) from n`),
        )
        .then(() => {
          writing = false
        })
      await new Promise(setImmediate)
      expect(await store.read.db.selectFrom('node_state').selectAll().execute()).toEqual([])
      expect(writing).toBe(true)
      await long
      expect(await store.read.db.selectFrom('node_state').selectAll().execute()).toHaveLength(1)
    })
  })

  it('outlasts more kinds of statements than it keeps prepared', async () => {
    await withStore(async (store) => {
      await store.transact(async (tx) => {
        for (let n = 0; n < 600; n++) {
          expect(await tx.query(sql`select ${sql.lit(n)} as n`)).toEqual([{ n }])
        }
      })
    })
  })
})

describe('a full disk', () => {
  it('refuses what does not fit, keeps what did, and goes on when there is room', async () => {
    const path = freshPath()
    const store = await openStore({ kind: 'sqlite', path, maxBytes: 1_000_000 })
    await store.transact((tx) => addTile(tx, 0, 50_000))
    const tooMuch = store.transact(async (tx) => {
      await addTile(tx, 1, 50_000)
      for (let level = 2; ; level++) await addTile(tx, level, 100_000)
    })
    await expect(tooMuch).rejects.toMatchObject({ code: 'store-full' })
    expect(await levels(store)).toEqual([0])
    await store.transact((tx) => addTile(tx, 1, 50_000))
    expect(await levels(store)).toEqual([0, 1])
    const bulk = store.transact((tx) =>
      tx.insertMany(
        'log_tiles',
        ['level', 'number', 'data'],
        Array.from({ length: 100 }, (_, number) => [2, number, new Uint8Array(50_000)] as const),
      ),
    )
    await expect(bulk).rejects.toMatchObject({ code: 'store-full' })
    await store.transact((tx) => tx.db.deleteFrom('log_tiles').where('level', '=', 0).execute())
    await store.transact((tx) => addTile(tx, 3, 40_000))
    expect(await levels(store)).toEqual([1, 3])
    await store.close()
  })
})

describe('a writer thread that dies', () => {
  it('fails the transaction it was in; the next one gets a new thread', async () => {
    const workers: Worker[] = []
    const store = await openSqliteStore({ path: freshPath() }, (options) => {
      const worker = spawnWriter(options)
      workers.push(worker)
      return worker
    })
    await store.transact((tx) => addTile(tx, 0, 10))
    const task = store.transact(async (tx) => {
      await addTile(tx, 1, 10)
      await workers[0]?.terminate()
      await addTile(tx, 2, 10)
    })
    await expect(task).rejects.toMatchObject({ code: 'store-failed' })
    await store.transact((tx) => addTile(tx, 3, 10))
    expect(await levels(store)).toEqual([0, 3])
    expect(workers).toHaveLength(2)
    await store.close()
  })

  it('fails the statement it was busy with', async () => {
    const workers: Worker[] = []
    const store = await openSqliteStore({ path: freshPath() }, (options) => {
      workers.push(spawnWriter(options))
      return workers.at(-1)!
    })
    const task = store.transact(async (tx) => {
      await addTile(tx, 1, 10)
      const long = tx.query(sql`with recursive n(i) as (select 1 union all select i + 1 from n)
        select count(*) from n limit 1`)
      await Promise.all([long, workers[0]?.terminate()])
    })
    await expect(task).rejects.toMatchObject({ code: 'store-failed' })
    expect(await levels(store)).toEqual([])
    await store.close()
  })
})

describe('kill -9 of a process that writes', () => {
  it('loses nothing it was told is durable, and keeps nothing by halves', async () => {
    const path = freshPath()
    for (const commits of [3, 17]) {
      await fs.rm(path, { force: true })
      const reported = await commitUntilKilled(path, commits)
      const store = await openStore({ kind: 'sqlite', path })
      const rows = await store.read.query(
        sql<{ level: number; n: number; size: number }>`
          select level, count(*) as n, sum(length(data)) as size from log_tiles group by level`,
      )
      expect(rows.length).toBeGreaterThanOrEqual(reported)
      for (const row of rows) expect({ ...row }).toMatchObject({ n: 10, size: 81_920 })
      expect(rows.map(({ level }) => level)).toEqual(rows.map((_, level) => level))
      expect(await store.read.query(sql`pragma integrity_check`)).toEqual([
        { integrity_check: 'ok' },
      ])
      await store.close()
    }
  })
})

async function withStore(task: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ kind: 'sqlite', path: freshPath() })
  await task(store)
  await store.close()
}

/** Puts a tile of that many bytes at the level. */
function addTile(tx: Transaction, level: number, size: number): Promise<number> {
  const row = [level, 0, new Uint8Array(size)] as const
  return tx.insertMany('log_tiles', ['level', 'number', 'data'], [row])
}

async function levels(store: Store): Promise<number[]> {
  const rows = await store.read.db
    .selectFrom('log_tiles')
    .select('level')
    .orderBy('level')
    .execute()
  return rows.map(({ level }) => level)
}

/** Resolves to how many transactions the process had reported when it was killed. */
async function commitUntilKilled(path: string, commits: number): Promise<number> {
  const script = new URL('../testing/commit-until-killed.ts', import.meta.url)
  const child = spawn(process.execPath, [...process.execArgv, script.pathname, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let reported = 0
  for await (const _ of readline.createInterface(child.stdout)) {
    reported++
    if (reported === commits) child.kill('SIGKILL')
  }
  await ended
  return reported
}

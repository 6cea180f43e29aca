import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from '../migrations/migrate.ts'
import { NestingGuard } from '../nesting-guard.ts'
import type { SqlConnection } from '../sql-connection.ts'
import type { Reader, Store, Transaction } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { createReader, createTransaction } from '../transaction.ts'
import { Usage } from '../usage.ts'
import { type ColumnCatalogue, readCatalogue } from './column-catalogue.ts'
import { isWorthAnotherTry, postgresError } from './postgres-fault.ts'
import { PostgresSession } from './postgres-session.ts'
import { resultTypes } from './postgres-types.ts'
import { runQuery } from './run-query.ts'

const READERS = 8
const WRITERS = 4
const ATTEMPTS = 6
const FIRST_PAUSE_MS = 5
/** Any number, as long as every Concert process on the database takes the same. */
const MIGRATION_LOCK = 20_261_101

/** Where the server is. The URL may hold a password: it is never part of an error's details. */
export interface PostgresOptions {
  readonly url: string
  /** Name of the connections in the server's own tables. */
  readonly application: string
}

/**
 * Connects and migrates. Readers cannot write; writers run at read committed and order themselves
 * with `lock`.
 *
 * @throws StoreError `store-failed` without a server; `store-newer` or `store-changed` for a
 *   database of another program version.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const writers = createPool(options, WRITERS, 'off')
  try {
    const catalogue = await withClient(writers, prepare)
    return new PostgresStore(writers, createPool(options, READERS, 'on'), catalogue)
  } catch (error) {
    await writers.end()
    throw error
  }
}

class PostgresStore implements Store {
  readonly engine = 'postgres'
  readonly read: Reader
  readonly #writers: pg.Pool
  readonly #readers: pg.Pool
  readonly #catalogue: ColumnCatalogue
  readonly #nesting = new NestingGuard()
  readonly #usage = new Usage()

  constructor(writers: pg.Pool, readers: pg.Pool, catalogue: ColumnCatalogue) {
    this.#writers = writers
    this.#readers = readers
    this.#catalogue = catalogue
    this.read = createReader('postgres', this.#whileOpen())
  }

  snapshot<T>(task: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#usage.run(() => withClient(this.#readers, (client) => readFixed(client, task)))
  }

  transact<T>(task: (tx: Transaction) => Promise<T>): Promise<T> {
    const untilSettled = () => persistently(() => this.#transactOnce(task))
    return this.#usage.run(() => this.#nesting.run(untilSettled))
  }

  async sizeBytes(): Promise<number> {
    const sql = 'select pg_database_size(current_database()) as size'
    const { rows } = await this.#whileOpen().execute(sql, [])
    return Number(rows[0]?.size)
  }

  async close(): Promise<void> {
    this.#nesting.requireOutside()
    if (!(await this.#usage.close())) return
    await Promise.all([this.#writers.end(), this.#readers.end()])
  }

  #transactOnce<T>(task: (tx: Transaction) => Promise<T>): Promise<T> {
    return withClient(this.#writers, async (client) => {
      const session = new PostgresSession(client, this.#catalogue)
      try {
        const value = await task(createTransaction('postgres', session))
        await session.commit()
        return value
      } catch (error) {
        await rollBack(session, error)
        throw error
      }
    })
  }

  #whileOpen(): SqlConnection {
    const { execute } = connectionOver(this.#readers)
    return { execute: (sql, values) => this.#usage.run(() => execute(sql, values)) }
  }
}

async function readFixed<T>(
  client: pg.PoolClient,
  task: (reader: Reader) => Promise<T>,
): Promise<T> {
  const connection = connectionOver(client)
  await connection.execute('begin isolation level repeatable read read only', [])
  try {
    return await task(createReader('postgres', connection))
  } finally {
    await connection.execute('rollback', [])
  }
}

/** Runs again, a bounded number of times, what lost against a concurrent transaction. */
async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === ATTEMPTS || !isWorthAnotherTry(error)) throw error
      await setTimeout(FIRST_PAUSE_MS * 2 ** tries * Math.random())
    }
  }
}

/** Without its rollback the connection is broken, which `store-failed` tells the pool. */
async function rollBack(session: PostgresSession, because: unknown): Promise<void> {
  await session.rollback().catch(() => {
    throw new StoreError('store-failed', {}, { cause: because })
  })
}

function createPool(
  { url, application }: PostgresOptions,
  max: number,
  readOnly: 'on' | 'off',
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: resultTypes,
    options: `-c default_transaction_read_only=${readOnly}`,
    application_name: application,
  })
  // A connection that breaks while idle is dropped by the pool, one in use fails its statement.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** A connection whose task failed with `store-failed` may be broken and is not used again. */
async function withClient<T>(
  pool: pg.Pool,
  task: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw postgresError(error)
  })
  try {
    const value = await task(client)
    client.release()
    return value
  } catch (error) {
    client.release(error instanceof StoreError && error.code === 'store-failed')
    throw error
  }
}

async function prepare(client: pg.PoolClient): Promise<ColumnCatalogue> {
  const connection = connectionOver(client)
  await connection.execute('begin', [])
  try {
    await connection.execute('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await migrate('postgres', connection)
    await connection.execute('commit', [])
  } catch (error) {
    await connection.execute('rollback', []).catch(() => undefined)
    throw error
  }
  return readCatalogue(connection)
}

function connectionOver(target: pg.Pool | pg.PoolClient): SqlConnection {
  return { execute: (sql, values) => runQuery(target, sql, values) }
}

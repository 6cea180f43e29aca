import { type Kysely, type RawBuilder, sql } from 'kysely'
import { kyselyOver } from './kysely-over.ts'
import type { Schema } from './schema.ts'
import type { SqlConnection, WriteSession } from './sql-connection.ts'
import { requireSqlValues } from './sql-values.ts'
import type { Engine, InsertOptions, Reader, Transaction } from './store.ts'
import { StoreError } from './store-error.ts'

/** A reader over a connection that cannot write. */
export function createReader(engine: Engine, connection: SqlConnection): Reader {
  const db = kyselyOver(engine, connection)
  return { engine, db, query: (raw) => rowsOf(db, connection, raw) }
}

/** The transaction that a task sees, over the engine's session. */
export function createTransaction(engine: Engine, session: WriteSession): Transaction {
  const db = kyselyOver(engine, session)
  return {
    engine,
    db,
    query: (raw) => rowsOf(db, session, raw),
    insertMany: (table, columns, rows, options: InsertOptions = {}) =>
      session.insertRows({
        table,
        columns,
        rows: rows as readonly (readonly unknown[])[],
        ignoreConflicts: options.onConflict === 'ignore',
      }),
    allocateIds: (sequence, count) => allocateIds(db, sequence, count),
    lock: (name) => session.lock(name),
  }
}

/** Straight to the connection: what Kysely does around each query costs more than a small one takes. */
async function rowsOf<Row>(
  db: Kysely<Schema>,
  connection: SqlConnection,
  raw: RawBuilder<Row>,
): Promise<Row[]> {
  const { sql, parameters } = raw.compile(db)
  const { rows } = await connection.execute(sql, requireSqlValues(parameters))
  return rows as Row[]
}

/**
 * One statement, so that the row's lock in PostgreSQL orders those who allocate at once. The casts
 * keep SQLite from adding as floating point and writing `10.0`.
 */
async function allocateIds(db: Kysely<Schema>, sequence: string, count: number): Promise<number> {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new StoreError('store-value', { at: 'count' })
  }
  const { rows } = await sql<{ value: string }>`
    insert into node_state (name, value) values (${`ids:${sequence}`}, ${String(count)})
    on conflict (name) do update
      set value = cast(cast(node_state.value as bigint) + cast(${count} as bigint) as text)
    returning value`.execute(db)
  return Number(rows[0]?.value) - count + 1
}

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type LimitNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely'
import type { Schema } from './schema.ts'
import type { SqlConnection } from './sql-connection.ts'
import { requireSqlValues } from './sql-values.ts'
import type { Engine } from './store.ts'
import { StoreError } from './store-error.ts'

/** Kysely over one connection of ours. Cheap enough to make one for each transaction. */
export function kyselyOver(engine: Engine, connection: SqlConnection): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: dialectOver(engine, connection) })
}

function dialectOver(engine: Engine, connection: SqlConnection): Dialect {
  const createDriver = () => new FixedDriver(connection)
  if (engine === 'sqlite') {
    return {
      createDriver,
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new LiteralLimits(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    }
  }
  return {
    createDriver,
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

/**
 * SQLite looks at the number that a limit is bound to when it plans, and so plans a statement anew each
 * time that it is bound: that takes longer than reading a row. Limits are written into the statement.
 */
class LiteralLimits extends SqliteQueryCompiler {
  protected override visitLimit({ limit }: LimitNode): void {
    const value = ValueNode.is(limit) ? limit.value : undefined
    this.append('limit ')
    if (typeof value === 'number' && Number.isSafeInteger(value)) this.append(String(value))
    else this.visitNode(limit)
  }
}

/** A driver with one connection that somebody else owns: transactions belong to the store alone. */
class FixedDriver implements Driver {
  readonly #connection: DatabaseConnection

  constructor(connection: SqlConnection) {
    this.#connection = new CheckedConnection(connection)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }

  async beginTransaction(): Promise<void> {
    throw new StoreError('store-nested')
  }

  async commitTransaction(): Promise<void> {
    throw new StoreError('store-nested')
  }

  async rollbackTransaction(): Promise<void> {
    throw new StoreError('store-nested')
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class CheckedConnection implements DatabaseConnection {
  readonly #connection: SqlConnection

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const values = requireSqlValues(query.parameters)
    const { rows, affected, insertId } = await this.#connection.execute(query.sql, values)
    return {
      rows: rows as R[],
      ...(affected === undefined ? {} : { numAffectedRows: BigInt(affected) }),
      ...(insertId === undefined ? {} : { insertId: BigInt(insertId) }),
    }
  }

  /** Pages by key do the same without holding the connection. */
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new StoreError('store-query', { at: 'stream' })
  }
}

import type pg from 'pg'
import { checkedColumn, insertSteps, quoteNames } from '../bulk-insert.ts'
import { Mutex } from '../mutex.ts'
import type { BulkInsert, SqlResult, SqlValue, WriteSession } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import { encodeArray } from './binary-array.ts'
import { arrayType, type ColumnCatalogue, columnType } from './column-catalogue.ts'
import { postgresError } from './postgres-fault.ts'
import { runQuery } from './run-query.ts'

/** One transaction on one connection. It begins with its first statement. */
export class PostgresSession implements WriteSession {
  readonly #client: pg.ClientBase
  readonly #catalogue: ColumnCatalogue
  /** The driver wants one statement at a time on a connection. */
  readonly #turns = new Mutex()
  #begun = false
  #ended = false
  #failure: StoreError | undefined

  constructor(client: pg.ClientBase, catalogue: ColumnCatalogue) {
    this.#client = client
    this.#catalogue = catalogue
  }

  async execute(sql: string, values: readonly SqlValue[]): Promise<SqlResult> {
    if (this.#ended) throw new StoreError('store-ended')
    return this.#turns.run(() => this.#run(sql, values))
  }

  async insertRows(insert: BulkInsert): Promise<number> {
    const types = insert.columns.map((column) => columnType(this.#catalogue, insert.table, column))
    const sql = insertSql(insert, types.map(arrayType))
    let inserted = 0
    for (const step of insertSteps(insert)) {
      const arrays = types.map((oid, index) => encodeArray(oid, checkedColumn(step, index)))
      const { affected } = await this.execute(sql, arrays)
      inserted += affected ?? 0
    }
    return inserted
  }

  async lock(name: string): Promise<void> {
    await this.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
  }

  /** Statements sent and not awaited come first, as they do on the other engine. */
  async commit(): Promise<void> {
    this.#ended = true
    await this.#turns.run(async () => {
      if (this.#failure !== undefined) throw abortedBy(this.#failure)
      if (this.#begun) await runQuery(this.#client, 'commit', [])
    })
  }

  async rollback(): Promise<void> {
    this.#ended = true
    await this.#turns.run(async () => {
      if (this.#begun) await runQuery(this.#client, 'rollback', [])
    })
  }

  async #run(sql: string, values: readonly SqlValue[]): Promise<SqlResult> {
    if (this.#failure !== undefined) throw abortedBy(this.#failure)
    try {
      await this.#begin()
      return await runQuery(this.#client, sql, values)
    } catch (error) {
      this.#failure = postgresError(error)
      throw this.#failure
    }
  }

  async #begin(): Promise<void> {
    if (this.#begun) return
    await runQuery(this.#client, 'begin isolation level read committed', [])
    this.#begun = true
  }
}

/** A failure worth another try stays one, even if the task swallowed it. */
function abortedBy(failure: StoreError): StoreError {
  return failure.code === 'store-busy'
    ? failure
    : new StoreError('store-aborted', {}, { cause: failure })
}

/** One array for each column: a fixed statement, whatever the number of rows. */
function insertSql({ table, columns, ignoreConflicts }: BulkInsert, types: string[]): string {
  const arrays = types.map((type, index) => `$${index + 1}::${type}`).join(', ')
  const conflict = ignoreConflicts ? ' on conflict do nothing' : ''
  return `insert into ${quoteNames([table])} (${quoteNames(columns)}) select * from unnest(${arrays})${conflict}`
}

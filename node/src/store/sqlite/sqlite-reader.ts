import { DatabaseSync } from 'node:sqlite'
import type { SqlConnection, SqlResult, SqlValue } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import { LocalDatabase } from './local-database.ts'
import { sqliteFault } from './sqlite-fault.ts'

/** Short: waiting blocks the main thread, and readers wait only while a crashed log is recovered. */
const BUSY_TIMEOUT_MS = 1_000
const CACHE_KIB = 16 * 1024

/** A connection of this thread that cannot write. */
export class SqliteReader implements SqlConnection {
  readonly #db: LocalDatabase
  #closed = false

  constructor(path: string) {
    const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
    db.exec(`pragma cache_size = -${CACHE_KIB}; pragma temp_store = memory`)
    this.#db = new LocalDatabase(db)
  }

  async execute(sql: string, values: readonly SqlValue[]): Promise<SqlResult> {
    if (this.#closed) throw new StoreError('store-closed')
    return withFaults(() => this.#db.execute(sql, values))
  }

  /** Fixes what is seen from the first read on, until {@link release}. */
  hold(): void {
    withFaults(() => this.#db.exec('begin'))
  }

  release(): void {
    withFaults(() => this.#db.exec('rollback'))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#db.close()
  }
}

/** Runs something on SQLite and turns its exceptions into store errors. */
export function withFaults<T>(action: () => T): T {
  try {
    return action()
  } catch (cause) {
    const { code, native } = sqliteFault(cause)
    throw new StoreError(code, { sqlite: native }, { cause })
  }
}

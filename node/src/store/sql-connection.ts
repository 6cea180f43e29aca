/** What a column can hold. */
export type SqlValue = null | number | string | Uint8Array

/** What one statement gave back. */
export interface SqlResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Rows inserted, updated or deleted; absent for statements that return rows. */
  readonly affected?: number
  /** SQLite only: the rowid last inserted. */
  readonly insertId?: number
}

/** One statement at a time to an engine; errors arrive as `StoreError`. */
export interface SqlConnection {
  execute(sql: string, values: readonly SqlValue[]): Promise<SqlResult>
}

/** A connection inside a transaction that may write. */
export interface WriteSession extends SqlConnection {
  /** Inserts rows of unchecked values and resolves to the number inserted. */
  insertRows(insert: BulkInsert): Promise<number>
  lock(name: string): Promise<void>
}

/** Rows for one table, in the order of `columns`. */
export interface BulkInsert {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly ignoreConflicts: boolean
}

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { SqlResult, SqlValue } from '../sql-connection.ts'

/** Enough for every fixed statement of a node, and a bound for those with lists of any length. */
const STATEMENTS_KEPT = 256

interface Prepared {
  readonly statement: StatementSync
  readonly returnsRows: boolean
}

/** A connection of this thread, with its prepared statements. Errors are those of `node:sqlite`. */
export class LocalDatabase {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, Prepared>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction
  }

  /** Runs statements without parameters or results. */
  exec(sql: string): void {
    this.#db.exec(sql)
  }

  execute(sql: string, values: readonly SqlValue[]): SqlResult {
    const { statement, returnsRows } = this.#prepare(sql)
    if (returnsRows) return { rows: statement.all(...values) }
    const { changes, lastInsertRowid } = statement.run(...values)
    return { rows: [], affected: Number(changes), insertId: Number(lastInsertRowid) }
  }

  /** Runs one statement for each row and counts the changes. */
  executeEach(sql: string, rows: Iterable<readonly SqlValue[]>): number {
    const { statement } = this.#prepare(sql)
    let changes = 0
    for (const row of rows) changes += Number(statement.run(...row).changes)
    return changes
  }

  close(): void {
    this.#prepared.clear()
    this.#db.close()
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare(sql)
    const prepared = { statement, returnsRows: statement.columns().length > 0 }
    this.#forgetOldest()
    this.#prepared.set(sql, prepared)
    return prepared
  }

  #forgetOldest(): void {
    if (this.#prepared.size < STATEMENTS_KEPT) return
    const [oldest] = this.#prepared.keys()
    if (oldest !== undefined) this.#prepared.delete(oldest)
  }
}

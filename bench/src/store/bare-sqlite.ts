import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { StixObject } from '@concert/stix'
import {
  ITEM_COLUMNS,
  itemRow,
  OBJECT_COLUMNS,
  objectRow,
  ROWS_PER_TRANSACTION,
} from '../support/rows.ts'

/** The same tables written and read with prepared statements in this thread, WAL and full syncs. */
export class BareSqlite {
  readonly #db: DatabaseSync
  readonly #object: StatementSync
  readonly #item: StatementSync
  readonly #page: StatementSync
  #objects = 0
  #statements = 0

  /** @param path - a database that the store made, closed again and empty */
  constructor(path: string) {
    this.#db = new DatabaseSync(path)
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#object = this.#db.prepare(insertSql('objects', OBJECT_COLUMNS))
    this.#item = this.#db.prepare(insertSql('items', ITEM_COLUMNS))
    this.#page = this.#db.prepare(
      'select id, stix_id, type, tlp, source, body from objects where id > ? order by id limit ?',
    )
  }

  /** Writes objects and their items, a transaction for every thousand. */
  ingest(objects: readonly StixObject[]): void {
    for (let first = 0; first < objects.length; first += ROWS_PER_TRANSACTION) {
      this.#db.exec('begin immediate')
      this.#statements += 1
      for (const [i, object] of objects.slice(first, first + ROWS_PER_TRANSACTION).entries()) {
        this.#objects += 1
        this.#object.run(...cells(objectRow(this.#objects, object)))
        this.#item.run(...cells(itemRow(this.#statements, i, this.#objects)))
      }
      this.#db.exec('commit')
    }
  }

  /** Reads so many objects after an id. */
  page(after: number, limit: number): number {
    return this.#page.all(after, limit).length
  }

  close(): void {
    this.#db.close()
  }
}

function cells(row: readonly SQLInputValue[]): SQLInputValue[] {
  return [...row]
}

function insertSql(table: string, columns: readonly string[]): string {
  const places = columns.map(() => '?').join(', ')
  return `insert into ${table} (${columns.join(', ')}) values (${places})`
}

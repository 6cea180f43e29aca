import { eachCell, insertSteps, quoteNames } from '../bulk-insert.ts'
import type { BulkInsert, SqlResult, SqlValue, WriteSession } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import type { WriterLink } from './writer-link.ts'
import { type PackedValues, packEach, packValues } from './writer-messages.ts'

/** One transaction on the writer's thread. It begins with its first statement. */
export class SqliteSession implements WriteSession {
  readonly #link: WriterLink
  #begun = false
  #ended = false

  constructor(link: WriterLink) {
    this.#link = link
  }

  async execute(sql: string, values: readonly SqlValue[]): Promise<SqlResult> {
    return this.#send('execute', sql, values.length, packValues(values))
  }

  async insertRows(insert: BulkInsert): Promise<number> {
    const sql = insertSql(insert)
    let inserted = 0
    for (const step of insertSteps(insert)) {
      const values = packEach((take) => eachCell(step, take))
      const { affected } = await this.#send('insert', sql, insert.columns.length, values)
      inserted += affected ?? 0
    }
    return inserted
  }

  /** Writers come one after the other, across processes too, so the lock is held already. */
  async lock(): Promise<void> {
    await this.execute('select 1', [])
  }

  async commit(): Promise<void> {
    this.#ended = true
    if (this.#begun) await this.#link.request({ kind: 'commit' })
  }

  /** A thread that died has rolled back by dying. */
  async rollback(): Promise<void> {
    this.#ended = true
    if (this.#begun && !this.#link.dead) await this.#link.request({ kind: 'rollback' })
  }

  async #send(
    kind: 'execute' | 'insert',
    sql: string,
    width: number,
    values: PackedValues,
  ): Promise<SqlResult> {
    if (this.#ended) throw new StoreError('store-ended')
    const begin = !this.#begun
    this.#begun = true
    return this.#link.request({ kind, begin, sql, width, values })
  }
}

function insertSql({ table, columns, ignoreConflicts }: BulkInsert): string {
  const places = columns.map(() => '?').join(', ')
  const conflict = ignoreConflicts ? ' on conflict do nothing' : ''
  return `insert into ${quoteNames([table])} (${quoteNames(columns)}) values (${places})${conflict}`
}

import type { StixObject } from '@concert/stix'
import { Client } from 'pg'
import {
  ITEM_COLUMNS,
  itemRow,
  OBJECT_COLUMNS,
  objectRow,
  ROWS_PER_TRANSACTION,
} from '../support/rows.ts'

/** The same tables written and read over one connection with statements of many rows. */
export class BarePostgres {
  readonly #client: Client
  #objects = 0
  #statements = 0

  private constructor(client: Client) {
    this.#client = client
  }

  /** @param url - a database that the store made, closed again and empty */
  static async open(url: string): Promise<BarePostgres> {
    const client = new Client({ connectionString: url })
    await client.connect()
    return new BarePostgres(client)
  }

  /** Writes objects and their items, a transaction for every thousand. */
  async ingest(objects: readonly StixObject[]): Promise<void> {
    for (let first = 0; first < objects.length; first += ROWS_PER_TRANSACTION) {
      const batch = objects.slice(first, first + ROWS_PER_TRANSACTION)
      const begin = this.#objects + 1
      this.#objects += batch.length
      this.#statements += 1
      await this.#client.query('begin')
      await this.#insert(
        'objects',
        OBJECT_COLUMNS,
        batch.map((object, i) => objectRow(begin + i, object)),
      )
      await this.#insert(
        'items',
        ITEM_COLUMNS,
        batch.map((_, i) => itemRow(this.#statements, i, begin + i)),
      )
      await this.#client.query('commit')
    }
  }

  async #insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly unknown[])[],
  ): Promise<void> {
    let place = 0
    const places = rows.map(() => `(${columns.map(() => `$${++place}`).join(', ')})`).join(', ')
    await this.#client.query({
      name: `${table}-${rows.length}`,
      text: `insert into ${table} (${columns.join(', ')}) values ${places}`,
      values: rows.flatMap((row) => row.map(asParameter)),
    })
  }

  /** Reads so many objects after an id. */
  async page(after: number, limit: number): Promise<number> {
    const { rows } = await this.#client.query({
      name: 'page',
      text: 'select id, stix_id, type, tlp, source, body from objects where id > $1 order by id limit $2',
      values: [after, limit],
    })
    return rows.length
  }

  async close(): Promise<void> {
    await this.#client.end()
  }
}

function asParameter(value: unknown): unknown {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.length)
    : value
}

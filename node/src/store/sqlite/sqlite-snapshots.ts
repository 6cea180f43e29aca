import { StoreError } from '../store-error.ts'
import { SqliteReader } from './sqlite-reader.ts'

const IDLE_KEPT = 2

/** Connections for snapshots, each used by one snapshot at a time, so that none sees another's view. */
export class SqliteSnapshots {
  readonly #path: string
  readonly #idle: SqliteReader[] = []
  readonly #busy = new Set<SqliteReader>()
  #closed = false

  constructor(path: string) {
    this.#path = path
  }

  async run<T>(task: (reader: SqliteReader) => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreError('store-closed')
    const reader = this.#idle.pop() ?? new SqliteReader(this.#path)
    this.#busy.add(reader)
    try {
      reader.hold()
      return await task(reader)
    } finally {
      this.#giveBack(reader)
    }
  }

  close(): void {
    this.#closed = true
    for (const reader of [...this.#idle.splice(0), ...this.#busy]) reader.close()
  }

  #giveBack(reader: SqliteReader): void {
    this.#busy.delete(reader)
    if (this.#closed) return
    reader.release()
    if (this.#idle.length < IDLE_KEPT) this.#idle.push(reader)
    else reader.close()
  }
}

import { SqliteReader } from './sqlite-reader.ts'

const IDLE_KEPT = 2

/** Connections for snapshots, each used by one at a time, so that none sees another's view. */
export class SqliteSnapshots {
  readonly #path: string
  readonly #idle: SqliteReader[] = []

  constructor(path: string) {
    this.#path = path
  }

  async run<T>(task: (reader: SqliteReader) => Promise<T>): Promise<T> {
    const reader = this.#idle.pop() ?? new SqliteReader(this.#path)
    reader.hold()
    try {
      return await task(reader)
    } finally {
      reader.release()
      if (this.#idle.length < IDLE_KEPT) this.#idle.push(reader)
      else reader.close()
    }
  }

  /** Call it when none is running. */
  close(): void {
    for (const reader of this.#idle.splice(0)) reader.close()
  }
}

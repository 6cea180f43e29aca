import fs from 'node:fs/promises'
import { Mutex } from '../mutex.ts'
import { NestingGuard } from '../nesting-guard.ts'
import type { Reader, Store, Transaction } from '../store.ts'
import { createReader, createTransaction } from '../transaction.ts'
import { Usage } from '../usage.ts'
import { prepareDatabase } from './prepare-database.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { SqliteSession } from './sqlite-session.ts'
import { SqliteSnapshots } from './sqlite-snapshots.ts'
import { type SpawnWriter, spawnWriter, WriterLink } from './writer-link.ts'
import type { WriterOptions } from './writer-messages.ts'

/**
 * Opens or makes a database file (mode 0600). Reads run on the calling thread, writes on a thread
 * of their own, one transaction after the other in the order of asking.
 *
 * @throws StoreError `store-newer` or `store-changed` for a database of another program version.
 */
export async function openSqliteStore(
  options: WriterOptions,
  spawn: SpawnWriter = spawnWriter,
): Promise<Store> {
  await prepareDatabase(options.path)
  return new SqliteStore(options, spawn)
}

class SqliteStore implements Store {
  readonly engine = 'sqlite'
  readonly read: Reader
  readonly #options: WriterOptions
  readonly #spawn: SpawnWriter
  readonly #reader: SqliteReader
  readonly #snapshots: SqliteSnapshots
  readonly #writers = new Mutex()
  readonly #nesting = new NestingGuard()
  readonly #usage = new Usage()
  #link: WriterLink

  constructor(options: WriterOptions, spawn: SpawnWriter) {
    this.#options = options
    this.#spawn = spawn
    this.#reader = new SqliteReader(options.path)
    this.#snapshots = new SqliteSnapshots(options.path)
    this.read = createReader('sqlite', this.#reader)
    this.#link = new WriterLink(spawn(options))
  }

  snapshot<T>(task: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#usage.run(() =>
      this.#snapshots.run((reader) => task(createReader('sqlite', reader))),
    )
  }

  transact<T>(task: (tx: Transaction) => Promise<T>): Promise<T> {
    const alone = () => this.#writers.run(() => this.#transactAlone(task))
    return this.#usage.run(() => this.#nesting.run(alone))
  }

  async sizeBytes(): Promise<number> {
    const { path } = this.#options
    const sizes = await Promise.all([path, `${path}-wal`].map(fileSize))
    return sizes.reduce((sum, size) => sum + size, 0)
  }

  async close(): Promise<void> {
    this.#nesting.requireOutside()
    if (!(await this.#usage.close())) return
    // Readers first: the last to leave merges the write-ahead log into the database.
    this.#snapshots.close()
    this.#reader.close()
    await this.#link.close()
  }

  async #transactAlone<T>(task: (tx: Transaction) => Promise<T>): Promise<T> {
    const session = new SqliteSession(this.#writer())
    try {
      const value = await task(createTransaction('sqlite', session))
      await session.commit()
      return value
    } catch (error) {
      await this.#rollback(session)
      throw error
    }
  }

  /** A writer that cannot even roll back is replaced: its end rolls back for it. */
  async #rollback(session: SqliteSession): Promise<void> {
    try {
      await session.rollback()
    } catch {
      await this.#link.kill()
    }
  }

  /** A thread that died is replaced at the next transaction. */
  #writer(): WriterLink {
    if (this.#link.dead) this.#link = new WriterLink(this.#spawn(this.#options))
    return this.#link
  }
}

async function fileSize(path: string): Promise<number> {
  try {
    const { size } = await fs.stat(path)
    return size
  } catch {
    return 0
  }
}

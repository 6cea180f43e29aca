import { DatabaseSync } from 'node:sqlite'
import { LocalDatabase } from './local-database.ts'
import { sqliteFault } from './sqlite-fault.ts'
import {
  unpackRows,
  type WriterOptions,
  type WriterReply,
  type WriterRequest,
} from './writer-messages.ts'

/** How long a writer waits for another process that writes. It blocks its own thread only. */
const BUSY_TIMEOUT_MS = 5_000
const CACHE_KIB = 32 * 1024
/** 16 MiB between checkpoints: each costs two syncs. */
const CHECKPOINT_PAGES = 4_096
const WAL_LIMIT_BYTES = 64 * 1024 * 1024

const ABORTED: WriterReply = {
  fault: { code: 'store-aborted', native: 0, message: 'an earlier statement failed' },
}

/** The one connection that writes: does what it is asked, one request after the other. */
export class Writer {
  readonly #db: LocalDatabase
  /** `failed`: a statement failed; only commit (refused) and rollback lead out of it. */
  #state: 'idle' | 'open' | 'failed' = 'idle'

  constructor(options: WriterOptions) {
    this.#db = openWriter(options)
  }

  /** Whether the next request of a transaction is likely to come soon. */
  get expectsMore(): boolean {
    return this.#state === 'open'
  }

  serve(request: WriterRequest): WriterReply {
    switch (request.kind) {
      case 'commit':
        return this.#commit()
      case 'rollback':
        return this.#rollback()
      case 'close':
        this.#db.close()
        return { rows: [] }
      default:
        return this.#statement(request)
    }
  }

  #statement(request: Extract<WriterRequest, { sql: string }>): WriterReply {
    if (this.#state !== (request.begin ? 'idle' : 'open')) return ABORTED
    try {
      if (request.begin) this.#begin()
      return this.#run(request)
    } catch (error) {
      this.#state = 'failed'
      return { fault: sqliteFault(error) }
    }
  }

  /** `immediate`, since a transaction that turns to writing later can end in BUSY at once. */
  #begin(): void {
    this.#db.exec('begin immediate')
    this.#state = 'open'
  }

  #run({ kind, sql, width, values }: Extract<WriterRequest, { sql: string }>): WriterReply {
    const rows = unpackRows(values, width)
    if (kind === 'insert') return { rows: [], affected: this.#db.executeEach(sql, rows) }
    return this.#db.execute(sql, rows.next().value ?? [])
  }

  #commit(): WriterReply {
    if (this.#state !== 'open') {
      this.#rollback()
      return ABORTED
    }
    try {
      this.#db.exec('commit')
      this.#state = 'idle'
      return { rows: [] }
    } catch (error) {
      this.#rollback()
      return { fault: sqliteFault(error) }
    }
  }

  /** A full disk may already have rolled back. A rollback that fails ends the thread. */
  #rollback(): WriterReply {
    if (this.#db.inTransaction) this.#db.exec('rollback')
    this.#state = 'idle'
    return { rows: [] }
  }
}

function openWriter({ path, maxBytes }: WriterOptions): LocalDatabase {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  db.exec(`
    pragma synchronous = full;
    pragma cache_size = -${CACHE_KIB};
    pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
    pragma journal_size_limit = ${WAL_LIMIT_BYTES};
    pragma temp_store = memory;
    pragma trusted_schema = off`)
  if (maxBytes !== undefined) limitSize(db, maxBytes)
  return new LocalDatabase(db)
}

function limitSize(db: DatabaseSync, maxBytes: number): void {
  const pageSize = Number(db.prepare('pragma page_size').get()?.page_size)
  db.exec(`pragma max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`)
}

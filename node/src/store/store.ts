import type { InsertType, Kysely, RawBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/** The engines a store can stand on. */
export type Engine = 'sqlite' | 'postgres'

/**
 * What a reader may ask through Kysely: nothing here can build a statement that writes. The
 * engine refuses writes on the same connection as well, so a cast gains nothing.
 */
export type ReadQueries = Pick<
  Kysely<Schema>,
  'selectFrom' | 'selectNoFrom' | 'fn' | 'case' | 'dynamic'
>

/** Looks and does not touch. A {@link Transaction} is also a reader, of its own uncommitted state. */
export interface Reader {
  readonly engine: Engine
  readonly db: ReadQueries
  /**
   * Runs SQL written by hand, for hot paths that need an engine's own words:
   * `` reader.query(sql<{ n: number }>`select count(*) as n from objects`) ``.
   */
  query<Row>(raw: RawBuilder<Row>): Promise<Row[]>
}

type ColumnOf<Table extends keyof Schema> = keyof Schema[Table] & string

/** The values of one row in the order of the columns named. */
export type RowOf<Table extends keyof Schema, Columns extends readonly ColumnOf<Table>[]> = {
  readonly [Index in keyof Columns]: Exclude<InsertType<Schema[Table][Columns[Index]]>, undefined>
}

/** `ignore` skips rows that collide with a unique key instead of failing. */
export interface InsertOptions {
  readonly onConflict?: 'ignore'
}

/**
 * All or nothing. The first statement that fails dooms the transaction: later statements and the
 * commit are refused with `store-aborted`, on both engines alike.
 */
export interface Transaction extends Reader {
  readonly db: Kysely<Schema>
  /**
   * Inserts thousands of rows in one step and resolves to the number inserted. Values must be
   * null, strings, safe integers or bytes; anything else, `undefined` included, is refused with
   * `store-value`. Do not change the arrays or bytes before the promise settles.
   */
  insertMany<Table extends keyof Schema, const Columns extends readonly ColumnOf<Table>[]>(
    table: Table,
    columns: Columns,
    rows: readonly RowOf<Table, Columns>[],
    options?: InsertOptions,
  ): Promise<number>
  /**
   * Takes `count` (at least 1) ids that nobody else gets and resolves to the first: the block is
   * contiguous, sequences begin at 1, and a rollback gives the ids back.
   */
  allocateIds(sequence: string, count: number): Promise<number>
  /**
   * Holds everybody else who asks for the same name back until this transaction ends. Take the
   * lock before reading what you will change: PostgreSQL writers run side by side at read
   * committed, SQLite writers one after the other anyway.
   */
  lock(name: string): Promise<void>
}

/**
 * Where a node keeps what it knows. Errors are {@link StoreError | ConcertErrors with store codes}.
 */
export interface Store {
  readonly engine: Engine
  /** Each query sees everything committed before it began. */
  readonly read: Reader
  /** Runs several reads over one unchanging view. Keep it short: it holds old pages alive. */
  snapshot<T>(task: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Runs the task in a transaction, commits durably when it resolves, rolls back when it rejects
   * and passes the error on. Await every statement: one that comes later is refused with
   * `store-ended`. PostgreSQL may run the task again after a deadlock, so it must touch
   * nothing but the transaction. A transaction begun inside another's task is refused with
   * `store-nested`. If the commit itself ends in `store-failed`, its outcome is unknown.
   */
  transact<T>(task: (tx: Transaction) => Promise<T>): Promise<T>
  /** Bytes on disk, write-ahead log included where it is ours. */
  sizeBytes(): Promise<number>
  /**
   * Waits for the transactions and snapshots asked for, then lets go of everything. Later calls are
   * refused with `store-closed`.
   */
  close(): Promise<void>
}

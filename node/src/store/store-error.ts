import { ConcertError } from '@concert/core'

/**
 * What can go wrong with a store.
 *
 * - `store-full`: no space left, on the disk or in the operator's quota; rolled back
 * - `store-failed`: the engine, its file or its connection failed
 * - `store-busy`: somebody else held the database for too long, or a deadlock did not resolve
 * - `store-constraint`: a unique key or a not-null column was violated
 * - `store-read-only`: a write through a reader
 * - `store-aborted`: an earlier statement of this transaction failed
 * - `store-ended`: a transaction was used after its task had settled
 * - `store-nested`: a transaction inside another one's task
 * - `store-closed`: the store was used after `close`
 * - `store-value`: a value that the tables cannot hold exactly
 * - `store-query`: the engine did not understand a statement
 * - `store-newer`: the database was written by a newer version of this program
 * - `store-changed`: the migrations that made the database are not this program's
 */
export type StoreErrorCode =
  | 'store-full'
  | 'store-failed'
  | 'store-busy'
  | 'store-constraint'
  | 'store-read-only'
  | 'store-aborted'
  | 'store-ended'
  | 'store-nested'
  | 'store-closed'
  | 'store-value'
  | 'store-query'
  | 'store-newer'
  | 'store-changed'

/** An error of the store, told apart by `code`; `cause` is the engine's own error where it had one. */
export class StoreError extends ConcertError {
  declare readonly code: StoreErrorCode

  constructor(
    code: StoreErrorCode,
    details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(code, details, options)
    this.name = 'StoreError'
  }
}

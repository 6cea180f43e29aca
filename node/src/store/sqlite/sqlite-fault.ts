import type { StoreErrorCode } from '../store-error.ts'

/** An error of SQLite in a form that crosses threads. */
export interface SqliteFault {
  readonly code: StoreErrorCode
  /** SQLite's extended result code; 0 when the error was not SQLite's. */
  readonly native: number
  readonly message: string
}

/** Primary result codes, https://www.sqlite.org/rescode.html */
const FAULTS: Readonly<Record<number, StoreErrorCode>> = {
  1: 'store-query',
  5: 'store-busy',
  6: 'store-busy',
  8: 'store-read-only',
  13: 'store-full',
  19: 'store-constraint',
  20: 'store-query',
  25: 'store-query',
}

/** Tells what an exception of `node:sqlite` means; everything unknown is `store-failed`. */
export function sqliteFault(error: unknown): SqliteFault {
  const message = error instanceof Error ? error.message : String(error)
  const native = nativeCode(error)
  return { code: FAULTS[native & 0xff] ?? 'store-failed', native, message }
}

function nativeCode(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return 0
  return typeof error.errcode === 'number' ? error.errcode : 0
}

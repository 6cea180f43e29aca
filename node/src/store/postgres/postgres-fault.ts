import { StoreError, type StoreErrorCode } from '../store-error.ts'

/** SQLSTATE codes, then classes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CODES: Readonly<Record<string, StoreErrorCode>> = {
  '40001': 'store-busy',
  '40P01': 'store-busy',
  '53100': 'store-full',
  '25006': 'store-read-only',
  '25P02': 'store-aborted',
}
const CLASSES: Readonly<Record<string, StoreErrorCode>> = {
  '22': 'store-query',
  '23': 'store-constraint',
  '42': 'store-query',
}

/** Tells what an exception of the driver means; everything unknown is `store-failed`. */
export function postgresError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  const sqlstate = textOf(cause, 'code')
  const code = CODES[sqlstate] ?? CLASSES[sqlstate.slice(0, 2)] ?? 'store-failed'
  const constraint = textOf(cause, 'constraint')
  const details = { postgres: sqlstate, ...(constraint === '' ? {} : { constraint }) }
  return new StoreError(code, details, { cause })
}

/** Serialization failures and deadlocks: another attempt can succeed. */
export function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'store-busy'
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const text: unknown = Reflect.get(value, key)
  return typeof text === 'string' ? text : ''
}

import type { SqlValue } from './sql-connection.ts'
import { StoreError } from './store-error.ts'

/**
 * Passes a value on that both engines hold exactly. Refuses with `store-value` what one of them
 * would silently change or what only one would take: undefined, booleans, dates, fractions,
 * integers beyond 2^53 − 1, lone surrogates, NUL in text.
 */
export function requireSqlValue(value: unknown, at: string): SqlValue {
  if (isSqlValue(value)) return value
  throw new StoreError('store-value', { at, type: typeof value })
}

/** {@link requireSqlValue} for the parameters of one statement. */
export function requireSqlValues(values: readonly unknown[]): SqlValue[] {
  return values.map((value, index) => requireSqlValue(value, `$${index + 1}`))
}

function isSqlValue(value: unknown): value is SqlValue {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value)
    case 'string':
      return value.isWellFormed() && !value.includes('\0')
    case 'object':
      return value === null || value instanceof Uint8Array
    default:
      return false
  }
}

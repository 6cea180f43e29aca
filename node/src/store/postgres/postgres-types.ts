import pg from 'pg'
import { StoreError } from '../store-error.ts'
import { OID } from './binary-array.ts'

/** `numeric`, which `sum()` over integers gives. */
const NUMERIC = 1700

/** Reads results as SQLite gives them: integers as numbers, bytes as plain arrays. */
export const resultTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
    if (oid === OID.int8 || oid === NUMERIC) return parseInteger
    if (oid === OID.bytea) return parseBytes
    return pg.types.getTypeParser(oid, 'text')
  },
}

function parseInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new StoreError('store-value', { type: 'bigint' })
  return value
}

/** PostgreSQL writes bytes as `\x` and hex digits (bytea_output = hex). */
function parseBytes(text: string): Uint8Array {
  return Uint8Array.fromHex(text.slice(2))
}

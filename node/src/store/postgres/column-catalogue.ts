import type { SqlConnection } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import { type ColumnOid, OID } from './binary-array.ts'

/** The type of each column by `table.column`, as the database has it. */
export type ColumnCatalogue = ReadonlyMap<string, ColumnOid>

const ARRAY_TYPES: Readonly<Record<ColumnOid, string>> = {
  [OID.bytea]: 'bytea[]',
  [OID.int8]: 'bigint[]',
  [OID.text]: 'text[]',
}

/** Reads the columns of our tables, once at the start. */
export async function readCatalogue(connection: SqlConnection): Promise<ColumnCatalogue> {
  const { rows } = await connection.execute(
    `select c.relname || '.' || a.attname as name, a.atttypid::integer as oid
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped`,
    [],
  )
  return new Map(rows.flatMap(({ name, oid }) => (isColumnOid(oid) ? [[String(name), oid]] : [])))
}

/** The type of a column that exists. */
export function columnType(catalogue: ColumnCatalogue, table: string, column: string): ColumnOid {
  const at = `${table}.${column}`
  const oid = catalogue.get(at)
  if (oid === undefined) throw new StoreError('store-query', { at })
  return oid
}

/** How SQL names an array of the type. */
export function arrayType(oid: ColumnOid): string {
  return ARRAY_TYPES[oid]
}

function isColumnOid(oid: unknown): oid is ColumnOid {
  return oid === OID.bytea || oid === OID.int8 || oid === OID.text
}

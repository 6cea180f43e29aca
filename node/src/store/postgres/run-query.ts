import type pg from 'pg'
import type { SqlResult, SqlValue } from '../sql-connection.ts'
import { postgresError } from './postgres-fault.ts'

/** What both a pool and a client can do. */
type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>

/** Runs one statement; the driver's exceptions become store errors. */
export async function runQuery(
  target: Queryable,
  sql: string,
  values: readonly SqlValue[],
): Promise<SqlResult> {
  try {
    const { rows, rowCount, fields } = await target.query(sql, [...values])
    return fields.length > 0 ? { rows } : { rows, affected: rowCount ?? 0 }
  } catch (error) {
    throw postgresError(error)
  }
}

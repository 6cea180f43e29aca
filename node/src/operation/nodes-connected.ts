import { sql } from 'kysely'
import { APPLICATION_NAME } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'

/**
 * Whether node processes are connected to a PostgreSQL database, on whatever machine. The asker
 * must have opened it under another application name. Of a SQLite file only one process can tell.
 */
export async function isUsedByNodes({ engine, read }: Store): Promise<boolean> {
  if (engine !== 'postgres') return false
  const rows = await read.query(sql<{ n: number }>`
    select count(*) as n from pg_stat_activity
    where datname = current_database() and application_name = ${APPLICATION_NAME}`)
  return Number(rows[0]?.n) > 0
}

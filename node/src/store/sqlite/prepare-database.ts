import fs from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../migrations/migrate.ts'
import type { SqlConnection } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import { LocalDatabase } from './local-database.ts'
import { withFaults } from './sqlite-reader.ts'

const BUSY_TIMEOUT_MS = 5_000

/** Makes the file if there is none, turns write-ahead logging on, and migrates. */
export async function prepareDatabase(path: string): Promise<void> {
  await createPrivateFile(path)
  const db = withFaults(() => openForSchema(path))
  try {
    withFaults(() => db.exec('begin exclusive'))
    await migrate('sqlite', connectionOver(db))
    withFaults(() => db.exec('commit'))
  } finally {
    db.close()
  }
}

/** The engine gives its side files the mode of the database. */
async function createPrivateFile(path: string): Promise<void> {
  try {
    const file = await fs.open(path, 'a', 0o600)
    await file.close()
  } catch (cause) {
    throw new StoreError('store-failed', { path }, { cause })
  }
}

function openForSchema(path: string): LocalDatabase {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  db.exec('pragma journal_mode = wal; pragma synchronous = full')
  return new LocalDatabase(db)
}

function connectionOver(db: LocalDatabase): SqlConnection {
  return { execute: async (sql, values) => withFaults(() => db.execute(sql, values)) }
}

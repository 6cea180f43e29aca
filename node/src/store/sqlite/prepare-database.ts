import fs from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../migrations/migrate.ts'
import type { SqlConnection } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import { LocalDatabase } from './local-database.ts'
import { withFaults } from './sqlite-reader.ts'

const BUSY_TIMEOUT_MS = 5_000
const RETRY_MS = 10

/** Makes the file if there is none, turns write-ahead logging on, and migrates. */
export async function prepareDatabase(path: string): Promise<void> {
  await createPrivateFile(path)
  const db = withFaults(() => new LocalDatabase(new DatabaseSync(path, { timeout: 0 })))
  try {
    await whenFree(() => db.exec('pragma journal_mode = wal; pragma synchronous = full'))
    await whenFree(() => db.exec('begin exclusive'))
    await migrate('sqlite', connectionOver(db))
    withFaults(() => db.exec('commit'))
  } finally {
    db.close()
  }
}

/**
 * Waits for whoever writes, without holding up this thread: a node of the same process that has a
 * transaction open needs the thread to end it.
 */
async function whenFree(attempt: () => void): Promise<void> {
  const end = performance.now() + BUSY_TIMEOUT_MS
  for (;;) {
    try {
      return withFaults(attempt)
    } catch (error) {
      const isBusy = error instanceof StoreError && error.code === 'store-busy'
      if (!isBusy || performance.now() > end) throw error
    }
    await sleep(RETRY_MS)
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

function connectionOver(db: LocalDatabase): SqlConnection {
  return { execute: async (sql, values) => withFaults(() => db.execute(sql, values)) }
}

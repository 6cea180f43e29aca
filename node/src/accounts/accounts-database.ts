import { open } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import {
  Kysely,
  PostgresDialect,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
} from 'kysely'
import type { Config, Secrets } from '../config/config.ts'
import { makePrivateFolder, PRIVATE_FILE } from '../files/atomic-file.ts'
import { accountsDatabasePath, accountsFolder } from '../operation/data-files.ts'

/** The tables of the accounts library that we read ourselves, in its own words. */
export interface AccountsSchema {
  user: UserTable
  session: SessionTable
  account: { id: string; userId: string; providerId: string; password: string | null }
  passkey: { id: string; userId: string }
  twoFactor: { id: string; userId: string; verified: unknown }
  apikey: ApiKeyTable
  verification: { id: string; identifier: string }
}

interface UserTable {
  id: string
  name: string
  email: string
  /** Role names with a space between them. */
  roles: string
  language: string
  /** 0 and 1, or false and true: engines differ. */
  disabled: unknown
  /** Whether a new password is asked for at the next sign-in. */
  mustChange: unknown
  twoFactorEnabled: unknown
  /** Times are texts in SQLite and Dates in PostgreSQL. */
  createdAt: unknown
  updatedAt: unknown
}

interface SessionTable {
  id: string
  token: string
  userId: string
  method: string
  ipAddress: string | null
  userAgent: string | null
  createdAt: unknown
  updatedAt: unknown
  expiresAt: unknown
}

interface ApiKeyTable {
  id: string
  /** The account that made it. */
  referenceId: string
  /** Unpadded base64url of its SHA-256. */
  key: string
  enabled: unknown
  expiresAt: unknown
}

/** The database of accounts: a file of its own, or a schema of its own in PostgreSQL. */
export interface AccountsDatabase {
  readonly db: Kysely<AccountsSchema>
  readonly type: 'sqlite' | 'postgres'
  close(): Promise<void>
}

/** Name of the schema in PostgreSQL. */
const POSTGRES_SCHEMA = 'concert_accounts'

/** Opens the database of accounts, empty at first. */
export async function openAccountsDatabase(
  config: Config,
  secrets: Secrets,
): Promise<AccountsDatabase> {
  if (config.store.engine === 'postgres') return await openPostgres(secrets.databaseUrl ?? '')
  await makePrivateFolder(accountsFolder(config.dataDir))
  const path = accountsDatabasePath(config.dataDir)
  // The engine would make it readable by others.
  await (await open(path, 'a', PRIVATE_FILE)).close()
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  database.exec('pragma foreign_keys = on')
  const db = new Kysely<AccountsSchema>({
    dialect: new SqliteDialect({ database: statementsOf(database) }),
  })
  return { db, type: 'sqlite', close: () => db.destroy() }
}

async function openPostgres(connectionString: string): Promise<AccountsDatabase> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    application_name: 'concert accounts',
    options: `-c search_path=${POSTGRES_SCHEMA}`,
  })
  // A connection that breaks while idle is replaced at the next query.
  pool.on('error', () => {})
  await pool.query(`create schema if not exists ${POSTGRES_SCHEMA}`)
  const db = new Kysely<AccountsSchema>({ dialect: new PostgresDialect({ pool }) })
  return { db, type: 'postgres', close: () => db.destroy() }
}

/** Kysely's own dialect over `node:sqlite`: statements that give rows are told from others. */
function statementsOf(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(text) {
      const known = prepared.get(text)
      if (known) return known
      const statement = database.prepare(text)
      const made: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as string[])),
        run: (values) => statement.run(...(values as string[])),
        iterate: (values) => statement.iterate(...(values as string[])),
      }
      if (prepared.size < 200) prepared.set(text, made)
      return made
    },
  }
}

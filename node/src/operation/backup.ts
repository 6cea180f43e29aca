import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ok, type Result, refuse } from '@concert/core'
import { CONFIG_FILE, type Config } from '../config/config.ts'
import {
  makePrivateFolder,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  syncFolder,
} from '../files/atomic-file.ts'
import { KEYS_FOLDER } from '../keys/create-keys.ts'
import {
  ACCOUNTS_SECRET,
  accountsDatabasePath,
  accountsFolder,
  databasePath,
  exists,
} from './data-files.ts'

/** Why no backup was made; `at` is the path concerned. */
export type BackupRefusal = 'backup-exists' | 'backup-postgres' | 'backup-no-database'

/** A backup that was made. */
export interface Backup {
  readonly folder: string
  readonly files: readonly string[]
}

/**
 * Copies the database as of one moment, the configuration and, if asked for, the keys into a new
 * folder that only its owner may enter. The node may run meanwhile. The watermark is never copied:
 * a restore has to find out what was signed since.
 */
export async function makeBackup(
  config: Config,
  folder: string,
  hasKeys: boolean,
): Promise<Result<Backup, BackupRefusal>> {
  if (config.store.engine === 'postgres') return refuse('backup-postgres')
  const database = databasePath(config.dataDir)
  if (!(await exists(database))) return refuse('backup-no-database', database)
  if (await exists(folder)) return refuse('backup-exists', folder)
  await makePrivateFolder(dirname(folder))
  await mkdir(folder, { mode: PRIVATE_FOLDER })
  try {
    await copyDatabase(database, databasePath(folder))
    const files = ['concert.db']
    if (await exists(join(config.dataDir, CONFIG_FILE))) {
      await copyPrivate(join(config.dataDir, CONFIG_FILE), join(folder, CONFIG_FILE))
      files.push(CONFIG_FILE)
    }
    files.push(...(await copyAccounts(config.dataDir, folder)))
    if (hasKeys) files.push(...(await copyKeys(config.dataDir, folder)))
    await syncFolder(folder)
    return ok({ folder, files })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Copies the accounts as of one moment, if there are any. @returns their relative path */
async function copyAccounts(from: string, to: string): Promise<readonly string[]> {
  const path = accountsDatabasePath(from)
  if (!(await exists(path))) return []
  await mkdir(accountsFolder(to), { mode: PRIVATE_FOLDER, recursive: true })
  await copyDatabase(path, accountsDatabasePath(to))
  return ['accounts/accounts.db']
}

/** Copies the keys of a data folder or a backup into another. @returns their relative paths */
export async function copyKeys(from: string, to: string): Promise<readonly string[]> {
  const names = (await readdir(join(from, KEYS_FOLDER))).filter((name) => {
    return name.endsWith('.json') || name === ACCOUNTS_SECRET
  })
  await mkdir(join(to, KEYS_FOLDER), { mode: PRIVATE_FOLDER, recursive: true })
  for (const name of names) {
    await copyPrivate(join(from, KEYS_FOLDER, name), join(to, KEYS_FOLDER, name))
  }
  return names.map((name) => `${KEYS_FOLDER}/${name}`)
}

async function copyPrivate(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chmod(to, PRIVATE_FILE)
}

/** `vacuum into` reads one snapshot, whoever writes meanwhile. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 10_000 })
  try {
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
  await chmod(to, PRIVATE_FILE)
}

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { KEYS_FOLDER } from '../keys/create-keys.ts'
import type { WatermarkPlaces } from '../trust/watermark.ts'
import type { WitnessMarkPlaces } from '../trust/witness-mark-file.ts'

/** Path of the SQLite database in a data folder or in a backup. */
export function databasePath(folder: string): string {
  return join(folder, 'concert.db')
}

/** Folder of accounts and their set-up code. */
export function accountsFolder(folder: string): string {
  return join(folder, 'accounts')
}

/** Path of the SQLite database of accounts in a data folder or in a backup. */
export function accountsDatabasePath(folder: string): string {
  return join(accountsFolder(folder), 'accounts.db')
}

/** Name of the file beside the keys that {@link accountsSecretPath} leads to. */
export const ACCOUNTS_SECRET = 'accounts.secret'

/** Path of the key that signs sessions and seals second factors. */
export function accountsSecretPath(folder: string): string {
  return join(folder, KEYS_FOLDER, ACCOUNTS_SECRET)
}

/** Every place where this process and others note what the node has released. */
export function watermarkPlaces({
  dataDir,
  log,
}: Pick<Config, 'dataDir' | 'log'>): WatermarkPlaces {
  const { watermarks } = log
  return { watermarkPath: watermarkPath(dataDir), sharedWatermarks: watermarks }
}

/** Every place where it is noted how much the node has cosigned as a witness. */
export function witnessMarkPlaces({
  dataDir,
  log,
}: Pick<Config, 'dataDir' | 'log'>): WitnessMarkPlaces {
  const { watermarks } = log
  const shared = watermarks === undefined ? undefined : join(watermarks, 'witness')
  return { path: join(dataDir, 'witness-mark.json'), shared }
}

/** Path of the file that names the latest released checkpoint; no backup holds it. */
export function watermarkPath(dataDir: string): string {
  return join(dataDir, 'watermark.json')
}

/** Whether there is something at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Path of the file in which an interrupted `concert log fsck` leaves how far it came. */
export function fsckProgressPath(dataDir: string): string {
  return join(dataDir, 'run', 'log-fsck.json')
}

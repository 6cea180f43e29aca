import { chmod, copyFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConcertError, type CryptoPort, ok, type Result, refuse } from '@concert/core'
import type { Identity } from '@concert/envelope'
import { parseVkey } from '@concert/tlog'
import { CONFIG_FILE, type Config } from '../config/config.ts'
import { makePrivateFolder, PRIVATE_FILE, syncFolder } from '../files/atomic-file.ts'
import { KnownIdentities } from '../identity/known-identities.ts'
import { generationOf, readLogGeneration } from '../identity/log-generation.ts'
import { loadOwnIdentity } from '../identity/own-node.ts'
import { KEYS_FOLDER } from '../keys/create-keys.ts'
import type { KeySet } from '../keys/key-set.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { readLog } from '../trust/log-rows.ts'
import type { LogHead } from '../trust/log-types.ts'
import { raiseWatermark, readHighestWatermark } from '../trust/watermark.ts'
import { canGoOn } from '../trust/witness-mark.ts'
import { copyKeys } from './backup.ts'
import { askWitnesses, type Standing, standingOf } from './compare-logs.ts'
import {
  accountsDatabasePath,
  accountsFolder,
  databasePath,
  exists,
  watermarkPlaces,
  witnessMarkPlaces,
} from './data-files.ts'
import { beginNewLog, renewWitness } from './new-log.ts'
import { isUsedByNodes } from './nodes-connected.ts'

/** Why a backup was not restored; `at` is the path concerned. */
export type RestoreRefusal =
  | 'restore-no-backup'
  | 'restore-no-identity'
  | 'restore-other-node'
  | 'restore-in-use'
  | 'root-missing'

/** What a restore has done. */
export interface Restored {
  /** How the backup's log stood; `same` goes on, the others began a new log. */
  readonly standing: Standing
  readonly origin: string
  readonly identityVersion: number
  /** Where the database that was there before lies now; null when there was none. */
  readonly setAside: string | null
}

/** What {@link restoreBackup} needs. The node must not run. */
export interface RestoreDeps {
  readonly crypto: CryptoPort
  readonly config: Config
  readonly keys: KeySet
  /** Milliseconds since 1970 UTC. */
  readonly now: number
}

/** Brings configuration and keys of a backup into a data folder that has none. */
export async function restoreSettings(backup: string, dataDir: string): Promise<void> {
  await makePrivateFolder(dataDir)
  const config = join(dataDir, CONFIG_FILE)
  if (!(await exists(config)) && (await exists(join(backup, CONFIG_FILE)))) {
    await copyFile(join(backup, CONFIG_FILE), config)
    await chmod(config, PRIVATE_FILE)
  }
  const isKeyless = !(await exists(join(dataDir, KEYS_FOLDER)))
  if (isKeyless && (await exists(join(backup, KEYS_FOLDER)))) await copyKeys(backup, dataDir)
}

/**
 * Puts a backup's database in place of the present one. When the node has signed anything since
 * the backup was made, or nobody knows, the old log is not continued: see {@link beginNewLog}.
 * The present database is set aside, never deleted.
 */
export async function restoreBackup(
  deps: RestoreDeps,
  backup: string,
): Promise<Result<Restored, RestoreRefusal>> {
  const { dataDir } = deps.config
  if (!(await exists(databasePath(backup)))) return refuse('restore-no-backup', backup)
  const draft = join(dataDir, '.concert.db.restoring')
  try {
    await removeDatabase(draft)
    await copyFile(databasePath(backup), draft)
    await chmod(draft, PRIVATE_FILE)
    const present = await presentIdentities(deps)
    const made = await withStore(draft, (restored) => makeReady(deps, restored, present))
    return made.ok ? await putInPlace(deps, { draft, backup }, made.value) : made
  } finally {
    await removeDatabase(draft)
  }
}

/**
 * Makes a PostgreSQL database fit to go on that `pg_restore` has brought back, as
 * {@link restoreBackup} does. Identity versions later than the backup are lost with the database
 * that held them.
 *
 * @param store - opened under another application name than a node's
 */
export async function restoreInPlace(
  deps: RestoreDeps,
  store: Store,
): Promise<Result<Restored, RestoreRefusal>> {
  if (await isUsedByNodes(store)) return refuse('restore-in-use')
  const made = await makeReady(deps, store, [])
  if (!made.ok) return made
  const { head, ...ready } = made.value
  if (head) await raiseWatermark(watermarkPlaces(deps.config), { origin: ready.origin, ...head })
  return ok({ ...ready, setAside: null })
}

type Ready = Omit<Restored, 'setAside'> & {
  /** Empty tree of the log that was begun; null when the old one goes on. */
  readonly head: LogHead | null
}

async function makeReady(
  deps: RestoreDeps,
  store: Store,
  present: readonly Identity[],
): Promise<Result<Ready, RestoreRefusal>> {
  const { crypto, config } = deps
  const identity = await loadOwnIdentity(crypto, store)
  if (!identity) return refuse('restore-no-identity')
  const own = present[0]?.node
  if (own !== undefined && own !== identity.node) return refuse('restore-other-node', own)
  if (identity.host !== config.host) return refuse('restore-other-node', identity.host)
  const log = await readLog(store.read)
  const watermark = await readHighestWatermark(watermarkPlaces(config))
  const witnessed = await askWitnesses(crypto, identity, config.witnesses)
  const standing = standingOf(log, { watermark, witnessed })
  const laterIdentities = present.slice(identity.version)
  if (standing === 'same' && laterIdentities.length === 0) {
    const { origin } = identity.log
    const isWhole = await isWitnessWhole(deps, store, identity)
    const renewed = isWhole ? ok(identity) : await orRootMissing(renewWitness({ ...deps, store }))
    if (!renewed.ok) return renewed
    return ok({ standing, origin, identityVersion: renewed.value.version, head: null })
  }
  const held = [identity, ...present].map((version) => version.log.origin)
  const known = [...held, ...(watermark ? [watermark.origin] : [])].map(generationOf)
  // A restore that was cut short may have begun one that nothing else names yet.
  known.push(await readLogGeneration(store.read))
  const generation = nextGeneration(known, watermark === undefined, deps.now)
  const made = await orRootMissing(beginNewLog({ ...deps, store, generation, laterIdentities }))
  if (!made.ok) return made
  const { head } = made.value
  const { log: begun, version } = made.value.identity
  return ok({ standing, origin: begun.origin, identityVersion: version, head })
}

/** Whether the backup knows all that the node has cosigned as a witness of others. */
async function isWitnessWhole(
  { crypto, config }: RestoreDeps,
  store: Store,
  identity: Identity,
): Promise<boolean> {
  const key = parseVkey(crypto.sha256, identity.witness.vkey)
  return key.ok && (await canGoOn(store.read, key.value, witnessMarkPlaces(config)))
}

/** Without a watermark any of the next numbers may have been used: the time has not. */
function nextGeneration(known: readonly number[], isLost: boolean, now: number): number {
  const next = Math.max(...known) + 1
  return isLost ? Math.max(next, Math.floor(now / 1000)) : next
}

async function orRootMissing<T>(task: Promise<T>): Promise<Result<T, 'root-missing'>> {
  try {
    return ok(await task)
  } catch (error) {
    if (error instanceof ConcertError && error.code === 'root-missing')
      return refuse('root-missing')
    throw error
  }
}

/** Our versions in the database that is to be replaced, if it can still be read. */
async function presentIdentities({ crypto, config }: RestoreDeps): Promise<readonly Identity[]> {
  const path = databasePath(config.dataDir)
  if (!(await exists(path))) return []
  try {
    return await withStore(path, async (store) => {
      const own = await loadOwnIdentity(crypto, store)
      return own ? await new KnownIdentities(crypto, store).chain(own.node) : []
    })
  } catch (error) {
    // A damaged database is the usual reason to restore.
    if (error instanceof ConcertError) return []
    throw error
  }
}

async function putInPlace(
  { config, now }: RestoreDeps,
  { draft, backup }: { readonly draft: string; readonly backup: string },
  { head, ...ready }: Ready,
): Promise<Result<Restored, never>> {
  const database = databasePath(config.dataDir)
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const setAside = (await exists(database)) ? `${database}.before-restore-${stamp}` : null
  if (setAside) await moveDatabase(database, setAside)
  await rename(draft, database)
  await restoreAccounts(backup, config.dataDir, stamp)
  const { origin } = ready
  if (head) await raiseWatermark(watermarkPlaces(config), { origin, ...head })
  await syncFolder(config.dataDir)
  return ok({ ...ready, setAside })
}

/** The accounts of the backup, and those that were there before beside them. */
async function restoreAccounts(backup: string, dataDir: string, stamp: string): Promise<void> {
  const from = accountsDatabasePath(backup)
  if (!(await exists(from))) return
  const to = accountsDatabasePath(dataDir)
  await makePrivateFolder(accountsFolder(dataDir))
  if (await exists(to)) await moveDatabase(to, `${to}.before-restore-${stamp}`)
  await copyFile(from, to)
  await chmod(to, PRIVATE_FILE)
}

async function withStore<T>(path: string, task: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ kind: 'sqlite', path })
  try {
    return await task(store)
  } finally {
    await store.close()
  }
}

const PARTS = ['', '-wal', '-shm'] as const

async function moveDatabase(from: string, to: string): Promise<void> {
  for (const part of PARTS) {
    if (await exists(from + part)) await rename(from + part, to + part)
  }
}

async function removeDatabase(path: string): Promise<void> {
  for (const part of PARTS) await rm(path + part, { force: true })
}

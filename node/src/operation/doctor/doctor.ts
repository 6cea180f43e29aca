import { ConcertError, type CryptoPort } from '@concert/core'
import { parseVkey } from '@concert/tlog'
import type { Settings } from '../../config/config.ts'
import type { Environment } from '../../config/environment.ts'
import { errorSentence } from '../../i18n/error-sentences.ts'
import { loadOwnIdentity } from '../../identity/own-node.ts'
import { openNodeStore } from '../../open-node-store.ts'
import type { Store } from '../../store/store.ts'
import { databasePath, exists, watermarkPlaces, witnessMarkPlaces } from '../data-files.ts'
import { checkAlarms } from './alarm-checks.ts'
import { type Check, check } from './check.ts'
import { checkLog, checkWitnessMark } from './log-checks.ts'
import {
  checkConfig,
  checkConsole,
  checkDisk,
  checkFolder,
  checkKeys,
  checkRuntime,
  checkSealKey,
} from './machine-checks.ts'
import { checkPeers } from './peer-checks.ts'

/** What {@link examine} looks at. */
export interface DoctorDeps {
  readonly crypto: CryptoPort
  readonly dataDir: string
  readonly env: Environment
  readonly now: () => number
  /** Of this Node.js, such as `v26.1.0`. */
  readonly version: string
  /** Whether a node runs on the data folder. */
  readonly isRunning: boolean
}

/** Looks at everything that a node needs, whether it runs or not; changes nothing. */
export async function examine(deps: DoctorDeps): Promise<readonly Check[]> {
  const { crypto, dataDir, env, now, version, isRunning } = deps
  const folder = await checkFolder(dataDir)
  const checks: Check[] = [checkRuntime(version), folder]
  if (folder.state === 'fail') return checks
  const config = await checkConfig(dataDir, env)
  const keys = await checkKeys(crypto, dataDir)
  checks.push(config.check, keys.check)
  if (keys.keys) checks.push(checkSealKey(keys.keys, now()))
  checks.push(await checkDisk(dataDir))
  if (config.settings) checks.push(...(await checkConsole(config.settings.config)))
  checks.push(check('node', 'ok', isRunning ? 'doctor.running' : 'doctor.stopped'))
  if (config.settings) checks.push(...(await checkStore(deps, config.settings)))
  return checks
}

async function checkStore(deps: DoctorDeps, settings: Settings): Promise<readonly Check[]> {
  const isNew =
    settings.config.store.engine === 'sqlite' && !(await exists(databasePath(deps.dataDir)))
  if (isNew) return [check('store', 'warn', 'doctor.store-none')]
  const opened = await open(settings)
  if ('check' in opened) return [opened.check]
  try {
    const mib = ((await opened.store.sizeBytes()) / 2 ** 20).toFixed(1)
    const { engine } = opened.store
    return [
      check('store', 'ok', 'doctor.store', { engine, mib }),
      ...(await checkLog(opened.store.read, deps.crypto.sha256, watermarkPlaces(settings.config))),
      ...(await checkWitness(deps.crypto, opened.store, settings)),
      ...(await checkPeers(deps.crypto, opened.store, deps.now)),
      ...(await checkAlarms(opened.store.read)),
    ]
  } finally {
    await opened.store.close()
  }
}

async function checkWitness(
  crypto: CryptoPort,
  store: Store,
  { config }: Settings,
): Promise<readonly Check[]> {
  const own = await loadOwnIdentity(crypto, store)
  const key = own && parseVkey(crypto.sha256, own.witness.vkey)
  if (!key?.ok) return []
  return [await checkWitnessMark(store.read, key.value, witnessMarkPlaces(config))]
}

async function open(
  settings: Settings,
): Promise<{ readonly store: Store } | { readonly check: Check }> {
  try {
    return { store: await openNodeStore(settings) }
  } catch (error) {
    if (!(error instanceof ConcertError)) throw error
    const failed = check('store', 'fail', 'doctor.store-failed', { code: error.code })
    return { check: { ...failed, note: errorSentence(error.code) ?? failed.note } }
  }
}

import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { CryptoPort } from '@concert/core'
import type { Settings } from '../../config/config.ts'
import type { Environment } from '../../config/environment.ts'
import { loadSettings } from '../../config/load.ts'
import { BUILT_APP } from '../../console/app-files.ts'
import { checkPrivateFolder } from '../../files/private-file.ts'
import { type Faults, faultSentence } from '../../i18n/faults.ts'
import { KEYS_FOLDER } from '../../keys/create-keys.ts'
import type { KeySet } from '../../keys/key-set.ts'
import { loadKeys } from '../../keys/load-keys.ts'
import { type Check, type CheckName, check } from './check.ts'

const NODE_MAJOR = 26
const GIB = 2 ** 30
const WARN_FREE_BYTES = GIB
const FAIL_FREE_BYTES = GIB / 10
const DAY_MS = 86_400_000
const WARN_SEAL_DAYS = 14

/** Whether this Node.js is new enough. @param version - such as `v26.1.0` */
export function checkRuntime(version: string): Check {
  const isEnough = Number(/^v(\d+)/.exec(version)?.[1] ?? 0) >= NODE_MAJOR
  return isEnough
    ? check('runtime', 'ok', 'doctor.runtime', { version })
    : check('runtime', 'fail', 'doctor.runtime-old', { version, needed: NODE_MAJOR })
}

/** Whether others than the owner can enter the data folder. */
export async function checkFolder(dataDir: string): Promise<Check> {
  const found = await checkPrivateFolder(dataDir)
  if (found.ok) return check('folder', 'ok', 'doctor.folder', { path: dataDir })
  if (found.code !== 'folder-mode') {
    return check('folder', 'fail', 'doctor.folder-missing', { path: dataDir })
  }
  return check('folder', 'warn', 'doctor.folder-mode', { path: dataDir, mode: found.at ?? '' })
}

/** Reads the configuration as a start does. */
export async function checkConfig(
  dataDir: string,
  env: Environment,
): Promise<{ readonly check: Check; readonly settings: Settings | undefined }> {
  const settings = await loadSettings({ dataDir, env })
  if (!settings.ok) return { check: faulty('config', settings), settings: undefined }
  const { host } = settings.config
  return { check: check('config', 'ok', 'doctor.config', { host }), settings }
}

/** Reads the keys as a start does: modes, form, pairs, completeness. */
export async function checkKeys(
  crypto: CryptoPort,
  dataDir: string,
): Promise<{ readonly check: Check; readonly keys: KeySet | undefined }> {
  const loaded = await loadKeys({ folder: join(dataDir, KEYS_FOLDER), crypto })
  if (!loaded.ok) return { check: faulty('keys', loaded), keys: undefined }
  const count = loaded.value.all.length
  return { check: check('keys', 'ok', 'doctor.keys', { count }), keys: loaded.value }
}

/** How long peers can still seal to this node. @param now - milliseconds since 1970 UTC */
export function checkSealKey(keys: KeySet, now: number): Check {
  const [key] = keys.current('seal', new Date(now).toISOString())
  if (!key) return check('seal-key', 'fail', 'doctor.seal-expired')
  const until = key.until ?? '-'
  const days = key.until === null ? Infinity : (Date.parse(key.until) - now) / DAY_MS
  return days < WARN_SEAL_DAYS
    ? check('seal-key', 'warn', 'doctor.seal-soon', { until })
    : check('seal-key', 'ok', 'doctor.seal', { until })
}

/** Whether the console that people are to open was built. @param app - where it lies */
export async function checkConsole(
  { console: settings }: Settings['config'],
  app: URL = BUILT_APP,
): Promise<readonly Check[]> {
  if (!settings) return []
  const { origin } = settings
  const isBuilt = await stat(new URL('index.html', app)).then(
    (found) => found.isFile(),
    () => false,
  )
  return [
    isBuilt
      ? check('console', 'ok', 'doctor.console', { origin })
      : check('console', 'fail', 'doctor.console-missing', { origin }),
  ]
}

/** Room for the database on its disk. */
export async function checkDisk(dataDir: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const gib = (free / GIB).toFixed(1)
  if (free < FAIL_FREE_BYTES) return check('disk', 'fail', 'doctor.disk-full', { gib })
  return check('disk', free < WARN_FREE_BYTES ? 'warn' : 'ok', 'doctor.disk', { gib })
}

function faulty(name: CheckName, { faults }: Faults): Check {
  const listed = (lang: 'en' | 'zh') =>
    faults.map((found) => `${found.at}: ${faultSentence(lang, found)}`).join(' ')
  return { name, state: 'fail', about: '', note: { en: listed('en'), zh: listed('zh') } }
}

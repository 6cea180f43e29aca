import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type CryptoPort, ok, type Result, refuse } from '@concert/core'
import {
  createFile,
  isErrno,
  makePrivateFolder,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  syncFolder,
} from '../files/atomic-file.ts'
import { KeySet } from './key-set.ts'
import {
  ALGS_OF_USE,
  formatKeyFile,
  KEY_USES,
  type KeyAlg,
  type KeyUse,
  StoredKey,
} from './stored-key.ts'

/** Name of the folder of keys in the data folder. */
export const KEYS_FOLDER = 'keys'

const DAY = 86_400_000

/**
 * How long a key counts, in days. Seal keys are replaced monthly and overlap by a month, for
 * parcels that travel by courier; roots end by succession alone.
 */
const DAYS: Readonly<Record<KeyUse, number | null>> = {
  root: null,
  sign: 1096,
  seal: 62,
  log: null,
  witness: null,
}

/** What {@link createKeys} needs. */
export interface CreateKeysOptions {
  /** The folder of keys; it must not hold any. */
  readonly folder: string
  readonly crypto: CryptoPort
  /** Now, in milliseconds since 1970 UTC. */
  readonly now: number
  /** All uses by default. */
  readonly uses?: readonly KeyUse[]
}

/**
 * Makes the first keys of a node: two generations of the root, current and next, one of the rest.
 * The folder appears whole or not at all, and nothing is ever overwritten.
 *
 * @returns the keys, or `keys-exist`
 */
export async function createKeys(
  options: CreateKeysOptions,
): Promise<Result<KeySet, 'keys-exist'>> {
  const { folder, crypto, now, uses = KEY_USES } = options
  const keys: StoredKey[] = []
  for (const use of uses) {
    keys.push(...(await generateKeys({ crypto, use, generation: 1, now })))
    if (use === 'root') keys.push(...(await generateKeys({ crypto, use, generation: 2, now })))
  }
  await makePrivateFolder(dirname(folder))
  const temporary = join(dirname(folder), `.${basename(folder)}.${crypto.random(6).toHex()}.tmp`)
  try {
    await mkdir(temporary, { mode: PRIVATE_FOLDER })
    for (const key of keys) await writeKey(temporary, key)
    // Renaming onto a folder fails unless that folder is empty (POSIX rename).
    await rename(temporary, folder)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) return refuse('keys-exist', folder)
    throw error
  }
  await syncFolder(dirname(folder))
  return ok(new KeySet(keys))
}

/** What {@link generateKeys} makes keys for. */
export interface GenerateKeysOptions {
  readonly crypto: CryptoPort
  readonly use: KeyUse
  readonly generation: number
  /** Now, in milliseconds since 1970 UTC: the keys count from now on. */
  readonly now: number
}

/** Makes the keys of one generation, one for each algorithm of the use; writes nothing. */
export async function generateKeys(options: GenerateKeysOptions): Promise<readonly StoredKey[]> {
  const { crypto, use, generation, now } = options
  const from = new Date(now).toISOString()
  const days = DAYS[use]
  const until = days === null ? null : new Date(now + days * DAY).toISOString()
  const keys: StoredKey[] = []
  for (const alg of ALGS_OF_USE[use]) {
    const pair = await generatePair(crypto, alg)
    keys.push(new StoredKey(crypto.sha256, { use, alg, generation, ...pair, from, until }))
  }
  return keys
}

/**
 * Writes one key into the folder, mode 0600.
 *
 * @returns `keys-exist` when a file of that name is there; it is left alone
 */
export async function writeKey(
  folder: string,
  key: StoredKey,
): Promise<Result<null, 'keys-exist'>> {
  const path = join(folder, key.fileName)
  const isNew = await createFile(path, formatKeyFile(key), PRIVATE_FILE)
  return isNew ? ok(null) : refuse('keys-exist', path)
}

function generatePair(crypto: CryptoPort, alg: KeyAlg) {
  return alg === 'x25519' ? crypto.generateSealer(alg) : crypto.generateSigner(alg)
}

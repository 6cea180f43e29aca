import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CryptoPort, ok } from '@concert/core'
import { faultOfFile } from '../config/file-faults.ts'
import { checkPrivateFolder, readPrivateFile } from '../files/private-file.ts'
import { type Fault, type Faults, fault } from '../i18n/faults.ts'
import { KeySet } from './key-set.ts'
import { ALGS_OF_USE, type KeyUse, parseKeyFile, StoredKey } from './stored-key.ts'

const MAX_KEY_FILE_BYTES = 16_384

/** What {@link loadKeys} reads. */
export interface LoadKeysOptions {
  readonly folder: string
  readonly crypto: CryptoPort
  /** Uses that must be there. The root is kept offline, so it is not asked for by default. */
  readonly required?: readonly KeyUse[]
}

/** Keys that passed every check. */
export interface LoadedKeys {
  readonly ok: true
  readonly value: KeySet
}

/**
 * Reads every `*.json` of the folder of keys. Checks modes, form, that both halves of each key
 * belong together, and that every required use has a complete generation.
 *
 * @returns the keys, or every fault
 */
export async function loadKeys(options: LoadKeysOptions): Promise<LoadedKeys | Faults> {
  const { folder, crypto, required = ['sign', 'seal', 'log', 'witness'] } = options
  const checked = await checkPrivateFolder(folder)
  if (!checked.ok) {
    const isMissing = checked.code === 'file-missing'
    return refuseKeys([
      isMissing ? fault('keys-missing', folder, {}) : faultOfFile(checked, folder),
    ])
  }
  const names = (await readdir(folder)).filter((name) => /^[^.].*\.json$/.test(name))
  const read = await Promise.all(names.toSorted().map((name) => readKey(crypto, folder, name)))
  const keys = read.filter((entry) => entry instanceof StoredKey)
  const faults = read.flatMap((entry) => (entry instanceof StoredKey ? [] : [entry]))
  const set = new KeySet(keys)
  const all = [...faults, ...required.flatMap((use) => missingKeys(set, use, folder))]
  return all.length > 0 ? refuseKeys(all) : ok(set)
}

function refuseKeys(faults: readonly Fault[]): Faults {
  return { ok: false, code: 'keys', faults }
}

async function readKey(
  crypto: CryptoPort,
  folder: string,
  name: string,
): Promise<StoredKey | Fault> {
  const path = join(folder, name)
  const read = await readPrivateFile(path, MAX_KEY_FILE_BYTES)
  if (!read.ok) return faultOfFile(read, path)
  const key = await parseKeyFile(crypto, read.value)
  if (!key.ok) {
    return key.code === 'key-mismatch'
      ? fault('key-mismatch', path, {})
      : fault('key-malformed', path, { field: key.at ?? 'json' })
  }
  // The name says generation and use to people; one that lies would mislead a rotation.
  const expected = key.value.fileName
  return expected === name ? key.value : fault('key-name', path, { expected })
}

/** A rotation cut short leaves an incomplete generation, which does no harm beside a complete one. */
function missingKeys(set: KeySet, use: KeyUse, folder: string): Fault[] {
  const newest = set.newest(use)
  for (let n = newest; n > 0; n--) {
    if (set.generation(use, n).length === ALGS_OF_USE[use].length) return []
  }
  const held = set.generation(use, newest).map((key) => key.alg)
  return ALGS_OF_USE[use]
    .filter((alg) => !held.includes(alg))
    .map((alg) => fault('key-missing', folder, { use, alg }))
}

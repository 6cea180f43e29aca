import { join } from 'node:path'
import { ConcertError, type CryptoPort, ok, type Result, refuse } from '@concert/core'
import type { Config } from '../config/config.ts'
import { loadOwnIdentity, publishIdentity } from '../identity/own-node.ts'
import { generateKeys, KEYS_FOLDER, writeKey } from '../keys/create-keys.ts'
import { KeySet } from '../keys/key-set.ts'
import type { KeyUse, StoredKey } from '../keys/stored-key.ts'
import type { Store } from '../store/store.ts'
import { submitLeaves } from './new-log.ts'

/** Uses whose keys can be replaced while the identity stays. */
export const ROTATABLE = ['sign', 'seal', 'log'] as const

/** Why nothing was rotated; `at` is the path concerned. */
export type RotateRefusal = 'rotate-no-identity' | 'root-missing' | 'keys-exist'

/** What a rotation has done. */
export interface Rotated {
  readonly version: number
  /** The new keys. */
  readonly keys: readonly StoredKey[]
}

/** What {@link rotateKeys} needs. The node must not run. */
export interface RotateDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  readonly config: Config
  /** With the root. */
  readonly keys: KeySet
  /** Milliseconds since 1970 UTC. */
  readonly now: number
}

/**
 * Makes the next generation of keys of each use and publishes an identity version with them. With
 * `root` the pre-committed root takes over and commits to a new one. Keys written by a rotation
 * that was cut short are taken up by the next, and are of no effect until then.
 */
export async function rotateKeys(
  deps: RotateDeps,
  uses: readonly Extract<KeyUse, 'root' | (typeof ROTATABLE)[number]>[],
): Promise<Result<Rotated, RotateRefusal>> {
  const { store, crypto, config, now } = deps
  const identity = await loadOwnIdentity(crypto, store)
  if (!identity) return refuse('rotate-no-identity')
  // Nothing is written for a rotation that the root could not sign.
  if (deps.keys.of('root').length === 0) return refuse('root-missing')
  const fresh: StoredKey[] = []
  for (const use of uses) {
    const generation = deps.keys.newest(use) + 1
    fresh.push(...(await generateKeys({ crypto, use, generation, now })))
  }
  for (const key of fresh) {
    const written = await writeKey(join(config.dataDir, KEYS_FOLDER), key)
    if (!written.ok) return written
  }
  const keys = new KeySet([...deps.keys.all, ...fresh])
  const isRootSucceeded = uses.includes('root')
  try {
    const submit = submitLeaves
    const next = { crypto, store, config, keys, now, isRootSucceeded, submit }
    const { version } = await publishIdentity(next, identity)
    return ok({ version, keys: fresh })
  } catch (error) {
    if (error instanceof ConcertError && error.code === 'root-missing')
      return refuse('root-missing')
    throw error
  }
}

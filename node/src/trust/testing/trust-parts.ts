import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type CryptoPort, utf8 } from '@concert/core'
import { type KeyType, makeNoteKey, makeNoteSigner, type NoteSigner } from '@concert/tlog'

/** A folder of a test's own. */
export function makeTestFolder(): Promise<string> {
  return fs.mkdtemp(path.join(os.tmpdir(), 'concert-trust-'))
}

/**
 * A folder in memory where the system has one: for tests in which a process ends but the machine
 * does not, so that nothing depends on what was synced.
 */
export async function makeMemoryFolder(): Promise<string> {
  const memory = '/dev/shm'
  const isThere = await fs.access(memory, fs.constants.W_OK).then(
    () => true,
    () => false,
  )
  return await fs.mkdtemp(path.join(isThere ? memory : os.tmpdir(), 'concert-trust-'))
}

/** A signer with a fresh key. */
export async function makeTestSigner(
  crypto: CryptoPort,
  name: string,
  type: KeyType,
): Promise<NoteSigner> {
  const { secret, pub } = await crypto.generateSigner('ed25519')
  const key = makeNoteKey(crypto.sha256, name, type, pub)
  if (!key.ok) throw new Error(key.code)
  return makeNoteSigner(crypto, key.value, secret)
}

/** Leaves of 33 bytes that differ from each other, `from` on. */
export function leavesFrom(crypto: CryptoPort, from: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) =>
    Uint8Array.of(1, ...crypto.sha256(utf8(`leaf ${from + i}`))),
  )
}

import path from 'node:path'
import { ConcertError, type CryptoPort } from '@concert/core'
import { KEY_TYPES, makeNoteKey, makeNoteSigner, type NoteSigner } from '@concert/tlog'
import { createFile, PRIVATE_FILE } from '../files/atomic-file.ts'
import { readPrivateFile } from '../files/private-file.ts'
import { generateKeys } from '../keys/create-keys.ts'
import { formatKeyFile, parseKeyFile, type StoredKey } from '../keys/stored-key.ts'

const MAX_KEY_BYTES = 16_384

/** Where a witness's key is and what the witness is called. */
export interface WitnessKeyOptions {
  readonly dataDir: string
  /** Name in signature lines, such as `witness.example`. */
  readonly name: string
  readonly crypto: CryptoPort
  /** Milliseconds since 1970 UTC. */
  readonly now: number
}

/**
 * The signer of a witness of its own, from `<dataDir>/witness.key`, which is made at the first
 * start with mode 0600 and never overwritten.
 *
 * @throws ConcertError `key-mode`, `file-unreadable`, `file-size`, `key-malformed`, `key-mismatch`
 *   for a file that can't be used, `witness-name` for a name that can't stand in a note
 */
export async function loadWitnessSigner(options: WitnessKeyOptions): Promise<NoteSigner> {
  const { crypto, name } = options
  const stored = await loadOneKey(options, 'witness.key')
  const key = makeNoteKey(crypto.sha256, name, KEY_TYPES.cosignature, stored.pub)
  if (!key.ok) throw new ConcertError('witness-name', { name })
  return makeNoteSigner(crypto, key.value, stored.secret)
}

/** The one key of a file in the data folder, made at the first start. Throws as above. */
export async function loadOneKey(
  options: Pick<WitnessKeyOptions, 'dataDir' | 'crypto' | 'now'>,
  fileName: 'witness.key' | 'mailbox.key',
): Promise<StoredKey> {
  const file = path.join(options.dataDir, fileName)
  return (await readKey(options.crypto, file)) ?? (await createKey(options, file))
}

async function readKey(crypto: CryptoPort, file: string): Promise<StoredKey | undefined> {
  const bytes = await readPrivateFile(file, MAX_KEY_BYTES)
  if (!bytes.ok) {
    if (bytes.code === 'file-missing') return undefined
    throw new ConcertError(bytes.code, { path: file, at: bytes.at ?? '' })
  }
  const key = await parseKeyFile(crypto, bytes.value)
  if (!key.ok) throw new ConcertError(key.code, { path: file, at: key.at ?? '' })
  if (key.value.use === 'witness') return key.value
  throw new ConcertError('key-malformed', { path: file, at: 'use' })
}

async function createKey(
  { crypto, now }: Pick<WitnessKeyOptions, 'crypto' | 'now'>,
  file: string,
): Promise<StoredKey> {
  const [made] = await generateKeys({ crypto, use: 'witness', generation: 1, now })
  if (made === undefined) throw new ConcertError('key-malformed', { path: file })
  if (await createFile(file, formatKeyFile(made), PRIVATE_FILE)) return made
  // Another process was faster; its key is the key.
  return (await readKey(crypto, file)) ?? made
}

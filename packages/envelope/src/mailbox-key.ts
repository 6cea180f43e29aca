import { type CryptoPort, ok, type Result, refuse, type Sha256 } from '@concert/core'
import { KEY_TYPES, parseVkey } from '@concert/tlog'
import { keyId, type SigningKey, type VerifyKey } from './suites.ts'

/** A mailbox by its name and the key with which it signs tenders. */
export interface MailboxKey {
  readonly name: string
  readonly key: VerifyKey
}

/**
 * Reads a mailbox's key, written as a vkey of type 01 (signed-note). What it signs are DSSE
 * documents: a note ends in a newline and what DSSE signs here in a brace, so neither can be taken
 * for the other.
 */
export function parseMailboxKey(sha256: Sha256, vkey: string): Result<MailboxKey, 'malformed'> {
  const key = parseVkey(sha256, vkey)
  if (!key.ok || key.value.type !== KEY_TYPES.note) return refuse('malformed', 'vkey')
  const { name, pub } = key.value
  return ok({ name, key: { id: keyId(sha256, 'ed25519', pub), alg: 'ed25519', pub } })
}

/** The signing half of a mailbox's key. */
export function mailboxSigner(
  crypto: Pick<CryptoPort, 'sha256'>,
  pub: Uint8Array,
  secret: Uint8Array,
): SigningKey {
  return { id: keyId(crypto.sha256, 'ed25519', pub), alg: 'ed25519', pub, secret }
}

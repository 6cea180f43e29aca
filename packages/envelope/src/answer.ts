import {
  type CryptoPort,
  hexText,
  integer,
  literal,
  nullable,
  object,
  ok,
  type Result,
  refuse,
  sortedSet,
  time,
} from '@concert/core'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import { signDocument, signersOf } from './document.ts'
import type { Identity } from './identity.ts'
import { parseRecord, verifySigners } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  by: hexText(32),
  to: hexText(32),
  identity: hexText(32),
  parcel: hexText(32),
  code: literal('gap', 'conflict', 'epoch', 'chain', 'log-proof', 'log-consistency', 'quota'),
  expected: object({ epoch: integer(1), seq: integer(1), prev: nullable(hexText(32)) }),
  log_size: integer(0),
  time: time(),
})

/**
 * A signed answer to an envelope that was authentic but out of step: it consumes no sequence
 * number, and says what the receiver expects next and how much of the sender's log it has seen.
 */
export type Answer = ReturnType<typeof BODY> & { readonly digest: Digest }

/** Signs an answer. */
export async function signAnswer(
  crypto: CryptoPort,
  draft: Omit<ReturnType<typeof BODY>, 'v' | 'signers'>,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  return await signDocument(crypto, 'answer', { ...draft, v: 1, signers: signersOf(keys) }, keys)
}

/** Parses and verifies an answer against the peer's identity. @param bytes - attacker-controlled */
export async function verifyAnswer(
  crypto: CryptoPort,
  bytes: Uint8Array,
  identity: Identity,
  at: number,
): Promise<Result<Answer, RefusalCode>> {
  const parsed = parseRecord(crypto, 'answer', BODY, bytes)
  if (!parsed.ok) return parsed
  const answer = parsed.value
  if (answer.by !== identity.node || answer.identity !== identity.digest) {
    return refuse('unknown-identity', 'answer.by')
  }
  const signed = await verifySigners(crypto, answer, identity, at)
  return signed.ok ? ok(answer) : signed
}

import {
  type CryptoPort,
  decode,
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
import { parseDocument, signDocument, signersOf, verifyDocument } from './document.ts'
import { type Identity, signingKeys } from './identity.ts'
import type { SigningKey } from './suites.ts'

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  by: hexText(32),
  to: hexText(32),
  identity: hexText(32),
  parcel: hexText(32),
  code: literal('gap', 'conflict', 'epoch', 'chain', 'log-proof', 'log-consistency'),
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
  const parsed = parseDocument(crypto, 'answer', bytes)
  if (!parsed.ok) return parsed
  const body = decode(BODY, parsed.value.body)
  if (!body.ok) return refuse('malformed', `answer.${body.at}`)
  if (body.value.by !== identity.node || body.value.identity !== identity.digest) {
    return refuse('unknown-identity', 'answer.by')
  }
  const keys = signingKeys(identity, body.value.signers, at)
  if (!keys.ok) return keys
  const signed = await verifyDocument(crypto, parsed.value, body.value.signers, keys.value)
  return signed.ok ? ok({ ...body.value, digest: parsed.value.digest }) : signed
}

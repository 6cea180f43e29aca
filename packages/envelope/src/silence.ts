import {
  type CryptoPort,
  hexText,
  integer,
  literal,
  nullable,
  object,
  type Result,
  refuse,
  sortedSet,
  time,
} from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import { type SignedDocument, signDocument, signersOf } from './document.ts'
import type { Identity } from './identity.ts'
import { parseRecord, verifyRecord } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  by: hexText(32),
  identity: hexText(32),
  envelope: object({ to: hexText(32), epoch: integer(1), seq: integer(1), digest: hexText(32) }),
  tender: nullable(hexText(32)),
  deadline: time(),
  time: time(),
})

/** The decoded payload of a notice of silence. */
export type SilenceBody = ReturnType<typeof BODY>

/**
 * A sender's signed statement, logged after the deadline, that no receipt for an envelope had come.
 * {@link verifySilence} says whether the sender signed it.
 */
export interface Silence extends SilenceBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Signs a notice of silence. */
export async function signSilence(
  crypto: CryptoPort,
  draft: Omit<SilenceBody, 'v' | 'signers'>,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  return await signDocument(crypto, 'silence', { ...draft, v: 1, signers: signersOf(keys) }, keys)
}

/** Parses a notice without verifying anything. @param bytes - attacker-controlled */
export function parseSilence(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Silence, RefusalCode> {
  const parsed = parseRecord(crypto, 'silence', BODY, bytes)
  if (!parsed.ok) return parsed
  if (parsed.value.time < parsed.value.deadline) return refuse('malformed', 'silence.time')
  return parsed
}

/** Verifies that the sender's identity signed the notice. `at` in milliseconds since 1970. */
export async function verifySilence(
  crypto: VerifyPort,
  silence: Silence,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const signer = { field: 'by', node: silence.by } as const
  return await verifyRecord(crypto, silence, signer, identity, at)
}

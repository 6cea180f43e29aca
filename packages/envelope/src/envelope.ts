import {
  type CryptoPort,
  hexText,
  integer,
  list,
  literal,
  nullable,
  object,
  type Result,
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

/** Most statements that one envelope lists. */
export const MAX_STATEMENTS = 64

const ACK = object({
  epoch: integer(0),
  seq: integer(0),
  head: nullable(hexText(32)),
})

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  from: hexText(32),
  to: hexText(32),
  identity: hexText(32),
  epoch: integer(1),
  seq: integer(1),
  prev: nullable(hexText(32)),
  ack: ACK,
  time: time(),
  statements: list(hexText(32), { min: 1, max: MAX_STATEMENTS }),
})

/** The decoded payload of an envelope. */
export type EnvelopeBody = ReturnType<typeof BODY>

/** What the sender had received on the reverse channel: what it can be held to have known. */
export type Ack = ReturnType<typeof ACK>

/** A parsed envelope; {@link verifyEnvelope} says whether its sender signed it. */
export interface Envelope extends EnvelopeBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Signs one step of the channel. */
export async function signEnvelope(
  crypto: CryptoPort,
  draft: Omit<EnvelopeBody, 'v' | 'signers'>,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  return await signDocument(crypto, 'envelope', { ...draft, v: 1, signers: signersOf(keys) }, keys)
}

/** Parses an envelope without verifying anything. @param bytes - attacker-controlled */
export function parseEnvelope(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Envelope, RefusalCode> {
  return parseRecord(crypto, 'envelope', BODY, bytes)
}

/** Verifies that the sender's identity signed the envelope. `at` in milliseconds since 1970. */
export async function verifyEnvelope(
  crypto: VerifyPort,
  envelope: Envelope,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const signer = { field: 'from', node: envelope.from } as const
  return await verifyRecord(crypto, envelope, signer, identity, at)
}

import {
  type CryptoPort,
  hexText,
  list,
  literal,
  nullable,
  object,
  type Result,
  refuse,
  sortedSet,
  text,
  time,
} from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import { type SignedDocument, signDocument, signersOf } from './document.ts'
import type { Identity } from './identity.ts'
import { parseRecord, verifyRecord } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

/** Most envelopes that one lodged parcel carries. */
export const MAX_LODGED_ENVELOPES = 64

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  from: hexText(32),
  to: hexText(32),
  identity: hexText(32),
  mailbox: text({ max: 300 }),
  parcel: hexText(32),
  envelopes: list(hexText(32), { max: MAX_LODGED_ENVELOPES }),
  answers: nullable(hexText(32)),
  time: time(),
})

/** The decoded payload of a lodgement. */
export type LodgementBody = ReturnType<typeof BODY>

/**
 * What a node says when it leaves a sealed parcel with a mailbox: which envelopes are inside, in
 * order, or which lodged parcel the one inside answers. {@link verifyLodgement} says whether the
 * node signed it.
 */
export interface Lodgement extends LodgementBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Signs a lodgement. */
export async function signLodgement(
  crypto: CryptoPort,
  draft: Omit<LodgementBody, 'v' | 'signers'>,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  return await signDocument(crypto, 'lodgement', { ...draft, v: 1, signers: signersOf(keys) }, keys)
}

/** Parses a lodgement without verifying anything. @param bytes - attacker-controlled */
export function parseLodgement(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Lodgement, RefusalCode> {
  const parsed = parseRecord(crypto, 'lodgement', BODY, bytes)
  if (!parsed.ok) return parsed
  const { envelopes, answers } = parsed.value
  // A parcel brings envelopes or answers one that did: never neither, never both.
  if (envelopes.length > 0 === (answers !== null)) return refuse('malformed', 'lodgement.answers')
  if (new Set(envelopes).size < envelopes.length) return refuse('malformed', 'lodgement.envelopes')
  return parsed
}

/** Verifies that the sender's identity signed the lodgement. `at` in milliseconds since 1970. */
export async function verifyLodgement(
  crypto: VerifyPort,
  lodgement: Lodgement,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const signer = { field: 'from', node: lodgement.from } as const
  return await verifyRecord(crypto, lodgement, signer, identity, at)
}

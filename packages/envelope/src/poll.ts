import {
  type CryptoPort,
  hexText,
  integer,
  literal,
  object,
  type Result,
  sortedSet,
  text,
} from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import { type SignedDocument, signDocument, signersOf } from './document.ts'
import type { Identity } from './identity.ts'
import { parseRecord, verifyRecord } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

/** Most parcels that one poll says are taken. */
export const MAX_TAKEN = 64

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  node: hexText(32),
  identity: hexText(32),
  mailbox: text({ max: 300 }),
  count: integer(1),
  taken: sortedSet(hexText(32), { max: MAX_TAKEN }),
})

/** The decoded payload of a poll. */
export type PollBody = ReturnType<typeof BODY>

/**
 * A node asks a mailbox for the next parcel, and says which ones it is done with. `count` rises
 * with every poll, so that a poll that somebody repeats takes nothing away.
 */
export interface Poll extends PollBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Signs a poll. */
export async function signPoll(
  crypto: CryptoPort,
  draft: Omit<PollBody, 'v' | 'signers'>,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  return await signDocument(crypto, 'poll', { ...draft, v: 1, signers: signersOf(keys) }, keys)
}

/** Parses a poll without verifying anything. @param bytes - attacker-controlled */
export function parsePoll(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Poll, RefusalCode> {
  return parseRecord(crypto, 'poll', BODY, bytes)
}

/** Verifies that the node's identity signed the poll. `at` in milliseconds since 1970. */
export async function verifyPoll(
  crypto: VerifyPort,
  poll: Poll,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const signer = { field: 'node', node: poll.node } as const
  return await verifyRecord(crypto, poll, signer, identity, at)
}

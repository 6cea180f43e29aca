import {
  type CryptoPort,
  hexText,
  literal,
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
import { type SignedDocument, signDocument, signersOf, verifyDocument } from './document.ts'
import type { MailboxKey } from './mailbox-key.ts'
import { parseRecord } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 1 }),
  mailbox: text({ max: 300 }),
  lodgement: hexText(32),
  parcel: hexText(32),
  from: hexText(32),
  to: hexText(32),
  received: time(),
  until: time(),
})

/** The decoded payload of a tender. */
export type TenderBody = ReturnType<typeof BODY>

/**
 * A mailbox's signed statement that it holds a sealed parcel for a node and will give it to that
 * node, and to no other, until `until`. {@link verifyTender} says whether the mailbox signed it.
 */
export interface Tender extends TenderBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Signs a tender. */
export async function signTender(
  crypto: CryptoPort,
  draft: Omit<TenderBody, 'v' | 'signers'>,
  key: SigningKey,
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  return await signDocument(crypto, 'tender', { ...draft, v: 1, signers: signersOf([key]) }, [key])
}

/** Parses a tender without verifying anything. @param bytes - attacker-controlled */
export function parseTender(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Tender, RefusalCode> {
  const parsed = parseRecord(crypto, 'tender', BODY, bytes)
  if (!parsed.ok) return parsed
  const { until, received } = parsed.value
  return until <= received ? refuse('malformed', 'tender.until') : parsed
}

/** Verifies that the mailbox signed the tender. */
export async function verifyTender(
  crypto: VerifyPort,
  tender: Tender,
  mailbox: MailboxKey,
): Promise<Result<null, RefusalCode>> {
  if (tender.mailbox !== mailbox.name) return refuse('unknown-key', 'tender.mailbox')
  const keys = new Map([[mailbox.key.id, mailbox.key]])
  return await verifyDocument(crypto, tender.document, tender.signers, keys)
}

import {
  type CryptoPort,
  dictionary,
  hexText,
  integer,
  list,
  literal,
  nullable,
  object,
  type Result,
  sortedSet,
  text,
  time,
} from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import { type SignedDocument, signDocument, signersOf } from './document.ts'
import { MAX_STATEMENTS } from './envelope.ts'
import type { Identity } from './identity.ts'
import { parseRecord, verifyRecord } from './signed-record.ts'
import { MAX_ITEMS } from './statement.ts'
import type { SigningKey } from './suites.ts'

/** The sentence on every receipt (UN norm 13(c)), in both languages, equally authentic. */
export const NOTICE = {
  en: 'Receipt of this message does not indicate agreement with its contents.',
  zh: '确认收到不代表认可其内容。',
} as const

/** What became of an envelope at the receiver. */
export type Disposition = 'accepted' | 'pending' | 'withheld' | 'refused'

const HELD = object({
  statement: hexText(32),
  content: nullable(hexText(32)),
  items_root: nullable(hexText(32)),
  items: integer(0, MAX_ITEMS),
})

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  by: hexText(32),
  identity: hexText(32),
  envelope: object({ from: hexText(32), epoch: integer(1), seq: integer(1), digest: hexText(32) }),
  parcel: hexText(32),
  disposition: literal('accepted', 'pending', 'withheld', 'refused'),
  code: nullable(text({ max: 40, pattern: /^[a-z]+(-[a-z]+)*$/ })),
  held: list(HELD, { max: MAX_STATEMENTS }),
  own_at: dictionary(hexText(32), integer(0), MAX_STATEMENTS),
  received: time(),
  notice: object({ en: literal(NOTICE.en), zh: literal(NOTICE.zh) }),
})

/** The decoded payload of a receipt. */
export type ReceiptBody = ReturnType<typeof BODY>

/** The commitments of one statement that verified at the receiver. */
export type Held = ReturnType<typeof HELD>

/** A parsed receipt; {@link verifyReceipt} says whether the receiver signed it. */
export interface Receipt extends ReceiptBody {
  readonly digest: Digest
  readonly document: SignedDocument
}

/** Signs a receipt; the notice is added. */
export async function signReceipt(
  crypto: CryptoPort,
  draft: Omit<ReceiptBody, 'v' | 'signers' | 'notice'>,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const body = { ...draft, v: 1, signers: signersOf(keys), notice: NOTICE }
  return await signDocument(crypto, 'receipt', body, keys)
}

/** Parses a receipt without verifying anything. @param bytes - attacker-controlled */
export function parseReceipt(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Receipt, RefusalCode> {
  return parseRecord(crypto, 'receipt', BODY, bytes)
}

/** Verifies that the receiver's identity signed the receipt. `at` in milliseconds since 1970. */
export async function verifyReceipt(
  crypto: VerifyPort,
  receipt: Receipt,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const signer = { field: 'by', node: receipt.by } as const
  return await verifyRecord(crypto, receipt, signer, identity, at)
}

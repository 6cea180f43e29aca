/**
 * Why a peer's bytes are not accepted. Closed: every code has a sentence in both languages in the
 * node, and a row in docs/protocol/refusals.md.
 */
export const REFUSAL_CODES = [
  // Steps 1 to 4: the sender sees only `not-accepted`; these are for the receiver's own records.
  'not-accepted',
  'too-large',
  'too-slow',
  'busy',
  'malformed',
  'unknown-peer',
  'unconfirmed-peer',
  'frozen-peer',
  'wrong-recipient',
  'bad-signature',
  'signers-mismatch',
  'unknown-key',
  'key-expired',
  'key-revoked',
  'unknown-identity',
  'identity-chain',
  'identity-fork',
  'seal-failed',
  'digest-mismatch',
  'inflated-too-large',
  // Steps 5 and 6: signed answers, the sequence number is not consumed.
  'gap',
  'conflict',
  'epoch',
  'chain',
  'log-proof',
  'log-consistency',
  // Steps 7 and 8: signed refusals, the sequence number is consumed.
  'statement-missing',
  'statement-signature',
  'commitment-mismatch',
  'own-chain',
  'parents-missing',
  'unsupported-kind',
  'bad-act',
  'not-author',
  'no-compact',
  'tier-suspended',
  'compact-terms',
  'clause-types',
  'clause-suites',
  'tlp-exceeded',
  'object-invalid',
  'exercise-mixed',
  'tender-unproven',
  'quota',
  'withheld',
] as const

/** One of {@link REFUSAL_CODES}. */
export type RefusalCode = (typeof REFUSAL_CODES)[number]

const KNOWN: ReadonlySet<string> = new Set(REFUSAL_CODES)

/** Whether a text is a refusal code of this version. */
export function isRefusalCode(code: string): code is RefusalCode {
  return KNOWN.has(code)
}

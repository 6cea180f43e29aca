import type { Path } from '@concert/stix'

/** What becomes of an object, the mildest first. */
export const OUTCOMES = ['allow', 'redact', 'review', 'block'] as const

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number]

/** The rules, in the order in which they are asked (design §7). */
export const RULES = [
  'compact',
  'tlp',
  'restricted',
  'personal-data',
  'internal-hosts',
  'warninglist',
  'law',
  'volume',
] as const

/** One of {@link RULES}. */
export type RuleName = (typeof RULES)[number]

/** Why a rule does not simply allow an object: each has its sentence in `reasons.ts`. */
export const REASONS = [
  'type-not-agreed',
  'label-exceeded',
  'marked-too-strict',
  'part-marked-too-strict',
  'marking-unreadable',
  'leads-to-hidden',
  'id-reveals',
  'attribution',
  'victim-identity',
  'email-address',
  'phone-number',
  'cn-resident-id',
  'us-ssn',
  'us-itin',
  'passport-number',
  'bank-card',
  'person-name',
  'individual',
  'internal-address',
  'internal-name',
  'benign-listed',
  'law',
  'daily-volume',
  'sudden-bulk',
  'not-redactable',
  'too-complex',
  'coded-too-deep',
  'label-in-text',
  'secrecy-mark',
] as const

/** One of {@link REASONS}. */
export type Reason = (typeof REASONS)[number]

/** What one rule found in one object. */
export interface Finding {
  readonly rule: RuleName
  readonly reason: Reason
  readonly outcome: Exclude<Outcome, 'allow'>
  /** The part that the finding is about; the whole object without. Never its content. */
  readonly path?: Path
  /** Id of the local law rule, or name of the warning list. */
  readonly cites?: string
}

/** The strictest outcome of several findings. */
export function strictest(findings: readonly { readonly outcome: Outcome }[]): Outcome {
  let worst = 0
  for (const { outcome } of findings) worst = Math.max(worst, OUTCOMES.indexOf(outcome))
  return OUTCOMES[worst] as Outcome
}

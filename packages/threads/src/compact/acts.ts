import {
  type Decoded,
  type Decoder,
  decode,
  integer,
  list,
  literal,
  nullable,
  object,
  ok,
  type Result,
  refuse,
  time,
} from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import type { ThreadStatement } from '../thread/statement.ts'
import { DIGEST, TERMS, type Terms, TIERS } from './terms.ts'

/** Why a tier is suspended or a compact ended. */
export const SUSPEND_REASONS = [
  'breach',
  'capacity',
  'drill',
  'incident',
  'law',
  'policy',
  'review',
  'no-reason-given',
] as const

const PROPOSE = object({
  parties: list(DIGEST, { min: 2, max: 32 }),
  round: integer(1),
  from: time(),
  until: time(),
  sign_by: time(),
  terms: TERMS,
})

const SIGN = object({
  compact: DIGEST,
  base: nullable(DIGEST),
  next: DIGEST,
  round: integer(1),
  sign_by: time(),
})

/** Whose signature, and since when its author's node holds it by that node's own receipt. */
const HELD = object({ sign: DIGEST, received: time() })

const HOLD = object({
  compact: DIGEST,
  next: DIGEST,
  round: integer(1),
  held: list(HELD, { min: 1, max: 31 }),
})

const SUSPEND = object({
  compact: DIGEST,
  tier: literal(...TIERS),
  from: time(),
  reason: literal(...SUSPEND_REASONS),
})

const RESUME = object({ compact: DIGEST, suspension: DIGEST })

const END = object({ compact: DIGEST, at: time(), reason: literal(...SUSPEND_REASONS) })

const ACTS = {
  'compact.propose': PROPOSE,
  'compact.sign': SIGN,
  'compact.hold': HOLD,
  'compact.suspend': SUSPEND,
  'compact.resume': RESUME,
  'compact.end': END,
} as const

type Acts = Decoded<typeof ACTS>

/** `compact.propose`: parties in their order, validity, and the machine-readable terms. */
export type ProposeAct = Omit<Acts['compact.propose'], 'terms'> & { readonly terms: Terms }
/** `compact.sign`: what a party's signature covers. */
export type SignAct = Acts['compact.sign']
/** `compact.hold`: which signatures of the others a party holds, and since when. */
export type HoldAct = Acts['compact.hold']
/** `compact.suspend`: a tier that a party closes, from when, and why. */
export type SuspendAct = Acts['compact.suspend']
/** `compact.resume`: a party lifts its own suspension. */
export type ResumeAct = Acts['compact.resume']
/** `compact.end`: a party leaves, and with it the compact ends. */
export type EndAct = Acts['compact.end']

/** Statement kinds of the compact thread. */
export type CompactKind = keyof typeof ACTS

/** Whether a kind belongs to a compact's thread. */
export function isCompactKind(kind: string): kind is CompactKind {
  return Object.hasOwn(ACTS, kind)
}

/** Reads the act of a compact statement, or `bad-act`. @param act - attacker-controlled */
export function decodeCompactAct<K extends CompactKind>(
  kind: K,
  act: ThreadStatement['act'],
): Result<Acts[K], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Acts[K]>, act)
  return decoded.ok ? ok(decoded.value) : refuse('bad-act', decoded.at)
}

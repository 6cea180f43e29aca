import {
  type Decoded,
  type Decoder,
  decode,
  flag,
  hexText,
  integer,
  type JsonObject,
  list,
  literal,
  nullable,
  object,
  type Result,
  refuse,
} from '@concert/core'
import type { RefusalCode } from './codes.ts'
import { MAX_ITEMS } from './statement.ts'

/** Why an item is taken back. */
export const RETRACT_REASONS = [
  'false-positive',
  'expired',
  'superseded',
  'narrowed',
  'shared-in-error',
] as const

/** One of {@link RETRACT_REASONS}. */
export type RetractReason = (typeof RETRACT_REASONS)[number]

/** Names one item of one statement of one author. */
const itemRef = object({
  author: hexText(32),
  statement: hexText(32),
  item: integer(0, MAX_ITEMS - 1),
})

/** Names one item: author, statement digest, zero-based position. */
export type ItemRef = ReturnType<typeof itemRef>

const share = object({ items: integer(1, MAX_ITEMS) })

const retract = object({
  targets: list(itemRef, { min: 1, max: 1000 }),
  reason: literal(...RETRACT_REASONS),
})

const sighting = object({
  sighted: list(object({ target: itemRef, count: integer(1, 1_000_000_000) }), {
    min: 1,
    max: 1000,
  }),
})

const verdict = object({
  judged: list(
    object({
      target: itemRef,
      /** Whether whoever got it had not known it before. */
      novel: flag(),
    }),
    { min: 1, max: 1000 },
  ),
})

/** Statements and, of each, the positions of the items that are meant, ascending. */
const namedItems = list(
  object({
    author: hexText(32),
    statement: hexText(32),
    items: list(integer(0, MAX_ITEMS - 1), { min: 1, max: MAX_ITEMS }),
  }),
  { min: 1, max: 63 },
)

const forward = object({ statements: namedItems })

const holds = object({
  /** Node that has receipted what its giver passed on. */
  holder: hexText(32),
  /** Digest of that receipt. */
  receipt: hexText(32),
  /** The author's retraction, when that is what it has receipted; null for the items themselves. */
  retraction: nullable(hexText(32)),
  statements: namedItems,
})

/** `intel.share`: how many items the statement carries. */
export type ShareAct = ReturnType<typeof share>
/** `intel.retract`: items that their author takes back. */
export type RetractAct = ReturnType<typeof retract>
/** `intel.forward`: items of others that are passed on with their authors' signatures. */
export type ForwardAct = ReturnType<typeof forward>
/** `intel.holds`: who holds what was passed on, told to whoever gave it. */
export type HoldsAct = ReturnType<typeof holds>
/** `intel.sighting`: items that were seen, how often. */
export type SightingAct = ReturnType<typeof sighting>
/** `intel.verdict`: whether items were new to whoever got them; told or not, as they like. */
export type VerdictAct = ReturnType<typeof verdict>

const ACTS = {
  'intel.share': share,
  'intel.forward': forward,
  'intel.holds': holds,
  'intel.retract': retract,
  'intel.sighting': sighting,
  'intel.verdict': verdict,
} as const

/** Statement kinds of the intelligence tier. */
export type IntelKind = keyof typeof ACTS

/** Whether a kind belongs to the intelligence tier. */
export function isIntelKind(kind: string): kind is IntelKind {
  return Object.hasOwn(ACTS, kind)
}

/** Reads the act of an intelligence statement, or `bad-act`. @param act - attacker-controlled */
export function decodeIntelAct<K extends IntelKind>(
  kind: K,
  act: JsonObject,
): Result<Decoded<{ a: (typeof ACTS)[K] }>['a'], RefusalCode> {
  const decoder = ACTS[kind] as Decoder<Decoded<{ a: (typeof ACTS)[K] }>['a']>
  const decoded = decode(decoder, act)
  return decoded.ok ? decoded : refuse('bad-act', decoded.at)
}

import {
  type Decoded,
  type Decoder,
  decode,
  integer,
  list,
  object,
  ok,
  type Result,
  refuse,
  time,
} from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { DIGEST } from '../compact/terms.ts'
import type { ThreadStatement } from '../thread/statement.ts'

const HEAD = object({ epoch: integer(1), seq: integer(0) })

/**
 * A cut: everything up to an envelope in each direction, which both sides hold and have receipted.
 * The author also signs the digest of the card that it computed.
 */
const CUT = object({
  /** Who proposes, then who checks. */
  parties: list(DIGEST, { min: 2, max: 2 }),
  from: time(),
  until: time(),
  /** The last envelope of the author, and of the other party. */
  ours: HEAD,
  theirs: HEAD,
  card: DIGEST,
})

/** What the other party computed over the same cut. */
const AGREE = object({ card: DIGEST })

const ACTS = { 'scorecard.cut': CUT, 'scorecard.agree': AGREE } as const

type Acts = Decoded<typeof ACTS>

/** `scorecard.cut`. */
export type CutAct = Acts['scorecard.cut']
/** `scorecard.agree`. */
export type AgreeAct = Acts['scorecard.agree']
/** Statement kinds of a scorecard's thread. */
export type ScorecardKind = keyof typeof ACTS

/** Whether a kind belongs to a scorecard's thread. */
export function isScorecardKind(kind: string): kind is ScorecardKind {
  return Object.hasOwn(ACTS, kind)
}

/** Reads the act of a scorecard statement, or `bad-act`. @param act - attacker-controlled */
export function decodeScorecardAct<K extends ScorecardKind>(
  kind: K,
  act: ThreadStatement['act'],
): Result<Acts[K], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Acts[K]>, act)
  return decoded.ok ? ok(decoded.value) : refuse('bad-act', decoded.at)
}

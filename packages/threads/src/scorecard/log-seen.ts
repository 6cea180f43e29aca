import {
  type Decoded,
  decode,
  flag,
  integer,
  type JsonObject,
  object,
  type Result,
  refuse,
} from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { DIGEST } from '../compact/terms.ts'

/** The kind of statement by which a node says what it saw of the other side's log. */
export const LOG_SEEN_KIND = 'log.seen'

const SEEN = object({
  /** Size of the newest checkpoint that was verified, and its root. */
  size: integer(0, Number.MAX_SAFE_INTEGER),
  root: DIGEST,
  /** Whether everything seen of it so far belongs to one history. */
  consistent: flag(),
})

/** `log.seen`: what a node saw of the other side's log. */
export type LogSeenAct = Decoded<{ seen: typeof SEEN }>['seen']

/** Reads the act of a `log.seen`, or `bad-act`. @param act - attacker-controlled */
export function decodeLogSeen(act: JsonObject): Result<LogSeenAct, RefusalCode> {
  const read = decode(SEEN, act)
  return read.ok ? read : refuse('bad-act', read.at)
}

import {
  type Decoded,
  type Decoder,
  decode,
  flag,
  integer,
  list,
  literal,
  object,
  ok,
  type Result,
  refuse,
  time,
} from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { DIGEST } from '../compact/terms.ts'
import type { ThreadStatement } from '../thread/statement.ts'

/** What a contact is there for (domain, Words: points of contact). */
export const CONTACT_ROLES = ['technical', 'policy', 'hotline'] as const

/** One of {@link CONTACT_ROLES}. */
export type ContactRole = (typeof CONTACT_ROLES)[number]

/** Longest time that a ping may leave for its answer: two weeks, in minutes. */
export const MAX_PING_MINUTES = 20_160

const role = literal(...CONTACT_ROLES)

const ACTS = {
  /** The root: who asks, then whom; which role is to answer, within how many minutes. */
  'ping.ask': object({
    parties: list(DIGEST, { min: 2, max: 2 }),
    role,
    within: integer(1, MAX_PING_MINUTES),
  }),
  /** `human` is false for what a machine says by itself, which never counts. */
  'ping.answer': object({ role, human: flag() }),
  /** When statements arrived, by the receipts for them. Machines say this. */
  'ping.receive': object({
    held: list(object({ statement: DIGEST, received: time() }), { min: 1, max: 64 }),
  }),
} as const

type Acts = Decoded<typeof ACTS>

/** Statement kinds of a ping test's thread. */
export type PingKind = keyof typeof ACTS
/** The act of a kind. */
export type PingAct<K extends PingKind> = Acts[K]

/** Whether a kind belongs to a ping test. */
export function isPingKind(kind: string): kind is PingKind {
  return Object.hasOwn(ACTS, kind)
}

/** Reads the act of a ping statement, or `bad-act`. @param act - attacker-controlled */
export function decodePingAct<K extends PingKind>(
  kind: K,
  act: ThreadStatement['act'],
): Result<Acts[K], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Acts[K]>, act)
  return decoded.ok ? ok(decoded.value) : refuse('bad-act', decoded.at)
}

import {
  type Decoded,
  type Decoder,
  decode,
  flag,
  hexText,
  integer,
  list,
  literal,
  nullable,
  object,
  ok,
  type Result,
  refuse,
  sortedSet,
  text,
  time,
} from '@concert/core'
import { type RefusalCode, TLP_LEVELS, type Tlp } from '@concert/envelope'
import { orderThread, type ThreadStatement } from './thread.ts'

const intelligence = object({
  tlp: literal(...TLP_LEVELS),
  types: sortedSet(text({ max: 100, pattern: /^[a-z][a-z0-9-]+$/ }), { min: 1, max: 64 }),
  attribution: flag(),
  onward: flag(),
  retention_days: integer(1, 36_500),
})

/** Terms of the intelligence tier: highest TLP, object types, onward sharing, retention. */
export type IntelligenceTerms = ReturnType<typeof intelligence>

const TERMS = object({ intelligence: nullable(intelligence) })

const PROPOSE = object({
  parties: list(hexText(32), { min: 2, max: 32 }),
  round: integer(1),
  from: time(),
  until: time(),
  sign_by: time(),
  terms: TERMS,
})

const SIGN = object({
  compact: hexText(32),
  base: nullable(hexText(32)),
  next: hexText(32),
  round: integer(1),
  sign_by: time(),
})

/** `compact.propose`: parties in their order, validity, and the machine-readable terms. */
export type ProposeAct = ReturnType<typeof PROPOSE>
/** `compact.sign`: what a party's signature covers. */
export type SignAct = ReturnType<typeof SIGN>

const ACTS = { 'compact.propose': PROPOSE, 'compact.sign': SIGN } as const

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
): Result<Decoded<{ a: (typeof ACTS)[K] }>['a'], RefusalCode> {
  const decoded = decode(ACTS[kind] as Decoder<Decoded<{ a: (typeof ACTS)[K] }>['a']>, act)
  if (!decoded.ok) return refuse('bad-act', decoded.at)
  return ok(decoded.value)
}

/** One proposed version of a compact and who has signed it. */
export interface Proposal extends ProposeAct {
  /** Digest of the proposing statement: what statements name as their compact. */
  readonly digest: string
  readonly signedBy: readonly string[]
}

/** The state of a compact's thread: a pure function of its statements. */
export interface CompactState {
  readonly id: string
  readonly parties: readonly string[]
  readonly proposals: readonly Proposal[]
  /** The version in force by a certificate of all signatures; null when none. */
  readonly inForce: Proposal | null
}

/**
 * Folds a compact's thread: the same statements, in any order and with any duplicates, give the
 * same state on every node. A statement that breaks a rule has no effect.
 *
 * @param root - the first proposal
 * @returns undefined when the root is not a proposal that its author is a party to
 */
export function foldCompact(
  root: ThreadStatement,
  statements: Iterable<ThreadStatement>,
): CompactState | undefined {
  if (root.kind !== 'compact.propose' || root.parents.length > 0) return undefined
  const first = decodeCompactAct('compact.propose', root.act)
  if (!first.ok || !first.value.parties.includes(root.author)) return undefined
  const parties = first.value.parties
  if (new Set(parties).size !== parties.length) return undefined
  const { order } = orderThread(root, parties, statements)
  let state: CompactState = { id: root.digest, parties, proposals: [], inForce: null }
  for (const statement of order) state = step(state, statement)
  return state
}

function step(state: CompactState, statement: ThreadStatement): CompactState {
  if (statement.kind === 'compact.propose') return propose(state, statement)
  if (statement.kind === 'compact.sign') return sign(state, statement)
  return state
}

function propose(state: CompactState, statement: ThreadStatement): CompactState {
  const act = decodeCompactAct('compact.propose', statement.act)
  if (!act.ok || act.value.parties.join() !== state.parties.join()) return state
  const highest = Math.max(0, ...state.proposals.map((proposal) => proposal.round))
  if (act.value.round <= highest || act.value.from >= act.value.until) return state
  const proposal: Proposal = { ...act.value, digest: statement.digest, signedBy: [] }
  return { ...state, proposals: [...state.proposals, proposal] }
}

function sign(state: CompactState, statement: ThreadStatement): CompactState {
  const act = decodeCompactAct('compact.sign', statement.act)
  if (!act.ok || act.value.compact !== state.id) return state
  const { base, next, round, sign_by } = act.value
  const target = state.proposals.find((proposal) => proposal.digest === next)
  if (!target || target.round !== round || target.sign_by !== sign_by) return state
  if (base !== (state.inForce?.digest ?? null) || target.signedBy.includes(statement.author)) {
    return state
  }
  const signed = { ...target, signedBy: [...target.signedBy, statement.author] }
  const proposals = state.proposals.map((entry) => (entry === target ? signed : entry))
  const complete = signed.signedBy.length === state.parties.length
  const wins = complete && signed.round > (state.inForce?.round ?? 0)
  return { ...state, proposals, inForce: wins ? signed : state.inForce }
}

/** What a compact allows at a time; time enters only here. */
export interface CompactView {
  readonly status: 'proposed' | 'not-yet' | 'in-force' | 'expired'
  /** Digest that statements name; null before any version is in force. */
  readonly digest: string | null
  readonly intelligence: IntelligenceTerms | null
}

/** The present of a compact. @param now - milliseconds since 1970 */
export function viewCompact(state: CompactState, now: number): CompactView {
  const current = state.inForce
  if (!current) return { status: 'proposed', digest: null, intelligence: null }
  const { digest } = current
  if (now < Date.parse(current.from)) return { status: 'not-yet', digest, intelligence: null }
  if (now > Date.parse(current.until)) return { status: 'expired', digest, intelligence: null }
  return { status: 'in-force', digest, intelligence: current.terms.intelligence }
}

/** Whether a TLP label is within the highest one allowed. RED never leaves by default terms. */
export function tlpAllowed(tlp: Tlp, highest: Tlp): boolean {
  return TLP_LEVELS.indexOf(tlp) <= TLP_LEVELS.indexOf(highest)
}

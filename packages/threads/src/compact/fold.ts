import { ok, type Result, refuse } from '@concert/core'
import type { Fold, Opening } from '../thread/fold.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import {
  decodeCompactAct,
  type EndAct,
  type HoldAct,
  isCompactKind,
  type ProposeAct,
  type ResumeAct,
  type SignAct,
  type SuspendAct,
} from './acts.ts'
import type { Tier } from './terms.ts'

/** A signature under a proposal. */
export interface CompactSignature {
  readonly by: string
  /** Digest of the signing statement. */
  readonly digest: string
  /** Since when each other party holds it, by that party's word: times in RFC 3339. */
  readonly held: Readonly<Record<string, string>>
}

/** One proposed version of a compact, and how far it has come. */
export interface Proposal extends ProposeAct {
  /** Digest of the proposing statement: what statements name as their compact. */
  readonly digest: string
  readonly by: string
  /** The version in force that it is to replace; null when it would be the first. */
  readonly base: string | null
  readonly signatures: readonly CompactSignature[]
}

/** A tier that a party has closed. */
export interface Suspension extends SuspendAct {
  readonly digest: string
  readonly by: string
}

/** A party's leaving. */
export interface Ending extends EndAct {
  readonly digest: string
  readonly by: string
}

/** The state of a compact's thread: a pure function of its statements. */
export interface CompactState {
  /** Digest of the root: the thread. */
  readonly id: string
  readonly parties: readonly string[]
  /** Versions in the order of their rounds. */
  readonly proposals: readonly Proposal[]
  /** The version in force by a certificate of all signatures; null when none. */
  readonly inForce: Proposal | null
  /** Suspensions that stand, whether or not their time has come. */
  readonly suspensions: readonly Suspension[]
  /** The earliest ending said; null while nobody has ended it. */
  readonly ending: Ending | null
}

type Step = Result<CompactState>

/** How far a round may lie above the one before: versions proposed unseen at once need a few. */
const MOST_ROUNDS_AHEAD = 100

/** The fold of a compact's thread. */
export const COMPACT: Fold<CompactState> = {
  open: openCompact,
  step(state, statement) {
    const { kind } = statement
    if (!isCompactKind(kind)) return refuse('unsupported-kind')
    const act = decodeCompactAct(kind, statement.act)
    if (!act.ok) return act
    switch (kind) {
      case 'compact.propose':
        return propose(state, statement, act.value as ProposeAct)
      case 'compact.sign':
        return sign(state, statement, act.value as SignAct)
      case 'compact.hold':
        return hold(state, statement, act.value as HoldAct)
      case 'compact.suspend':
        return suspend(state, statement, act.value as SuspendAct)
      case 'compact.resume':
        return resume(state, statement, act.value as ResumeAct)
      case 'compact.end':
        return end(state, statement, act.value as EndAct)
    }
  },
}

function openCompact(root: ThreadStatement): Opening<CompactState> | undefined {
  if (root.kind !== 'compact.propose') return undefined
  const act = decodeCompactAct('compact.propose', root.act)
  if (!act.ok) return undefined
  const { parties } = act.value
  const state: CompactState = {
    id: root.digest,
    parties,
    proposals: [],
    inForce: null,
    suspensions: [],
    ending: null,
  }
  return { participants: parties, state }
}

function propose(state: CompactState, statement: ThreadStatement, act: ProposeAct): Step {
  if (act.parties.join() !== state.parties.join()) return refuse('other-parties')
  if (act.from >= act.until) return refuse('bad-validity')
  const last = state.proposals.at(-1)?.round ?? 0
  if (act.round <= last) return refuse('old-round')
  // Who takes the highest number there is would leave none for anybody's next version.
  if (act.round > last + MOST_ROUNDS_AHEAD) return refuse('bad-act', 'round')
  if (state.ending) return refuse('ended')
  const proposal: Proposal = {
    ...act,
    digest: statement.digest,
    by: statement.author,
    base: state.inForce?.digest ?? null,
    signatures: [],
  }
  return ok({ ...state, proposals: [...state.proposals, proposal] })
}

function sign(state: CompactState, statement: ThreadStatement, act: SignAct): Step {
  const target = state.proposals.find((proposal) => proposal.digest === act.next)
  if (!target || act.compact !== state.id) return refuse('unknown-version')
  if (target.round !== act.round || target.sign_by !== act.sign_by) return refuse('other-version')
  // A signature names what it replaces: of two amendments that race, one loses its ground.
  if (act.base !== target.base) return refuse('other-base')
  if (signatureOf(target, statement.author)) return refuse('already-signed')
  // Whoever ends a compact is bound by no signature that stands after their word.
  if (state.ending) return refuse('ended')
  const signature = { by: statement.author, digest: statement.digest, held: {} }
  return ok(settle(state, { ...target, signatures: [...target.signatures, signature] }))
}

function hold(state: CompactState, statement: ThreadStatement, act: HoldAct): Step {
  const target = state.proposals.find((proposal) => proposal.digest === act.next)
  if (!target || act.compact !== state.id) return refuse('unknown-version')
  if (target.round !== act.round) return refuse('other-version')
  const known = act.held.every(({ sign: digest }) =>
    target.signatures.some((entry) => entry.digest === digest && entry.by !== statement.author),
  )
  if (!known) return refuse('unknown-signature')
  const { ending } = state
  // What all had signed before the end was said may still be completed, until the end has come.
  const inTime = act.held.filter((entry) => ending === null || entry.received < ending.at)
  if (inTime.length === 0) return refuse('ended')
  const received = new Map(inTime.map((entry) => [entry.sign, entry.received]))
  const signatures = target.signatures.map((entry) =>
    withHolder(entry, statement.author, received.get(entry.digest)),
  )
  return ok(settle(state, { ...target, signatures }))
}

/** A holder's word is taken once, the earliest of what it has said: nobody can take it back. */
function withHolder(
  signature: CompactSignature,
  holder: string,
  received: string | undefined,
): CompactSignature {
  const before = signature.held[holder]
  if (received === undefined || (before !== undefined && before <= received)) return signature
  return { ...signature, held: { ...signature.held, [holder]: received } }
}

function suspend(state: CompactState, statement: ThreadStatement, act: SuspendAct): Step {
  if (act.compact !== state.id) return refuse('other-compact')
  if (state.ending && act.from >= state.ending.at) return refuse('ended')
  if (!wasAgreed(state, act.tier)) return refuse('not-agreed')
  const standing = state.suspensions.some(
    (entry) => entry.by === statement.author && entry.tier === act.tier,
  )
  if (standing) return refuse('already-suspended')
  const suspension = { ...act, digest: statement.digest, by: statement.author }
  return ok({ ...state, suspensions: [...state.suspensions, suspension] })
}

/** Whether a version that all have signed, in force now or before, agrees to a tier. */
export function wasAgreed(
  { parties, proposals }: Pick<CompactState, 'parties' | 'proposals'>,
  tier: Tier,
): boolean {
  return proposals.some((entry) => entry.terms[tier] !== null && isCertified(parties, entry))
}

/** Each party lifts its own suspension, and no other's. */
function resume(state: CompactState, statement: ThreadStatement, act: ResumeAct): Step {
  if (act.compact !== state.id) return refuse('other-compact')
  const lifted = state.suspensions.find((entry) => entry.digest === act.suspension)
  if (!lifted) return refuse('not-suspended')
  if (lifted.by !== statement.author) return refuse('not-yours')
  return ok({ ...state, suspensions: state.suspensions.filter((entry) => entry !== lifted) })
}

function end(state: CompactState, statement: ThreadStatement, act: EndAct): Step {
  if (act.compact !== state.id) return refuse('other-compact')
  // The earliest end counts: nobody is held beyond the notice by the far date of another.
  if (state.ending && act.at >= state.ending.at) return refuse('ended')
  return ok({ ...state, ending: { ...act, digest: statement.digest, by: statement.author } })
}

/** Puts a changed proposal back, and into force when its certificate is complete. */
function settle(state: CompactState, changed: Proposal): CompactState {
  const proposals = state.proposals.map((entry) =>
    entry.digest === changed.digest ? changed : entry,
  )
  const current = state.inForce
  const replaces = changed.digest === current?.digest || changed.round > (current?.round ?? 0)
  const inForce = replaces && isCertified(state.parties, changed) ? changed : current
  return { ...state, proposals, inForce }
}

/**
 * Whether every party has signed, and every other party holds each signature since before
 * `sign_by` (protocol, Compact). The certificate is the signing and the holding statements.
 */
export function isCertified(parties: readonly string[], proposal: Proposal): boolean {
  return parties.every((party) => {
    const signature = signatureOf(proposal, party)
    if (!signature) return false
    return parties.every((other) => {
      const held = other === party ? '' : signature.held[other]
      return held !== undefined && held < proposal.sign_by
    })
  })
}

/** A party's signature under a version, or undefined. */
export function signatureOf(proposal: Proposal, party: string): CompactSignature | undefined {
  return proposal.signatures.find((entry) => entry.by === party)
}

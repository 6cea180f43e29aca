import type { ChecklistFinding } from '@concert/threads'
import type { AuthorityRefusal } from '../release/delegates.ts'
import type { GateRefusal, MessageDecision } from '../release/message-gate.ts'
import type { CarriedObject, CarryRefusal } from './carried-objects.ts'
import type { RequestCode } from './codes.ts'
import type { BuiltRequest, RequestDraft } from './draft.ts'
import type { KeptDraft } from './drafts.ts'
import type { CleanTargets } from './targets/clean-targets.ts'

/** Entries that a summary shows of a long list. */
const SHOWN = 100

/** Why a draft is not kept, authorised or sent. */
export type DraftRefusal =
  | RequestCode
  | AuthorityRefusal
  | 'bad-act'
  | 'no-compact'
  | 'tier-suspended'
  | 'compact-terms'
  | 'unknown-peer'
  | GateRefusal
  | CarryRefusal

/** A draft with what the checklist says of it. */
export interface DraftView {
  readonly id: number
  readonly state: KeptDraft['state']
  readonly author: string
  readonly authoriser: string | null
  /** Until when the second person's word counts, in milliseconds since 1970; null without one. */
  readonly authorisedUntil: number | null
  readonly draft: RequestDraft
  readonly updated: number
  /** What the checklist finds; empty when the draft can't even be built, see `fault`. */
  readonly findings: readonly ChecklistFinding[]
  /** Why it can't be built as it is. */
  readonly fault: { readonly code: DraftRefusal; readonly at: string } | null
  readonly targets: number
  /** What the release desk says of it. */
  readonly release: MessageDecision
  /** Objects that it points to, and how they stand with the peer. */
  readonly objects: readonly CarriedObject[]
  /** Whether it can be sent now. */
  readonly ready: boolean
}

/**
 * One statement of a draft as it would be signed now: the very bytes of act and content. Only time,
 * salt and place in the thread are added when it is.
 */
export interface DraftPreview {
  /** The name of all of it; `send` and `authorise` refuse when what they would sign has another. */
  readonly name: string
  readonly tlp: string
  readonly exercise: boolean
  /** How many statements it takes: one, and one for each part of its targets. */
  readonly parts: number
  readonly part: number
  readonly kind: string
  /** Canonical JSON (RFC 8785). */
  readonly act: string
  readonly content: string
  readonly release: MessageDecision
}

/** What became of the targets that were given with a draft. */
export type TargetReport = Omit<CleanTargets, 'targets'> & { readonly accepted: number }

/** A part of a list that went into a draft for a peer. */
export interface SplitPart {
  readonly peer: string
  readonly economy: string
  readonly draft: DraftView
}

/** What a list came to when it was split. */
export interface SplitReport {
  /** Which database told the economies. */
  readonly source: string
  readonly kept: readonly SplitPart[]
  /** What no peer covers; `economy` null where none is known. */
  readonly uncovered: readonly {
    readonly economy: string | null
    readonly targets: readonly string[]
  }[]
  readonly targets: TargetReport
}

/** When the targets were first seen, as far as the request says: its earliest time. */
export function seenOf({ content }: BuiltRequest): string | null {
  return content.facts.times.map(({ at }) => at).toSorted()[0] ?? null
}

export function reportOf({ targets, duplicates, faults, listed }: CleanTargets): TargetReport {
  return {
    accepted: targets.length,
    duplicates,
    faults: faults.slice(0, SHOWN),
    listed: listed.slice(0, SHOWN),
  }
}

/** What the release desk found when a draft was last written or let go. */
export function decisionOf({ released }: Pick<KeptDraft, 'released'>): MessageDecision {
  const isBlocked = released.some(({ outcome }) => outcome === 'block')
  const outcome = isBlocked ? 'block' : released.length > 0 ? 'review' : 'allow'
  return { outcome, findings: released }
}

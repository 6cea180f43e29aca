import type { ChecklistFinding } from '@concert/threads'
import type { AuthorityRefusal } from '../release/delegates.ts'
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
  | 'release-rules'

/** A draft with what the checklist says of it. */
export interface DraftView {
  readonly id: number
  readonly state: KeptDraft['state']
  readonly author: string
  readonly authoriser: string | null
  readonly draft: RequestDraft
  readonly updated: number
  /** What the checklist finds; empty when the draft can't even be built, see `fault`. */
  readonly findings: readonly ChecklistFinding[]
  /** Why it can't be built as it is. */
  readonly fault: { readonly code: DraftRefusal; readonly at: string } | null
  readonly targets: number
  /** Whether it can be sent now. */
  readonly ready: boolean
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

import type { BothLanguages, EvidenceStep, ExplainedStep, Explanation } from '@concert/envelope'
import type { SaidPart } from './said.ts'
import type { Lang } from './texts.ts'

/** The two files that a verification needs. */
export type Slot = 'evidence' | 'keys'

/** A file that has been read. */
export interface LoadedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a verification came to. */
export interface Outcome {
  readonly explained: Explanation
  /** SHA-256 of the two files in hex, so that it can be said later which ones were checked. */
  readonly digests: Readonly<Record<Slot, string>>
  readonly said: readonly SaidPart[]
}

/** All that the page shows follows from this. */
export interface State {
  readonly lang: Lang
  readonly files: Readonly<Partial<Record<Slot, LoadedFile>>>
  readonly problem?: BothLanguages | undefined
  readonly isChecking: boolean
  readonly outcome?: Outcome | undefined
  /** Steps whose values are shown. */
  readonly opened: ReadonlySet<EvidenceStep | 'said'>
}

/** The steps that are opened when a result comes: those that failed. */
export function openedAtFirst(steps: readonly ExplainedStep[]): ReadonlySet<EvidenceStep> {
  return new Set(steps.filter(({ state }) => state === 'failed').map(({ step }) => step))
}

import type { RequestMove, RequestRoot } from './acts.ts'
import type { TargetRun } from './targets.ts'
import type { EvidenceItem, Phase, QUESTION_STATUS } from './words.ts'

/** One thing that was said in a request's thread, with when it arrived. */
export interface RequestEvent {
  readonly digest: string
  readonly by: string
  readonly kind: RequestMove | 'request.notify' | 'request.request'
  /** Which submission it belongs to, from 1. */
  readonly round: number
  /** When it arrived, by the word of the node that received it; the earliest counts. */
  readonly heard: string | null
  /** When it arrived, by the word of its author, who holds the receipt. */
  readonly claimed: string | null
  /** When a mailbox had it for whoever it was said to, by its tender that the author quotes. */
  readonly tendered: string | null
  /** Of an extension or hold: until when; of an acceptance: by when it promises substance. */
  readonly until: string | null
  /** A reason, refusal or result code; null when the act has none. */
  readonly code: string | null
}

/** The state of a request's thread: a pure function of its statements. */
export interface RequestState {
  /** Digest of the root: the thread. */
  readonly id: string
  /** A notification: to be acknowledged, no answer owed. */
  readonly isNotice: boolean
  readonly asker: string
  /** Who owes the answer. */
  readonly owner: string
  readonly root: RequestRoot
  readonly phase: Phase
  /** The phase that need-info interrupted; null unless that is the phase. */
  readonly interrupted: Phase | null
  /** Submissions so far: one, and one more for each after a refusal for evidence. */
  readonly round: number
  /** Everything that people said, in the canonical order. */
  readonly events: readonly RequestEvent[]
  /** Status of each question, the first at index 0. */
  readonly questions: readonly (typeof QUESTION_STATUS)[number][]
  readonly targets: readonly TargetRun[]
  /** How many targets the asker has listed so far. */
  readonly listed: number
  /** Evidence items that are there, sorted. */
  readonly evidence: readonly string[]
  /** Items that the owner has asked for and that have not come, sorted. */
  readonly wanted: readonly EvidenceItem[]
  /** The rating, 0 to 3; null before it. */
  readonly usefulness: number | null
}

/** When it was received, by a receipt that somebody has quoted; null while nobody has. */
export function receiptTime({ heard, claimed }: Pick<RequestEvent, 'heard' | 'claimed'>) {
  return heard ?? claimed
}

/**
 * When a statement took effect for whoever it was said to: the earlier of its receipt and its
 * tender, so that nobody gains by staying silent. Null while nobody has told of either.
 */
export function effectiveTime(
  event: Pick<RequestEvent, 'heard' | 'claimed' | 'tendered'>,
): string | null {
  const received = receiptTime(event)
  const { tendered } = event
  if (received === null || tendered === null) return received ?? tendered
  return tendered < received ? tendered : received
}

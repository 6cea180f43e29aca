import type { PingState } from './fold.ts'

const MINUTE_MS = 60_000

/** Where a ping test stands at a time. */
export interface PingView {
  /**
   * `sent`: nobody has told that it arrived; `arrived`: a person may still answer in time;
   * `answered` in time; `late`; `missed`: the time is over and no person has answered.
   */
  readonly status: 'sent' | 'arrived' | 'answered' | 'late' | 'missed'
  /** The first millisecond that is too late; null while nobody has told that it arrived. */
  readonly due: number | null
  /** Minutes from the arrival of the question to that of the answer, rounded up; null without. */
  readonly minutes: number | null
}

/** The present of a ping test; time enters only here. @param now - milliseconds since 1970 UTC */
export function viewPing({ asked, answer, within }: PingState, now: number): PingView {
  if (asked.heard === null) return { status: 'sent', due: null, minutes: null }
  const start = Date.parse(asked.heard)
  const due = start + within * MINUTE_MS
  if (!answer) return { status: now >= due ? 'missed' : 'arrived', due, minutes: null }
  // Until the asker has told when it came, the answer is taken as having come in time.
  if (answer.heard === null) return { status: 'answered', due, minutes: null }
  const end = Date.parse(answer.heard)
  const minutes = Math.max(0, Math.ceil((end - start) / MINUTE_MS))
  return { status: end >= due ? 'late' : 'answered', due, minutes }
}

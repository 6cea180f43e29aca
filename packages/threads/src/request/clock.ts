import type { RequestRoot } from './acts.ts'
import {
  addWorkingDays,
  endOfDay,
  isAnnounced,
  localDay,
  type WorkingCalendar,
  workingDaysBetween,
} from './working-days.ts'

/** A time to answer, as compacts agree it. */
export type Span = RequestRoot['times']['answer']

const MINUTE_MS = 60_000

/**
 * A clock that has been started. Working days run from the day after the start to the end of the
 * last one, in the calendar of the side that owes; minutes run without pause.
 */
export interface Deadline {
  /** Milliseconds since 1970 UTC: the first that is too late. */
  readonly at: number
  /** The local day it ends with; null when it is counted in minutes. */
  readonly day: number | null
  /** False when a day up to it lies beyond the years that the calendar's source announced. */
  readonly isSure: boolean
}

/** Starts a clock. @param from - milliseconds since 1970 UTC */
export function startClock(calendar: WorkingCalendar, from: number, span: Span): Deadline {
  if (span.unit === 'minutes') {
    return { at: from + span.count * MINUTE_MS, day: null, isSure: true }
  }
  return endingWith(calendar, addWorkingDays(calendar, localDay(calendar, from), span.count))
}

/** Moves a deadline by a wait: by the same time, or by the working days that fell into it. */
export function afterPause(
  calendar: WorkingCalendar,
  deadline: Deadline,
  from: number,
  to: number,
): Deadline {
  if (to <= from) return deadline
  if (deadline.day === null) return { ...deadline, at: deadline.at + (to - from) }
  const lost = workingDaysBetween(calendar, localDay(calendar, from), localDay(calendar, to))
  return endingWith(calendar, addWorkingDays(calendar, deadline.day, lost))
}

/** A deadline put off to a time, at most by the span agreed once more. */
export function extended(
  calendar: WorkingCalendar,
  deadline: Deadline,
  until: number,
  span: Span,
): Deadline {
  const latest = startClock(calendar, deadline.at - 1, span).at
  const at = Math.min(until, latest)
  return at <= deadline.at ? deadline : { at, day: null, isSure: deadline.isSure }
}

function endingWith(calendar: WorkingCalendar, day: number): Deadline {
  return { at: endOfDay(calendar, day), day, isSure: isAnnounced(calendar, day) }
}

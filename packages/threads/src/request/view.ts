import type { CalendarId } from './calendars.ts'
import { afterPause, type Deadline, extended, type Span, startClock } from './clock.ts'
import { isOpenPhase } from './moves.ts'
import { effectiveTime, type RequestEvent, type RequestState, receiptTime } from './state.ts'
import type { Phase } from './words.ts'
import type { WorkingCalendar } from './working-days.ts'

/** Extensions that count in one round; what is asked beyond is shown and moves nothing. */
export const MAX_EXTENSIONS = 2
/** Without a receipt for so long, somebody calls back. */
export const NO_RECEIPT_MS = 900_000

/** One of the two clocks of a request. Times are milliseconds since 1970 UTC. */
export interface ClockView {
  /** The first millisecond that is too late; null while it waits or before it starts. */
  readonly due: number | null
  /** When it was met; null while it was not, or when nobody has told. */
  readonly met: number | null
  /** Time left, negative when over; while paused, what will be left. Null before the start. */
  readonly remaining: number | null
  readonly status: 'not-started' | 'running' | 'paused' | 'met' | 'late' | 'missed' | 'ended'
  /** False when the calendar's source has not announced every day up to it. */
  readonly isSure: boolean
}

/** A request at a time; time enters only here. */
export interface RequestView {
  /** The phase; `lapsed` when a time was missed in silence; `delivered` once a receipt is told. */
  readonly status: Phase | 'delivered' | 'lapsed'
  readonly acknowledge: ClockView
  /** To the first substance: part of an answer, an answer, a refusal, a transfer. */
  readonly answer: ClockView
  /** When the clocks of the last round started: its receipt or tender; null while nobody has told. */
  readonly started: number | null
  /** Whether the sender should call: nobody has told of a receipt for 15 minutes. */
  readonly callBack: boolean
  /** Extensions that were asked before the deadline and count. */
  readonly extensions: number
}

/** Ready calendars by their ids. */
export type Calendars = Readonly<Record<CalendarId, WorkingCalendar>>

const SUBSTANCE: ReadonlySet<string> = new Set([
  'request.partial',
  'request.answer',
  'request.refuse',
  'request.transfer',
])

interface Walk {
  readonly calendar: WorkingCalendar
  readonly span: Span
  readonly started: number
  deadline: Deadline
  pausedAt: number | null
  extensions: number
  met: RequestEvent | null
}

/**
 * The present of a request: both clocks of its last round.
 *
 * @param now - milliseconds since 1970
 * @param sent - when the root was sent, as its author says; only for the call-back
 */
export function viewRequest(
  state: RequestState,
  now: number,
  calendars: Calendars,
  sent?: number,
): RequestView {
  const events = state.events.filter((event) => event.round === state.round)
  const start = startOf(state)
  const calendar = calendars[state.root.calendar]
  const { times } = state.root
  const isOver = !isOpenPhase(state.phase)
  const acknowledged = walk(calendar, times.acknowledge, start, state, events, 'acknowledge')
  const answered = walk(calendar, times.answer, start, state, events, 'answer')
  const acknowledge = clockView(acknowledged, now, isOver)
  const answer = state.isNotice ? NEVER : clockView(answered, now, isOver)
  const missed = [acknowledge, answer].some(({ status }) => status === 'missed')
  const submitted = submittedIn(state)
  const isReceipted = submitted !== undefined && receiptTime(submitted) !== null
  const isDelivered = state.phase === 'sent' && isReceipted
  return {
    status: missed ? 'lapsed' : isDelivered ? 'delivered' : state.phase,
    acknowledge,
    answer,
    started: start,
    callBack: !isReceipted && sent !== undefined && now - sent >= NO_RECEIPT_MS && !isOver,
    extensions: answered?.extensions ?? 0,
  }
}

const NEVER: ClockView = {
  due: null,
  met: null,
  remaining: null,
  status: 'not-started',
  isSure: true,
}

/** What the last round began with. */
function submittedIn({ events, round }: RequestState): RequestEvent | undefined {
  return round === 1
    ? events[0]
    : events.find((event) => event.round === round && event.kind === 'request.info')
}

/** When the clock of the last round started: the receipt of what was submitted, or its tender. */
function startOf(state: RequestState): number | null {
  const submitted = submittedIn(state)
  const at = submitted && effectiveTime(submitted)
  return at ? Date.parse(at) : null
}

function walk(
  calendar: WorkingCalendar,
  span: Span,
  started: number | null,
  state: RequestState,
  events: readonly RequestEvent[],
  clock: 'acknowledge' | 'answer',
): Walk | undefined {
  if (started === null) return undefined
  const at: Walk = {
    calendar,
    span,
    started,
    deadline: startClock(calendar, started, span),
    pausedAt: null,
    extensions: 0,
    met: null,
  }
  for (const event of events) {
    if (isMet(event, state.owner, clock)) {
      at.met = event
      endPause(at, event)
      break
    }
    if (clock === 'answer') turn(at, event)
  }
  return at
}

/** Any word of a person of the owner acknowledges; a machine's never does. */
function isMet(event: RequestEvent, owner: string, clock: 'acknowledge' | 'answer'): boolean {
  if (event.by !== owner) return false
  return clock === 'answer' ? SUBSTANCE.has(event.kind) : event.code !== 'machine'
}

/** What stops, moves or puts off the clock to an answer. Nothing counts that came too late. */
function turn(at: Walk, event: RequestEvent): void {
  const effective = effectiveTime(event)
  const time = effective === null ? null : Date.parse(effective)
  if (event.kind === 'request.need-info') {
    if (time === null || time < at.deadline.at)
      at.pausedAt = Math.max(time ?? at.started, at.started)
  } else if (event.kind === 'request.info' && at.pausedAt !== null && time !== null) {
    at.deadline = afterPause(at.calendar, at.deadline, at.pausedAt, time)
    at.pausedAt = null
  } else if (event.kind === 'request.extend' && event.until !== null && time !== null) {
    if (time >= at.deadline.at || at.extensions >= MAX_EXTENSIONS) return
    at.deadline = extended(at.calendar, at.deadline, Date.parse(event.until), at.span)
    at.extensions++
  }
}

/** Answered although information was missing: the time waited until then is not the owner's. */
function endPause(at: Walk, event: RequestEvent): void {
  const time = effectiveTime(event)
  if (at.pausedAt === null || time === null) return
  at.deadline = afterPause(at.calendar, at.deadline, at.pausedAt, Date.parse(time))
  at.pausedAt = null
}

function clockView(at: Walk | undefined, now: number, isOver: boolean): ClockView {
  if (!at) return NEVER
  const { deadline, met, pausedAt } = at
  const due = deadline.at
  const { isSure } = deadline
  if (met) {
    const effective = effectiveTime(met)
    const time = effective === null ? null : Date.parse(effective)
    const status = time !== null && time >= due ? 'late' : 'met'
    return { due, met: time, remaining: time === null ? null : due - time, status, isSure }
  }
  if (pausedAt !== null) {
    return { due: null, met: null, remaining: due - pausedAt, status: 'paused', isSure }
  }
  const status = isOver ? 'ended' : now >= due ? 'missed' : 'running'
  return { due, met: null, remaining: due - now, status, isSure }
}

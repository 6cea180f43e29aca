import { CALENDARS, type CalendarData, type CalendarId } from './calendars.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** A calendar made ready. Days are counted from 1970-01-01 in the calendar's local time. */
export interface WorkingCalendar {
  readonly data: CalendarData
  /** Starts of the offsets in milliseconds, rising. */
  readonly offsets: readonly (readonly [from: number, ms: number])[]
  readonly off: ReadonlySet<number>
  readonly work: ReadonlySet<number>
  /** The last day that is listed: after it only weekends count. */
  readonly last: number
}

/** Makes a calendar ready from its data. */
export function openCalendar(data: CalendarData): WorkingCalendar {
  const off = data.off.flatMap(daysOf)
  const work = data.work.flatMap(daysOf)
  return {
    data,
    offsets: data.offsets.map(([from, minutes]) => [Date.parse(from), minutes * MINUTE_MS]),
    off: new Set(off),
    work: new Set(work),
    last: Math.max(-1, ...off, ...work),
  }
}

/** Every calendar of this version, ready. */
export function openCalendars(): Readonly<Record<CalendarId, WorkingCalendar>> {
  const entries = Object.entries(CALENDARS).map(([id, data]) => [id, openCalendar(data)])
  return Object.fromEntries(entries) as Record<CalendarId, WorkingCalendar>
}

function daysOf(range: string): readonly number[] {
  const [first = '', last = first] = range.split('/')
  const from = Date.parse(first) / DAY_MS
  const to = Date.parse(last) / DAY_MS
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** The local day of a time. @param at - milliseconds since 1970 UTC */
export function localDay(calendar: WorkingCalendar, at: number): number {
  return Math.floor((at + offsetAt(calendar, at)) / DAY_MS)
}

/** The first millisecond after a local day. */
export function endOfDay(calendar: WorkingCalendar, day: number): number {
  const local = (day + 1) * DAY_MS
  // Clocks change at 02:00: the offset just before the local midnight is the one that holds.
  const guess = local - offsetAt(calendar, local)
  return local - offsetAt(calendar, guess - 1)
}

function offsetAt({ offsets }: WorkingCalendar, at: number): number {
  const found = offsets.findLast(([from]) => from <= at) ?? offsets[0]
  return found?.[1] ?? 0
}

/** Whether work is done on a local day. */
export function isWorkingDay({ off, work }: WorkingCalendar, day: number): boolean {
  if (work.has(day)) return true
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7
  return weekday !== 0 && weekday !== 6 && !off.has(day)
}

/** The nth working day after a local day; with 0 the day itself. */
export function addWorkingDays(calendar: WorkingCalendar, day: number, count: number): number {
  let left = count
  let at = day
  // Whole weeks first beyond what the calendar lists: long spans stay cheap.
  while (left > 0) {
    if (at > calendar.last && left > 5) {
      const weeks = Math.floor((left - 1) / 5)
      at += weeks * 7
      left -= weeks * 5
    }
    at++
    if (isWorkingDay(calendar, at)) left--
  }
  return at
}

/** How many working days lie after the first local day, up to the second. */
export function workingDaysBetween(calendar: WorkingCalendar, from: number, to: number): number {
  let count = 0
  let day = from
  const last = Math.max(calendar.last, from)
  for (; day < to && day <= last; ) if (isWorkingDay(calendar, ++day)) count++
  const weeks = Math.max(0, Math.floor((to - day) / 7))
  count += weeks * 5
  for (day += weeks * 7; day < to; ) if (isWorkingDay(calendar, ++day)) count++
  return count
}

/** Whether every day up to a local day is one the calendar's source has announced. */
export function isAnnounced({ data }: WorkingCalendar, day: number): boolean {
  return new Date(day * DAY_MS).getUTCFullYear() <= data.knownTo
}

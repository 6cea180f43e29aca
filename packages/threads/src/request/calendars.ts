/**
 * Working-day calendars as data. A day is a weekday unless it is listed; `off` are weekdays
 * without work, `work` are weekend days worked in exchange.
 *
 * Sources. China: notices of the General Office of the State Council on the arrangement of
 * holidays, 国办发明电〔2024〕12号 (2025) and 国办发明电〔2025〕7号 (2026); for 2027 the statutory
 * days of the Regulation on Public Holidays (State Council order 795), as no make-up days were
 * announced when this was written. US: 5 U.S.C. 6103 with its days in lieu, as listed by OPM.
 * Daylight saving: Energy Policy Act of 2005, sec. 110.
 */
export interface CalendarData {
  /** Offset from UTC in minutes, from each time on (RFC 3339); the first holds before it too. */
  readonly offsets: readonly (readonly [from: string, minutes: number])[]
  /** Last year whose days are known in full; later days are weekdays and weekends alone. */
  readonly knownTo: number
  /** Weekdays without work: `2026-10-01`, or a range `2026-10-01/2026-10-07`. */
  readonly off: readonly string[]
  /** Weekend days worked. */
  readonly work: readonly string[]
}

const CN_OFF = [
  '2025-01-01',
  '2025-01-28/2025-02-04',
  '2025-04-04/2025-04-06',
  '2025-05-01/2025-05-05',
  '2025-05-31/2025-06-02',
  '2025-10-01/2025-10-08',
  '2026-01-01/2026-01-03',
  '2026-02-15/2026-02-23',
  '2026-04-04/2026-04-06',
  '2026-05-01/2026-05-05',
  '2026-06-19/2026-06-21',
  '2026-09-25/2026-09-27',
  '2026-10-01/2026-10-07',
  '2027-01-01',
  '2027-02-05/2027-02-08',
  '2027-04-05',
  '2027-05-01/2027-05-02',
  '2027-06-09',
  '2027-09-15',
  '2027-10-01/2027-10-03',
]

const CN_WORK = [
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]

const US_OFF = [
  '2025-01-01',
  '2025-01-20',
  '2025-02-17',
  '2025-05-26',
  '2025-06-19',
  '2025-07-04',
  '2025-09-01',
  '2025-10-13',
  '2025-11-11',
  '2025-11-27',
  '2025-12-25',
  '2026-01-01',
  '2026-01-19',
  '2026-02-16',
  '2026-05-25',
  '2026-06-19',
  '2026-07-03',
  '2026-09-07',
  '2026-10-12',
  '2026-11-11',
  '2026-11-26',
  '2026-12-25',
  '2027-01-01',
  '2027-01-18',
  '2027-02-15',
  '2027-05-31',
  '2027-06-18',
  '2027-07-05',
  '2027-09-06',
  '2027-10-11',
  '2027-11-11',
  '2027-11-25',
  '2027-12-24',
  '2027-12-31',
]

/** First days of summer and winter time in the US; the clocks change at 02:00 local time. */
const US_CHANGES = [
  ['2025-03-09', '2025-11-02'],
  ['2026-03-08', '2026-11-01'],
  ['2027-03-14', '2027-11-07'],
] as const

function unitedStates(standard: number): CalendarData {
  const offsets: [string, number][] = [['2025-01-01T00:00:00.000Z', standard]]
  for (const [summer, winter] of US_CHANGES) {
    offsets.push([twoOClock(summer, standard), standard + 60])
    offsets.push([twoOClock(winter, standard + 60), standard])
  }
  return { offsets, knownTo: 2027, off: US_OFF, work: [] }
}

function twoOClock(date: string, offset: number): string {
  return new Date(Date.parse(`${date}T02:00:00.000Z`) - offset * 60_000).toISOString()
}

const EVER = '2025-01-01T00:00:00.000Z'

/** Calendars by their id; `utc` knows weekends alone. */
export const CALENDARS = {
  cn: { offsets: [[EVER, 480]], knownTo: 2026, off: CN_OFF, work: CN_WORK },
  'us-eastern': unitedStates(-300),
  'us-central': unitedStates(-360),
  'us-mountain': unitedStates(-420),
  'us-pacific': unitedStates(-480),
  utc: { offsets: [[EVER, 0]], knownTo: 9999, off: [], work: [] },
} as const satisfies Readonly<Record<string, CalendarData>>

/** Id of a calendar. */
export type CalendarId = keyof typeof CALENDARS

/** Ids of {@link CALENDARS}. */
export const CALENDAR_IDS = Object.keys(CALENDARS) as readonly CalendarId[]

const BY_ECONOMY: Readonly<Record<string, readonly CalendarId[]>> = {
  CN: ['cn'],
  US: ['us-eastern', 'us-central', 'us-mountain', 'us-pacific'],
}

/**
 * Calendars that a side may be held to, the usual one first: its own where this version has it,
 * else any that the asker names, `utc` unless it names one.
 *
 * @param economy - of the side that owes, as its identity says
 */
export function calendarsOf(economy: string): readonly CalendarId[] {
  const own = BY_ECONOMY[economy]
  return own ?? ['utc', ...CALENDAR_IDS.filter((id) => id !== 'utc')]
}

import { type Decoder, integer, list, object, text } from '@concert/core'

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** Hours of the week in a time zone; no windows means around the clock. */
export const HOURS = object({
  /** IANA time zone, such as Asia/Shanghai. */
  zone: text({ max: 64, pattern: /^[A-Za-z][A-Za-z0-9_+/-]*$/ }),
  windows: list(
    object({
      /** ISO weekdays, 1 Monday to 7 Sunday, on which the window begins. */
      days: list(integer(1, 7), { min: 1, max: 7 }),
      from: text({ max: 5, pattern: CLOCK }),
      /** The first minute that is outside; not after `from` means on the next day. */
      to: text({ max: 5, pattern: CLOCK }),
    }),
    { max: 14 },
  ),
}) satisfies Decoder<unknown>

/** See {@link HOURS}. */
export type Hours = ReturnType<typeof HOURS>

/** Hours around the clock. */
export const ALWAYS: Hours = { zone: 'UTC', windows: [] }

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const DAY_MINUTES = 1440

/**
 * Whether a time is within hours; undefined when this machine does not know the time zone.
 *
 * @param at - milliseconds since 1970 UTC
 */
export function isWithin({ zone, windows }: Hours, at: number): boolean | undefined {
  const local = localMinute(zone, at)
  if (local === undefined) return undefined
  if (windows.length === 0) return true
  const { day, minute } = local
  const before = day === 1 ? 7 : day - 1
  return windows.some(({ days, from, to }) => {
    const start = minutesOf(from)
    const end = minutesOf(to)
    if (start < end) return days.includes(day) && minute >= start && minute < end
    return (
      (days.includes(day) && minute >= start && minute < DAY_MINUTES) ||
      (days.includes(before) && minute < end)
    )
  })
}

/** Whether this machine knows a time zone. */
export function isZone(zone: string): boolean {
  return localMinute(zone, 0) !== undefined
}

function localMinute(zone: string, at: number): { day: number; minute: number } | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(at)
    const part = (type: string) => parts.find((entry) => entry.type === type)?.value ?? ''
    const minute = Number(part('hour')) * 60 + Number(part('minute'))
    return { day: WEEKDAYS.indexOf(part('weekday')) + 1, minute }
  } catch {
    return undefined
  }
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const WINDOW = /^([a-z]{3})(?:-([a-z]{3}))? (\d\d:\d\d)-(\d\d:\d\d)$/

/**
 * Reads hours as people write them: `always`, or windows such as `mon-fri 09:00-17:30` with commas
 * between. Undefined when it is neither, or when the zone is not known.
 */
export function parseHours(words: string, zone: string): Hours | undefined {
  if (!isZone(zone)) return undefined
  if (words.trim() === 'always') return { zone, windows: [] }
  const windows: { days: number[]; from: string; to: string }[] = []
  for (const word of words.split(',')) {
    const [, first = '', last = first, from = '', to = ''] = WINDOW.exec(word.trim()) ?? []
    const start = DAY_NAMES.indexOf(first)
    const end = DAY_NAMES.indexOf(last)
    if (start < 0 || end < 0 || !CLOCK.test(from) || !CLOCK.test(to)) return undefined
    const count = ((end - start + 7) % 7) + 1
    const days = Array.from({ length: count }, (_, i) => ((start + i) % 7) + 1)
    windows.push({ days: days.toSorted((a, b) => a - b), from, to })
  }
  return { zone, windows }
}

/** Hours as people write them; see {@link parseHours}. */
export function hoursText({ zone, windows }: Hours): string {
  if (windows.length === 0) return `always (${zone})`
  const texts = windows.map(({ days, from, to }) => `${daysText(days)} ${from}-${to}`)
  return `${texts.join(', ')} (${zone})`
}

function daysText(days: readonly number[]): string {
  const first = days[0] ?? 1
  const isRun = days.every((day, i) => day === first + i)
  const name = (day: number) => DAY_NAMES[day - 1] ?? ''
  if (days.length === 1) return name(first)
  return isRun ? `${name(first)}-${name(days.at(-1) ?? 1)}` : days.map(name).join('+')
}

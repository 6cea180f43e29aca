const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Whether a text is a STIX timestamp (§2.16): RFC 3339 in UTC with `T` and `Z` in capitals, any
 * number of fractional digits, a day that the calendar has, and second 60 only where a leap second
 * can fall.
 */
export function isStixTimestamp(text: string): boolean {
  if (!TIMESTAMP.test(text)) return false
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (day < 1 || day > daysIn(Number(text.slice(0, 4)), twoDigits(text, 5))) return false
  if (hour > 23 || minute > 59) return false
  return second < 60 || (second === 60 && hour === 23 && minute === 59)
}

/**
 * Order of two STIX timestamps, exact to the last digit, whatever their precisions: negative, zero
 * or positive. Both must have passed {@link isStixTimestamp}.
 */
export function compareStixTimestamps(a: string, b: string): number {
  const left = sortKey(a)
  const right = sortKey(b)
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Seconds have a fixed width and a fraction without its trailing zeros sorts as text. */
function sortKey(timestamp: string): string {
  return timestamp.slice(0, 19) + timestamp.slice(19, -1).replace(/\.?0+$/, '')
}

/** The number in two digits that a pattern has already found: every object has four of these. */
function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 0x30) * 10 + text.charCodeAt(at + 1) - 0x30
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0)
}

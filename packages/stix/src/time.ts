const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Length without a fraction. */
const SECONDS_LENGTH = '2016-01-20T12:31:12Z'.length

/**
 * Whether a text is a STIX timestamp (§2.16): RFC 3339 in UTC with `T` and `Z` in capitals, any
 * number of fractional digits, a day that the calendar has, and second 60 only where a leap second
 * can fall.
 */
export function isStixTimestamp(text: string): boolean {
  if (!isSpelled(text)) return false
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return false
  if (day > 28 && day > daysIn(twoDigits(text, 0) * 100 + twoDigits(text, 2), month)) return false
  return month > 0 && (second < 60 || (hour === 23 && minute === 59))
}

// Every object has several of these: a loop takes half the time of an expression.
function isSpelled(text: string): boolean {
  const { length } = text
  if (length < SECONDS_LENGTH || text.charCodeAt(length - 1) !== 0x5a) return false
  for (let at = 0; at < SECONDS_LENGTH - 1; at++) {
    const unit = text.charCodeAt(at)
    const wanted = SEPARATORS[at] as number
    if (wanted === 0 ? !isDigit(unit) : unit !== wanted) return false
  }
  if (length === SECONDS_LENGTH) return true
  if (text.charCodeAt(SECONDS_LENGTH - 1) !== 0x2e || length < SECONDS_LENGTH + 2) return false
  for (let at = SECONDS_LENGTH; at < length - 1; at++) {
    if (!isDigit(text.charCodeAt(at))) return false
  }
  return true
}

/** What must stand where no digit does; 0 where one does. */
const SEPARATORS: readonly number[] = Array.from('0000-00-00T00:00:00', (character) =>
  character === '0' ? 0 : character.charCodeAt(0),
)

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/**
 * Order of two STIX timestamps, exact to the last digit, whatever their precisions: negative, zero
 * or positive. Both must have passed {@link isStixTimestamp}.
 */
export function compareStixTimestamps(a: string, b: string): number {
  // With as many digits each, text sorts as time does.
  if (a.length === b.length) return compareTexts(a, b)
  const left = a.slice(0, 19)
  const right = b.slice(0, 19)
  if (left !== right) return compareTexts(left, right)
  return compareTexts(fraction(a), fraction(b))
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** The digits behind the point without trailing zeros, which sort as text. */
function fraction(timestamp: string): string {
  return timestamp.slice(20, -1).replace(/0+$/, '')
}

/** The number in two characters that are known to be digits. */
function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 0x30) * 10 + text.charCodeAt(at + 1) - 0x30
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0)
}

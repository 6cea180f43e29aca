/** Numbers of the regions (GB/T 2260) that a resident identity number begins with. */
const REGIONS: ReadonlySet<string> = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 ' +
    '83 91'
  ).split(' '),
)

const CHECK_CHARACTERS = '10X98765432'

/**
 * Whether 18 characters, whatever stands between aside, are a resident identity number of China
 * (GB 11643): region, date of birth and the check character of ISO 7064 MOD 11-2.
 */
export function isCnResidentId(text: string, year: number): boolean {
  const id = text.replace(/[^\dXx]/g, '').toUpperCase()
  if (!/^\d{17}[\dX]$/.test(id) || !REGIONS.has(id.slice(0, 2))) return false
  if (!isDate(Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14)), year)) {
    return false
  }
  let sum = 0
  for (let at = 0; at < 17; at++) sum += Number(id[at]) * (2 ** (17 - at) % 11)
  return CHECK_CHARACTERS[sum % 11] === id[17]
}

function isDate(year: number, month: number, day: number, present: number): boolean {
  if (year < 1900 || year > present) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/**
 * Whether a number is one that the US Social Security Administration could have assigned: area not
 * 000, 666 or from 900, group not 00, serial not 0000. There is no checksum.
 */
export function isUsSsn(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (digits.length !== 9) return false
  const area = Number(digits.slice(0, 3))
  if (area === 0 || area === 666 || area >= 900) return false
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000'
}

/** Groups that taxpayer numbers have (IRS publication 1915). */
const ITIN_GROUPS: readonly (readonly [from: number, to: number])[] = [
  [50, 65],
  [70, 88],
  [90, 92],
  [94, 99],
]

/** Whether a number is one that the US Internal Revenue Service gives to people without one of social security. */
export function isUsItin(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (digits.length !== 9 || digits[0] !== '9') return false
  const group = Number(digits.slice(3, 5))
  return ITIN_GROUPS.some(([from, to]) => group >= from && group <= to)
}

/** Ranges that card issuers begin with (ISO/IEC 7812): Visa, Mastercard, Amex, Diners, JCB, UnionPay. */
const ISSUERS =
  /^(?:4|5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[68])|35(?:2[89]|[3-8])|6(?:011|2|4[4-9]|5)|81)/

/** Whether a number is a payment card's: 13 to 19 digits, a known issuer, Luhn (ISO/IEC 7812-1). */
export function isBankCard(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (digits.length < 13 || digits.length > 19 || !ISSUERS.test(digits)) return false
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const weighted = at % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  // A number of one and the same digit passes the sum, but is nobody's card.
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits)
}

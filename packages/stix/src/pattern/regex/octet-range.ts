/** The highest code point. */
const LAST = 0x10ffff
// Octets above 7F stand in private use, where they have no case, class or script: a regular
// expression over octets knows ASCII only (STIX 2.1 §9.6.1: no UNICODE flag).
const HIGH_OCTETS = 0xe000

/** A code point of the text that an expression over octets looks at. */
export function octetPoint(octet: number): number {
  return octet < 0x80 ? octet : HIGH_OCTETS + octet
}

/** The text that an expression over octets looks at. */
export function octetSubject(text: string): string {
  return text.replace(/[\u0080-\u00ff]/g, (each) =>
    String.fromCharCode(HIGH_OCTETS + each.charCodeAt(0)),
  )
}

/** RE2's spelling of one code point, outside and inside of brackets. */
export function point(code: number): string {
  return `\\x{${code.toString(16)}}`
}

/** RE2's spelling, within brackets, of all code points from one to another. */
export function range(from: number, to: number, octets: boolean): string {
  if (!octets) return pair(from, to)
  const low = from < 0x80 ? pair(from, Math.min(to, 0x7f)) : ''
  const begin = Math.max(from, 0x80)
  const end = Math.min(to, 0xff)
  return begin > end ? low : low + pair(octetPoint(begin), octetPoint(end))
}

function pair(from: number, to: number): string {
  return from === to ? point(from) : `${point(from)}-${point(to)}`
}

/** RE2's spelling, within brackets, of all code points but these ascending ranges. */
export function complement(ranges: readonly (readonly [number, number])[]): string {
  let out = ''
  let next = 0
  for (const [from, to] of ranges) {
    if (from > next) out += pair(next, from - 1)
    next = to + 1
  }
  return next > LAST ? out : out + pair(next, LAST)
}

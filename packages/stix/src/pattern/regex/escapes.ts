import { complement, range } from './octet-range.ts'
import { RegexStop, type Source } from './source.ts'

type Ranges = readonly (readonly [number, number])[]

const SPACE: Ranges = [
  [0x09, 0x0d],
  [0x20, 0x20],
]
const HORIZONTAL: Ranges = [
  [0x09, 0x09],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
]
const VERTICAL: Ranges = [
  [0x0a, 0x0d],
  [0x85, 0x85],
  [0x2028, 0x2029],
]
const SETS: ReadonlyMap<string, Ranges> = new Map([
  ['s', SPACE],
  ['h', HORIZONTAL],
  ['v', VERTICAL],
])
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['e', 0x1b],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
])

/** What a backslash and what follows it stand for: one code point, or a set within brackets. */
export type Escaped = { readonly code: number } | { readonly set: string }

/** The meaning, alike inside and outside of brackets, of the escape after a backslash. */
export function readEscape(source: Source, octets: boolean): Escaped {
  const letter = source.take()
  if (letter === undefined) throw new RegexStop('regex-syntax')
  if (!/^[a-zA-Z0-9]$/.test(letter)) return { code: letter.codePointAt(0) ?? 0 }
  const control = CONTROLS.get(letter)
  if (control !== undefined) return { code: control }
  if (/[dDwW]/.test(letter)) return { set: `\\${letter}` }
  const ranges = SETS.get(letter.toLowerCase())
  if (ranges !== undefined) return { set: setOf(ranges, letter < 'a', octets) }
  switch (letter) {
    case 'x':
      return { code: hexCode(source) }
    case 'o':
      return { code: braced(source, /^[0-7]+$/, 8) }
    case '0':
      return { code: Number.parseInt(`0${source.match(/^[0-7]{0,2}/)}`, 8) }
    case 'c':
      return { code: controlCode(source) }
    case 'p':
    case 'P':
      return { set: unicodeClass(source, letter, octets) }
    default:
      // Back references, \K, \R, \X, \C, \g, \k, \N{…} and whatever Perl adds next.
      throw new RegexStop(/[1-9gkKRXCG]/.test(letter) ? 'regex-unsupported' : 'regex-syntax')
  }
}

function setOf(ranges: Ranges, negated: boolean, octets: boolean): string {
  if (!negated) return ranges.map(([from, to]) => range(from, to, octets)).join('')
  if (!octets) return complement(ranges)
  // What is no octet never occurs, so it does not matter which side it is on.
  const high = ranges.filter(([from]) => from >= 0x80 && from <= 0xff)
  const low = ranges.filter(([from]) => from < 0x80)
  return complement([...low, ...high.map(([a, b]) => [0xe000 + a, 0xe000 + b] as const)])
}

function hexCode(source: Source): number {
  if (source.next === '{') return braced(source, /^[0-9a-fA-F]+$/, 16)
  return Number.parseInt(`0${source.match(/^[0-9a-fA-F]{0,2}/)}`, 16)
}

function braced(source: Source, digits: RegExp, radix: number): number {
  const text = source.match(/^\{[^}]*\}/)?.slice(1, -1) ?? ''
  const code = digits.test(text) ? Number.parseInt(text, radix) : Number.NaN
  if (!(code <= 0x10ffff)) throw new RegexStop('regex-syntax')
  return code
}

function controlCode(source: Source): number {
  const letter = source.take() ?? ''
  if (!/^[ -~]$/.test(letter)) throw new RegexStop('regex-syntax')
  return letter.toUpperCase().charCodeAt(0) ^ 0x40
}

function unicodeClass(source: Source, letter: string, octets: boolean): string {
  if (octets) throw new RegexStop('regex-unsupported')
  const name = source.match(/^(?:\{\^?[A-Za-z_0-9&]+\}|[A-Z])/)
  if (!name) throw new RegexStop('regex-syntax')
  return `\\${letter}${name}`
}

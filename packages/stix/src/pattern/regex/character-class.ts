import { readEscape } from './escapes.ts'
import { octetPoint, point, range } from './octet-range.ts'
import { RegexStop, type Source } from './source.ts'

/** Reads a class, whose opening bracket has been taken; returns RE2's spelling of it. */
export function readClass(source: Source, octets: boolean): string {
  const negated = source.match(/^\^/) !== undefined
  let items = ''
  for (let first = true; ; first = false) {
    const posix = source.match(/^\[:\^?[a-z]+:\]/)
    if (posix !== undefined) {
      items += posix
      continue
    }
    const character = source.take()
    if (character === undefined) throw new RegexStop('regex-syntax')
    if (character === ']' && !first) return bracketed(items, negated)
    const item = readItem(source, character, octets)
    items += 'set' in item ? item.set : readRange(source, item.code, octets)
  }
}

/** Nothing is in an empty class: `[^\x00-\xff]` over octets, or a class of what is no octet. */
function bracketed(items: string, negated: boolean): string {
  if (items !== '') return `[${negated ? '^' : ''}${items}]`
  return negated ? '(?s:.)' : `[^${point(0)}-${point(0x10ffff)}]`
}

function readItem(source: Source, character: string, octets: boolean) {
  if (character !== '\\') return { code: character.codePointAt(0) ?? 0 }
  if (source.match(/^b/) !== undefined) return { code: 0x08 }
  if (source.match(/^Q/) !== undefined) {
    const quoted = [...source.until('\\E')]
    return { set: quoted.map((each) => one(each.codePointAt(0) ?? 0, octets)).join('') }
  }
  if (source.match(/^E/) !== undefined) return { set: '' }
  return readEscape(source, octets)
}

/** One code point, or the range that it begins. A hyphen before the bracket stands for itself. */
function readRange(source: Source, from: number, octets: boolean): string {
  if (source.match(/^-(?!\])/) === undefined) return one(from, octets)
  const character = source.take()
  if (character === undefined) throw new RegexStop('regex-syntax')
  const end = readItem(source, character, octets)
  if ('set' in end) return one(from, octets) + point(0x2d) + end.set
  if (end.code < from) throw new RegexStop('regex-syntax')
  return range(from, end.code, octets)
}

function one(code: number, octets: boolean): string {
  if (!octets) return point(code)
  return code > 0xff ? '' : point(octetPoint(code))
}

import { knownDomain } from './hosts.ts'
import { JOINED, type MappedText, TextBuilder, verbatim } from './mapped-text.ts'

// The end of a line, spaces around it, and between two pages a line with the page's number. What may
// repeat is bounded, so that a long run of spaces costs no more than other text.
const LINE_END =
  /[ \t]{0,32}(?:\r\n?|\n|\f)(?:[ \t]{0,32}(?:[-–—]? ?[0-9]{1,4} ?[-–—]?|第 ?[0-9]{1,4} ?页[^\n\f]{0,20}|page [0-9]{1,4}(?: of [0-9]{1,4})?)?[ \t]{0,32}(?:\r\n?|\n)?\f)?[ \t]{0,32}/giu
const HASH_LENGTHS: readonly number[] = [32, 40, 64, 96, 128]
const LONGEST_HASH = 128
const SHORTEST_PART = 8
const MAX_TOKEN = 2048

const SCHEME = /(?:h..ps?|ftps?)(?:\[?:\]?|\[:\/\/\]|\(:\))(?:\/\/|\[\/\/\])?/i
const URL_BREAK_BEFORE = /[/?&=%#_~+-]$/
const URL_BREAK_AFTER = /^[/?&=%#_~+.-]/
const HOST_DOT = /[a-z0-9][[({]?(?:\.|dot)[\])}]?[a-z0-9]/i
const HOST_BREAK = /^[[({]?\.[\])}]?[a-z0-9]/i

/**
 * The text of a PDF with what lines and pages tore apart put together again: hashes, URLs after a
 * slash or another sign, names after a hyphen or before a dot. What is put together is marked so
 * that a person looks at it. Other line ends stay.
 *
 * @param text - what was read out of a PDF, pages parted by form feeds; attacker-controlled
 */
export function readPdfText(text: string): MappedText {
  const builder = new TextBuilder(text)
  let done = 0
  let hex = ''
  for (const { 0: end, index } of text.matchAll(LINE_END)) {
    const next = index + end.length
    const before = lastWord(text, Math.max(done, index - MAX_TOKEN), index)
    const after = firstWord(text, next)
    // A part of a hash that is a whole line goes on from the line before.
    const isWholeLine = index - done === before.length
    const head = isWholeLine && hex.length < LONGEST_HASH ? hex + before : before
    const isHash = joinsHash(head, after)
    const joins = isHash || joinsUrl(before, after) || joinsName(before, after)
    hex = isHash ? head : ''
    builder.copy(done, index)
    builder.replace(index, next, joins ? '' : '\n', joins ? JOINED : 0)
    done = next
  }
  builder.copy(done, text.length)
  return builder.build(verbatim(text))
}

function lastWord(text: string, from: number, to: number): string {
  let at = to
  while (at > from && !/\s/.test(text.charAt(at - 1))) at--
  return text.slice(at, to)
}

function firstWord(text: string, from: number): string {
  let at = from
  while (at - from < MAX_TOKEN && at < text.length && !/\s/.test(text.charAt(at))) at++
  return text.slice(from, at)
}

/** Two parts of hexadecimal digits, neither a hash, that can be the beginning of one together. */
function joinsHash(before: string, after: string): boolean {
  const head = /[0-9a-f]+$/i.exec(before)?.[0] ?? ''
  const tail = /^[0-9a-f]+(?![0-9a-z])/i.exec(after)?.[0] ?? ''
  if (head.length < SHORTEST_PART || tail.length < SHORTEST_PART) return false
  if (HASH_LENGTHS.includes(head.length) && HASH_LENGTHS.includes(tail.length)) return false
  return head.length + tail.length <= LONGEST_HASH && !HASH_LENGTHS.includes(head.length)
}

function joinsUrl(before: string, after: string): boolean {
  if (after === '' || !SCHEME.test(before)) return false
  return URL_BREAK_BEFORE.test(before) || (URL_BREAK_AFTER.test(after) && after.length > 1)
}

/** A name that is torn after a hyphen or around a dot. A full stop and a new sentence are none. */
function joinsName(before: string, after: string): boolean {
  if (/[a-z0-9]-$/i.test(before)) {
    return /^[a-z0-9]/i.test(after) && (HOST_DOT.test(before) || HOST_DOT.test(after))
  }
  if (HOST_BREAK.test(after)) return /[a-z0-9]$/i.test(before)
  if (!/[a-z0-9][[({]?\.[\])}]?$/i.test(before)) return false
  const top = /^[a-z]{2,24}(?![a-z0-9.])|^[a-z]{2,24}(?=\.[a-z])/.exec(after)?.[0]
  if (top === undefined || knownDomain(`a.${top}`) === undefined) return false
  // A dot in brackets ends no sentence; a plain one may, after a name that is whole.
  if (/[\])}]$/.test(before)) return true
  return HOST_DOT.test(before) && knownDomain(before.slice(0, -1)) === undefined
}

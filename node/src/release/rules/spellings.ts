import { plainly } from './look-alikes.ts'
import { readableRuns } from './readable-runs.ts'

/** What a text says in every spelling that a reader could turn it into. */
export interface Spellings {
  /** As it stands first, then what it decodes to. */
  readonly spellings: readonly string[]
  /** There is more behind, in more codes within codes than are read. */
  readonly isUnread: boolean
}

/** Most spellings of one text, and rounds of decoding: a text inside a text inside a text. */
const MAX_SPELLINGS = 64
const ROUNDS = 3

// Anything that some decoder below would look at.
const CODED =
  /[\u0080-\uffff]|%[0-9a-fu]|&#|&[a-z]{2,6};|\\|[[({](?:\.|dot|at|@)[\])}]|\sdot\s|=[0-9A-F]{2}|[A-Za-z0-9+/_-]{12}|(?:[0-9a-f]{2}[ ,:-]{1,2}){6}/i

/** What a text says, and what it says once decoded: hiding something in a code does not hide it. */
export function spellingsOf(text: string): readonly string[] {
  return readSpellings(text).spellings
}

/** As {@link spellingsOf}, and whether that is all. */
export function readSpellings(text: string): Spellings {
  let round: readonly string[] = CODED.test(text) ? decodings(text) : []
  if (round.length === 0) return { spellings: [text], isUnread: false }
  const spellings = new Set([text, ...round])
  for (let i = 1; i < ROUNDS && round.length > 0; i++) {
    round = round.flatMap((spelling) => newIn(spelling, spellings))
    if (spellings.size > MAX_SPELLINGS) return { spellings: [...spellings], isUnread: true }
  }
  const isUnread = round.some((spelling) => newIn(spelling, new Set(spellings)).length > 0)
  return { spellings: [...spellings], isUnread }
}

/** What a spelling decodes to that is not known yet; it is known from then on. */
function newIn(spelling: string, known: Set<string>): readonly string[] {
  const found: string[] = []
  for (const decoded of decodings(spelling)) {
    if (known.has(decoded)) continue
    known.add(decoded)
    found.push(decoded)
  }
  return found
}

const BEYOND_ASCII = /[\u0080-\uffff]/

/** What a text decodes to in one step, if to anything but itself. */
function decodings(text: string): readonly string[] {
  const found = readableRuns(text)
  if (BEYOND_ASCII.test(text)) found.push(plainly(text))
  if (/%u?[0-9a-f]{2}/i.test(text)) found.push(percents(text))
  if (/=[0-9A-F]{2}/.test(text)) found.push(byteEscapes(text.replace(/=\r?\n/g, ''), QUOTED))
  if (text.includes('&')) found.push(entities(text))
  if (text.includes('\\')) found.push(backslashes(text))
  if (/[[({]|\sdot\s/i.test(text)) found.push(refanged(text))
  return found.filter((decoded) => decoded !== text && decoded !== '')
}

const QUOTED = /=([0-9A-F]{2})/g

function percents(text: string): string {
  const wide = text.replace(/%u([0-9a-f]{4})/gi, (_, hex: string) => {
    return String.fromCharCode(parseInt(hex, 16))
  })
  return byteEscapes(wide, /%([0-9a-f]{2})/gi)
}

function byteEscapes(text: string, escapes: RegExp): string {
  const bytes = text.replace(escapes, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return utf8Of(bytes) ?? bytes
}

const DECODER = new TextDecoder('utf-8', { fatal: true })

function utf8Of(binary: string): string | undefined {
  if (/[\u0100-\uffff]/.test(binary)) return undefined
  try {
    return DECODER.decode(Buffer.from(binary, 'latin1'))
  } catch {
    return undefined
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  at: '@',
  commat: '@',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  period: '.',
  hyphen: '-',
}

function entities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7});?|#x([0-9a-f]{1,6});?|([a-z]{2,6});)/gi,
    (all, dec, hex, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? all
      const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec)
      return code <= 0x10ffff ? String.fromCodePoint(code) : all
    },
  )
}

function backslashes(text: string): string {
  return text
    .replace(/\\u\{([0-9a-f]{1,5})\}/gi, (_, hex: string) =>
      String.fromCodePoint(parseInt(hex, 16)),
    )
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\([01][0-7]{2})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    .replace(/\\(.)/g, '$1')
}

const SPOKEN =
  /(\S)\s{1,3}at\s{1,3}([\p{L}\p{N}-]{1,63}(?:\s{1,3}dot\s{1,3}[\p{L}\p{N}-]{1,63}){1,8})/giu

function refanged(text: string): string {
  return text
    .replace(/\s?[[({](?:\.|dot)[\])}]\s?/gi, '.')
    .replace(/\s?[[({](?:@|at)[\])}]\s?/gi, '@')
    .replace(/[[({](:|:\/\/|-)[\])}]/g, '$1')
    .replace(SPOKEN, (_, before: string, names: string) => {
      return `${before}@${names.replace(/\s{1,3}dot\s{1,3}/gi, '.')}`
    })
}

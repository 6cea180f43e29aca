import type { Json, JsonObject } from '@concert/core'
import type { Path, Step } from '@concert/stix'

/** A text in an object, in every spelling that a reader could turn it into. */
export interface PlacedText {
  /** The value, or the entry whose key it is: what goes when the text must not be seen. */
  readonly path: Path
  /** As it stands first, then what it decodes to. */
  readonly spellings: readonly string[]
}

/** Most spellings of one text: decoding stops there. */
const MAX_SPELLINGS = 24
/** Rounds of decoding: a text inside a text inside a text. */
const ROUNDS = 3

// Where nothing but words of the specification can stand.
const FIXED: ReadonlySet<string> = new Set([
  'type',
  'spec_version',
  'created',
  'modified',
  'object_marking_refs',
  'pattern_type',
  'pattern_version',
  'valid_from',
  'valid_until',
])

/** Every text in an object: values and the keys of what the specification does not name. */
export function textsOf(object: JsonObject): readonly PlacedText[] {
  const found: PlacedText[] = []
  for (const [name, value] of Object.entries(object)) {
    if (FIXED.has(name)) continue
    addKey(name, [name], found)
    collect(value, [name], found)
  }
  return found
}

function collect(value: Json, path: readonly Step[], found: PlacedText[]): void {
  if (typeof value === 'string') {
    found.push({ path, spellings: ID.test(value) ? [value] : spellingsOf(value) })
  } else if (typeof value === 'number') found.push({ path, spellings: [String(value)] })
  else if (Array.isArray(value)) {
    for (const [at, entry] of (value as readonly Json[]).entries()) {
      collect(entry, [...path, at], found)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      const inside = [...path, key]
      addKey(key, inside, found)
      collect(entry, inside, found)
    }
  }
}

const ID = /^[a-z0-9-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// Short keys of lower-case letters, as the specification's own, can hold nothing that is looked for.
const PLAIN_KEY = /^[a-z_]{1,30}$/

function addKey(key: string, path: readonly Step[], found: PlacedText[]): void {
  if (PLAIN_KEY.test(key)) return
  const spellings = spellingsOf(key)
  const words = key.replaceAll('_', ' ')
  found.push({ path, spellings: words === key ? spellings : [...spellings, words] })
}

// Anything that some decoder below would look at.
const CODED =
  /[\u0080-\uffff]|%[0-9a-f]{2}|&#|&[a-z]{2,6};|\\|[[({](?:\.|dot|at|@)[\])}]|=[0-9A-F]{2}|[A-Za-z0-9+/_-]{12}/i

/** What a text says, and what it says once decoded: hiding something in a code does not hide it. */
export function spellingsOf(text: string): readonly string[] {
  if (!CODED.test(text)) return [text]
  const spellings = new Set([text])
  let round: readonly string[] = [text]
  for (let i = 0; i < ROUNDS && round.length > 0; i++) {
    const next: string[] = []
    for (const spelling of round) {
      for (const decoded of decodings(spelling)) {
        if (decoded === '' || spellings.has(decoded) || spellings.size >= MAX_SPELLINGS) continue
        spellings.add(decoded)
        next.push(decoded)
      }
    }
    round = next
  }
  return [...spellings]
}

/** Characters that are not seen: soft hyphen, zero-width ones, variants. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|[\ufe00-\ufe0f]/g
// Hyphens and dashes that people read as one.
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g
const BEYOND_ASCII = /[\u0080-\uffff]/

function* decodings(text: string): Generator<string> {
  if (BEYOND_ASCII.test(text)) {
    yield text.replace(UNSEEN, '').normalize('NFKC').replace(DASHES, '-').replaceAll('。', '.')
  }
  if (/%[0-9a-f]{2}/i.test(text)) yield byteEscapes(text, /%([0-9a-f]{2})/gi)
  if (/=[0-9A-F]{2}/.test(text)) yield byteEscapes(text, /=([0-9A-F]{2})/g)
  if (text.includes('&')) yield entities(text)
  if (text.includes('\\')) yield backslashes(text)
  if (/[[({]/.test(text)) yield refanged(text)
  yield* runs(text)
}

function byteEscapes(text: string, escapes: RegExp): string {
  const bytes = text.replace(escapes, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return utf8Of(bytes) ?? bytes
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
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (all, dec, hex, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? all
      const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec)
      return code <= 0x10ffff ? String.fromCodePoint(code) : all
    },
  )
}

function backslashes(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\(.)/g, '$1')
}

function refanged(text: string): string {
  return text
    .replace(/\s?[[({](?:\.|dot)[\])}]\s?/gi, '.')
    .replace(/\s?[[({](?:@|at)[\])}]\s?/gi, '@')
    .replace(/[[({](:|:\/\/|-)[\])}]/g, '$1')
}

const HEX_RUN = /(?:[0-9a-f]{2}){7,}/gi
const BASE64_RUN = /[A-Za-z0-9+/_-]{12,}/g

/** Long runs of hexadecimal digits or base64 that decode to readable text. */
function* runs(text: string): Generator<string> {
  for (const [run] of text.matchAll(BASE64_RUN)) {
    const readable = readableBase64(run)
    if (readable !== undefined) yield readable
  }
  for (const [run] of text.matchAll(HEX_RUN)) {
    const readable = readableOf(Buffer.from(run, 'hex'))
    if (readable !== undefined) yield readable
  }
}

const DECODER = new TextDecoder('utf-8', { fatal: true })

function readableOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.some((byte) => !isReadable(byte))) return undefined
  try {
    return DECODER.decode(bytes)
  } catch {
    return undefined
  }
}

function utf8Of(binary: string): string | undefined {
  if (/[\u0100-\uffff]/.test(binary)) return undefined
  return readableOf(Buffer.from(binary, 'latin1'))
}

/** Printable ASCII, tab, line ends, and what stands in UTF-8 beyond ASCII. */
function isReadable(byte: number): boolean {
  if (byte < 0x20) return byte === 0x09 || byte === 0x0a || byte === 0x0d
  return byte !== 0x7f && byte !== 0xc0 && byte !== 0xc1 && byte < 0xf5
}

const SIXES: Int8Array = new Int8Array(128).fill(-1)
for (const [value, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
].entries()) {
  SIXES[character.charCodeAt(0)] = value
}
for (const character of '+-') SIXES[character.charCodeAt(0)] = 62
for (const character of '/_') SIXES[character.charCodeAt(0)] = 63

/**
 * What base64 of either alphabet (RFC 4648) says, when it is text. Nearly every word could be
 * base64 and nearly none is: the first octets that are no UTF-8 end the attempt.
 */
function readableBase64(run: string): string | undefined {
  if (run.length % 4 === 1) return undefined
  const bytes = new Uint8Array((run.length * 3) >> 2)
  let bits = 0
  let held = 0
  let size = 0
  let follow = 0
  for (let at = 0; at < run.length; at++) {
    bits = ((bits << 6) | (SIXES[run.charCodeAt(at)] as number)) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    const byte = (bits >> held) & 0xff
    if (!isReadable(byte) || (byte >= 0x80 && byte < 0xc0) !== follow > 0) return undefined
    follow = follow > 0 ? follow - 1 : byte < 0xc0 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    bytes[size++] = byte
  }
  return follow === 0 ? readableOf(bytes) : undefined
}

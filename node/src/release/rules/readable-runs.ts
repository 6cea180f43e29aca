const HEX_RUN = /(?:[0-9a-f]{2}){7,}/gi
const HEX_APART =
  /(?<![0-9a-z])(?:(?:0x)?[0-9a-f]{2}[ ,:-]{1,2}){6,}(?:0x)?[0-9a-f]{2}(?![0-9a-z])/gi
const BASE64_RUN = /[A-Za-z0-9+/_-]{12,}={0,2}/g
const BASE32_RUN = /(?<![A-Za-z0-9+/])[A-Z2-7]{16,}={0,6}/gi
const BROKEN_LINE = /(?<=[A-Za-z0-9+/_-])[ \t]*\r?\n[ \t]*(?=[A-Za-z0-9+/_=-])/g

/**
 * A text with its long runs of hexadecimal digits, base64 or base32 (RFC 4648) in plain letters,
 * where they decode to something readable: all runs of a kind at once, so that many that say nothing
 * hide none that does.
 */
export function readableRuns(text: string): string[] {
  const found: string[] = []
  const longest = longestRuns(text)
  if (longest.base64 >= 12) {
    found.push(text.replace(BASE64_RUN, (run) => apart(readableBase64(run)) ?? inPath(run)))
  }
  if (/[\r\n]/.test(text)) {
    const whole = text.replace(BROKEN_LINE, '')
    found.push(whole.replace(BASE64_RUN, (run) => apart(readableBase64(run)) ?? run))
  }
  if (longest.hex >= 14) {
    found.push(text.replace(HEX_RUN, (run) => apart(readableOf(Buffer.from(run, 'hex'))) ?? run))
  }
  if (/[0-9a-f]{2}[ ,:-]/i.test(text)) found.push(text.replace(HEX_APART, readableHex))
  if (longest.base32 >= 16) {
    found.push(text.replace(BASE32_RUN, (run) => apart(readableOf(base32(run))) ?? run))
  }
  return found
}

interface Runs {
  readonly base64: number
  readonly base32: number
  readonly hex: number
}

/** How long the longest runs of characters are that each code is written with. */
function longestRuns(text: string): Runs {
  let [base64, base32, hex] = [0, 0, 0]
  let [run64, run32, run16] = [0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const codes = CODES[text.charCodeAt(at)] ?? 0
    run64 = codes & IN_BASE64 ? run64 + 1 : 0
    run32 = codes & IN_BASE32 ? run32 + 1 : 0
    run16 = codes & IN_HEX ? run16 + 1 : 0
    if (run64 > base64) base64 = run64
    if (run32 > base32) base32 = run32
    if (run16 > hex) hex = run16
  }
  return { base64, base32, hex }
}

const IN_BASE64 = 1
const IN_BASE32 = 2
const IN_HEX = 4
/** Which codes a character is of. */
const CODES: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  const isIn = (codes: number, set: RegExp) => (set.test(character) ? codes : 0)
  return (
    isIn(IN_BASE64, /[A-Za-z0-9+/_-]/) | isIn(IN_BASE32, /[A-Z2-7]/i) | isIn(IN_HEX, /[0-9a-f]/i)
  )
})

/** Whatever stood beside a run has nothing to do with its first and last letters. */
function apart(readable: string | undefined): string | undefined {
  return readable === undefined ? undefined : ` ${readable} `
}

/** A run may be the steps of a path, or words joined by lines: each by itself. */
function inPath(run: string): string {
  if (!/[/_-]/.test(run)) return run
  return run.replace(/[A-Za-z0-9+]{12,}={0,2}/g, (step) => apart(readableBase64(step)) ?? step)
}

function readableHex(run: string): string {
  const digits = run.replace(/0x|[^0-9a-f]/gi, '')
  return apart(readableOf(Buffer.from(digits, 'hex'))) ?? run
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(run: string): Uint8Array {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const letter of run.replace(/=+$/, '').toUpperCase()) {
    bits = ((bits << 5) | BASE32.indexOf(letter)) & 0xfff
    held += 5
    if (held < 8) continue
    held -= 8
    const byte = (bits >> held) & 0xff
    if (!isReadable(byte)) return new Uint8Array()
    bytes.push(byte)
  }
  return Uint8Array.from(bytes)
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
function readableBase64(padded: string): string | undefined {
  const run = padded.replace(/=+$/, '')
  if (run.length % 4 === 1) return undefined
  if (run[4] === 'A' && run[7] === 'A') return readableWide(run)
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

/** UTF-16 of Latin letters, as PowerShell's encoded commands are. */
function readableWide(run: string): string | undefined {
  const bytes = Buffer.from(run, 'base64')
  if (bytes.some((byte, at) => (at % 2 === 1 ? byte !== 0 : !isReadable(byte)))) return undefined
  return bytes.toString('utf16le')
}

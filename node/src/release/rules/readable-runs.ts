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
export function* readableRuns(text: string): Generator<string> {
  yield text.replace(BASE64_RUN, (run) => apart(readableBase64(run)) ?? inPath(run))
  if (/[\r\n]/.test(text)) {
    yield text
      .replace(BROKEN_LINE, '')
      .replace(BASE64_RUN, (run) => apart(readableBase64(run)) ?? run)
  }
  yield text.replace(HEX_RUN, (run) => apart(readableOf(Buffer.from(run, 'hex'))) ?? run)
  if (/[0-9a-f]{2}[ ,:-]/i.test(text)) yield text.replace(HEX_APART, readableHex)
  yield text.replace(BASE32_RUN, (run) => apart(readableOf(base32(run))) ?? run)
}

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

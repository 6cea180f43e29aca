import { base64, concat, hex, ok, type Result, refuse, unbase64, unhex } from '@concert/core'
import { isKeyName, readText } from './text.ts'

/** Largest note that is read, in bytes. */
export const MAX_NOTE_BYTES = 1_000_000

/** Most signature lines that are read; the specification asks for at least 16. */
export const MAX_SIGNATURES = 100

const DASH = '\u2014'

/** A signature line: who signed and with what, still unverified. */
export interface NoteSignature {
  readonly name: string
  /** Eight lower-case hexadecimal digits. */
  readonly keyId: string
  /** What follows the key id. */
  readonly signature: Uint8Array
}

/** A note, read but not verified: its text is to be ignored until a trusted key has verified. */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/**
 * Reads an attacker-controlled note (signed-note, "Format"). Only one spelling is accepted, so
 * {@link formatNote} gives back the very bytes.
 */
export function parseNote(input: string | Uint8Array): Result<SignedNote, 'malformed'> {
  const whole = readText(input, MAX_NOTE_BYTES)
  if (whole === undefined) return refuse('malformed', 'text')
  // The text may hold blank lines; the last one ends it.
  const blank = whole.lastIndexOf('\n\n')
  if (blank === -1) return refuse('malformed', 'signatures')
  const signatures = parseSignatureLines(whole.slice(blank + 2))
  return signatures.ok
    ? ok({ text: whole.slice(0, blank + 1), signatures: signatures.value })
    : signatures
}

/** Reads one or more signature lines, each ended by a newline, such as a witness answers. */
export function parseSignatureLines(
  input: string | Uint8Array,
): Result<readonly NoteSignature[], 'malformed'> {
  const text = readText(input, MAX_NOTE_BYTES)
  if (text === undefined || !text.endsWith('\n')) return refuse('malformed', 'signatures')
  const lines = text.slice(0, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return refuse('malformed', 'signatures')
  const signatures: NoteSignature[] = []
  for (const [i, line] of lines.entries()) {
    const signature = parseSignatureLine(line)
    if (signature === undefined) return refuse('malformed', `signatures[${i}]`)
    signatures.push(signature)
  }
  return ok(signatures)
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ')
  if (dash !== DASH || rest.length > 0 || !isKeyName(name)) return undefined
  const bytes = unbase64(encoded)
  if (bytes === undefined || bytes.length < 5) return undefined
  return { name, keyId: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

/** The note as text. */
export function formatNote(note: SignedNote): string {
  return `${note.text}\n${note.signatures.map(formatSignature).join('')}`
}

/**
 * A signature as a line with its newline.
 *
 * @throws RangeError when the key id is not eight hexadecimal digits
 */
export function formatSignature(signature: NoteSignature): string {
  const id = unhex(signature.keyId)
  if (id?.length !== 4) throw new RangeError('keyId')
  return `${DASH} ${signature.name} ${base64(concat(id, signature.signature))}\n`
}

/** The note with more signatures; a new line takes the place of an older one of the same key. */
export function withSignatures(note: SignedNote, more: readonly NoteSignature[]): SignedNote {
  const lines = new Map([...note.signatures, ...more].map((s) => [`${s.name}+${s.keyId}`, s]))
  return { text: note.text, signatures: [...lines.values()] }
}

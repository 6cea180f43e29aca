/** A piece of a text, small enough to be decoded at once. */
export interface JsonBlock {
  readonly bytes: Uint8Array
  /** One unit a byte, so that an index is an offset. */
  readonly text: string
  /** Whether `text` is the text; otherwise only its structure is. */
  readonly isAscii: boolean
  /** Where it starts in the whole text. */
  readonly offset: number
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
// What bytes above ASCII become does not matter: all structure of JSON is ASCII.
const unitPerByte = new TextDecoder('latin1')

/** Decodes a block; it may begin and end within a character. */
export function blockOf(bytes: Uint8Array, offset: number): JsonBlock {
  const text = lenient.decode(bytes)
  // Every other character has fewer units than bytes, and a broken one becomes U+FFFD.
  const isAscii = text.length === bytes.length && !text.includes('\ufffd')
  return { bytes, text: isAscii ? text : unitPerByte.decode(bytes), isAscii, offset }
}

/** A piece of a text, small enough to be decoded at once. */
export interface JsonBlock {
  readonly bytes: Uint8Array
  /** One unit a byte, so that an index is an offset. Bytes above ASCII stand as U+0000. */
  readonly text: string
  /** Whether `text` is the text; otherwise only its structure is, all of which is ASCII. */
  readonly isAscii: boolean
  /** Where it starts in the whole text. */
  readonly offset: number
}

/** Most bytes of a block. */
export const BLOCK_BYTES: number = 64 * 1024

const HIGH_BITS = 0x80808080
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Makes blocks; each is good until the next is made. */
export class BlockDecoder {
  readonly #words = new Uint32Array(BLOCK_BYTES / 4)
  readonly #scratch = new Uint8Array(this.#words.buffer)

  /** @param bytes - at most {@link BLOCK_BYTES}; may begin and end within a character */
  decode(bytes: Uint8Array, offset: number): JsonBlock {
    const words = (bytes.length + 3) >>> 2
    this.#scratch.fill(0, bytes.length, 4 * words)
    this.#scratch.set(bytes)
    const isAscii = this.#isAscii(words)
    if (!isAscii) this.#clearHighBytes(words)
    const text = decoder.decode(this.#scratch.subarray(0, bytes.length))
    return { bytes, text, isAscii, offset }
  }

  #isAscii(words: number): boolean {
    let found = 0
    for (let i = 0; i < words; i++) found |= this.#words[i] as number
    return (found & HIGH_BITS) === 0
  }

  /** Four bytes at once: a high bit becomes a mask over its byte, and the byte zero. */
  #clearHighBytes(words: number): void {
    for (let i = 0; i < words; i++) {
      const word = this.#words[i] as number
      const high = word & HIGH_BITS
      if (high !== 0) this.#words[i] = word & ~(high | (high - (high >>> 7)))
    }
  }
}

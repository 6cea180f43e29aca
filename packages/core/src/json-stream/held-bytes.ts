const FIRST_CAPACITY = 4096

/** Bytes put aside until the rest of them comes, at most so many. */
export class HeldBytes {
  readonly #max: number
  #buffer: Uint8Array = new Uint8Array(0)
  #size = 0
  #isTooLarge = false

  /** @param max - most bytes held; of more, none is kept */
  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#size
  }

  /** Whether more came than may be held since the last {@link clear}. */
  get isTooLarge(): boolean {
    return this.#isTooLarge
  }

  /** Copies the bytes, so that their owner may use the memory again. */
  add(bytes: Uint8Array): void {
    if (this.#isTooLarge || this.#size + bytes.length > this.#max) {
      this.#isTooLarge = true
      this.#size = 0
      return
    }
    if (this.#size + bytes.length > this.#buffer.length) this.#grow(this.#size + bytes.length)
    this.#buffer.set(bytes, this.#size)
    this.#size += bytes.length
  }

  /** A view, good until the next change. */
  view(from = 0, to: number = this.#size): Uint8Array {
    return this.#buffer.subarray(from, to)
  }

  /** The bytes in memory of their own. */
  copy(): Uint8Array {
    return this.#buffer.slice(0, this.#size)
  }

  clear(): void {
    this.#size = 0
    this.#isTooLarge = false
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, 2 * this.#buffer.length, FIRST_CAPACITY)
    const buffer = new Uint8Array(Math.min(capacity, this.#max))
    buffer.set(this.view())
    this.#buffer = buffer
  }
}

/** How a text came to differ from its source: a bit for each. */
export const DEFANGED = 1
export const JOINED = 2

/** A text made from a source, which knows where each part of it came from. */
export interface MappedText {
  readonly text: string
  /** Where the source has the character at `at`, counted in UTF-16 units. */
  start(at: number): number
  /** Where what ends before `at` ends in the source. */
  end(at: number): number
  /** What was done to the part from `from` to `to`: bits such as {@link DEFANGED}. */
  changes(from: number, to: number): number
}

/** A source as it is. */
export function verbatim(text: string): MappedText {
  return { text, start: (at) => at, end: (at) => at, changes: () => 0 }
}

/**
 * Parts of a text and where they came from, as columns: a hostile source makes millions of them.
 * A part is copied, unit by unit, or stands in the place of some units of the source.
 */
class Pieces {
  readonly #at: number[] = []
  readonly #source: number[] = []
  /** Length in the source of what was replaced; -1 for a copy. */
  readonly #length: number[] = []
  readonly #change: number[] = []

  /** Notes a part; one that goes on where the last one ended makes it longer. */
  add(at: number, source: number, length: number, change: number): void {
    const last = this.#at.length - 1
    const isCopy = length < 0 && this.#length[last] === -1 && this.#change[last] === change
    if (isCopy && source - at === (this.#source[last] as number) - (this.#at[last] as number))
      return
    if (length >= 0 && this.#wasDropped(last, at, source, change)) {
      this.#length[last] = (this.#length[last] as number) + length
      return
    }
    this.#at.push(at)
    this.#source.push(source)
    this.#length.push(length)
    this.#change.push(change)
  }

  start(at: number): number {
    const piece = this.#pieceAt(at)
    if (piece < 0) return at
    const source = this.#source[piece] as number
    return this.#length[piece] === -1 ? source + at - (this.#at[piece] as number) : source
  }

  end(at: number): number {
    if (at === 0) return this.start(0)
    const piece = this.#pieceAt(at - 1)
    if (piece < 0) return at
    const length = this.#length[piece] as number
    return (
      (this.#source[piece] as number) + (length < 0 ? at - (this.#at[piece] as number) : length)
    )
  }

  changes(from: number, to: number): number {
    let changes = 0
    for (let piece = Math.max(0, this.#pieceAt(from)); piece < this.#at.length; piece++) {
      if ((this.#at[piece] as number) >= to) break
      changes |= this.#change[piece] as number
    }
    return changes
  }

  /** Whether the last part left nothing of the source just before. */
  #wasDropped(last: number, at: number, source: number, change: number): boolean {
    const length = this.#length[last] ?? -1
    if (length < 0 || this.#at[last] !== at || this.#change[last] !== change) return false
    return (this.#source[last] as number) + length === source
  }

  /** The last part that begins at or before `at`. */
  #pieceAt(at: number): number {
    let low = 0
    let high = this.#at.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#at[middle] as number) <= at) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

const PARTS_AT_ONCE = 65_536

/** Builds a text out of parts of a source and replacements, in their order. */
export class TextBuilder {
  readonly #source: string
  readonly #pieces = new Pieces()
  #text = ''
  #parts: string[] = []
  #length = 0

  constructor(source: string) {
    this.#source = source
  }

  /** Copies the source from `from` to `to`. */
  copy(from: number, to: number): void {
    if (to > from) this.#add(this.#source.slice(from, to), from, -1, 0)
  }

  /** Puts `text`, which may be empty, in the place of the source from `from` to `to`. */
  replace(from: number, to: number, text: string, change = 0): void {
    this.#add(text, from, text.length === 1 && to - from === 1 ? -1 : to - from, change)
  }

  /** The text, mapped through what its source itself was made from. */
  build(made: MappedText): MappedText {
    this.#flush()
    const pieces = this.#pieces
    return {
      text: this.#text,
      start: (at) => made.start(pieces.start(at)),
      end: (at) => made.end(pieces.end(at)),
      changes: (from, to) =>
        pieces.changes(from, to) | made.changes(pieces.start(from), pieces.end(to)),
    }
  }

  #add(text: string, source: number, length: number, change: number): void {
    this.#pieces.add(this.#length, source, length, change)
    this.#parts.push(text)
    this.#length += text.length
    if (this.#parts.length >= PARTS_AT_ONCE) this.#flush()
  }

  #flush(): void {
    this.#text += this.#parts.join('')
    this.#parts = []
  }
}

/** Lines of a text, to tell where an offset stands. Lines and columns count from 1. */
export class Lines {
  readonly #starts: number[] = [0]

  constructor(text: string) {
    for (const { index } of text.matchAll(/\r\n?|\n/g)) {
      this.#starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1))
    }
  }

  /** Line, and column in UTF-16 units, as editors count them. */
  place(offset: number): { readonly line: number; readonly column: number } {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] as number) <= offset) low = middle + 1
      else high = middle
    }
    return { line: low, column: offset - (this.#starts[low - 1] as number) + 1 }
  }
}

import { concat } from '@concert/core'

/** Longest line read, in bytes. URLs beyond this are not of this world. */
export const MAX_LINE_BYTES = 16 * 1024

/** One line without its line feed; `undefined` when it was too long to keep. */
export interface Line {
  /** Counted from 1. */
  readonly number: number
  readonly bytes: Uint8Array | undefined
}

const LINE_FEED = 0x0a
const NOTHING = new Uint8Array(0)

/** Cuts a stream into lines, holding one line at a time however long the stream or the line is. */
export class LineSplitter {
  // A generator method right after a field would be read as a multiplication: it comes last.
  private held: Uint8Array = NOTHING
  private overlong = false
  private count = 0
  private readonly maxBytes: number

  /** @param maxBytes - of a line; of a longer one nothing is kept */
  constructor(maxBytes: number = MAX_LINE_BYTES) {
    this.maxBytes = maxBytes
  }

  private hold(part: Uint8Array): void {
    if (this.held.length + part.length > this.maxBytes) this.overlong = true
    this.held = this.overlong ? NOTHING : concat(this.held, part)
  }

  private take(): Line {
    const bytes = this.overlong ? undefined : this.held
    this.held = NOTHING
    this.overlong = false
    this.count++
    return { number: this.count, bytes }
  }

  /** The lines that end in this chunk. */
  *push(chunk: Uint8Array): Generator<Line, void, undefined> {
    let from = 0
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, from)
      if (end < 0) break
      this.hold(chunk.subarray(from, end))
      yield this.take()
      from = end + 1
    }
    this.hold(chunk.subarray(from))
  }

  /** The last line, when no line feed ended it. */
  *end(): Generator<Line, void, undefined> {
    if (this.held.length > 0 || this.overlong) yield this.take()
  }
}

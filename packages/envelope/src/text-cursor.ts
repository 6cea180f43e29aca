/** Goes through a text that must be of one form. */
export class TextCursor {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at === this.text.length
  }

  /** Passes exactly these characters, if they are next. */
  pass(expected: string): boolean {
    const isNext = this.text.startsWith(expected, this.at)
    if (isNext) this.at += expected.length
    return isNext
  }

  /** What stands before the next quotation mark, which is passed too. */
  untilQuote(): string | undefined {
    const end = this.text.indexOf('"', this.at)
    if (end < 0) return undefined
    const found = this.text.slice(this.at, end)
    this.at = end + 1
    return found
  }
}

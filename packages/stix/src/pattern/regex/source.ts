import type { RegexFaultCode } from '../language/faults.ts'

/** Stops the reading of a regular expression. */
export class RegexStop extends Error {
  readonly code: RegexFaultCode

  constructor(code: RegexFaultCode) {
    super(code)
    this.code = code
  }
}

/** A regular expression being read, by code points. */
export class Source {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The next character, or `undefined` at the end. */
  get next(): string | undefined {
    const code = this.#text.codePointAt(this.#at)
    return code === undefined ? undefined : String.fromCodePoint(code)
  }

  /** Takes the next character. */
  take(): string | undefined {
    const { next } = this
    this.#at += next?.length ?? 0
    return next
  }

  /** Takes what an expression, anchored with `^`, finds here. */
  match(expression: RegExp): string | undefined {
    const found = expression.exec(this.#text.slice(this.#at))?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  /** Takes all up to a text, and that text; all there is when it does not come. */
  until(end: string): string {
    const found = this.#text.indexOf(end, this.#at)
    const stop = found < 0 ? this.#text.length : found
    const taken = this.#text.slice(this.#at, stop)
    this.#at = found < 0 ? stop : stop + end.length
    return taken
  }
}

import type { PatternSyntaxCode } from './faults.ts'

/** Words with a meaning of their own (§9). Case matters. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...['AND', 'OR', 'NOT', 'FOLLOWEDBY', 'LIKE', 'MATCHES', 'ISSUPERSET', 'ISSUBSET', 'EXISTS'],
  ...['IN', 'START', 'STOP', 'SECONDS', 'WITHIN', 'REPEATS', 'TIMES', 'LAST', 'true', 'false'],
])

/**
 * What a token is. A keyword and a symbol stand for themselves; the others are `end`, `name` (of a
 * type or property), `type-name` (with a hyphen: of a type only), `string`, `hex`, `binary`,
 * `timestamp`, `integer` and `float`.
 */
type TokenKind = string

/** Stops the reading of a pattern at its first error of grammar. */
export class SyntaxStop extends Error {
  readonly code: PatternSyntaxCode
  readonly start: number
  readonly end: number

  constructor(code: PatternSyntaxCode, start: number, end: number) {
    super(code)
    this.code = code
    this.start = start
    this.end = end
  }
}

// The white space of Unicode (§9.4: WSpace), which is not that of JavaScript's \s.
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
const NAME = /[a-zA-Z_][a-zA-Z0-9_-]*/y
const NUMBER = /[+-]?(?:[0-9]*\.[0-9]+|0(?![0-9])|[1-9][0-9]*)/y
const SYMBOLS: readonly string[] = ['==', '!=', '<>', '<=', '>=']
const SINGLES = '=<>:.,()[]*'
const PREFIXED: ReadonlyMap<string, TokenKind> = new Map([
  ['h', 'hex'],
  ['b', 'binary'],
  ['t', 'timestamp'],
])

/** Cuts a pattern into tokens, one at a time. */
export class Lexer {
  readonly #source: string
  #at = 0
  /** The token that {@link advance} found last. */
  kind: TokenKind = 'end'
  start = 0
  end = 0
  /** The text of a name or number; what a quoted token says, escapes undone. */
  text = ''

  constructor(source: string) {
    this.#source = source
    this.advance()
  }

  /**
   * Finds the next token.
   *
   * @throws SyntaxStop
   */
  advance(): void {
    this.#skip()
    this.start = this.#at
    const character = this.#source[this.#at]
    if (character === undefined) this.kind = 'end'
    else if (character === "'") this.#quoted('string', this.#at + 1)
    else if (/[a-zA-Z_]/.test(character)) this.#word(character)
    else if (/[0-9+-]/.test(character) || this.#isFraction(character)) this.#number()
    else this.#symbol(character)
    this.end = this.#at
  }

  /** White space and comments. */
  #skip(): void {
    const source = this.#source
    for (;;) {
      const character = source[this.#at]
      if (character === undefined) return
      if (character === '/') {
        if (!this.#comment()) return
      } else if (character === ' ' || SPACE.test(character)) this.#at++
      else return
    }
  }

  #comment(): boolean {
    const source = this.#source
    const second = source[this.#at + 1]
    if (second === '/') {
      const end = source.slice(this.#at).search(/[\r\n]/)
      this.#at = end < 0 ? source.length : this.#at + end
      return true
    }
    if (second !== '*') return false
    const end = source.indexOf('*/', this.#at + 2)
    if (end < 0) throw new SyntaxStop('pattern-unclosed', this.#at, source.length)
    this.#at = end + 2
    return true
  }

  #word(first: string): void {
    const prefixed = PREFIXED.get(first)
    if (prefixed !== undefined && this.#source[this.#at + 1] === "'") {
      this.#quoted(prefixed, this.#at + 2)
      return
    }
    NAME.lastIndex = this.#at
    const name = NAME.exec(this.#source)?.[0] ?? ''
    this.#at += name.length
    this.text = name
    this.kind = KEYWORDS.has(name) ? name : name.includes('-') ? 'type-name' : 'name'
  }

  /** A full stop that begins a number such as `.5`, and not a step of a path. */
  #isFraction(character: string): boolean {
    return character === '.' && /[0-9]/.test(this.#source[this.#at + 1] ?? '')
  }

  #number(): void {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#source)?.[0]
    if (found === undefined) throw this.#stop('pattern-character')
    this.#at += found.length
    this.text = found
    this.kind = found.includes('.') ? 'float' : 'integer'
  }

  #symbol(character: string): void {
    const two = this.#source.slice(this.#at, this.#at + 2)
    const symbol = SYMBOLS.includes(two) ? two : character
    if (symbol.length === 1 && !SINGLES.includes(symbol)) throw this.#stop('pattern-character')
    this.#at += symbol.length
    this.kind = symbol
  }

  /** Only the apostrophe and the backslash are escaped, and only in strings (§9.2). */
  #quoted(kind: TokenKind, begin: number): void {
    const source = this.#source
    let end = source.indexOf("'", begin)
    const plain = end < 0 ? source.slice(begin) : source.slice(begin, end)
    this.kind = kind
    if (end >= 0 && !plain.includes('\\')) {
      this.text = plain
      this.#at = end + 1
      return
    }
    let text = ''
    let from = begin
    for (end = begin; source[end] !== "'"; end++) {
      if (end >= source.length) throw this.#stop('pattern-unclosed')
      if (source[end] !== '\\') continue
      const escaped = source[end + 1]
      if (escaped !== "'" && escaped !== '\\') {
        throw new SyntaxStop('pattern-escape', end, Math.min(end + 2, source.length))
      }
      text += source.slice(from, end)
      from = ++end
    }
    this.text = text + source.slice(from, end)
    this.#at = end + 1
  }

  #stop(code: PatternSyntaxCode): SyntaxStop {
    return new SyntaxStop(code, this.#at, this.#at + 1)
  }
}

import type { PatternSyntaxCode } from './faults.ts'
import { Lexer, SyntaxStop } from './lexer.ts'
import { isLiteralToken, readLiteral } from './literals.ts'
import type { PatternLiteral, Span } from './syntax.ts'

/** Takes note of something wrong that does not stop the reading. */
export type Note = (code: PatternSyntaxCode, place: Span) => void

/** The tokens of a pattern, one ahead, and what all rules of the grammar do with them. */
export class Tokens {
  readonly #lexer: Lexer
  readonly #maxDepth: number
  /** Notes a fault. */
  readonly note: Note
  #depth = 0
  /** Where the token that was taken last ended. */
  lastEnd = 0

  constructor(source: string, maxDepth: number, note: Note) {
    this.#lexer = new Lexer(source)
    this.#maxDepth = maxDepth
    this.note = note
  }

  /** What the next token is. */
  get kind(): string {
    return this.#lexer.kind
  }

  get text(): string {
    return this.#lexer.text
  }

  get start(): number {
    return this.#lexer.start
  }

  get end(): number {
    return this.#lexer.end
  }

  /** Takes a constant. */
  literal(): PatternLiteral {
    const { kind, text, start, end } = this.#lexer
    if (!isLiteralToken(kind)) throw this.stop('pattern-expected-literal')
    const read = readLiteral(kind, text, start, end)
    if (read === undefined) throw this.stop('pattern-expected-literal')
    if ('code' in read) this.note(read.code, read.value)
    this.take()
    return read.value
  }

  /** Operands of one operator, left to right; one operand alone stands for itself. */
  junction<Kind extends string, Node extends Span>(
    word: string,
    kind: Kind,
    operand: () => Node,
  ): Node {
    const { start } = this.#lexer
    const first = operand()
    if (this.#lexer.kind !== word) return first
    const operands = [first]
    while (this.accept(word)) operands.push(operand())
    const joined = { kind, operands, start, end: this.lastEnd }
    return joined as unknown as Node
  }

  /** Takes an opening bracket. */
  enter(): void {
    if (++this.#depth > this.#maxDepth) throw this.stop('pattern-depth')
    this.take()
  }

  /** Takes the bracket that closes. */
  leave(bracket: ')' | ']'): void {
    this.expect(bracket)
    this.#depth--
  }

  /** Takes a bracket that has to be there. */
  expect(bracket: ')' | ']'): void {
    if (!this.accept(bracket)) throw this.stop('pattern-expected-bracket')
  }

  /** Takes a token, if it is next. */
  accept(kind: string): boolean {
    if (this.#lexer.kind !== kind) return false
    this.take()
    return true
  }

  /** Takes a keyword that has to be there. */
  word(word: string): void {
    if (!this.accept(word)) throw this.stop('pattern-expected-word')
  }

  /** Goes on to the next token; returns where the present one starts. */
  take(): number {
    const { start, end } = this.#lexer
    this.lastEnd = end
    this.#lexer.advance()
    return start
  }

  /** What to throw at the next token. */
  stop(code: PatternSyntaxCode): SyntaxStop {
    return new SyntaxStop(code, this.#lexer.start, this.#lexer.end)
  }
}

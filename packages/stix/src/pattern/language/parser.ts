import { type Ok, ok } from '@concert/core'
import { checkRegex } from '../regex/regex.ts'
import { type PatternFault, type PatternFaults, type PatternSyntaxCode, placeOf } from './faults.ts'
import { Lexer, SyntaxStop } from './lexer.ts'
import { isLiteralToken, readLiteral } from './literals.ts'
import { isOctetName } from './octets.ts'
import type {
  Comparison,
  ComparisonExpression,
  ObjectPath,
  PathStep,
  PatternExpression,
  PatternLiteral,
  Qualifier,
} from './syntax.ts'

/** What a pattern may cost to read. */
export interface PatternBounds {
  /** Most UTF-16 units; 262,144 when not given. */
  readonly length?: number
  /** Most brackets and parentheses within one another; 64 when not given. */
  readonly depth?: number
}

const MAX_LENGTH = 262_144
const MAX_DEPTH = 64

/**
 * Reads a STIX pattern (STIX 2.1 §9).
 *
 * A text that breaks the grammar has one fault, at the place where reading stopped. Where the
 * grammar holds, every constant and qualifier that is wrong is a fault.
 *
 * @param source - attacker-controlled
 *
 * @example
 * const read = parsePattern("[domain-name:value = 'example.com'] REPEATS 5 TIMES")
 * if (read.ok) printPattern(read.value)
 */
export function parsePattern(
  source: string,
  bounds: PatternBounds = {},
): Ok<PatternExpression> | PatternFaults {
  const fault = (code: PatternSyntaxCode, start = 0, end = 0): PatternFault<PatternSyntaxCode> => ({
    code,
    severity: 'error',
    start,
    end,
    ...placeOf(source, start),
  })
  if (source.length > (bounds.length ?? MAX_LENGTH)) {
    return { ok: false, faults: [fault('pattern-size')] }
  }
  if (!source.isWellFormed()) return { ok: false, faults: [fault('pattern-text')] }
  const wrong: PatternFault<PatternSyntaxCode>[] = []
  try {
    const parser = new Parser(source, bounds.depth ?? MAX_DEPTH, (code, { start, end }) => {
      wrong.push(fault(code, start, end))
    })
    const expression = parser.pattern()
    return wrong.length > 0 ? { ok: false, faults: wrong } : ok(expression)
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error
    return { ok: false, faults: [...wrong, fault(error.code, error.start, error.end)] }
  }
}

interface Place {
  readonly start: number
  readonly end: number
}

type Note = (code: PatternSyntaxCode, place: Place) => void

interface Operand extends Place {
  readonly kind: string
}

/** Recursive descent along the grammar of §9: one method for each of its rules. */
class Parser {
  readonly #lexer: Lexer
  readonly #maxDepth: number
  readonly #note: Note
  #depth = 0
  #lastEnd = 0

  constructor(source: string, maxDepth: number, note: Note) {
    this.#lexer = new Lexer(source)
    this.#maxDepth = maxDepth
    this.#note = note
  }

  pattern(): PatternExpression {
    const expression = this.#observations()
    if (this.#lexer.kind !== 'end') throw this.#stop('pattern-unfinished')
    return expression
  }

  // Observation expressions, §9.5. From loosest to tightest: FOLLOWEDBY, OR, AND.

  #observations(): PatternExpression {
    return this.#junction('FOLLOWEDBY', 'followedby', () =>
      this.#junction('OR', 'or', () => this.#junction('AND', 'and', () => this.#qualified())),
    )
  }

  #qualified(): PatternExpression {
    const expression = this.#observation()
    const qualifiers: Qualifier[] = []
    for (;;) {
      const qualifier = this.#qualifier()
      if (qualifier === undefined) break
      if (qualifiers.some(({ kind }) => kind === qualifier.kind)) {
        this.#note('pattern-qualifier-twice', qualifier)
      }
      qualifiers.push(qualifier)
    }
    if (qualifiers.length === 0) return expression
    return {
      kind: 'qualified',
      expression,
      qualifiers,
      start: expression.start,
      end: this.#lastEnd,
    }
  }

  #observation(): PatternExpression {
    const { kind, start } = this.#lexer
    if (kind !== '[' && kind !== '(') throw this.#stop('pattern-expected-observation')
    this.#enter()
    if (kind === '(') {
      const expression = this.#observations()
      this.#leave(')')
      return expression
    }
    const test = this.#comparisons()
    this.#leave(']')
    return { kind: 'observation', test, start, end: this.#lastEnd }
  }

  // Qualifiers, §9.5.1.

  #qualifier(): Qualifier | undefined {
    switch (this.#lexer.kind) {
      case 'WITHIN':
        return this.#within()
      case 'REPEATS':
        return this.#repeats()
      case 'START':
        return this.#startStop()
      default:
        return undefined
    }
  }

  #within(): Qualifier {
    const start = this.#take()
    const seconds = this.#count(['integer', 'float'])
    this.#word('SECONDS')
    return { kind: 'within', seconds, start, end: this.#lastEnd }
  }

  #repeats(): Qualifier {
    const start = this.#take()
    const times = this.#count(['integer'])
    this.#word('TIMES')
    return { kind: 'repeats', times, start, end: this.#lastEnd }
  }

  #count(kinds: readonly string[]): number {
    const { kind, start, end } = this.#lexer
    if (!kinds.includes(kind)) throw this.#stop('pattern-expected-number')
    const { value } = this.#literal()
    if (typeof value === 'number' && value > 0) return value
    this.#note('pattern-qualifier-zero', { start, end })
    return 1
  }

  #startStop(): Qualifier {
    const start = this.#take()
    const from = this.#time()
    this.#word('STOP')
    return { kind: 'start-stop', from, to: this.#time(), start, end: this.#lastEnd }
  }

  #time(): string {
    if (this.#lexer.kind !== 'timestamp') throw this.#stop('pattern-expected-timestamp')
    return this.#literal().value as string
  }

  // Comparison expressions, §9.6.

  #comparisons(): ComparisonExpression {
    return this.#junction('OR', 'or', () => this.#junction('AND', 'and', () => this.#comparison()))
  }

  #comparison(): ComparisonExpression {
    const { kind, start } = this.#lexer
    if (kind === '(') {
      this.#enter()
      const inner = this.#comparisons()
      this.#leave(')')
      return inner
    }
    if (kind === 'EXISTS' || kind === 'NOT') return this.#exists(kind === 'NOT')
    const path = this.#path()
    const negated = this.#accept('NOT')
    return { ...this.#tested(path), path, negated, start, end: this.#lastEnd } as Comparison
  }

  #exists(negated: boolean): Comparison {
    const start = this.#take()
    if (negated && !this.#accept('EXISTS')) throw this.#stop('pattern-expected-path')
    const path = this.#path()
    return { kind: 'exists', path, negated, start, end: this.#lastEnd }
  }

  #tested(path: ObjectPath): object {
    const operator = this.#lexer.kind
    switch (operator) {
      case '=':
      case '==':
      case '!=':
      case '<>':
        this.#take()
        return {
          kind: 'equality',
          operator: operator === '=' || operator === '==' ? '=' : '!=',
          value: this.#literal(),
        }
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.#take()
        return { kind: 'order', operator, value: this.#orderable() }
      case 'IN':
        this.#take()
        return { kind: 'in', values: this.#set() }
      default:
        return this.#stringTest(operator, path)
    }
  }

  #stringTest(operator: string, path: ObjectPath): object {
    const kind = STRING_TESTS.get(operator)
    if (kind === undefined) throw this.#stop('pattern-expected-operator')
    this.#take()
    if (this.#lexer.kind !== 'string') throw this.#stop('pattern-expected-string')
    const value = this.#literal()
    if (kind === 'matches') {
      const wrong = checkRegex(value.value as string, isOctetName(path))
      if (wrong !== undefined) this.#note(wrong, value)
    }
    return { kind, value }
  }

  /** The order of true and false means nothing. */
  #orderable(): PatternLiteral {
    if (this.#lexer.kind === 'true' || this.#lexer.kind === 'false') {
      throw this.#stop('pattern-expected-literal')
    }
    return this.#literal()
  }

  /** The values are of one kind, integers and floats being one (§9.6.1). */
  #set(): readonly PatternLiteral[] {
    const { start } = this.#lexer
    if (!this.#accept('(')) throw this.#stop('pattern-expected-literal')
    const values: PatternLiteral[] = []
    if (!this.#accept(')')) {
      do values.push(this.#literal())
      while (this.#accept(','))
      this.#expect(')')
    }
    const kinds = new Set(values.map(({ kind }) => (kind === 'float' ? 'integer' : kind)))
    if (kinds.size > 1) this.#note('pattern-set-mixed', { start, end: this.#lastEnd })
    return values
  }

  #literal(): PatternLiteral {
    const { kind, text, start, end } = this.#lexer
    if (!isLiteralToken(kind)) throw this.#stop('pattern-expected-literal')
    const read = readLiteral(kind, text, start, end)
    if (read === undefined) throw this.#stop('pattern-expected-literal')
    if ('code' in read) this.#note(read.code, read.value)
    this.#take()
    return read.value
  }

  // Object paths, §9.7.

  #path(): ObjectPath {
    const { kind, text: type, start } = this.#lexer
    if (kind !== 'name' && kind !== 'type-name') throw this.#stop('pattern-expected-path')
    this.#take()
    if (this.#lexer.kind !== ':') throw this.#stop('pattern-expected-path')
    this.#take()
    const steps: PathStep[] = [this.#property(this.#lexer.start)]
    for (;;) {
      const step = this.#step()
      if (step === undefined) return { type, steps, start, end: this.#lastEnd }
      steps.push(step)
    }
  }

  #step(): PathStep | undefined {
    const { kind, start } = this.#lexer
    if (kind === '.') {
      this.#take()
      return this.#property(start)
    }
    return kind === '[' ? this.#index() : undefined
  }

  #property(start: number): PathStep {
    const { kind, text: name } = this.#lexer
    if (kind === 'type-name') throw this.#stop('pattern-name-quotes')
    if (kind !== 'name' && kind !== 'string') throw this.#stop('pattern-expected-name')
    this.#take()
    return { kind: 'property', name, start, end: this.#lastEnd }
  }

  #index(): PathStep {
    const start = this.#take()
    const { kind, text } = this.#lexer
    const index = Number(text)
    if (
      kind !== '*' &&
      (kind !== 'integer' || text.startsWith('-') || !Number.isSafeInteger(index))
    ) {
      throw this.#stop('pattern-list-index')
    }
    this.#take()
    this.#expect(']')
    return kind === '*'
      ? { kind: 'any', start, end: this.#lastEnd }
      : { kind: 'index', index, start, end: this.#lastEnd }
  }

  /** Operands of one operator, left to right; one operand alone stands for itself. */
  #junction<Kind extends string, Node extends Operand>(
    word: string,
    kind: Kind,
    operand: () => Node,
  ): Node {
    const first = operand()
    if (this.#lexer.kind !== word) return first
    const operands = [first]
    while (this.#accept(word)) operands.push(operand())
    const joined = { kind, operands, start: first.start, end: this.#lastEnd }
    return joined as unknown as Node
  }

  #enter(): void {
    if (++this.#depth > this.#maxDepth) throw this.#stop('pattern-depth')
    this.#take()
  }

  #leave(bracket: ')' | ']'): void {
    this.#expect(bracket)
    this.#depth--
  }

  #expect(bracket: ')' | ']'): void {
    if (!this.#accept(bracket)) throw this.#stop('pattern-expected-bracket')
  }

  /** Takes a token, if it is next. */
  #accept(kind: string): boolean {
    if (this.#lexer.kind !== kind) return false
    this.#take()
    return true
  }

  #word(word: string): void {
    if (!this.#accept(word)) throw this.#stop('pattern-expected-word')
  }

  /** Goes on to the next token; returns where the present one starts. */
  #take(): number {
    const { start, end } = this.#lexer
    this.#lastEnd = end
    this.#lexer.advance()
    return start
  }

  #stop(code: PatternSyntaxCode): SyntaxStop {
    return new SyntaxStop(code, this.#lexer.start, this.#lexer.end)
  }
}

const STRING_TESTS: ReadonlyMap<string, Comparison['kind']> = new Map([
  ['LIKE', 'like'],
  ['MATCHES', 'matches'],
  ['ISSUBSET', 'subset'],
  ['ISSUPERSET', 'superset'],
])

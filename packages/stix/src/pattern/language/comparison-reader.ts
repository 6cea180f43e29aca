import { checkRegex } from '../regex/regex.ts'
import { isOctetName } from './octets.ts'
import type {
  Comparison,
  ComparisonExpression,
  ObjectPath,
  PathStep,
  PatternLiteral,
} from './syntax.ts'
import type { Tokens } from './tokens.ts'

/** Most regular expressions in one pattern. */
const MAX_REGEXES = 64

/** Reads what stands between brackets: comparisons (§9.6) and object paths (§9.7). */
export class ComparisonReader {
  readonly #tokens: Tokens
  #regexes = 0

  constructor(tokens: Tokens) {
    this.#tokens = tokens
  }

  comparisons(): ComparisonExpression {
    return this.#tokens.junction('OR', 'or', () =>
      this.#tokens.junction('AND', 'and', () => this.#comparison()),
    )
  }

  #comparison(): ComparisonExpression {
    const { kind, start } = this.#tokens
    if (kind === '(') {
      this.#tokens.enter()
      const inner = this.comparisons()
      this.#tokens.leave(')')
      return inner
    }
    if (kind === 'EXISTS' || kind === 'NOT') return this.#exists(kind === 'NOT')
    const path = this.#path()
    const negated = this.#tokens.accept('NOT')
    return { ...this.#tested(path), path, negated, start, end: this.#tokens.lastEnd } as Comparison
  }

  #exists(negated: boolean): Comparison {
    const start = this.#tokens.take()
    if (negated && !this.#tokens.accept('EXISTS')) throw this.#tokens.stop('pattern-expected-path')
    const path = this.#path()
    return { kind: 'exists', path, negated, start, end: this.#tokens.lastEnd }
  }

  #tested(path: ObjectPath): object {
    const operator = this.#tokens.kind
    switch (operator) {
      case '=':
      case '==':
      case '!=':
      case '<>':
        this.#tokens.take()
        return {
          kind: 'equality',
          operator: operator === '=' || operator === '==' ? '=' : '!=',
          value: this.#tokens.literal(),
        }
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.#tokens.take()
        return { kind: 'order', operator, value: this.#orderable() }
      case 'IN':
        this.#tokens.take()
        return { kind: 'in', values: this.#set() }
      default:
        return this.#stringTest(operator, path)
    }
  }

  #stringTest(operator: string, path: ObjectPath): object {
    const kind = STRING_TESTS.get(operator)
    if (kind === undefined) throw this.#tokens.stop('pattern-expected-operator')
    this.#tokens.take()
    if (this.#tokens.kind !== 'string') throw this.#tokens.stop('pattern-expected-string')
    const value = this.#tokens.literal()
    if (kind === 'matches') this.#checkRegex(value, path)
    return { kind, value }
  }

  /** Compiling takes far longer than reading: a pattern may ask for it only so often. */
  #checkRegex(value: PatternLiteral, path: ObjectPath): void {
    if (++this.#regexes > MAX_REGEXES) {
      this.#tokens.note('regex-many', value)
      return
    }
    const wrong = checkRegex(String(value.value), isOctetName(path))
    if (wrong !== undefined) this.#tokens.note(wrong, value)
  }

  /** The order of true and false means nothing. */
  #orderable(): PatternLiteral {
    if (this.#tokens.kind === 'true' || this.#tokens.kind === 'false') {
      throw this.#tokens.stop('pattern-expected-literal')
    }
    return this.#tokens.literal()
  }

  /** The values are of one kind, integers and floats being one (§9.6.1). */
  #set(): readonly PatternLiteral[] {
    const { start } = this.#tokens
    if (!this.#tokens.accept('(')) throw this.#tokens.stop('pattern-expected-literal')
    const values: PatternLiteral[] = []
    if (!this.#tokens.accept(')')) {
      do values.push(this.#tokens.literal())
      while (this.#tokens.accept(','))
      this.#tokens.expect(')')
    }
    const kinds = new Set(values.map(({ kind }) => (kind === 'float' ? 'integer' : kind)))
    if (kinds.size > 1) this.#tokens.note('pattern-set-mixed', { start, end: this.#tokens.lastEnd })
    return values
  }

  #path(): ObjectPath {
    const { kind, text: type, start } = this.#tokens
    if (kind !== 'name' && kind !== 'type-name') throw this.#tokens.stop('pattern-expected-path')
    this.#tokens.take()
    if (this.#tokens.kind !== ':') throw this.#tokens.stop('pattern-expected-path')
    this.#tokens.take()
    const steps: PathStep[] = [this.#property(this.#tokens.start)]
    for (;;) {
      const step = this.#step()
      if (step === undefined) return { type, steps, start, end: this.#tokens.lastEnd }
      steps.push(step)
    }
  }

  #step(): PathStep | undefined {
    const { kind, start } = this.#tokens
    if (kind === '.') {
      this.#tokens.take()
      return this.#property(start)
    }
    return kind === '[' ? this.#index() : undefined
  }

  #property(start: number): PathStep {
    const { kind, text: name } = this.#tokens
    if (kind === 'type-name') throw this.#tokens.stop('pattern-name-quotes')
    if (kind !== 'name' && kind !== 'string') throw this.#tokens.stop('pattern-expected-name')
    this.#tokens.take()
    return { kind: 'property', name, start, end: this.#tokens.lastEnd }
  }

  #index(): PathStep {
    const start = this.#tokens.take()
    const { kind, text } = this.#tokens
    const index = Number(text)
    if (
      kind !== '*' &&
      (kind !== 'integer' || text.startsWith('-') || !Number.isSafeInteger(index))
    ) {
      throw this.#tokens.stop('pattern-list-index')
    }
    this.#tokens.take()
    this.#tokens.expect(']')
    return kind === '*'
      ? { kind: 'any', start, end: this.#tokens.lastEnd }
      : { kind: 'index', index, start, end: this.#tokens.lastEnd }
  }
}

const STRING_TESTS: ReadonlyMap<string, Comparison['kind']> = new Map([
  ['LIKE', 'like'],
  ['MATCHES', 'matches'],
  ['ISSUBSET', 'subset'],
  ['ISSUPERSET', 'superset'],
])

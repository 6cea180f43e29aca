import { type Ok, ok } from '@concert/core'
import { ComparisonReader } from './comparison-reader.ts'
import {
  MAX_FAULTS,
  type PatternFault,
  type PatternFaults,
  type PatternSyntaxCode,
  placeOf,
} from './faults.ts'
import { SyntaxStop } from './lexer.ts'
import type { PatternExpression, Qualifier } from './syntax.ts'
import { Tokens } from './tokens.ts'

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
 * grammar holds, every constant and qualifier that is wrong is a fault, up to 100 of them.
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
    const tokens = new Tokens(source, bounds.depth ?? MAX_DEPTH, (code, { start, end }) => {
      if (wrong.length < MAX_FAULTS) wrong.push(fault(code, start, end))
    })
    const expression = new Parser(tokens).pattern()
    return wrong.length > 0 ? { ok: false, faults: wrong } : ok(expression)
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error
    return { ok: false, faults: [...wrong, fault(error.code, error.start, error.end)] }
  }
}

/** Recursive descent along the grammar of §9: one method for each of its rules. */
class Parser {
  readonly #tokens: Tokens
  readonly #inside: ComparisonReader

  constructor(tokens: Tokens) {
    this.#tokens = tokens
    this.#inside = new ComparisonReader(tokens)
  }

  pattern(): PatternExpression {
    const expression = this.#observations()
    if (this.#tokens.kind !== 'end') throw this.#tokens.stop('pattern-unfinished')
    return expression
  }

  // Observation expressions, §9.5. From loosest to tightest: FOLLOWEDBY, OR, AND.

  #observations(): PatternExpression {
    return this.#tokens.junction('FOLLOWEDBY', 'followedby', () =>
      this.#tokens.junction('OR', 'or', () =>
        this.#tokens.junction('AND', 'and', () => this.#qualified()),
      ),
    )
  }

  #qualified(): PatternExpression {
    const { start } = this.#tokens
    const expression = this.#observation()
    const qualifiers: Qualifier[] = []
    for (;;) {
      const qualifier = this.#qualifier()
      if (qualifier === undefined) break
      if (qualifiers.some(({ kind }) => kind === qualifier.kind)) {
        this.#tokens.note('pattern-qualifier-twice', qualifier)
      }
      qualifiers.push(qualifier)
    }
    if (qualifiers.length === 0) return expression
    return {
      kind: 'qualified',
      expression,
      qualifiers,
      start,
      end: this.#tokens.lastEnd,
    }
  }

  #observation(): PatternExpression {
    const { kind, start } = this.#tokens
    if (kind !== '[' && kind !== '(') throw this.#tokens.stop('pattern-expected-observation')
    this.#tokens.enter()
    if (kind === '(') {
      const expression = this.#observations()
      this.#tokens.leave(')')
      return expression
    }
    const test = this.#inside.comparisons()
    this.#tokens.leave(']')
    return { kind: 'observation', test, start, end: this.#tokens.lastEnd }
  }

  // Qualifiers, §9.5.1.

  #qualifier(): Qualifier | undefined {
    switch (this.#tokens.kind) {
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
    const start = this.#tokens.take()
    const seconds = this.#count(['integer', 'float'])
    this.#tokens.word('SECONDS')
    return { kind: 'within', seconds, start, end: this.#tokens.lastEnd }
  }

  #repeats(): Qualifier {
    const start = this.#tokens.take()
    const times = this.#count(['integer'])
    this.#tokens.word('TIMES')
    return { kind: 'repeats', times, start, end: this.#tokens.lastEnd }
  }

  #count(kinds: readonly string[]): number {
    const { kind, start, end } = this.#tokens
    if (!kinds.includes(kind)) throw this.#tokens.stop('pattern-expected-number')
    const { value } = this.#tokens.literal()
    if (typeof value === 'number' && value > 0) return value
    this.#tokens.note('pattern-qualifier-zero', { start, end })
    return 1
  }

  #startStop(): Qualifier {
    const start = this.#tokens.take()
    const from = this.#time()
    this.#tokens.word('STOP')
    return { kind: 'start-stop', from, to: this.#time(), start, end: this.#tokens.lastEnd }
  }

  #time(): string {
    if (this.#tokens.kind !== 'timestamp') throw this.#tokens.stop('pattern-expected-timestamp')
    return this.#tokens.literal().value as string
  }
}

import { base64, hex } from '@concert/core'
import { escapePatternString } from '../produce.ts'
import { KEYWORDS } from './lexer.ts'
import type {
  Comparison,
  ComparisonExpression,
  ObjectPath,
  PathStep,
  PatternExpression,
  PatternLiteral,
  Qualifier,
} from './syntax.ts'

/**
 * The text of a pattern, with the fewest parentheses that keep its meaning and shape: reading it
 * gives the same expression again.
 */
export function printPattern(expression: PatternExpression): string {
  switch (expression.kind) {
    case 'observation':
      return `[${printComparison(expression.test)}]`
    case 'qualified':
      return [
        printQualified(expression.expression),
        ...expression.qualifiers.map(printQualifier),
      ].join(' ')
    default: {
      const rank = RANKS[expression.kind]
      return expression.operands
        .map((each) => grouped(printPattern(each), rankOf(each) >= rank))
        .join(` ${expression.kind.toUpperCase()} `)
    }
  }
}

/** How loosely an operator binds; what is not joined binds tightest. */
const RANKS = { and: 1, or: 2, followedby: 3 } as const

function rankOf(expression: PatternExpression | ComparisonExpression): number {
  return 'operands' in expression ? RANKS[expression.kind] : 0
}

function grouped(text: string, needed: boolean): string {
  return needed ? `(${text})` : text
}

function printQualified(expression: PatternExpression): string {
  return grouped(printPattern(expression), expression.kind !== 'observation')
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'within':
      return `WITHIN ${printSeconds(qualifier.seconds)} SECONDS`
    case 'repeats':
      return `REPEATS ${qualifier.times} TIMES`
    case 'start-stop':
      return `START t'${qualifier.from}' STOP t'${qualifier.to}'`
  }
}

/** Integers beyond ±(2^53 − 1) are no integers in a pattern. */
function printSeconds(seconds: number): string {
  return Number.isSafeInteger(seconds) ? String(seconds) : printFloat(seconds)
}

function printFloat(value: number): string {
  const text = decimal(value)
  return text.includes('.') ? text : `${text}.0`
}

function printComparison(expression: ComparisonExpression): string {
  if (!('operands' in expression)) return printTest(expression)
  const rank = RANKS[expression.kind]
  return expression.operands
    .map((each) => grouped(printComparison(each), rankOf(each) >= rank))
    .join(` ${expression.kind.toUpperCase()} `)
}

const WORDS = { like: 'LIKE', matches: 'MATCHES', subset: 'ISSUBSET', superset: 'ISSUPERSET' }

function printTest(test: Comparison): string {
  const path = printObjectPath(test.path)
  const not = test.negated ? 'NOT ' : ''
  switch (test.kind) {
    case 'exists':
      return `${not}EXISTS ${path}`
    case 'in':
      return `${path} ${not}IN (${test.values.map(printLiteral).join(', ')})`
    case 'equality':
    case 'order':
      return `${path} ${not}${test.operator} ${printLiteral(test.value)}`
    default:
      return `${path} ${not}${WORDS[test.kind]} ${printLiteral(test.value)}`
  }
}

/** The text of an object path, such as `file:hashes.'SHA-256'`. */
export function printObjectPath({ type, steps }: ObjectPath): string {
  return `${type}:${steps.map(printStep).join('').slice(1)}`
}

function printStep(step: PathStep): string {
  switch (step.kind) {
    case 'property':
      return `.${isPlainName(step.name) ? step.name : quoted(step.name)}`
    case 'index':
      return `[${step.index}]`
    case 'any':
      return '[*]'
  }
}

function isPlainName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && !KEYWORDS.has(name)
}

function printLiteral(literal: PatternLiteral): string {
  switch (literal.kind) {
    case 'string':
      return quoted(literal.value)
    case 'hex':
      return `h'${hex(literal.value)}'`
    case 'binary':
      return `b'${base64(literal.value)}'`
    case 'timestamp':
      return `t'${literal.value}'`
    case 'float':
      return printFloat(literal.value)
    default:
      return String(literal.value)
  }
}

function quoted(text: string): string {
  return `'${escapePatternString(text)}'`
}

/** A number without an exponent, which patterns do not have: the same digits, moved. */
export function decimal(value: number): string {
  const [digits = '', exponent] = String(value).split('e')
  if (exponent === undefined) return digits
  const sign = digits.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.')
  const point = whole.length + Number(exponent)
  const all = whole + fraction
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${all}`
  if (point >= all.length) return `${sign}${all}${'0'.repeat(point - all.length)}`
  return `${sign}${all.slice(0, point)}.${all.slice(point)}`
}

import type { ValueType } from '../../table/model.ts'
import { VOCABULARIES } from '../../table/vocabularies.ts'
import { FORMATS_OF_HASHES } from '../../validate/hash-formats.ts'
import type { Comparison, PatternLiteral } from '../language/syntax.ts'
import { parseNetwork } from '../match/address.ts'
import type { Report } from './report.ts'
import type { ResolvedValue } from './resolve-path.ts'

type Tested = Exclude<Comparison, { kind: 'exists' }>

/** Checks the operator and constants of a comparison against what its property may hold (§9.2). */
export function checkConstants(
  test: Comparison,
  values: readonly ResolvedValue[],
  report: Report,
): void {
  if (test.kind === 'exists') return
  if (values.every(({ type }) => type.kind === 'list')) {
    report('pattern-list-needs-index', 'error', test.path)
    return
  }
  if (values.every(({ type }) => STRUCTURES.has(type.kind))) {
    report('pattern-operator-kind', 'error', test.path)
    return
  }
  switch (test.kind) {
    case 'equality':
    case 'order':
      checkLiteral(test.value, test, values, report)
      break
    case 'in':
      for (const each of test.values) checkLiteral(each, test, values, report)
      if (test.values.length === 0 && !test.negated) report('pattern-never', 'warning', test)
      break
    case 'like':
    case 'matches':
      if (!values.some(({ type }) => holds(type, 'string'))) {
        report('pattern-operator-kind', 'error', test.path)
      }
      break
    default:
      checkNetwork(test.value.value, test, values, report)
  }
}

const STRUCTURES: ReadonlySet<string> = new Set([
  'object',
  'extensions',
  'hashes',
  'dictionary',
  'any-object',
  'observable-container',
])

/** The constants that each kind of value can be compared with (§9.2). */
const COMPARABLE: Readonly<Record<string, readonly PatternLiteral['kind'][]>> = {
  boolean: ['boolean'],
  integer: ['integer', 'float'],
  float: ['integer', 'float'],
  timestamp: ['timestamp'],
}
const TEXTS: readonly PatternLiteral['kind'][] = ['string', 'hex', 'binary']

function holds(type: ValueType, literal: PatternLiteral['kind']): boolean {
  return (COMPARABLE[type.kind] ?? TEXTS).includes(literal)
}

function checkLiteral(
  literal: PatternLiteral,
  test: Tested,
  values: readonly ResolvedValue[],
  report: Report,
): void {
  const fitting = values.filter(({ type }) => holds(type, literal.kind))
  if (fitting.length === 0) {
    report('pattern-literal-kind', 'error', literal)
    return
  }
  const equal = test.kind === 'in' || (test.kind === 'equality' && test.operator === '=')
  if (!equal || test.negated) return
  const wrong = fitting.map((each) => valueFault(literal, each))
  const first = wrong[0]
  if (first !== undefined && wrong.every((each) => each !== undefined)) {
    report(first, first === 'pattern-vocabulary-open' ? 'warning' : 'error', literal)
  }
}

type ValueFault =
  | 'pattern-vocabulary'
  | 'pattern-vocabulary-open'
  | 'pattern-value-range'
  | undefined

/** Why no valid object has this value there. */
function valueFault(literal: PatternLiteral, { type, algorithm }: ResolvedValue): ValueFault {
  const { value } = literal
  switch (type.kind) {
    case 'integer':
    case 'float': {
      const fits = typeof value === 'number' && value >= type.min && value <= type.max
      return fits && (type.kind === 'float' || Number.isInteger(value))
        ? undefined
        : 'pattern-value-range'
    }
    case 'literal':
      return typeof value === 'string' && value !== type.value ? 'pattern-value-range' : undefined
    case 'enum':
    case 'open-vocab':
      return typeof value === 'string' ? wordFault(value, type.vocabulary) : undefined
    case 'string': {
      const format = algorithm === undefined ? undefined : FORMATS_OF_HASHES.get(algorithm)
      return typeof value === 'string' && format?.test(value) === false
        ? 'pattern-value-range'
        : undefined
    }
    default:
      return undefined
  }
}

function wordFault(word: string, name: string): ValueFault {
  const vocabulary = VOCABULARIES.get(name)
  if (vocabulary === undefined || vocabulary.values.includes(word)) return undefined
  return vocabulary.closed ? 'pattern-vocabulary' : 'pattern-vocabulary-open'
}

/** ISSUBSET and ISSUPERSET are about addresses (§9.6.1). */
function checkNetwork(
  text: string,
  test: Tested & { readonly value: PatternLiteral },
  values: readonly ResolvedValue[],
  report: Report,
): void {
  const formats = values.map(({ type }) => (type.kind === 'string' ? type.format : undefined))
  if (!formats.some((each) => each === 'ipv4' || each === 'ipv6')) {
    report('pattern-operator-kind', 'error', test.path)
    return
  }
  const network = parseNetwork(text)
  if (network === undefined) report('pattern-address', 'error', test.value)
  else if (!formats.includes(network.bits === 32 ? 'ipv4' : 'ipv6')) {
    report('pattern-value-range', 'error', test.value)
  }
}

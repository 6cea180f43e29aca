import { hasOctets, octetsOfPath, octetText } from '../language/octets.ts'
import type {
  Comparison,
  ComparisonExpression,
  ObjectPath,
  PatternExpression,
  PatternLiteral,
} from '../language/syntax.ts'
import { type Network, parseNetwork } from '../match/address.ts'
import { normal } from '../match/comparison.ts'
import { literalsOfLike } from '../match/like.ts'
import type { Octets } from '../match/values.ts'
import { requiredLiterals } from '../regex/regex.ts'

/** Something that an observation has when a comparison is true of it. */
export type Atom =
  | { readonly kind: 'text'; readonly path: ObjectPath; readonly text: string }
  | { readonly kind: 'number'; readonly path: ObjectPath; readonly number: number }
  | { readonly kind: 'time'; readonly path: ObjectPath; readonly time: string }
  | { readonly kind: 'around' | 'inside'; readonly path: ObjectPath; readonly network: Network }
  /** A value that holds a text; `folded`: in any case. */
  | {
      readonly kind: 'holds'
      readonly path: ObjectPath
      readonly text: string
      readonly folded: boolean
    }
  /** Any value at all. */
  | { readonly kind: 'present'; readonly path: ObjectPath }
  /** An object of the path's type. */
  | { readonly kind: 'type'; readonly path: ObjectPath }

/** Atoms of which every match has at least one. None at all: nothing matches. */
export type Guard = readonly Atom[]

/**
 * How much work an atom leaves, in candidates among many patterns and ordinary observations. Only
 * the order of these matters much.
 */
const COSTS: Readonly<Record<Atom['kind'], number>> = {
  text: 1,
  number: 4,
  time: 1,
  around: 2,
  inside: 2,
  holds: 4,
  present: 1000,
  type: 2000,
}

/** What every match of a pattern has: the best guard of AND and FOLLOWEDBY, those of OR together. */
export function guardOf(expression: PatternExpression): Guard {
  switch (expression.kind) {
    case 'observation':
      return guardOfTest(expression.test)
    case 'qualified':
      return guardOf(expression.expression)
    case 'or':
      return expression.operands.flatMap(guardOf)
    default:
      return cheapest(expression.operands.map(guardOf))
  }
}

function guardOfTest(test: ComparisonExpression): Guard {
  if (!('operands' in test)) return guardOfComparison(test)
  return test.kind === 'or'
    ? test.operands.flatMap(guardOfTest)
    : cheapest(test.operands.map(guardOfTest))
}

function cheapest(guards: readonly Guard[]): Guard {
  return guards.reduce((best, each) => (costOf(each) < costOf(best) ? each : best))
}

function costOf(guard: Guard): number {
  return guard.reduce((sum, atom) => sum + costOfAtom(atom), 0)
}

/** The shorter the text that has to be held, the more observations hold it. */
function costOfAtom(atom: Atom): number {
  const cost = COSTS[atom.kind]
  return atom.kind === 'holds' ? cost + 400 / 4 ** Math.min(atom.text.length, 5) : cost
}

function guardOfComparison(test: Comparison): Guard {
  const { path } = test
  if (test.kind === 'exists') return [{ kind: test.negated ? 'type' : 'present', path }]
  return (test.negated ? undefined : positive(test)) ?? [{ kind: 'present', path }]
}

function positive(test: Exclude<Comparison, { kind: 'exists' }>): Guard | undefined {
  const { path } = test
  const octets = octetsOfPath(path)
  switch (test.kind) {
    case 'equality':
      return test.operator === '=' ? equal(test.value, path, octets) : undefined
    case 'in':
      return allOf(test.values.map((each) => equal(each, path, octets)))
    case 'like': {
      const literals = literalsOfLike(normal(test.value.value, octets))
      const longest = literals.reduce((a, b) => (b.length > a.length ? b : a), '')
      return longest === '' ? undefined : [{ kind: 'holds', path, text: longest, folded: false }]
    }
    case 'matches': {
      const required = requiredLiterals(test.value.value, octets !== undefined)
      return required?.texts.map((text) => {
        return { kind: 'holds', path, text, folded: required.folded }
      })
    }
    case 'subset':
    case 'superset': {
      const network = parseNetwork(test.value.value)
      const kind = test.kind === 'subset' ? 'around' : 'inside'
      return network ? [{ kind, path, network }] : []
    }
    case 'order':
      return undefined
  }
}

function allOf(guards: readonly (Guard | undefined)[]): Guard | undefined {
  return guards.every((each) => each !== undefined) ? guards.flat() : undefined
}

function equal(literal: PatternLiteral, path: ObjectPath, octets: Octets): Guard | undefined {
  switch (literal.kind) {
    case 'integer':
    case 'float':
      return [{ kind: 'number', path, number: literal.value }]
    case 'boolean':
      return undefined
    case 'timestamp':
      return [{ kind: 'time', path, time: timeKey(literal.value) }]
    case 'string':
      if (octets !== undefined && !hasOctets(literal.value)) return []
      return [{ kind: 'text', path, text: literal.value }]
    case 'hex':
    case 'binary':
      return [{ kind: 'text', path, text: octetText(literal.value) }]
  }
}

/** One spelling of each time: without zeros at the end of the fraction. */
export function timeKey(timestamp: string): string {
  return timestamp.includes('.') ? timestamp.replace(/\.?0*Z$/, 'Z') : timestamp
}

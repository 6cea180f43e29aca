import type { Json, JsonObject } from '@concert/core'
import { octetsOfPath } from '../language/octets.ts'
import type { Comparison, ComparisonExpression, PatternLiteral } from '../language/syntax.ts'
import type { Observation } from '../observe/observation.ts'
import { advance, type Frontier, leadsToReference, type Step, stepOf } from '../observe/steps.ts'
import type { RegexPool } from '../regex/regex-pool.ts'
import { isWithin, parseNetwork } from './address.ts'
import { compileLike } from './like.ts'
import { comparerOf, type Octets, textOf } from './values.ts'

/** Whether an observation passes a test. Throws BoundReached where that takes too long to tell. */
export type ObservationPredicate = (observation: Observation) => boolean

type ObjectPredicate = (object: JsonObject, observation: Observation) => boolean
type ValuePredicate = (value: Json) => boolean

/**
 * Compiles what stands between brackets: whether there is one object in an observation from which
 * every comparison that it takes is true (§9.5).
 */
export function compileTest(test: ComparisonExpression, regexes: RegexPool): ObservationPredicate {
  const holds = compileExpression(test, regexes)
  const types = [...typesOf(test)]
  return (observation) => {
    for (const type of types) {
      const objects = observation.byType.get(type)
      if (objects === undefined) continue
      for (const object of objects) if (holds(object, observation)) return true
    }
    return false
  }
}

/** The object types that an expression's paths start from. */
function typesOf(test: ComparisonExpression): ReadonlySet<string> {
  const types = new Set<string>()
  const collect = (each: ComparisonExpression): void => {
    if ('operands' in each) each.operands.forEach(collect)
    else types.add(each.path.type)
  }
  collect(test)
  return types
}

function compileExpression(test: ComparisonExpression, regexes: RegexPool): ObjectPredicate {
  if (!('operands' in test)) return compileComparison(test, regexes)
  const parts = test.operands.map((each) => compileExpression(each, regexes))
  return test.kind === 'and'
    ? (object, observation) => parts.every((part) => part(object, observation))
    : (object, observation) => parts.some((part) => part(object, observation))
}

/** A path that leads nowhere makes every comparison false, negated or not (§9.6). */
function compileComparison(test: Comparison, regexes: RegexPool): ObjectPredicate {
  const { type } = test.path
  const values = compilePath(test.path.steps.map(stepOf))
  const { negated } = test
  if (test.kind === 'exists') {
    return (object, observation) =>
      object.type === type && values(object, observation).length > 0 !== negated
  }
  const holds = compileOperator(test, octetsOfPath(test.path), regexes)
  return (object, observation) => {
    if (object.type !== type) return false
    for (const value of values(object, observation)) if (holds(value) !== negated) return true
    return false
  }
}

function compilePath(
  steps: readonly Step[],
): (object: JsonObject, observation: Observation) => Frontier {
  const [only] = steps
  if (steps.length === 1 && typeof only === 'string') {
    return (object) => (Object.hasOwn(object, only) ? [object[only] as Json] : [])
  }
  const planned = steps.map((step: Step, index) => ({
    step,
    follows: leadsToReference(steps.slice(0, index)),
  }))
  return (object, observation) => {
    let frontier: Frontier = [object]
    for (const { step, follows } of planned) {
      frontier = advance(frontier, step, follows ? observation : undefined)
      if (frontier.length === 0) return frontier
    }
    return frontier
  }
}

function compileOperator(
  test: Exclude<Comparison, { kind: 'exists' }>,
  octets: Octets,
  regexes: RegexPool,
): ValuePredicate {
  switch (test.kind) {
    case 'equality': {
      const compare = comparerOf(test.value, octets)
      return test.operator === '='
        ? (value) => compare(value) === 0
        : (value) => compare(value) !== 0
    }
    case 'order':
      return compileOrder(test.operator, comparerOf(test.value, octets))
    case 'in':
      return compileIn(test.values, octets)
    case 'like':
      return onText(
        octets,
        compileLike(normal(test.value.value, octets), (steps) => regexes.spend(steps)),
      )
    case 'matches':
      return onText(octets, (text) => regexes.test(test.value.value, octets !== undefined, text))
    default:
      return compileNetwork(test.kind, test.value.value)
  }
}

function compileIn(values: readonly PatternLiteral[], octets: Octets): ValuePredicate {
  if (octets === undefined && values.every(({ kind }) => kind === 'string')) {
    const texts = new Set(values.map(({ value }) => value))
    return (value) => typeof value === 'string' && texts.has(value)
  }
  const comparers = values.map((each) => comparerOf(each, octets))
  return (value) => comparers.some((compare) => compare(value) === 0)
}

function compileOrder(
  operator: '<' | '<=' | '>' | '>=',
  compare: (value: Json) => number | undefined,
): ValuePredicate {
  const holds = ORDERS[operator]
  return (value) => {
    const order = compare(value)
    return order !== undefined && holds(order)
  }
}

const ORDERS = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
}

/** LIKE and MATCHES look at text in NFC, or at octets as they are. */
function onText(octets: Octets, holds: (text: string) => boolean): ValuePredicate {
  return (value) => {
    const text = textOf(value, octets)
    return text !== undefined && holds(normal(text, octets))
  }
}

/** The form in which LIKE and MATCHES look at a text. */
export function normal(text: string, octets: Octets): string {
  return octets === undefined ? text.normalize('NFC') : text
}

function compileNetwork(kind: 'subset' | 'superset', text: string): ValuePredicate {
  const constant = parseNetwork(text)
  if (constant === undefined) return () => false
  return (value) => {
    const network = typeof value === 'string' ? parseNetwork(value) : undefined
    if (network === undefined) return false
    return kind === 'subset' ? isWithin(network, constant) : isWithin(constant, network)
  }
}

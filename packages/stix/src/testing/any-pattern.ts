import fc from 'fast-check'
import type {
  Comparison,
  ComparisonExpression,
  ObjectPath,
  PathStep,
  PatternExpression,
  PatternLiteral,
  Qualifier,
} from '../pattern/language/syntax.ts'

// Positions are of no account here: {@link withoutPlaces} takes them from what was read.
const AT = { start: 0, end: 0 }

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const twoDigits = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((each) => String(each).padStart(2, '0'))

const timestamp = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }).map((year) => String(year).padStart(4, '0')),
    twoDigits(1, 12),
    twoDigits(1, 28),
    twoDigits(0, 23),
    twoDigits(0, 59),
    twoDigits(0, 59),
    fc.stringMatching(/^(?:\.[0-9]{1,9})?$/),
  )
  .map(([y, m, d, h, min, s, fraction]) => `${y}-${m}-${d}T${h}:${min}:${s}${fraction}Z`)

const positiveZero = (value: number) => (value === 0 ? 0 : value)
const octets = fc.uint8Array({ maxLength: 9 })
const literals: Record<string, fc.Arbitrary<PatternLiteral>> = {
  string: text.map((value) => ({ kind: 'string', value, ...AT })),
  integer: fc.maxSafeInteger().map((value) => ({ kind: 'integer', value, ...AT })),
  float: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ kind: 'float', value: positiveZero(value), ...AT })),
  boolean: fc.boolean().map((value) => ({ kind: 'boolean', value, ...AT })),
  hex: octets.map((value) => ({ kind: 'hex', value, ...AT })),
  binary: octets.map((value) => ({ kind: 'binary', value, ...AT })),
  timestamp: timestamp.map((value) => ({ kind: 'timestamp', value, ...AT })),
}
const kinds = Object.values(literals)
const orderable = fc.oneof(...kinds.filter((each) => each !== literals.boolean))

const name = fc.oneof(
  fc.constantFrom('value', 'AND', 'true', 'x-y', 'a.b', 'SHA-256', 'h', 'b', '_'),
  text,
)
const step: fc.Arbitrary<PathStep> = fc.oneof(
  name.map((each): PathStep => ({ kind: 'property', name: each, ...AT })),
  fc.nat().map((index): PathStep => ({ kind: 'index', index, ...AT })),
  fc.constant<PathStep>({ kind: 'any', ...AT }),
)
const path: fc.Arbitrary<ObjectPath> = fc
  .tuple(
    fc.constantFrom('file', 'x-usb-device', 'h', 'a_1'),
    name,
    fc.array(step, { maxLength: 3 }),
  )
  .map(([type, first, rest]) => ({
    type,
    steps: [{ kind: 'property', name: first, ...AT }, ...rest],
    ...AT,
  }))

const set = fc.oneof(...kinds.map((each) => fc.array(each, { maxLength: 3 })))
const expression = fc.constantFrom('', 'a+', '^x.*y$', '[a-z]{2,3}', '\\d', 'ä|é', "it's")
const string = (value: fc.Arbitrary<string>) =>
  value.map((each) => ({ kind: 'string' as const, value: each, ...AT }))
const operator: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    kind: fc.constant('equality'),
    operator: fc.constantFrom('=', '!='),
    value: fc.oneof(...kinds),
  }),
  fc.record({
    kind: fc.constant('order'),
    operator: fc.constantFrom('<', '<=', '>', '>='),
    value: orderable,
  }),
  fc.record({ kind: fc.constant('in'), values: set }),
  fc.record({ kind: fc.constantFrom('like', 'subset', 'superset'), value: string(text) }),
  fc.record({ kind: fc.constant('matches'), value: string(expression) }),
  fc.constant({ kind: 'exists' }),
)
const comparison = fc
  .tuple(path, fc.boolean(), operator)
  .map(([to, negated, rest]) => ({ ...rest, path: to, negated, ...AT }) as Comparison)

const qualifier: fc.Arbitrary<Qualifier> = fc.oneof(
  fc
    .oneof(fc.integer({ min: 1 }), fc.double({ min: 1e-9, max: 1e22, noNaN: true }))
    .map((seconds): Qualifier => ({ kind: 'within', seconds, ...AT })),
  fc.integer({ min: 1 }).map((times): Qualifier => ({ kind: 'repeats', times, ...AT })),
  fc
    .tuple(timestamp, timestamp)
    .map(([from, to]): Qualifier => ({ kind: 'start-stop', from, to, ...AT })),
)
const qualifiers = fc.uniqueArray(qualifier, {
  minLength: 1,
  maxLength: 3,
  selector: ({ kind }) => kind,
})

const many = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 2, maxLength: 3 })

/** Any pattern that can be written, its positions all zero. */
export const anyPattern: fc.Arbitrary<PatternExpression> = fc.letrec<{
  test: ComparisonExpression
  pattern: PatternExpression
}>((tie) => ({
  test: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'test' },
    comparison,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      operands: many(tie('test')),
      start: fc.constant(0),
      end: fc.constant(0),
    }),
  ),
  pattern: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'pattern' },
    tie('test').map((test) => ({ kind: 'observation' as const, test, ...AT })),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const, 'followedby' as const),
      operands: many(tie('pattern')),
      start: fc.constant(0),
      end: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('qualified' as const),
      expression: tie('pattern'),
      qualifiers,
      start: fc.constant(0),
      end: fc.constant(0),
    }),
  ),
})).pattern

/** The same expression with all positions zero. */
export function withoutPlaces<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(withoutPlaces) as T
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    key === 'start' || key === 'end' ? 0 : withoutPlaces(each),
  ])
  return Object.fromEntries(entries) as T
}

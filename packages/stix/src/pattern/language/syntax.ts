/** Where a part of a pattern stands: offsets in UTF-16 units, the end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A constant (STIX 2.1 §9.2). */
export type PatternLiteral = Span &
  (
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'integer'; readonly value: number }
    | { readonly kind: 'float'; readonly value: number }
    | { readonly kind: 'boolean'; readonly value: boolean }
    /** Octets written in hexadecimal, `h'ffd8'`. */
    | { readonly kind: 'hex'; readonly value: Uint8Array }
    /** Octets written in base64, `b'ABI='`. */
    | { readonly kind: 'binary'; readonly value: Uint8Array }
    /** As written, with all its digits. */
    | { readonly kind: 'timestamp'; readonly value: string }
  )

/** One step of an object path (§9.7). */
export type PathStep = Span &
  (
    | { readonly kind: 'property'; readonly name: string }
    | { readonly kind: 'index'; readonly index: number }
    /** `[*]`: any entry of a list. */
    | { readonly kind: 'any' }
  )

/** An object path (§9.7): a type and at least one step, the first of which is a property. */
export interface ObjectPath extends Span {
  readonly type: string
  readonly steps: readonly PathStep[]
}

/** A comparison of a path with a constant (§9.6.1). `==` and `<>` read as `=` and `!=`. */
export type Comparison = Span & {
  readonly path: ObjectPath
  readonly negated: boolean
} & (
    | {
        readonly kind: 'equality'
        readonly operator: '=' | '!='
        readonly value: PatternLiteral
      }
    | {
        readonly kind: 'order'
        readonly operator: '<' | '<=' | '>' | '>='
        readonly value: PatternLiteral
      }
    | { readonly kind: 'in'; readonly values: readonly PatternLiteral[] }
    | {
        readonly kind: 'like' | 'matches' | 'subset' | 'superset'
        readonly value: PatternLiteral & { readonly kind: 'string' }
      }
    | { readonly kind: 'exists' }
  )

/** Comparisons joined within one pair of brackets (§9.6). Two or more operands. */
export interface ComparisonJunction extends Span {
  readonly kind: 'and' | 'or'
  readonly operands: readonly ComparisonExpression[]
}

/** What stands between brackets. */
export type ComparisonExpression = Comparison | ComparisonJunction

/** A restriction on the observations that match (§9.5.1). */
export type Qualifier = Span &
  /** More than 0. */
  (
    | { readonly kind: 'within'; readonly seconds: number }
    /** More than 0. */
    | { readonly kind: 'repeats'; readonly times: number }
    /** From `from`, inclusive, to `to`, exclusive: STIX timestamps. */
    | { readonly kind: 'start-stop'; readonly from: string; readonly to: string }
  )

/** What one observation has to show: `[…]` (§9.5). */
export interface ObservationTest extends Span {
  readonly kind: 'observation'
  readonly test: ComparisonExpression
}

/** Observation expressions joined by an observation operator (§9.5.2). Two or more operands. */
export interface ObservationJunction extends Span {
  readonly kind: 'and' | 'or' | 'followedby'
  readonly operands: readonly PatternExpression[]
}

/** An observation expression with qualifiers, at most one of each kind (§9.5.1), innermost first. */
export interface QualifiedExpression extends Span {
  readonly kind: 'qualified'
  readonly expression: PatternExpression
  readonly qualifiers: readonly Qualifier[]
}

/** A STIX pattern (§9.4). */
export type PatternExpression = ObservationTest | ObservationJunction | QualifiedExpression

import type { PatternExpression, Qualifier } from '../pattern/language/syntax.ts'

// A matcher written straight from §9.5, slow and without cleverness: every way to bind different
// observations, each with what it demands of their times, kept when such times exist.

/** An observation in whole seconds of the year 2020, with the number of its kind. */
export interface SimpleObservation {
  readonly kind: number
  readonly first: number
  readonly last: number
  readonly count: number
}

/** `later - earlier` is at most `most`, or less than it when `strict`. `-1` is the origin of time. */
interface Limit {
  readonly earlier: number
  readonly later: number
  readonly most: number
  readonly strict: boolean
}

interface Binding {
  /** Slots: an observation that was seen three times has three. */
  readonly slots: readonly number[]
  readonly limits: readonly Limit[]
}

const ORIGIN = -1

/** Whether observations match a pattern whose tests are all `[t:kind = n]`. */
export function referenceMatch(
  pattern: PatternExpression,
  observations: readonly SimpleObservation[],
): boolean {
  const slots = observations.flatMap((each) => Array<SimpleObservation>(each.count).fill(each))
  const known = slots.flatMap(({ first, last }, slot): Limit[] => [
    { earlier: ORIGIN, later: slot, most: last, strict: false },
    { earlier: slot, later: ORIGIN, most: -first, strict: false },
  ])
  return bindings(pattern, slots).some(({ limits }) =>
    haveTimes(slots.length, [...known, ...limits]),
  )
}

function bindings(pattern: PatternExpression, slots: readonly SimpleObservation[]): Binding[] {
  switch (pattern.kind) {
    case 'observation':
      return slots.flatMap(({ kind }, slot) =>
        'value' in pattern.test && pattern.test.value.value === kind
          ? [{ slots: [slot], limits: [] }]
          : [],
      )
    case 'or':
      return pattern.operands.flatMap((each) => bindings(each, slots))
    case 'and':
    case 'followedby':
      return pattern.operands
        .map((each) => bindings(each, slots))
        .reduce((left, right) => joined(left, right, pattern.kind === 'followedby'))
    case 'qualified':
      return pattern.qualifiers.reduce(
        (found, qualifier) => qualified(found, qualifier),
        bindings(pattern.expression, slots),
      )
  }
}

function joined(left: Binding[], right: Binding[], inOrder: boolean): Binding[] {
  return left.flatMap((a) =>
    right
      .filter((b) => !b.slots.some((slot) => a.slots.includes(slot)))
      .map((b) => ({
        slots: [...a.slots, ...b.slots],
        limits: [...a.limits, ...b.limits, ...(inOrder ? notAfter(a.slots, b.slots) : [])],
      })),
  )
}

function notAfter(earlier: readonly number[], later: readonly number[]): Limit[] {
  return earlier.flatMap((a) =>
    later.map((b) => ({ earlier: b, later: a, most: 0, strict: false })),
  )
}

function qualified(found: Binding[], qualifier: Qualifier): Binding[] {
  switch (qualifier.kind) {
    case 'repeats':
      return Array.from({ length: qualifier.times }, () => found).reduce((a, b) =>
        joined(a, b, false),
      )
    case 'within':
      return limited(found, (slots) =>
        slots.flatMap((earlier) =>
          slots.map((later) => ({ earlier, later, most: qualifier.seconds, strict: true })),
        ),
      )
    case 'start-stop':
      return limited(found, (slots) =>
        slots.flatMap((slot) => [
          { earlier: ORIGIN, later: slot, most: secondOf(qualifier.to), strict: true },
          { earlier: slot, later: ORIGIN, most: -secondOf(qualifier.from), strict: false },
        ]),
      )
  }
}

function limited(found: Binding[], of: (slots: readonly number[]) => Limit[]): Binding[] {
  return found.map(({ slots, limits }) => ({ slots, limits: [...limits, ...of(slots)] }))
}

function secondOf(timestamp: string): number {
  return (Date.parse(timestamp) - Date.parse('2020-01-01T00:00:00Z')) / 1000
}

/** Shortest paths between all slots and the origin: no way around may come back before its start. */
function haveTimes(slots: number, limits: readonly Limit[]): boolean {
  const size = slots + 1
  const most = Array<number>(size * size).fill(Number.POSITIVE_INFINITY)
  const strict = Array<boolean>(size * size).fill(false)
  const tighten = (at: number, value: number, isStrict: boolean): void => {
    const now = most[at] ?? Number.POSITIVE_INFINITY
    if (value < now) strict[at] = isStrict
    else if (value === now) strict[at] ||= isStrict
    most[at] = Math.min(now, value)
  }
  for (const each of limits) {
    tighten((each.earlier + 1) * size + each.later + 1, each.most, each.strict)
  }
  for (let via = 0; via < size; via++) {
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) {
        const sum = (most[from * size + via] ?? 0) + (most[via * size + to] ?? 0)
        const either = strict[from * size + via] === true || strict[via * size + to] === true
        tighten(from * size + to, sum, either)
      }
    }
  }
  return Array.from({ length: size }, (_, at) => at * size + at).every((at) => {
    const around = most[at] ?? 0
    return around > 0 || (around === 0 && strict[at] !== true)
  })
}

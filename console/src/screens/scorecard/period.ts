/** A period that somebody chose, by days of UTC: from the first, up to and without the last. */
export interface Days {
  /** `2026-11-01` */
  readonly from: string
  readonly until: string
}

/** Periods that have a name. */
export const NAMED_PERIODS = ['month', 'last-month', 'quarter', 'last-quarter', 'year'] as const

/** One of {@link NAMED_PERIODS}. */
export type NamedPeriod = (typeof NAMED_PERIODS)[number]

/** The days of a named period. @param now - milliseconds since 1970 */
export function daysOf(name: NamedPeriod, now: number): Days {
  const at = new Date(now)
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()]
  const quarter = month - (month % 3)
  switch (name) {
    case 'month':
      return between(year, month, 1)
    case 'last-month':
      return between(year, month - 1, 1)
    case 'quarter':
      return between(year, quarter, 3)
    case 'last-quarter':
      return between(year, quarter - 3, 3)
    case 'year':
      return between(year, 0, 12)
  }
}

/** The last months, this one last. */
export function lastMonths(n: number, now: number): readonly Days[] {
  const at = new Date(now)
  return Array.from({ length: n }, (_, i) =>
    between(at.getUTCFullYear(), at.getUTCMonth() - (n - 1 - i), 1),
  )
}

/** Whether it is a period: two days that there are, in this order. */
export function isPeriod({ from, until }: Days): boolean {
  const [a, b] = [Date.parse(from), Date.parse(until)]
  return DAY.test(from) && DAY.test(until) && a < b
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** Its first instant and the first after it, as the node takes them. */
export function instantsOf({ from, until }: Days): Days {
  return { from: `${from}T00:00:00.000Z`, until: `${until}T00:00:00.000Z` }
}

function between(year: number, month: number, months: number): Days {
  const day = (m: number) => new Date(Date.UTC(year, m, 1)).toISOString().slice(0, 10)
  return { from: day(month), until: day(month + months) }
}

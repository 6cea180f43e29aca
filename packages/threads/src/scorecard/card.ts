import { canonicalBytes, type JsonObject } from '@concert/core'
import { CALENDARS } from '../request/calendars.ts'
import { effectiveTime } from '../request/state.ts'
import type { Calendars } from '../request/view.ts'
import type { CutAct } from './acts.ts'
import { MEASURES, type Measure } from './measures.ts'
import {
  pingSamples,
  type Sample,
  type ScoredFact,
  type ScoredPing,
  type ScoredRequest,
  samplesOf,
} from './samples.ts'

/** Below so many samples a number is not told: it could point at one case. */
export const SUPPRESS_BELOW = 5

const GROUPS = ['all', 'u0', 'u1', 'u2', 'u3'] as const

/** One number about one party. */
export interface CardRow {
  readonly measure: string
  /** Node id of the party that it is about. */
  readonly of: string
  readonly urgency: (typeof GROUPS)[number]
  readonly unit: Measure['unit']
  /** Null when it is suppressed. */
  readonly value: number | null
  /** How many samples; null when it is suppressed. */
  readonly n: number | null
}

/** A scorecard: what both nodes compute alike, byte for byte. */
export interface Scorecard {
  readonly v: 1
  readonly parties: readonly string[]
  readonly from: string
  readonly until: string
  /** Digest-free: the last envelope of each party that counts. */
  readonly cut: readonly { readonly epoch: number; readonly seq: number }[]
  /** The calendars that clocks ran by, whole: they are data, not code. */
  readonly calendars: JsonObject
  readonly rows: readonly CardRow[]
}

/** What a scorecard is computed from. */
export interface CardInput {
  readonly cut: Omit<CutAct, 'card'>
  readonly requests: readonly ScoredRequest[]
  readonly pings: readonly ScoredPing[]
  readonly facts: readonly ScoredFact[]
  readonly calendars: Calendars
}

/** Computes the card of a cut: integers and nearest rank alone, so that no machine rounds. */
export function computeScorecard(input: CardInput): Scorecard {
  const { cut } = input
  const parties = cut.parties.toSorted()
  const samples = allSamples(input)
  const heads = new Map([
    [cut.parties[0], cut.ours],
    [cut.parties[1], cut.theirs],
  ])
  return {
    v: 1,
    parties,
    from: cut.from,
    until: cut.until,
    cut: parties.map((party) => heads.get(party) ?? { epoch: 1, seq: 0 }),
    calendars: calendarsIn(input.requests),
    rows: parties.flatMap((of) => MEASURES.flatMap((measure) => rowsOf(measure, of, samples))),
  }
}

/** The canonical bytes of a card: what is digested, signed and exported. */
export function scorecardBytes(card: Scorecard): Uint8Array {
  return canonicalBytes(card as unknown as JsonObject)
}

/** The messages behind a number: roots of requests, or statements. */
export function sourcesOf(
  input: CardInput,
  { measure, of, urgency }: Pick<CardRow, 'measure' | 'of' | 'urgency'>,
): readonly string[] {
  const wanted = MEASURES.find(({ id }) => id === measure)
  const found = allSamples(input).filter((sample) => {
    return sample.id === wanted?.samples && sample.of === of && isIn(sample, urgency)
  })
  return [...new Set(found.map(({ source }) => source))]
}

function allSamples({ cut, requests, pings, facts, calendars }: CardInput): readonly Sample[] {
  const until = Date.parse(cut.until)
  const inPeriod = requests.filter(({ state }) => {
    const first = state.events[0]
    return isWithin(cut, first ? effectiveTime(first) : null)
  })
  const pinged = pings.filter(({ asked }) => isWithin(cut, asked.heard))
  const said = facts
    .filter(({ at }) => isWithin(cut, at))
    .map(({ id, of, statement, value, count }) => {
      return { of, id, urgency: 'none', value, count, source: statement }
    })
  return [
    ...pinged.flatMap((ping) => pingSamples(ping, until)),
    ...inPeriod.flatMap((request) => samplesOf(request, calendars, until)),
    ...said,
  ]
}

/** What nobody has told of did not arrive within the period. */
function isWithin({ from, until }: Pick<CutAct, 'from' | 'until'>, at: string | null): boolean {
  return at !== null && at >= from && at < until
}

function isIn({ urgency }: Sample, group: CardRow['urgency']): boolean {
  return group === 'all' || urgency === group
}

function rowsOf(measure: Measure, of: string, samples: readonly Sample[]): readonly CardRow[] {
  const own = samples.filter((sample) => sample.id === measure.samples && sample.of === of)
  const groups = measure.byUrgency ? GROUPS : (['all'] as const)
  return groups.map((urgency) => {
    const here = own.filter((sample) => isIn(sample, urgency))
    const n = here.reduce((sum, { count }) => sum + count, 0)
    const isShown = n >= SUPPRESS_BELOW
    const value = isShown ? reduce(measure.reduction, here, n) : null
    return { measure: measure.id, of, urgency, unit: measure.unit, value, n: isShown ? n : null }
  })
}

function reduce(how: Measure['reduction'], samples: readonly Sample[], n: number): number {
  switch (how) {
    case 'count':
      return n
    case 'permille': {
      const hits = samples.reduce((sum, { value, count }) => sum + value * count, 0)
      return Math.floor((hits * 1000) / n)
    }
    case 'median':
      return rank(samples, Math.ceil(n / 2))
    case 'p90':
      return rank(samples, Math.ceil((n * 9) / 10))
  }
}

/** Nearest rank: the value at a place, from 1, among the samples in rising order. */
function rank(samples: readonly Sample[], place: number): number {
  let before = 0
  for (const { value, count } of samples.toSorted((a, b) => a.value - b.value)) {
    before += count
    if (before >= place) return value
  }
  return 0
}

function calendarsIn(requests: readonly ScoredRequest[]): JsonObject {
  const ids = new Set(requests.map(({ state }) => state.root.calendar))
  const entries = [...ids].toSorted().map((id) => [id, CALENDARS[id]])
  return Object.fromEntries(entries) as unknown as JsonObject
}

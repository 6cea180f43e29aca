import type {
  CardGroup,
  CardRow,
  Measure,
  MeasureId,
  ScorecardView,
} from '../../api/scorecard-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { count, span } from '../../i18n/format.ts'
import { FEW, type PlotValue } from '../../shared/plot-data.ts'

/** Urgencies that measures are told for, beside the whole. */
export const URGENCIES = ['u0', 'u1', 'u2', 'u3'] as const

/** Which number somebody wants to see behind. */
export type Which = Pick<CardRow, 'measure' | 'of' | 'urgency'>

/** Measures by what they are about; `drills` stands apart from what is live. */
export const GROUPS = {
  contact: ['pings-answered'],
  requests: [
    'requests-asked',
    'lapsed',
    'extensions',
    'extensions-in-time',
    'refusals',
    'refusals-reasoned',
    'insufficient-evidence',
    'usefulness-median',
    'preservation-honoured',
  ],
  times: [
    'acknowledge-median',
    'acknowledge-p90',
    'acknowledge-on-time',
    'answer-median',
    'answer-p90',
    'answer-on-time',
  ],
  takedown: ['takedown-acted', 'takedown-act-median', 'takedown-life-median', 'relapses'],
  intel: [
    'items-shared',
    'items-confirmed',
    'items-false-positive',
    'items-novel',
    'lead-time-median',
  ],
  handling: ['handling-breaches', 'handling-remedied', 'handling-remedy-median', 'terms-exceeded'],
  trust: ['log-consistent', 'promises-kept', 'operation-steps-done'],
} as const satisfies Record<string, readonly MeasureId[]>

/** The measure of drills. */
export const DRILLS = 'drills-joined'

/** Finds the rows of a card. */
export function rowsOf({ card }: ScorecardView) {
  const rows = new Map(card.rows.map((row) => [keyOf(row), row]))
  return (measure: MeasureId, of: string, urgency: CardGroup = 'all') =>
    rows.get(keyOf({ measure, of, urgency }))
}

function keyOf({ measure, of, urgency }: Which): string {
  return `${measure} ${of} ${urgency}`
}

/** A value in words: a share as a percentage, a time as one reads it. */
export function said(unit: Measure['unit'], value: number): Both {
  if (unit === 'ms') return span(value)
  if (unit === 'permille') {
    const text = `${(value / 10).toFixed(value % 10 === 0 ? 0 : 1)}%`
    return [text, text]
  }
  return [count(value), count(value)]
}

/** What a plot makes of a row: a number that is not told is drawn as such. */
export function plotted(row: CardRow | undefined): PlotValue {
  if (row === undefined) return null
  return row.value ?? FEW
}

/** A time in a plot; what is not told has no place on an axis of time. */
export function plottedTime(row: CardRow | undefined): PlotValue {
  return row?.value ?? null
}

/** How close marks of an axis may come: no part of a count, of a percent, of a second. */
export const STEPS = { ms: 1000, permille: 10, count: 1, points: 1 } as const

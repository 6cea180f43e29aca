/** What the node answers about scorecards. */
import type { Named } from '../i18n/both.ts'
import type { paths } from './schema.gen.ts'

export type CardGroup = 'all' | 'u0' | 'u1' | 'u2' | 'u3'

/** Ids of the measures, as the node takes them. */
export type MeasureId =
  paths['/api/v1/scorecards/open']['post']['requestBody']['content']['application/json']['measure']

export interface Measure {
  readonly id: MeasureId
  readonly unit: 'ms' | 'permille' | 'count' | 'points'
  readonly byUrgency: boolean
  readonly label: Named
}

export interface CardRow {
  readonly measure: MeasureId
  readonly of: string
  readonly urgency: CardGroup
  readonly unit: Measure['unit']
  /** Null when there were fewer than five cases. */
  readonly value: number | null
  readonly n: number | null
}

export interface ScorecardView {
  /** Null for one that nobody has signed. */
  readonly id: string | null
  readonly peer: string
  readonly card: {
    readonly parties: readonly string[]
    readonly from: string
    readonly until: string
    readonly cut: readonly { readonly epoch: number; readonly seq: number }[]
    readonly rows: readonly CardRow[]
  }
  readonly digest: string
  readonly state: 'draft' | 'proposed' | 'agreed' | 'differs'
}

export interface CutLine {
  readonly id: string
  readonly peer: string
  readonly from: string
  readonly until: string
  readonly said: string
  readonly state: 'proposed' | 'agreed' | 'differs'
}

/** What stands behind a number. */
export interface Behind {
  readonly messages: readonly string[]
  readonly said: readonly {
    readonly digest: string
    readonly kind: string
    readonly by: string
    readonly time: string
  }[]
}

/** Answers to GET, by path. */
export interface ScorecardGets {
  '/api/v1/scorecards': { readonly scorecards: readonly CutLine[] }
  '/api/v1/scorecards/measures': { readonly measures: readonly Measure[] }
}

/** Answers to POST, by path. */
export interface ScorecardPosts {
  '/api/v1/scorecards/draft': ScorecardView
  '/api/v1/scorecards/propose': ScorecardView
  '/api/v1/scorecards/show': ScorecardView
  '/api/v1/scorecards/open': Behind
}

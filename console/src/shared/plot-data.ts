/** A number that is there, but is too small to be said: the count of fewer than five. */
export const FEW = 'few'

/** One value of a series; `null` where nothing was measured. */
export type PlotValue = number | typeof FEW | null

/** One line, or the bars or dots of one kind. */
export interface PlotSeries {
  readonly name: string
  /** `line` for times and sizes, `bar` for counts, `dot` for two sides, `heat` for a row of a heatmap. */
  readonly shape: 'line' | 'bar' | 'dot' | 'heat'
  /** As many as there are places on the x axis. */
  readonly values: readonly PlotValue[]
  /** Bars of one stack stand on each other. */
  readonly stack?: string
  /** A line that holds its value until the next: sizes, states. */
  readonly isStepped?: boolean
}

/** What a plot shows, already in the reader's language. */
export interface PlotData {
  readonly x:
    | { readonly kind: 'time' /** Milliseconds since 1970. */; readonly at: readonly number[] }
    | { readonly kind: 'names'; readonly names: readonly string[] }
  /** What a place on the x axis is called. */
  readonly xSaid: (at: number) => string
  readonly series: readonly PlotSeries[]
  /** A value with its unit. */
  readonly said: (value: number) => string
  /** The axis has no marks closer than this: 1 for counts. */
  readonly step?: number | undefined
  /** Where a suppressed number is drawn, and how it is said. */
  readonly few: number
  readonly fewSaid: string
}

/** What a value is called in tables and tips. */
export function valueSaid(data: PlotData, value: PlotValue): string {
  if (value === null) return '–'
  return value === FEW ? data.fewSaid : data.said(value)
}

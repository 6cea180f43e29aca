import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { count, utc } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import { useTheme } from '../theme/theme.tsx'
import { keyed } from './keyed.ts'
import { type PlotData, type PlotSeries, valueSaid } from './plot-data.ts'
import type { Drawn } from './plot-draw.ts'
import { PlotKey } from './plot-key.tsx'

/** Counts under this are not said. */
const SUPPRESSED_UNDER = 5

const texts = {
  table: ['Show as table', '以表格显示'],
  plot: ['Show as plot', '以图显示'],
  few: ['fewer than 5', '少于5'],
  opens: (name: string): Both => [`${name}: open what is behind it`, `${name}：查看依据`],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/** A plot, and the same as a table for who does not see it or wants the numbers. */
export interface PlotProps {
  /** What it shows, in one line: heading of the figure and name of the drawing. */
  readonly title: string
  /** Head of the table's first column: "Day", "Urgency". */
  readonly xName: string
  /** Milliseconds since 1970, or names. */
  readonly x: PlotData['x']
  readonly series: readonly PlotSeries[]
  /** A value with its unit; whole numbers with their thousands apart without. */
  readonly said?: (value: number) => string
  /** The axis has no marks closer than this: 1 for counts. */
  readonly step?: number
  /** Opens what is behind a mark, by the places of its series and of the value in it. */
  readonly onMark?: ((series: number, at: number) => void) | undefined
  /** Pixels; the drawing keeps its place while it loads. */
  readonly height?: number
}

/** Draws a plot. The drawing is on a canvas; the table says the same, and its cells open the same. */
export function Plot({
  title,
  xName,
  x,
  series,
  said = count,
  step,
  onMark,
  height = 220,
}: PlotProps) {
  const t = useText()
  const id = useId()
  const [isTable, setTable] = useState(false)
  const data: PlotData = useMemo(
    () => ({
      x,
      xSaid: (at) => (x.kind === 'time' ? utc(x.at[at] ?? 0) : (x.names[at] ?? '')),
      series,
      said,
      step,
      few: SUPPRESSED_UNDER,
      fewSaid: t(texts.few),
    }),
    [x, series, said, step, t],
  )
  return (
    <figure className="plot" aria-labelledby={id}>
      <figcaption className="line">
        <span id={id} className="b">
          {title}
        </span>
        <button
          type="button"
          className="as-link sm"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          {t(isTable ? texts.plot : texts.table)}
        </button>
      </figcaption>
      {isTable ? null : <PlotKey series={series} />}
      {isTable ? (
        <Twin title={title} xName={xName} data={data} onMark={onMark} />
      ) : (
        <Canvas title={title} data={data} height={height} onMark={onMark} />
      )}
    </figure>
  )
}

type Marked = PlotProps['onMark'] | undefined

function Canvas({
  title,
  data,
  height,
  onMark,
}: {
  title: string
  data: PlotData
  height: number
  onMark: Marked
}) {
  const { mode } = useTheme()
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<Drawn>(undefined)
  const latest = useRef({ data, mode, onMark })
  latest.current = { data, mode, onMark }
  useEffect(() => {
    let isGone = false
    void import('./plot-draw.ts').then(({ draw }) => {
      if (isGone || place.current === null) return
      const now = latest.current
      const open = (...at: [number, number]) => latest.current.onMark?.(...at)
      drawn.current = draw(place.current, now.data, now.mode, open)
    })
    return () => {
      isGone = true
      drawn.current?.dispose()
      drawn.current = undefined
    }
  }, [])
  useEffect(() => drawn.current?.update(data, mode), [data, mode])
  return (
    <div ref={place} style={{ height }} role="img" aria-label={`${title}. ${summaryOf(data)}`} />
  )
}

/** The latest value of each series, for who hears the drawing. */
function summaryOf(data: PlotData): string {
  return data.series
    .map((each) => `${each.name}: ${valueSaid(data, each.values.at(-1) ?? null)}`)
    .join('; ')
}

function Twin({
  title,
  xName,
  data,
  onMark,
}: {
  title: string
  xName: string
  data: PlotData
  onMark: Marked
}) {
  const t = useText()
  const places = data.x.kind === 'time' ? data.x.at : data.x.names
  return (
    <section className="plot-table" aria-label={title} tabIndex={0}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{xName}</th>
            {data.series.map(({ name }) => (
              <th key={name} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed<unknown>(places).map(({ key }) => {
            const at = Number(key)
            return (
              <tr key={key}>
                <td>{data.xSaid(at)}</td>
                {data.series.map((each, n) => {
                  const value = each.values[at] ?? null
                  const text = valueSaid(data, value)
                  return (
                    <td key={each.name} className="num" data-label={each.name}>
                      {onMark === undefined || value === null ? (
                        text
                      ) : (
                        <button
                          type="button"
                          className="as-link"
                          aria-label={t(texts.opens(`${each.name}, ${data.xSaid(at)}, ${text}`))}
                          onClick={() => onMark(n, at)}
                        >
                          {text}
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

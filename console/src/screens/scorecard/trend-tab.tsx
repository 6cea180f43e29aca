import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { nodeNow } from '../../api/connection.ts'
import { STILL } from '../../api/query.ts'
import type { MeasureId, ScorecardView } from '../../api/scorecard-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { useNames } from '../../shared/names.ts'
import { Plot } from '../../shared/plot.tsx'
import type { PlotSeries } from '../../shared/plot-data.ts'
import { Empty, FaultBand, Skeleton } from '../../shared/states.tsx'
import { plotted, plottedTime, rowsOf, STEPS, said } from './card-numbers.ts'
import { type Days, instantsOf, lastMonths } from './period.ts'
import { texts } from './texts.ts'

const MONTHS = 6

/** How the numbers went, month by month, as this node computes them now. A mark opens its month. */
export function TrendTab({ peer, onMonth }: { peer: string; onMonth: (month: Days) => void }) {
  const t = useText()
  const [months] = useState(() => lastMonths(MONTHS, nodeNow()))
  const cards = useQueries({
    queries: months.map((month) => ({
      queryKey: ['/api/v1/scorecards/draft', peer, month.from, month.until],
      queryFn: () => post('/api/v1/scorecards/draft', { peer, ...instantsOf(month) }),
      staleTime: 60_000,
      meta: STILL,
    })),
  })
  const failed = cards.find(({ isError }) => isError)
  if (failed) return <FaultBand error={failed.error} again={() => void failed.refetch()} />
  const views = cards.flatMap(({ data }) => data ?? [])
  if (views.length < months.length) return <Skeleton />
  const isEmpty = views.every(({ card }) => card.rows.every(({ value }) => value === null))
  return isEmpty ? (
    <section className="card">
      <Empty title={t(texts.nothing)}>{t(texts.fewHelp)}</Empty>
    </section>
  ) : (
    <Lines views={views} months={months} onMonth={onMonth} />
  )
}

function Lines({
  views,
  months,
  onMonth,
}: {
  views: readonly ScorecardView[]
  months: readonly Days[]
  onMonth: (month: Days) => void
}) {
  const t = useText()
  const nameOf = useNames()
  const parties = views[0]?.card.parties ?? []
  const names = months.map(({ from }) => from.slice(0, 7))
  const series = (
    measures: readonly (readonly [id: MeasureId, name: (party: string) => Both])[],
    shape: PlotSeries['shape'],
  ): PlotSeries[] =>
    measures.flatMap(([id, name]) =>
      parties.map((party) => ({
        name: t(name(t(nameOf(party)))),
        shape,
        values: views.map((view) => {
          const row = rowsOf(view)(id, party)
          return shape === 'line' ? plottedTime(row) : plotted(row)
        }),
      })),
    )
  const alone = (name: string): Both => [name, name]
  const plots = [
    {
      title: texts.acknowledgeTrend,
      unit: 'ms',
      series: series(
        [
          ['acknowledge-median', texts.median],
          ['acknowledge-p90', texts.p90],
        ],
        'line',
      ),
    },
    {
      title: texts.answerTrend,
      unit: 'ms',
      series: series(
        [
          ['answer-median', texts.median],
          ['answer-p90', texts.p90],
        ],
        'line',
      ),
    },
    {
      title: texts.onTimeTrend,
      unit: 'permille',
      series: series([['acknowledge-on-time', alone]], 'line'),
    },
    { title: texts.askedTrend, unit: 'count', series: series([['requests-asked', alone]], 'bar') },
  ] as const
  return (
    <div className="halves">
      {plots.map((plot) => (
        <section className="card" key={plot.title[0]}>
          <Plot
            title={t(plot.title)}
            xName={t(texts.month)}
            x={{ kind: 'names', names }}
            series={plot.series}
            said={(value) => t(said(plot.unit, value))}
            step={STEPS[plot.unit]}
            onMark={(_, at) => {
              const month = months[at]
              if (month) onMonth(month)
            }}
          />
        </section>
      ))}
    </div>
  )
}

import { useMemo } from 'react'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Plot } from '../../shared/plot.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

interface Point {
  readonly at: number
  readonly size: number
}

/** How our log has grown, entry by entry, never reckoned between. */
export function GrowthCard() {
  const t = useText()
  const growth = useGet('/api/v1/log/growth')
  return (
    <section className="card">
      <Loaded of={growth} space={276}>
        {({ points }) =>
          points.length < 2 ? (
            <Empty title={t(texts.noGrowth)} />
          ) : (
            <div className="pad">
              <Growth points={points} />
            </div>
          )
        }
      </Loaded>
    </section>
  )
}

function Growth({ points }: { points: readonly Point[] }) {
  const t = useText()
  const name = t(texts.entries)
  const x = useMemo(() => ({ kind: 'time', at: points.map(({ at }) => at) }) as const, [points])
  const series = useMemo(
    () => [
      { name, shape: 'line', values: points.map(({ size }) => size), isStepped: true } as const,
    ],
    [name, points],
  )
  return <Plot title={t(texts.growth)} xName={t(texts.time)} x={x} series={series} height={200} />
}

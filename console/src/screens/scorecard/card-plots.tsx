import { useState } from 'react'
import { useGet } from '../../api/query.ts'
import type { MeasureId, ScorecardView } from '../../api/scorecard-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useNames } from '../../shared/names.ts'
import { Plot } from '../../shared/plot.tsx'
import type { PlotSeries } from '../../shared/plot-data.ts'
import { BehindDialog } from './behind-dialog.tsx'
import { plotted, plottedTime, rowsOf, STEPS, said, URGENCIES, type Which } from './card-numbers.ts'
import type { Chosen } from './chosen.ts'
import { texts } from './texts.ts'

/** The same numbers drawn: two sides beside each other, by urgency. A mark opens its messages. */
export function CardPlots({ view, chosen }: { view: ScorecardView; chosen: Chosen }) {
  const t = useText()
  const nameOf = useNames()
  const [open, setOpen] = useState<Which | undefined>()
  const onOpen = useMay()('POST /api/v1/scorecards/open') ? setOpen : undefined
  const labels = useGet('/api/v1/scorecards/measures').data?.measures ?? []
  const rowOf = rowsOf(view)
  const { parties } = view.card
  const urgencies = { kind: 'names', names: URGENCIES.map((code) => code.toUpperCase()) } as const
  /** One series for each measure and party, with what each of its marks stands for. */
  const series = (
    measures: readonly { readonly id: MeasureId; readonly name: (party: string) => Both }[],
    shape: PlotSeries['shape'],
  ) =>
    measures.flatMap(({ id, name }) =>
      parties.map((party) => ({
        which: (at: number): Which => ({ measure: id, of: party, urgency: URGENCIES[at] ?? 'u0' }),
        drawn: {
          name: t(name(t(nameOf(party)))),
          shape,
          values: URGENCIES.map((urgency) => {
            const row = rowOf(id, party, urgency)
            return shape === 'dot' ? plottedTime(row) : plotted(row)
          }),
        },
      })),
    )
  const byUrgency = (
    title: Both,
    found: ReturnType<typeof series>,
    unit: 'ms' | 'permille' | 'count',
  ) =>
    found.some(({ drawn }) => drawn.values.some((value) => typeof value === 'number')) ? (
      <section className="card" key={title[0]}>
        <Plot
          title={t(title)}
          xName={t(texts.urgency)}
          x={urgencies}
          series={found.map(({ drawn }) => drawn)}
          said={(value) => t(said(unit, value))}
          step={STEPS[unit]}
          onMark={onOpen && ((n, at) => found[n] && onOpen(found[n].which(at)))}
        />
      </section>
    ) : null
  const alone = (name: string): Both => [name, name]
  const plots = [
    byUrgency(
      texts.acknowledgePlot,
      series(
        [
          { id: 'acknowledge-median', name: texts.median },
          { id: 'acknowledge-p90', name: texts.p90 },
        ],
        'dot',
      ),
      'ms',
    ),
    byUrgency(
      texts.answerPlot,
      series(
        [
          { id: 'answer-median', name: texts.median },
          { id: 'answer-p90', name: texts.p90 },
        ],
        'dot',
      ),
      'ms',
    ),
    byUrgency(
      texts.onTimePlot,
      series([{ id: 'acknowledge-on-time', name: alone }], 'bar'),
      'permille',
    ),
    byUrgency(texts.askedPlot, series([{ id: 'requests-asked', name: alone }], 'bar'), 'count'),
  ].filter((plot) => plot !== null)
  const label = labels.find(({ id }) => id === open?.measure)?.label
  return (
    <>
      <div className="halves">
        {plots}
        <TakedownPlot view={view} onOpen={onOpen} />
        <IntelPlot view={view} onOpen={onOpen} />
      </div>
      {open === undefined ? null : (
        <BehindDialog
          chosen={chosen}
          which={open}
          title={label === undefined ? open.measure : t(label)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

interface SidesProps {
  readonly view: ScorecardView
  readonly onOpen: ((which: Which) => void) | undefined
}

/** How many targets of each side were acted on, of all whose time has come. */
function TakedownPlot({ view, onOpen }: SidesProps) {
  const t = useText()
  const nameOf = useNames()
  const rowOf = rowsOf(view)
  const { parties } = view.card
  const counts = parties.map((of) => {
    const row = rowOf('takedown-acted', of)
    if (row?.value == null || row.n === null) return undefined
    const acted = Math.round((row.value * row.n) / 1000)
    return { acted, not: row.n - acted }
  })
  if (counts.every((each) => each === undefined)) return null
  return (
    <section className="card">
      <Plot
        title={t(texts.takedownPlot)}
        xName={t(texts.party)}
        x={{ kind: 'names', names: parties.map((party) => t(nameOf(party))) }}
        series={[
          {
            name: t(texts.acted),
            shape: 'bar',
            stack: 'all',
            values: counts.map((each) => each?.acted ?? null),
          },
          {
            name: t(texts.notActed),
            shape: 'bar',
            stack: 'all',
            values: counts.map((each) => each?.not ?? null),
          },
        ]}
        step={1}
        onMark={
          onOpen &&
          ((_, at) => onOpen({ measure: 'takedown-acted', of: parties[at] ?? '', urgency: 'all' }))
        }
      />
    </section>
  )
}

const INTEL = [
  ['items-shared', texts.shared],
  ['items-confirmed', texts.confirmed],
  ['items-false-positive', texts.falsePositive],
] as const

function IntelPlot({ view, onOpen }: SidesProps) {
  const t = useText()
  const nameOf = useNames()
  const rowOf = rowsOf(view)
  const { parties } = view.card
  if (parties.every((of) => rowOf('items-shared', of)?.value == null)) return null
  return (
    <section className="card">
      <Plot
        title={t(texts.intelPlot)}
        xName={t(texts.party)}
        x={{ kind: 'names', names: parties.map((party) => t(nameOf(party))) }}
        series={INTEL.map(([id, name]) => ({
          name: t(name),
          shape: 'bar',
          values: parties.map((of) => plotted(rowOf(id, of))),
        }))}
        step={1}
        onMark={
          onOpen &&
          ((n, at) =>
            onOpen({
              measure: INTEL[n]?.[0] ?? 'items-shared',
              of: parties[at] ?? '',
              urgency: 'all',
            }))
        }
      />
    </section>
  )
}

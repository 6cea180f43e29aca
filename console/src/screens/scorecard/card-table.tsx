import { Fragment, useState } from 'react'
import { useGet } from '../../api/query.ts'
import type { CardRow, Measure, ScorecardView } from '../../api/scorecard-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { ExerciseBand, Urgency } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { BehindDialog } from './behind-dialog.tsx'
import { DRILLS, GROUPS, rowsOf, said, URGENCIES, type Which } from './card-numbers.ts'
import type { Chosen } from './chosen.ts'
import { texts } from './texts.ts'

/** Every number of both sides beside each other; what is of drills stands apart. */
export function CardTable({ view, chosen }: { view: ScorecardView; chosen: Chosen }) {
  const t = useText()
  const measures = useGet('/api/v1/scorecards/measures').data?.measures ?? []
  const [open, setOpen] = useState<Which | undefined>()
  // Who reads no requests reads the numbers alone.
  const onOpen = useMay()('POST /api/v1/scorecards/open') ? setOpen : undefined
  const byId = new Map<string, Measure>(measures.map((measure) => [measure.id, measure]))
  const labelOf = (id: string) => byId.get(id)?.label ?? ([id, id] as const)
  const listed = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? [])
  return (
    <>
      <section className="card">
        <header>
          <h2>{t(texts.numbers)}</h2>
          <span className="r sm t3">{t(texts.liveOnly)}</span>
        </header>
        <Numbers
          view={view}
          groups={Object.entries(GROUPS).map(([id, ids]) => ({
            title: t(texts.groups[id as keyof typeof GROUPS]),
            measures: listed(ids),
          }))}
          onOpen={onOpen}
        />
      </section>
      <section className="card">
        <ExerciseBand />
        <Numbers
          view={view}
          groups={[{ title: t(texts.drills), measures: listed([DRILLS]) }]}
          onOpen={onOpen}
        />
      </section>
      {open === undefined ? null : (
        <BehindDialog
          chosen={chosen}
          which={open}
          title={t(labelOf(open.measure))}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

interface Group {
  readonly title: string
  readonly measures: readonly Measure[]
}

function Numbers({
  view,
  groups,
  onOpen,
}: {
  view: ScorecardView
  groups: readonly Group[]
  onOpen: ((which: Which) => void) | undefined
}) {
  const t = useText()
  const nameOf = useNames()
  const rowOf = rowsOf(view)
  const { parties } = view.card
  return (
    <table className="grid numbers">
      <thead>
        <tr>
          <th scope="col">{t(texts.measure)}</th>
          {parties.map((party) => (
            <th key={party} scope="col" className="num">
              <bdi>{t(nameOf(party))}</bdi>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ title, measures }) => (
          <Fragment key={title}>
            <tr className="group">
              <th scope="rowgroup" colSpan={parties.length + 1}>
                {title}
              </th>
            </tr>
            {measures.map((measure) => (
              <Fragment key={measure.id}>
                <tr>
                  <td>{t(measure.label)}</td>
                  {parties.map((party) => (
                    <NumberCell
                      key={party}
                      row={rowOf(measure.id, party)}
                      name={t(nameOf(party))}
                      what={t(measure.label)}
                      onOpen={onOpen}
                    />
                  ))}
                </tr>
                {measure.byUrgency
                  ? URGENCIES.filter((urgency) =>
                      parties.some((party) => rowOf(measure.id, party, urgency)?.value != null),
                    ).map((urgency) => (
                      <tr key={urgency} className="part">
                        <td>
                          <Urgency code={urgency} />
                        </td>
                        {parties.map((party) => (
                          <NumberCell
                            key={party}
                            row={rowOf(measure.id, party, urgency)}
                            name={t(nameOf(party))}
                            what={`${t(measure.label)}, ${urgency.toUpperCase()}`}
                            onOpen={onOpen}
                          />
                        ))}
                      </tr>
                    ))
                  : null}
              </Fragment>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function NumberCell({
  row,
  name,
  what,
  onOpen,
}: {
  row: CardRow | undefined
  name: string
  what: string
  onOpen: ((which: Which) => void) | undefined
}) {
  const t = useText()
  if (row === undefined || row.value === null) {
    return (
      <td className="num t3" data-label={name}>
        {t(texts.few)}
      </td>
    )
  }
  const text = t(said(row.unit, row.value))
  const { measure, of, urgency } = row
  return (
    <td className="num" data-label={name}>
      {onOpen === undefined ? (
        text
      ) : (
        <button
          type="button"
          className="as-link"
          aria-label={t(texts.opens(`${what}, ${name}, ${text}`))}
          onClick={() => onOpen({ measure, of, urgency })}
        >
          {text}
        </button>
      )}
    </td>
  )
}

import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import type { ContactRole } from '../../api/directory-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { useNames } from '../../shared/names.ts'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { WhomFields } from './ask-dialog.tsx'
import { texts } from './texts.ts'

/** Tests that the node asks by itself, whatever restarts. */
export function SchedulesCard() {
  const t = useText()
  const may = useMay()
  const nameOf = useNames()
  const [isAdding, setAdding] = useState(false)
  const schedules = useGet('/api/v1/pings/schedules')
  const end = useAct('/api/v1/pings/schedules')
  const mayChange = may('POST /api/v1/pings/schedules')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.schedules)}</h2>
        {mayChange ? (
          <span className="r">
            <Button size="small" onClick={() => setAdding(true)}>
              {t(texts.addSchedule)}
            </Button>
          </span>
        ) : null}
      </header>
      {end.isError ? <FaultBand error={end.error} kept={texts.notChanged} /> : null}
      <Loaded of={schedules}>
        {(data) => {
          if (data.schedules.length === 0) return <Empty title={t(texts.noSchedules)} />
          return data.schedules.map(({ peer, role, everyMinutes, withinMinutes, due }) => (
            <div className="li" key={`${peer} ${role}`}>
              <span className="g">
                <span className="b">
                  <bdi>{t(nameOf(peer))}</bdi>
                </span>{' '}
                {t(texts.roles[role])}
                <span className="sm t2 block">
                  {t(texts.everyHours(Math.round(everyMinutes / 6) / 10, withinMinutes))}
                </span>
                <span className="sm t3 block">{t(texts.nextAt(utc(due)))}</span>
              </span>
              {mayChange ? (
                <Button
                  size="small"
                  onClick={() => end.mutate({ peer, role, everyMinutes: 0, withinMinutes })}
                >
                  {t(texts.end)}
                </Button>
              ) : null}
            </div>
          ))
        }}
      </Loaded>
      {isAdding ? <ScheduleDialog onClose={() => setAdding(false)} /> : null}
    </section>
  )
}

function ScheduleDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [whom, setWhom] = useState({ peer: '', role: 'technical' as ContactRole })
  const [hours, setHours] = useState(168)
  const [within, setWithin] = useState(240)
  const set = useAct('/api/v1/pings/schedules', onClose)
  return (
    <ActDialog
      title={t(texts.addSchedule)}
      label={t(texts.save)}
      act={set}
      kept={texts.notChanged}
      disabled={whom.peer === ''}
      onAct={() =>
        set.mutate({ ...whom, everyMinutes: Math.round(hours * 60), withinMinutes: within })
      }
      onClose={onClose}
    >
      <WhomFields {...whom} onChange={(change) => setWhom({ ...whom, ...change })} />
      <div className="two">
        <Field label={t(texts.every)}>
          {(ids) => (
            <InputNumber
              id={ids.id}
              min={0}
              max={8784}
              value={hours}
              onChange={(value) => setHours(value ?? 0)}
            />
          )}
        </Field>
        <Field label={t(texts.within)}>
          {(ids) => (
            <InputNumber
              id={ids.id}
              min={1}
              max={20_160}
              value={within}
              onChange={(value) => setWithin(value ?? 240)}
            />
          )}
        </Field>
      </div>
    </ActDialog>
  )
}

import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { Drill, DrillStep } from '../../api/drill-answers.ts'
import { useAct } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { BilingualText } from '../../shared/bilingual.tsx'
import { ExerciseMark } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** One drill: what it is for, and what has become of each step. */
export function DrillCard({ drill }: { drill: Drill }) {
  const t = useText()
  const may = useMay()
  const nameOf = useNames()
  const stop = useAct('/api/v1/drills/stop')
  const { id, title, purpose, peer, state, speed, started, ended, steps } = drill
  return (
    <section className="card">
      <header>
        <ExerciseMark />
        <h2>{t(texts.with(t(nameOf(peer))))}</h2>
        <span className="t2">{t(texts.states[state])}</span>
        {state === 'running' && may('POST /api/v1/drills/stop') ? (
          <span className="r">
            <Button
              size="small"
              danger
              title={t(texts.stopHelp)}
              loading={stop.isPending}
              onClick={() => stop.mutate({ id })}
            >
              {t(texts.stop)}
            </Button>
          </span>
        ) : null}
      </header>
      {stop.isError ? <FaultBand error={stop.error} kept={texts.notStopped} /> : null}
      <BilingualText paragraphs={[title, purpose]} />
      <p className="pad sm t3">
        {t(texts.startedAt(utc(started)))}
        {ended === null ? '' : ` · ${t(texts.endedAt(utc(ended)))}`}
        {speed === 1 ? '' : ` · ${t(texts.speed(speed))}`}
      </p>
      <h3 className="pad">{t(texts.steps)}</h3>
      <ol>
        {steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
    </section>
  )
}

const TONES = { waiting: 'o', drafted: 'w', done: '', failed: 'x' }

function Step({ step: { id, do: does, state, code, at, subject } }: { step: DrillStep }) {
  const t = useText()
  const may = useMay()
  const isPing = does === 'ping'
  const why =
    code === null
      ? undefined
      : Object.hasOwn(texts.codes, code)
        ? texts.codes[code as keyof typeof texts.codes]
        : ([code, code] as const)
  return (
    <li className="li">
      <span className={`dot ${TONES[state]}`} />
      <span className="g">
        <span className="mono">{id}</span> {t(texts.does[does])}
        {why === undefined ? null : <span className="danger block">{t(why)}</span>}
        {subject !== null && isPing ? (
          <Link className="link sm block" to="/directory" search={{ tab: 'pings' } as never}>
            {t(texts.openPing)}
          </Link>
        ) : null}
        {subject !== null && !isPing && may('POST /api/v1/requests/show') ? (
          <Link className="link sm block" to="/requests/$id" params={{ id: subject }}>
            {t(texts.openRequest)}
          </Link>
        ) : null}
      </span>
      <span className={state === 'failed' ? 'danger' : 't2'}>{t(texts.stepStates[state])}</span>
      <span className="sm t3">{at === null ? '' : utc(at)}</span>
    </li>
  )
}

import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Drill } from '../../api/drill-answers.ts'
import { useGet } from '../../api/query.ts'
import { textIn } from '../../i18n/both.ts'
import { utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseBand, ExerciseMark } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { DrillCard } from './drill-card.tsx'
import { StartDialog } from './start-dialog.tsx'
import { texts } from './texts.ts'

/** Drills that this node plays, and how each went. Nothing here is live. */
export function DrillsScreen() {
  const t = useText()
  const navigate = useNavigate()
  const [isStarting, setStarting] = useState(false)
  const { id } = useSearch({ strict: false }) as { readonly id?: number }
  const drills = useGet('/api/v1/drills')
  useWhileRunning(drills.data?.drills ?? [], drills.refetch)
  return (
    <>
      <ExerciseBand />
      <div className="head below-band">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
        <div className="actions">
          <RoleButton route="POST /api/v1/drills" onClick={() => setStarting(true)}>
            {t(texts.start)}
          </RoleButton>
        </div>
      </div>
      <Loaded of={drills}>
        {(data) => {
          if (data.drills.length === 0) {
            return (
              <section className="card">
                <Empty title={t(texts.none)}>{t(texts.noneHelp)}</Empty>
              </section>
            )
          }
          const shown = data.drills.find((drill) => drill.id === id) ?? data.drills[0]
          return (
            <div className="desk-two">
              <section className="card">
                {data.drills.map((drill) => (
                  <Row key={drill.id} drill={drill} isShown={drill === shown} />
                ))}
              </section>
              {shown === undefined ? null : <DrillCard key={shown.id} drill={shown} />}
            </div>
          )
        }}
      </Loaded>
      {isStarting ? (
        <StartDialog
          onClose={() => setStarting(false)}
          onStarted={(drill) => {
            setStarting(false)
            void navigate({ to: '/drills', search: { id: drill.id } as never })
          }}
        />
      ) : null}
    </>
  )
}

const EVERY_MS = 5_000

/** What a step waits for is noted by the node in its rounds, of which no event tells. */
function useWhileRunning(drills: readonly Drill[], refetch: () => Promise<unknown>) {
  const isRunning = drills.some(({ state }) => state === 'running')
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => void refetch(), EVERY_MS)
    return () => clearInterval(timer)
  }, [isRunning, refetch])
}

const TONES = { running: 'o', done: '', stopped: 'w' }

/** How many steps are done and failed. */
export function resultOf({ steps }: Drill): readonly [done: number, failed: number, all: number] {
  const of = (wanted: string) => steps.filter(({ state }) => state === wanted).length
  return [of('done'), of('failed'), steps.length]
}

function Row({ drill, isShown }: { drill: Drill; isShown: boolean }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const result = resultOf(drill)
  const tone = result[1] > 0 ? 'x' : TONES[drill.state]
  return (
    <Link
      className="li"
      data-row
      to="/drills"
      search={{ id: drill.id } as never}
      aria-current={isShown ? 'true' : undefined}
    >
      <span className={`dot ${tone}`} />
      <span className="g">
        <ExerciseMark />{' '}
        <span className="b">
          <Foreign text={textIn(lang, drill.title)} />
        </span>
        <span className="sm t2 block">
          <bdi>{t(nameOf(drill.peer))}</bdi> · {t(texts.states[drill.state])} ·{' '}
          {t(texts.result(...result))}
        </span>
      </span>
      <span className="sm t3">{utc(drill.started)}</span>
    </Link>
  )
}

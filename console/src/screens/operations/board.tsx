import { Button } from 'antd'
import type { CSSProperties } from 'react'
import type { Operation, PlanStep, StepStatus } from '../../api/operation-answers.ts'
import { useAct } from '../../api/query.ts'
import { textIn } from '../../i18n/both.ts'
import { utcShort } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { inert } from '../../shared/hostile.ts'
import { useNames } from '../../shared/names.ts'
import { useNow } from '../../shared/now.ts'
import { NeedsLine } from '../../shared/role-button.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { layersOf } from './layers.ts'
import { texts } from './texts.ts'

const MARKS = { waiting: '○', running: '▶', done: '✓', failed: '✕', skipped: '–' } as const

/** A lane for each party; a step stands below everything that it waits for. */
export function Board({ operation }: { operation: Operation }) {
  const t = useText()
  const nameOf = useNames()
  const own = useSession().data?.node.id
  const { parties, plan } = operation.state
  return (
    <section className="card">
      <header>
        <h2>{t(texts.board)}</h2>
      </header>
      <div className="lanes" style={{ '--lanes': parties.length } as CSSProperties}>
        {parties.map((party, n) => (
          <h3 key={party} className="lane" style={{ gridColumn: n + 1, gridRow: 1 }}>
            <bdi>{t(nameOf(party))}</bdi>
            {party === own ? <span className="t3"> · {t(texts.us)}</span> : null}
          </h3>
        ))}
        {layersOf(plan.steps).flatMap((layer, row) =>
          parties.map((party, n) => {
            const steps = layer.filter((step) => step.party === n)
            return steps.length === 0 ? null : (
              <div
                key={`${party} ${steps[0]?.id}`}
                className="cell"
                style={{ gridColumn: n + 1, gridRow: row + 2 }}
              >
                {steps.map((step) => (
                  <StepCard
                    key={step.id}
                    operation={operation}
                    step={step}
                    isOurs={party === own}
                  />
                ))}
              </div>
            )
          }),
        )}
      </div>
    </section>
  )
}

function StepCard({
  operation: { id, state, words },
  step,
  isOurs,
}: {
  operation: Operation
  step: PlanStep
  isOurs: boolean
}) {
  const t = useText()
  const { lang } = useLanguage()
  const now = useNow()
  const nameOf = useNames()
  const { status, at } = state.steps[step.id] ?? { status: 'waiting', at: null }
  const nameOfStep = (of: string) => {
    const said = words?.steps[of]
    return said ? textIn(lang, said) : of
  }
  const name = nameOfStep(step.id)
  const isPassed = (other: string) => {
    const before = state.steps[other]?.status
    return before === 'done' || before === 'skipped'
  }
  const isUnderWay = state.phase === 'launched' && Date.parse(state.plan.start) <= now
  const isReady = isUnderWay && status === 'waiting' && step.after.every(isPassed)
  return (
    <article className={`step-card ${status}`} aria-label={inert(name)}>
      <div className="line">
        <span className="b">
          <span aria-hidden="true">{MARKS[status]}</span> {t(texts.stepStates[status])}
        </span>
        <span className="sm t3">{t(texts.actions[step.action])}</span>
        {isReady ? <span className="sm ok">{t(texts.ready)}</span> : null}
      </div>
      <p>
        <Foreign text={name} />
      </p>
      <p className="sm t3 only-narrow">
        <bdi>{t(nameOf(state.parties[step.party] ?? ''))}</bdi>
      </p>
      {step.after.length === 0 ? null : (
        <p className="sm t3">
          {t(texts.after)}
          {step.after.map((other) => (
            <span key={other} className="block">
              {isPassed(other) ? '✓' : '○'} <Foreign text={nameOfStep(other)} />
            </span>
          ))}
        </p>
      )}
      <p className="sm t3">
        <span className="mono">{step.id}</span>
        {at === null ? '' : ` · ${utcShort(at, now)}`}
      </p>
      {isOurs && isUnderWay ? (
        <StepMoves id={id} step={step.id} name={name} status={status} isReady={isReady} />
      ) : null}
    </article>
  )
}

/** What may be said of a step of ours now; what is done stays so. */
function movesFrom(status: StepStatus | 'waiting', isReady: boolean): readonly StepStatus[] {
  if (status === 'waiting') return isReady ? ['running', 'done', 'skipped'] : []
  if (status === 'running') return ['done', 'failed', 'skipped']
  return status === 'failed' ? ['running', 'skipped'] : []
}

function StepMoves({
  id,
  step,
  name,
  status,
  isReady,
}: {
  id: string
  step: string
  name: string
  status: StepStatus | 'waiting'
  isReady: boolean
}) {
  const t = useText()
  const may = useMay()
  const say = useAct('/api/v1/operations/step')
  const moves = movesFrom(status, isReady)
  if (moves.length === 0) return null
  if (!may('POST /api/v1/operations/step'))
    return <NeedsLine route="POST /api/v1/operations/step" />
  return (
    <>
      {say.isError ? <FaultBand error={say.error} kept={texts.notSaid} /> : null}
      <div className="actions">
        {moves.map((move) => {
          const label = t(
            move === 'running' && status === 'failed' ? texts.again : texts.moves[move],
          )
          return (
            <Button
              key={move}
              size="small"
              aria-label={t(texts.moveStep(label, name))}
              loading={say.isPending && say.variables.status === move}
              disabled={say.isPending}
              onClick={() => say.mutate({ id, step, status: move })}
            >
              {label}
            </Button>
          )
        })}
      </div>
    </>
  )
}

import { Link, useParams } from '@tanstack/react-router'
import type { Operation } from '../../api/operation-answers.ts'
import { useAsk } from '../../api/query.ts'
import { textIn } from '../../i18n/both.ts'
import { localTime, span, utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { BilingualText } from '../../shared/bilingual.tsx'
import { Clock } from '../../shared/clock.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { useNow } from '../../shared/now.ts'
import { spokenId } from '../../shared/spoken-id.ts'
import { Empty, Loaded, Missing } from '../../shared/states.tsx'
import { Board } from './board.tsx'
import { DecisionsCard } from './decisions-card.tsx'
import { OperationActions } from './operation-actions.tsx'
import { texts } from './texts.ts'

/** One operation whole: the plan, who says go, how far each step is, and the way out. */
export function OperationScreen() {
  const { id = '' } = useParams({ strict: false })
  const isId = /^[0-9a-f]{64}$/.test(id)
  const shown = useAsk('/api/v1/operations/show', { id }, isId)
  const missing = <Missing title={texts.unknown} to="/operations" list={texts.title} />
  if (!isId) return missing
  return (
    <Loaded key={id} of={shown} missing={missing}>
      {(operation) => <Page operation={operation} />}
    </Loaded>
  )
}

function Page({ operation }: { operation: Operation }) {
  const t = useText()
  const { id, words, exercise } = operation
  return (
    <>
      {exercise ? <ExerciseBand /> : null}
      <p className="crumb">
        <Link to="/operations">{t(texts.title)}</Link> /{' '}
        <span className="mono">{spokenId('O', id)}</span>
      </p>
      <section className="card next">
        <What operation={operation} />
        <div className="clk">
          <Start operation={operation} />
          <OperationActions operation={operation} />
        </div>
      </section>
      <div className="stack">
        <Board operation={operation} />
        <div className="halves">
          <DecisionsCard operation={operation} />
          <section className="card">
            <header>
              <h2>{t(texts.planRound(operation.state.round))}</h2>
            </header>
            {words === null ? (
              <Empty title={t(texts.erased)} />
            ) : (
              <BilingualText paragraphs={[words.title, words.purpose]} />
            )}
          </section>
        </div>
      </div>
    </>
  )
}

function What({ operation: { state, view, words } }: { operation: Operation }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const { aborted, result, plan } = state
  return (
    <div className="what">
      <div className="line">
        <span className="b">{t(texts.statuses[view.status])}</span>
        {result === null ? null : <span>{t(texts.results[result])}</span>}
        <span className="t2">{t(texts.progress(view.passed, plan.steps.length))}</span>
        {view.failed > 0 ? (
          <span className="danger">{t(texts.failedSteps(view.failed))}</span>
        ) : null}
      </div>
      <h1>{words ? <Foreign text={textIn(lang, words.title)} /> : t(texts.erased)}</h1>
      {words ? (
        <p className="t2" lang={lang === 'zh' ? 'en' : 'zh-CN'}>
          <Foreign text={textIn(lang === 'zh' ? 'en' : 'zh', words.title)} />
        </p>
      ) : null}
      {words ? (
        <p>
          <Foreign text={textIn(lang, words.purpose)} />
        </p>
      ) : null}
      {aborted ? (
        <p className="danger">
          {t(texts.abortedBy(t(nameOf(aborted.by))))} · {t(texts.reasons[aborted.reason])}
        </p>
      ) : null}
      <span className="bar plain">
        <b style={{ width: `${(100 * view.passed) / plan.steps.length}%` }} />
      </span>
    </div>
  )
}

function Start({ operation: { state, view } }: { operation: Operation }) {
  const t = useText()
  const { lang } = useLanguage()
  const now = useNow()
  const start = Date.parse(state.plan.start)
  const isOpen = state.phase !== 'aborted' && state.phase !== 'closed'
  if (isOpen && start > now)
    return <Clock large term={{ what: texts.startsIn, at: texts.startsAt, due: start }} />
  return (
    <div className="clock large">
      <span className="sm t2">{t(texts.start)}</span>
      <b>{utc(start)}</b>
      <span className="sm t3">
        {localTime(start, lang)}
        {view.status === 'under-way' ? ` · ${t(span(now - start))} ${t(texts.sinceStart)}` : ''}
      </span>
    </div>
  )
}

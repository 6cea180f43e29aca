import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/query.ts'
import type { RequestLine } from '../../api/request-answers.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Clock } from '../../shared/clock.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseBand, Urgency, urgencyMeans } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { LadderLine } from '../requests/ladder-line.tsx'
import { QuickMove } from '../requests/quick-move.tsx'
import { RequestRow } from '../requests/request-row.tsx'
import { texts as words } from '../requests/texts.ts'
import { otherOf, requestCode, termOf, useWords, wordedIn } from '../requests/words.ts'
import { texts } from './texts.ts'

/** The highest urgency, then the least time: the largest thing on the desk. */
export function mostUrgent(lines: readonly RequestLine[]): RequestLine | undefined {
  const due = (line: RequestLine) => termOf(line)?.due ?? Number.MAX_SAFE_INTEGER
  return lines.toSorted((a, b) => a.urgency.localeCompare(b.urgency) || due(a) - due(b))[0]
}

/** What is owed next, with its clock and its button. */
export function NextDuty({ line }: { line: RequestLine }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const word = useWords()
  const term = termOf(line)
  const other = line.title && otherOf(lang, line.title)
  return (
    <section className={`card next ${line.urgency}-edge`}>
      <div className="what">
        {line.exercise ? <ExerciseBand /> : null}
        <div className="line">
          <Urgency code={line.urgency} />
          <span className="b">{t(urgencyMeans(line.urgency))}</span>
        </div>
        <h2>
          <Link to="/requests/$id" params={{ id: line.id }}>
            {line.title ? <Foreign text={wordedIn(lang, line.title).text} /> : requestCode(line.id)}
          </Link>
        </h2>
        {other ? (
          <p className="t2" lang={other.lang === 'zh' ? 'zh-CN' : 'en'}>
            <Foreign text={other.text} />
          </p>
        ) : null}
        <div className="line">
          <span className="mono">{requestCode(line.id)}</span>
          <bdi>{t(nameOf(line.peer))}</bdi>
          <span>{t(word('types', line.type))}</span>
          <span className="t2">{t(word('phases', line.status))}</span>
        </div>
        <LadderLine id={line.id} />
      </div>
      <div className="clk">
        {term === undefined ? null : <Clock large term={{ ...term, what: leftOf(line) }} />}
        <QuickMove line={line} />
      </div>
    </section>
  )
}

function leftOf({ phase }: RequestLine) {
  return phase === 'sent' ? words.leftToAcknowledge : words.leftToAnswer
}

/** Everything else that we owe. New rows wait until somebody asks for them. */
export function OwedCard({ lines }: { lines: readonly RequestLine[] }) {
  const t = useText()
  const [known, setKnown] = useState<ReadonlySet<string>>(() => new Set(lines.map(({ id }) => id)))
  const shown = lines.filter(({ id }) => known.has(id))
  const waiting = lines.length - shown.length
  return (
    <section className="card">
      <header>
        <h2>{t(texts.weOwe)}</h2>
        <span className="t3">{lines.length}</span>
        <span className="r sm t3">{t(texts.byTime)}</span>
      </header>
      {waiting > 0 ? (
        <button
          type="button"
          className="newbar"
          onClick={() => setKnown(new Set(lines.map(({ id }) => id)))}
        >
          {t(texts.newRequests(waiting))}
        </button>
      ) : null}
      {lines.length === 0 ? (
        <Empty title={t(texts.nothingOwed)}>{t(texts.appear)}</Empty>
      ) : (
        shown.map((line) => <RequestRow key={line.id} line={line} />)
      )}
    </section>
  )
}

/** What the others owe us. */
export function TheirsCard() {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const list = useAsk('/api/v1/requests/list', { open: true, limit: 50 })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.theyOwe)}</h2>
        <Link className="r sm link" to="/requests">
          {t(texts.all)}
        </Link>
      </header>
      <Loaded of={list}>
        {({ requests }) => {
          const theirs = requests.filter(({ turn, side }) => turn !== 'nobody' && turn !== side)
          if (theirs.length === 0) return <Empty title={t(texts.noneTheirs)} />
          return theirs.map((line) => {
            const term = termOf(line)
            return (
              <Link
                key={line.id}
                className="li"
                data-row
                to="/requests/$id"
                params={{ id: line.id }}
              >
                <Urgency code={line.urgency} />
                <span className="g">
                  <span className="b">
                    {line.title ? <Foreign text={wordedIn(lang, line.title).text} /> : null}
                  </span>
                  <span className="sm t3 block">
                    <span className="mono">{requestCode(line.id)}</span> ·{' '}
                    <bdi>{t(nameOf(line.peer))}</bdi>
                  </span>
                </span>
                {term === undefined ? null : <Clock term={term} />}
              </Link>
            )
          })
        }}
      </Loaded>
    </section>
  )
}

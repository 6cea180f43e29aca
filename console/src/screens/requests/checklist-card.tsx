import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { DraftView, RequestWords } from '../../api/request-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Gap } from '../../shared/gap.tsx'
import { keyed } from '../../shared/keyed.ts'
import { SecondPerson } from '../../shared/second-person.tsx'
import { FindingList } from '../release/leaving.tsx'
import { authorisersFor, standingOf } from './draft-standing.ts'
import { texts } from './texts.ts'
import { useWords } from './words.ts'

/** What is missing, before it costs the other side's time. */
export function ChecklistCard({
  draft,
  template,
  onPoint,
}: {
  draft: DraftView | undefined
  /** Points to another object in the place of one. */
  onPoint: (id: string, copy: string) => void
  template: RequestWords['templates'][number] | undefined
}) {
  const t = useText()
  const word = useWords()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.checklist)}</h2>
      </header>
      {template === undefined ? null : <p className="pad sm t2">{t(template.hint)}</p>}
      {draft === undefined
        ? template?.required.map((item) => (
            <div key={item} className="li">
              <span className="dot o" />
              <span className="g">{t(word('evidence', item))}</span>
              <span className="sm t3">{t(texts.blocks)}</span>
            </div>
          ))
        : null}
      {draft?.fault ? (
        <div className="li">
          <span className="dot x" />
          <span className="g">
            {t(texts.blocks)}{' '}
            <span className="mono sm">
              {draft.fault.code} {draft.fault.at}
            </span>
          </span>
        </div>
      ) : null}
      {keyed(draft?.findings ?? []).map(({ key, value: { level, sentence } }) => (
        <div key={key} className="li">
          <span className={`dot ${level === 'block' ? 'x' : 'w'}`} />
          <span className="g">{t(sentence)}</span>
          <span className={`sm nw ${level === 'block' ? 'danger' : 'warn'}`}>
            {t(level === 'block' ? texts.blocks : texts.warns)}
          </span>
        </div>
      ))}
      {draft !== undefined && draft.fault === null && draft.findings.length === 0 ? (
        <p className="pad ok">{t(texts.complete)}</p>
      ) : null}
      {draft === undefined ? null : <Standing draft={draft} onPoint={onPoint} />}
    </section>
  )
}

/** What the release desk says of a draft, and for whom it waits. */
function Standing({
  draft,
  onPoint,
}: {
  draft: DraftView
  onPoint: (id: string, copy: string) => void
}) {
  const t = useText()
  const { findings, outcome } = draft.release
  const copied = draft.objects.flatMap(({ id, copy }) => (copy === null ? [] : [{ id, copy }]))
  const unknown = draft.objects.filter(({ standing }) => standing === 'unknown')
  const held = draft.objects.filter(({ standing, copy }) => standing === 'held' && copy === null)
  const waits = standingOf(draft) === 'second'
  return (
    <>
      {outcome === 'allow' ? null : (
        <p className={`pad ${outcome === 'block' ? 'danger' : 'warn'}`}>
          {t(outcome === 'block' ? texts.draftBlocked : texts.draftHeld)}
        </p>
      )}
      <FindingList findings={findings} />
      {unknown.map(({ id }) => (
        <p key={id} className="pad danger">
          {t(texts.objectUnknown)} <span className="mono sm">{id}</span>
        </p>
      ))}
      {copied.map(({ id, copy }) => (
        <div key={id} className="pad">
          <p className="warn">
            {t(texts.objectCopied)} <span className="mono sm">{id}</span>
          </p>
          <Button size="small" onClick={() => onPoint(id, copy)}>
            {t(texts.pointToCopy)}
          </Button>
        </div>
      ))}
      {held.length === 0 ? null : (
        <p className="pad warn">
          {t(texts.objectsHeld(held.length))}
          <Gap />

          <Link className="link" to="/release">
            {t(texts.toRelease)}
          </Link>
        </p>
      )}
      {draft.authorisedUntil === null ? null : (
        <p className="pad sm t2">
          {t(texts.authorisedUntil(utc(new Date(draft.authorisedUntil).toISOString())))}
        </p>
      )}
      {waits ? (
        <div className="pad">
          <p className="sm t2">{t(texts.needsSecond)}</p>
          <SecondPerson needed={authorisersFor(draft)} author={draft.author} />
        </div>
      ) : null}
    </>
  )
}

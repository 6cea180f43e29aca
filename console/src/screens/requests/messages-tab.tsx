import type { RequestDetail, RequestEvent } from '../../api/request-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames } from '../../shared/names.ts'
import { SaveEvidence } from '../../shared/save-evidence.tsx'
import { texts } from './texts.ts'
import { WordedBlock } from './worded-block.tsx'
import { useWords } from './words.ts'

/** Everything that was said, signed, in order, with when it arrived. */
export function MessagesTab({ request }: { request: RequestDetail }) {
  return (
    <section className="card">
      {request.events.map((event) => (
        <Message key={event.digest} event={event} />
      ))}
    </section>
  )
}

function Message({ event }: { event: RequestEvent }) {
  const t = useText()
  const nameOf = useNames()
  const word = useWords()
  const kind = event.kind.replace('request.', '')
  const said = Object.hasOwn(texts.kinds, kind)
    ? texts.kinds[kind as keyof typeof texts.kinds]
    : ([kind, kind] as const)
  const detail = detailOf(event, word)
  return (
    <article className="message">
      <div className="pad line">
        <h2>
          <bdi>{t(nameOf(event.by))}</bdi>
        </h2>
        <span>{t(said)}</span>
        {detail === undefined ? null : <span className="t2">{t(detail)}</span>}
        <span className="sm t3">
          <span className="nw">{event.time === '' ? '' : utc(event.time, true)}</span>
          {event.heard === null ? null : (
            <>
              {' '}
              · <span className="nw">{t(texts.receiptAt(utc(event.heard, true)))}</span>
            </>
          )}
        </span>
        {kind === 'acknowledge' ? <span className="sm t3">{t(texts.notAgreement)}</span> : null}
        <SaveEvidence id={event.digest} />
      </div>
      {event.content?.note ? (
        <WordedBlock text={event.content.note} at={{ statement: event.digest, path: '/note' }} />
      ) : null}
      {keyed(event.content?.answers ?? []).map(({ key, value }) => (
        <div key={key}>
          <p className="sm t3 pad">{t(texts.answerTo(value.n))}</p>
          <WordedBlock
            text={value.text}
            at={{ statement: event.digest, path: `/answers/${key}/text` }}
          />
        </div>
      ))}
    </article>
  )
}

function detailOf({ act, until }: RequestEvent, word: ReturnType<typeof useWords>) {
  if (typeof act.code === 'string') return word('refusals', act.code)
  if (until !== null) return [utc(until), utc(until)] as const
  if (typeof act.reason === 'string') return word('reasons', act.reason)
  return undefined
}

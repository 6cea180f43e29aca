import { Link } from '@tanstack/react-router'
import type { Notice } from '../../api/drill-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { ExerciseMark, Urgency } from '../../shared/marks.tsx'
import { usePeople } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { spokenId } from '../../shared/spoken-id.ts'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** One notice: what it says, for whom, how it left, and who has seen it. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const t = useText()
  const personOf = usePeople()
  const mark = useAct('/api/v1/notices/seen')
  const { id, kind, urgency, exercise, line, made, seen, seenBy, sent } = notice
  return (
    <div className="li wrap">
      <span className={`dot ${seen === null ? 'w' : ''}`} />
      <div className="g">
        {mark.isError ? <FaultBand error={mark.error} kept={texts.notMarked} /> : null}
        <div className="line">
          {exercise ? <ExerciseMark /> : null}
          {urgency === null ? null : <Urgency code={urgency} />}
          <span className="b">{t(wordOf(texts.kinds, kind))}</span>
          <SubjectLink notice={notice} />
        </div>
        <p className="sm t2">
          {utc(made)} · {t(texts.to(t(wordOf(texts.lines, line))))}
        </p>
        {sent.length === 0 ? <p className="sm t3">{t(texts.feedOnly)}</p> : null}
        {keyed(sent).map(({ key, value }) => (
          <Sent key={key} sent={value} />
        ))}
        {seen === null ? null : (
          <p className="sm t3">
            <Foreign text={t(texts.seenBy(personOf(seenBy ?? ''), utc(seen)))} />
          </p>
        )}
      </div>
      {seen === null ? (
        <RoleButton
          brief
          route="POST /api/v1/notices/seen"
          size="small"
          loading={mark.isPending}
          onClick={() => mark.mutate({ id })}
        >
          {t(texts.markSeen)}
        </RoleButton>
      ) : null}
    </div>
  )
}

function wordOf(words: Readonly<Record<string, Both>>, code: string): Both {
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? [code, code]
}

/** Where what a notice is about can be read; who may not read it there sees its code alone. */
function SubjectLink({ notice: { kind, subject } }: { notice: Notice }) {
  const t = useText()
  const may = useMay()
  if (kind.startsWith('ping-') || kind.startsWith('handover-')) {
    const tab = kind.startsWith('ping-') ? 'pings' : 'rota'
    return (
      <Link className="link sm" to="/directory" search={{ tab } as never}>
        {t(texts.open)}
      </Link>
    )
  }
  const isOperation = kind.startsWith('operation-')
  const code = spokenId(isOperation ? 'O' : 'R', subject)
  if (!may(isOperation ? 'POST /api/v1/operations/show' : 'POST /api/v1/requests/show')) {
    return <span className="mono sm">{code}</span>
  }
  return (
    <Link
      className="link mono sm"
      to={isOperation ? '/operations/$id' : '/requests/$id'}
      params={{ id: subject }}
    >
      {code}
    </Link>
  )
}

function Sent({
  sent: { channel, target, state, attempts, code },
}: {
  sent: Notice['sent'][number]
}) {
  const t = useText()
  const contacts = useGet('/api/v1/contacts').data?.contacts
  const name =
    channel === 'email' ? contacts?.find(({ id }) => id === target)?.card?.name : undefined
  return (
    <p className="sm t3">
      {t(wordOf(texts.channel, channel))} <Foreign text={name ?? target.slice(0, 40)} />
      {' · '}
      <span className={state === 'given-up' ? 'danger' : ''}>{t(wordOf(texts.states, state))}</span>
      {attempts > 1 ? ` · ${t(texts.attempts(attempts))}` : ''}
      {code === null ? null : (
        <>
          {' · '}
          <span className="mono">{code}</span>
        </>
      )}
    </p>
  )
}

import { Link, useParams } from '@tanstack/react-router'
import { useAsk } from '../../api/query.ts'
import type { ClockView, RequestDetail } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Clock, type Term } from '../../shared/clock.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseBand, TlpChip, Urgency, urgencyMeans } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { Provenance } from '../../shared/provenance.tsx'
import { Loaded, Missing, Skeleton } from '../../shared/states.tsx'
import { Tabs, useTab } from '../../shared/tabs.tsx'
import { AskTab } from './ask-tab.tsx'
import { HeldCard } from './held-card.tsx'
import { LadderLine, useIsReading } from './ladder-line.tsx'
import { LadderTab } from './ladder-tab.tsx'
import { texts as ladderTexts } from './ladder-texts.ts'
import { MessagesTab } from './messages-tab.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { proofOf } from './request-proof.ts'
import { SentBack } from './sent-back.tsx'
import { TargetsTab } from './targets-tab.tsx'
import { texts } from './texts.ts'
import { otherOf, requestCode, useWords, wordedIn } from './words.ts'

/** One request whole: who owes what until when, what was said, and what can be said now. */
export function RequestScreen() {
  const { id = '' } = useParams({ strict: false })
  const isId = /^[0-9a-f]{64}$/.test(id)
  const detail = useAsk('/api/v1/requests/show', { id }, isId)
  const isReading = useIsReading(isId ? id : undefined)
  const missing = <Missing title={texts.unknown} to="/requests" list={texts.title} />
  if (!isId) return missing
  if (isReading) return <Skeleton space={480} />
  return (
    <Loaded key={id} of={detail} space={480} missing={missing}>
      {(request) => <RequestPage request={request} />}
    </Loaded>
  )
}

function RequestPage({ request }: { request: RequestDetail }) {
  const t = useText()
  const may = useMay()
  const tabs = [
    { id: 'ask', title: texts.ask },
    ...(request.targets.total > 0
      ? [{ id: 'targets', title: texts.targets, count: request.targets.total } as const]
      : []),
    { id: 'messages', title: texts.messages, count: request.events.length },
    ...(may('POST /api/v1/requests/calls')
      ? [{ id: 'ladder', title: ladderTexts.ladder } as const]
      : []),
  ] as const
  const tab = useTab<string>(tabs)
  return (
    <>
      {request.exercise ? <ExerciseBand /> : null}
      <p className="crumb">
        <Link to="/requests">{t(texts.title)}</Link> /{' '}
        <span className="mono">{requestCode(request.id)}</span>
      </p>
      <section className={`card next ${request.root.urgency}-edge`}>
        <What request={request} />
        <div className="clk">
          <RequestClock request={request} />
          <MoveButtons request={request} />
        </div>
      </section>
      {request.held.length === 0 ? null : (
        <div className="stack below">
          {request.held.map((held) => (
            <HeldCard key={held.id} word={held} />
          ))}
        </div>
      )}
      <SentBack request={request.id} />
      <Tabs tabs={tabs} />
      {tab === 'ask' ? <AskTab request={request} /> : null}
      {tab === 'targets' ? <TargetsTab request={request} /> : null}
      {tab === 'messages' ? <MessagesTab request={request} /> : null}
      {tab === 'ladder' ? <LadderTab id={request.id} /> : null}
    </>
  )
}

function What({ request }: { request: RequestDetail }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const word = useWords()
  const title = request.content?.title
  const other = title && otherOf(lang, title)
  return (
    <div className="what">
      <div className="line">
        <Urgency code={request.root.urgency} />
        <span className="b">{t(urgencyMeans(request.root.urgency))}</span>
        <span className="t2">{t(owesIn(request))}</span>
        <span className="t2">{t(word('phases', request.view.status))}</span>
      </div>
      <h1>{title ? <Foreign text={wordedIn(lang, title).text} /> : t(texts.erased)}</h1>
      {other ? (
        <p className="other t2" lang={other.lang === 'zh' ? 'zh-CN' : 'en'}>
          <Foreign text={other.text} />
        </p>
      ) : null}
      <div className="line">
        <span>{t(word('types', request.root.type))}</span>
        <TlpChip tlp={request.tlp} explained />
      </div>
      <Provenance
        source={{
          author: nameOf(request.side === 'owner' ? request.peer : (request.events[0]?.by ?? '')),
          signed: request.sent,
          ...(request.view.started !== null && { arrived: request.view.started }),
          proof: proofOf(request),
        }}
      />
      {request.view.status === 'lapsed' ? (
        <p className="danger">{t(texts.lapsed)}</p>
      ) : request.phase === 'sent' && request.view.started !== null ? (
        <p className="sm t2">{t(texts.receiptOnly)}</p>
      ) : null}
      <Refusal request={request} />
      <LadderLine id={request.id} />
      {request.view.callBack ? <p className="danger">{t(texts.noReceipt)}</p> : null}
    </div>
  )
}

function owesIn({ phase, side, turn }: RequestDetail): Both {
  if (phase === 'refused' && side === 'asker') return texts.oursToAmend
  if (turn === 'nobody') return texts.nobodyOwes
  return turn === side ? texts.weOwe : texts.theyOwe
}

/** Why the other side refused, and what may be done about it. */
function Refusal({ request }: { request: RequestDetail }) {
  const t = useText()
  const word = useWords()
  if (request.phase !== 'refused') return null
  const act = request.events.findLast(({ kind }) => kind === 'request.refuse')?.act
  const [code, item] = [act?.code, act?.item]
  const why = [
    ...(typeof code === 'string' ? [t(word('refusals', code))] : []),
    ...(typeof item === 'string' ? [t(word('evidence', item))] : []),
  ].join(' · ')
  return (
    <p className="warn">
      {t(texts.refusedFor(why))}
      {request.side === 'asker' ? t([` ${texts.amendHelp[0]}`, texts.amendHelp[1]]) : null}
    </p>
  )
}

function RequestClock({ request }: { request: RequestDetail }) {
  const t = useText()
  const { acknowledge, answer, started } = request.view
  const isFirst = request.phase === 'sent'
  const view = isFirst ? acknowledge : answer
  const term = termIn(view, isFirst ? texts.leftToAcknowledge : texts.leftToAnswer, request)
  if (term !== undefined) {
    return <Clock large term={started === null ? term : { ...term, from: started }} />
  }
  return (
    <p className="t2">
      {view.status === 'met' && view.met !== null ? `${t(texts.met)} ${utc(view.met)}` : null}
      {view.status === 'late' && view.met !== null ? `${t(texts.late)} ${utc(view.met)}` : null}
    </p>
  )
}

function termIn(view: ClockView, what: Both, request: RequestDetail): Term | undefined {
  switch (view.status) {
    case 'running':
    case 'missed':
      return { what, due: view.due }
    case 'paused':
      return {
        what,
        due: null,
        stopped: request.side === 'owner' ? texts.waitingThem : texts.waitingUs,
      }
    case 'not-started':
      return { what, due: null, stopped: texts.notStarted }
    default:
      return undefined
  }
}

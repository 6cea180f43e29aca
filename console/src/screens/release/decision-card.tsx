import { Button, Input, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { Finding, QueueEntry, ReleasePreview } from '../../api/answers.ts'
import { useAct, useAsk } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { ByteView } from '../../shared/byte-view.tsx'
import { Field } from '../../shared/field.tsx'
import { keyed } from '../../shared/keyed.ts'
import { TlpChip } from '../../shared/marks.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { Properties } from '../../shared/properties.tsx'
import { FaultBand, Loaded } from '../../shared/states.tsx'
import { BreakGlassDialog } from './break-glass-dialog.tsx'
import { texts } from './texts.ts'
import { word } from './words.ts'

/** One object before it leaves: bytes, receiver, rules and the second person on one screen. */
export function DecisionCard({ entry }: { entry: QueueEntry }) {
  const t = useText()
  const nameOf = useNames()
  const { peer, tlp, id } = entry
  const preview = useAsk('/api/v1/release/preview', { peer, tlp, id })
  return (
    <div className="stack">
      <section className="card">
        <header>
          <h2>{t(texts.leaves)}</h2>
          <span className="r line">
            <span className="sm t2">
              {t(texts.receiver)} <bdi>{t(nameOf(peer))}</bdi>
            </span>
            <TlpChip tlp={tlp} />
          </span>
        </header>
        <Loaded of={preview}>{(data) => <Leaving preview={data} />}</Loaded>
      </section>
      <Findings findings={entry.findings} />
      <Loaded of={preview}>{(data) => <FourEyes entry={entry} body={data.body} />}</Loaded>
    </div>
  )
}

function Leaving({ preview }: { preview: ReleasePreview }) {
  const t = useText()
  const [view, setView] = useState<'readable' | 'bytes'>('readable')
  const bytes = useMemo(() => new TextEncoder().encode(preview.body ?? ''), [preview.body])
  if (preview.body === null) return <p className="pad t2">{t(texts.leavesNothing)}</p>
  return (
    <>
      <div className="pad">
        <Segmented
          value={view}
          onChange={setView}
          options={[
            { value: 'readable', label: t(texts.readable) },
            { value: 'bytes', label: t(texts.bytes) },
          ]}
        />
      </div>
      {view === 'readable' ? (
        <Properties object={JSON.parse(preview.body)} />
      ) : (
        <ByteView bytes={bytes} />
      )}
    </>
  )
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.rules)}</h2>
      </header>
      {keyed(findings).map(({ key, value: { rule, reason, outcome, at, cites, law } }) => (
        <div key={key} className="li">
          <span
            className={`nw sm ${outcome === 'block' ? 'danger' : outcome === 'review' ? 'warn' : 't2'}`}
          >
            {outcome === 'block' ? '✕' : outcome === 'review' ? '▲' : '−'}{' '}
            {t(word.outcome(outcome))}
          </span>
          <span className="g">
            <span className="b">{t(word.rule(rule))}</span> {t(word.reason(reason))}
            {at === null ? null : <span className="mono sm t3"> {at}</span>}
            {law === undefined && cites === null ? null : (
              <span className="sm t2 block">{t(texts.cites(law ? t(law) : (cites ?? '')))}</span>
            )}
          </span>
        </div>
      ))}
    </section>
  )
}

/** Two slots: who prepared, who approves. One and the same person never fills both. */
function FourEyes({ entry, body }: { entry: QueueEntry; body: string | null }) {
  const t = useText()
  const may = useMay()
  const personOf = usePeople()
  const self = useSession().data?.user?.id
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const [isBreaking, setBreaking] = useState(false)
  const approve = useAct('/api/v1/release/approve')
  const reject = useAct('/api/v1/release/reject')
  const error = approve.error ?? reject.error
  const isAuthor = entry.author === self
  const mayDecide = may('POST /api/v1/release/approve') && !isAuthor && entry.state === 'review'
  const order = { peer: entry.peer, ids: [entry.id], note: note.trim() }
  const decide = (act: typeof approve) => {
    setTried(true)
    if (order.note !== '') act.mutate(order)
  }
  const size = new TextEncoder().encode(body ?? '').length
  return (
    <section className="card">
      <header>
        <h2>{t(texts.eyes)}</h2>
      </header>
      {error === null ? null : <FaultBand error={error} kept={texts.notDecided} />}
      <div className="slots">
        <div>
          <span className="sm t3">{t(texts.prepared)}</span>
          <p className="b">
            <bdi>{personOf(entry.author)}</bdi>
          </p>
        </div>
        <div className="form">
          <span className="sm t3">{t(texts.approved)}</span>
          {mayDecide ? (
            <>
              <Field
                label={t(texts.note)}
                wrong={isTried && order.note === '' ? t(texts.noteNeeded) : undefined}
              >
                {(ids) => (
                  <Input.TextArea
                    {...ids}
                    rows={2}
                    value={note}
                    onChange={(event) => setNote(event.target.value)}
                  />
                )}
              </Field>
              <div className="actions">
                <Button
                  type="primary"
                  disabled={body === null}
                  loading={approve.isPending}
                  onClick={() => decide(approve)}
                >
                  {t(texts.approve(size))}
                </Button>
                <Button danger loading={reject.isPending} onClick={() => decide(reject)}>
                  {t(texts.sendBack)}
                </Button>
              </div>
            </>
          ) : (
            <p className="t2">{t(isAuthor ? texts.someoneElse : texts.notYours)}</p>
          )}
        </div>
      </div>
      {may('POST /api/v1/release/break-glass') && body !== null ? (
        <footer>
          <Button danger onClick={() => setBreaking(true)}>
            {t(texts.breakGlass)}
          </Button>
        </footer>
      ) : null}
      {isBreaking ? <BreakGlassDialog entry={entry} onClose={() => setBreaking(false)} /> : null}
    </section>
  )
}

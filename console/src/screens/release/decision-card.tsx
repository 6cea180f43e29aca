import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAct, useAsk } from '../../api/query.ts'
import type { QueueEntry, ReleasePreview } from '../../api/release-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { Field } from '../../shared/field.tsx'
import { TlpChip } from '../../shared/marks.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { approversFor, SecondPerson, useIsApprover } from '../../shared/second-person.tsx'
import { FaultBand, Loaded } from '../../shared/states.tsx'
import { BreakGlassDialog } from './break-glass-dialog.tsx'
import { Findings, Leaving } from './leaving.tsx'
import { texts } from './texts.ts'

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
        <Loaded of={preview} space={entry.state === 'review' ? 480 : 48}>
          {(data) => <Leaving preview={data} />}
        </Loaded>
      </section>
      <Findings findings={entry.findings} />
      <Loaded of={preview}>{(data) => <FourEyes entry={entry} preview={data} />}</Loaded>
    </div>
  )
}

/** Two slots: who prepared, who approves. One and the same person never fills both. */
function FourEyes({ entry, preview }: { entry: QueueEntry; preview: ReleasePreview }) {
  const { body } = preview
  const t = useText()
  const may = useMay()
  const personOf = usePeople()
  const self = useSession().data?.user?.id
  const isApprover = useIsApprover()
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const [isBreaking, setBreaking] = useState(false)
  const approve = useAct('/api/v1/release/approve')
  const reject = useAct('/api/v1/release/reject')
  const error = approve.error ?? reject.error
  const isAuthor = entry.author === self
  const needed = approversFor(entry.findings)
  const mayDecide = may('POST /api/v1/release/approve') && !isAuthor && entry.state === 'review'
  // What was shown here is decided, and nothing that came since.
  const shown = [preview.shown ?? entry.shown]
  const order = { peer: entry.peer, ids: [entry.id], shown, note: note.trim() }
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
          {entry.state === 'review' && !isApprover(needed, entry.author) ? (
            <SecondPerson needed={needed} author={entry.author} />
          ) : null}
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
                {isApprover(needed, entry.author) ? (
                  <Button
                    type="primary"
                    disabled={body === null}
                    loading={approve.isPending}
                    onClick={() => decide(approve)}
                  >
                    {t(texts.approve(size))}
                  </Button>
                ) : null}
                <Button danger loading={reject.isPending} onClick={() => decide(reject)}>
                  {t(texts.sendBack)}
                </Button>
              </div>
            </>
          ) : (
            <p className="t2">
              {t(
                entry.state === 'blocked'
                  ? texts.blockedHere
                  : isAuthor
                    ? texts.someoneElse
                    : texts.notYours,
              )}
            </p>
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

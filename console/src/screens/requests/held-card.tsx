import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import type { HeldWord } from '../../api/request-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useSession } from '../../session/session.ts'
import { Field } from '../../shared/field.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { approversFor, SecondPerson, useIsApprover } from '../../shared/second-person.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { FindingList } from '../release/leaving.tsx'
import { texts as release } from '../release/texts.ts'
import { HeldSaid, heldBytes } from './held-said.tsx'
import { FIELDS, type Move } from './moves.ts'
import { texts } from './texts.ts'
import { requestCode } from './words.ts'

/** A word in a request that waits for a second person: what it says, why it waits, for whom. */
export function HeldCard({ word, named = false }: { word: HeldWord; named?: boolean }) {
  const t = useText()
  const nameOf = useNames()
  const move = word.move.replace('request.', '')
  return (
    <section className="card">
      <header>
        <h2>
          {t(
            texts.heldTitle(Object.hasOwn(FIELDS, move) ? texts.moves[move as Move] : [move, move]),
          )}
        </h2>
        <span className="r sm t2 line">
          {named ? (
            <Link className="link mono" to="/requests/$id" params={{ id: word.request }}>
              {requestCode(word.request)}
            </Link>
          ) : null}
          <span>
            {t(release.receiver)} <bdi>{t(nameOf(word.peer))}</bdi>
          </span>
        </span>
      </header>
      <p className="pad sm t2">{t(texts.heldHelp)}</p>
      <HeldSaid word={word} />
      <FindingList findings={word.findings} />
      <Decide word={word} />
    </section>
  )
}

/** Whoever wrote it may take it back; somebody else lets it go. */
function Decide({ word: { id, author, findings, added, bytes } }: { word: HeldWord }) {
  const t = useText()
  const personOf = usePeople()
  const isApprover = useIsApprover()
  const self = useSession().data?.user?.id
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const approve = useAct('/api/v1/requests/held/approve')
  const reject = useAct('/api/v1/requests/held/reject')
  const error = approve.error ?? reject.error
  const needed = approversFor(findings)
  const isSecond = isApprover(needed, author)
  const isOwn = self === author
  const decide = (act: typeof approve | typeof reject) => {
    setTried(true)
    if (note.trim() !== '') act.mutate({ id, note: note.trim() })
  }
  return (
    <div className="pad form">
      {error === null ? null : <FaultBand error={error} kept={release.notDecided} />}
      <p className="sm t3">
        {t(release.prepared)} <bdi className="b">{personOf(author)}</bdi> · {utc(added)}
      </p>
      <SecondPerson needed={needed} author={author} />
      {isSecond || isOwn ? (
        <>
          <Field
            label={t(release.note)}
            wrong={isTried && note.trim() === '' ? t(release.noteNeeded) : undefined}
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
            {isSecond ? (
              <Button loading={approve.isPending} onClick={() => decide(approve)}>
                {t(release.approve(heldBytes(bytes)))}
              </Button>
            ) : null}
            <Button danger loading={reject.isPending} onClick={() => decide(reject)}>
              {t(isSecond ? release.sendBack : texts.heldTakeBack)}
            </Button>
          </div>
          {isSecond && bytes.statement !== null ? (
            <p className="sm t2">
              {t(texts.heldLater)} <span className="mono">{bytes.later.join(' ')}</span>
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  )
}

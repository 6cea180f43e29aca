import { Link } from '@tanstack/react-router'
import { Button, Input, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useAct } from '../../api/query.ts'
import type { HeldWord, Worded } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useSession } from '../../session/session.ts'
import { ByteView } from '../../shared/byte-view.tsx'
import { Field } from '../../shared/field.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames, usePeople } from '../../shared/names.ts'
import { approversFor, SecondPerson, useIsApprover } from '../../shared/second-person.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { FindingList } from '../release/leaving.tsx'
import { texts as release } from '../release/texts.ts'
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
          {t(texts.heldTitle)} {Object.hasOwn(FIELDS, move) ? t(texts.moves[move as Move]) : move}
        </h2>
        <span className="r sm t2">
          {named ? (
            <Link className="link mono" to="/requests/$id" params={{ id: word.request }}>
              {requestCode(word.request)}
            </Link>
          ) : null}{' '}
          {t(release.receiver)} <bdi>{t(nameOf(word.peer))}</bdi>
        </span>
      </header>
      <p className="pad sm t2">{t(texts.heldHelp)}</p>
      <Said word={word} />
      <FindingList findings={word.findings} />
      <Decide word={word} />
    </section>
  )
}

/** What would be said: the texts to be read, or all of it in the bytes that would be signed. */
function Said({ word: { content, bytes } }: { word: HeldWord }) {
  const t = useText()
  const [view, setView] = useState<'readable' | 'bytes'>('readable')
  const said = textsIn(content)
  return (
    <>
      <div className="pad">
        <Segmented
          value={view}
          onChange={setView}
          options={[
            { value: 'readable', label: t(release.readable) },
            { value: 'bytes', label: t(release.bytes) },
          ]}
        />
      </div>
      {view === 'bytes' ? <Bytes of={bytes} /> : null}
      {view === 'readable' && said.length === 0 ? (
        <p className="pad t2">{t(texts.heldNoText)}</p>
      ) : null}
      {view === 'readable'
        ? keyed(said).map(({ key, value }) => (
            <div key={key} className="pair pad">
              {[value.original, ...(value.translation === null ? [] : [value.translation])].map(
                ({ lang, text }) => (
                  <p key={lang} lang={lang === 'zh' ? 'zh-CN' : 'en'}>
                    <Foreign text={text} />
                  </p>
                ),
              )}
            </div>
          ))
        : null}
    </>
  )
}

/** What leaves, as the node made it: this page writes none of it anew. */
function Bytes({ of: { statement, content, later } }: { of: HeldWord['bytes'] }) {
  const t = useText()
  return (
    <>
      {statement === null ? null : (
        <>
          <h3 className="pad">{t(texts.heldStatement)}</h3>
          <ByteText text={statement} label={texts.heldStatement} />
          <p className="pad sm t2">
            {t(texts.heldLater)} <span className="mono">{later.join(' ')}</span>
          </p>
        </>
      )}
      {content === null ? null : (
        <>
          <h3 className="pad">{t(texts.heldContent)}</h3>
          <ByteText text={content} label={texts.heldContent} />
        </>
      )}
    </>
  )
}

function ByteText({ text, label }: { text: string; label: Both }) {
  const bytes = useMemo(() => new TextEncoder().encode(text), [text])
  return <ByteView bytes={bytes} label={label} />
}

/** Every text in a word's content, in the order in which it stands there. */
function textsIn(value: unknown): readonly Worded[] {
  if (typeof value !== 'object' || value === null) return []
  if ('original' in value && 'authoritative' in value) return [value as Worded]
  return Object.values(value).flatMap(textsIn)
}

/** Whoever wrote it may take it back; somebody else lets it go. */
function Decide({ word: { id, author, findings, added } }: { word: HeldWord }) {
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
                {t(texts.heldApprove)}
              </Button>
            ) : null}
            <Button danger loading={reject.isPending} onClick={() => decide(reject)}>
              {t(isSecond ? release.sendBack : texts.heldTakeBack)}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  )
}

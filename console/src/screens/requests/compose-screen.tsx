import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import type { Peer } from '../../api/node-answers.ts'
import { useAct, useAsk, useGet } from '../../api/query.ts'
import type { DraftView, RequestWords } from '../../api/request-answers.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useTyped } from '../../session/typed.ts'
import { ExerciseBand } from '../../shared/marks.tsx'
import { usePeople } from '../../shared/names.ts'
import { NoPeers } from '../../shared/no-peers.tsx'
import { useIsApprover } from '../../shared/second-person.tsx'
import { FaultBand, Loaded, Skeleton } from '../../shared/states.tsx'
import { TypedBand } from '../../shared/typed-band.tsx'
import { ChecklistCard } from './checklist-card.tsx'
import { type Compose, composeOf, emptyCompose, keepBody } from './compose.ts'
import { ComposeFields } from './compose-fields.tsx'
import { ComposeGrounds } from './compose-grounds.tsx'
import { authorisersFor } from './draft-standing.ts'
import { texts } from './texts.ts'

/** Writes a request from a template; the checklist tells what is missing before anything leaves. */
export function ComposeScreen() {
  const t = useText()
  const { draft } = useSearch({ strict: false }) as { readonly draft?: number }
  // The first save leads to the draft's own address, where another form stands.
  const [saved, setSaved] = useState<number | undefined>()
  const words = useGet('/api/v1/requests/words').data
  const peers = useGet('/api/v1/peers').data?.peers.filter(({ state }) => state === 'confirmed')
  if (words === undefined || peers === undefined) return <Skeleton />
  if (peers.length === 0) {
    return (
      <>
        <Crumb />
        <div className="head">
          <h1>{t(texts.newRequest)}</h1>
        </div>
        <NoPeers />
      </>
    )
  }
  const ground = { words, peers, saved, onSaved: setSaved }
  if (draft !== undefined) return <Kept id={draft} {...ground} />
  const [template] = words.templates
  if (template === undefined) return null
  return <Form first={emptyCompose(peers[0]?.node ?? '', template)} {...ground} />
}

function Crumb() {
  const t = useText()
  return (
    <p className="crumb">
      <Link to="/requests">{t(texts.title)}</Link>
    </p>
  )
}

interface Ground {
  readonly words: RequestWords
  readonly peers: readonly Peer[]
  /** Number of the draft that was saved here. */
  readonly saved: number | undefined
  readonly onSaved: (draft: number) => void
}

function Kept({ id, ...ground }: { id: number } & Ground) {
  const draft = useAsk('/api/v1/requests/drafts/show', { id })
  return (
    <Loaded of={draft}>
      {(data) => <Form key={data.id} first={composeOf(data)} kept={data} {...ground} />}
    </Loaded>
  )
}

function Form({
  first,
  kept,
  words,
  peers,
  saved,
  onSaved,
}: { first: Compose; kept?: DraftView } & Ground) {
  const t = useText()
  const { lang } = useLanguage()
  const navigate = useNavigate()
  const personOf = usePeople()
  const isApprover = useIsApprover()
  const typed = useTyped(`request-${kept?.id ?? 'new'}`, first)
  const form = typed.value
  // Somebody may go on typing while it is saved.
  const sent = useRef<Compose>(undefined)
  const keep = useAct('/api/v1/requests/drafts/keep', ({ draft }) => {
    typed.done(sent.current, `request-${draft.id}`)
    onSaved(draft.id)
    if (kept === undefined) void navigate({ to: '.', search: { draft: draft.id }, replace: true })
  })
  const authorise = useAct('/api/v1/requests/drafts/authorise')
  const discard = useAct('/api/v1/requests/drafts/discard', () => {
    typed.done()
    void navigate({ to: '/requests', search: { tab: 'drafts' } })
  })
  const send = useAct('/api/v1/requests/drafts/send', ({ id }) => {
    typed.done()
    void navigate({ to: '/requests/$id', params: { id } })
  })
  const error = send.error ?? authorise.error ?? discard.error
  return (
    <>
      <Crumb />
      <div className="head">
        <div>
          <h1>{t(texts.newRequest)}</h1>
          {kept === undefined ? null : (
            <p className="sm t2">
              {t(texts.writtenBy)} <bdi>{personOf(kept.author)}</bdi>
            </p>
          )}
        </div>
        <div className="actions">
          {kept === undefined ? null : (
            <Button
              danger
              loading={discard.isPending}
              onClick={() => discard.mutate({ id: kept.id })}
            >
              {t(texts.discard)}
            </Button>
          )}
          <Button
            loading={keep.isPending}
            onClick={() => {
              sent.current = form
              keep.mutate(keepBody(form, lang, kept))
            }}
          >
            {t(texts.save)}
          </Button>
          {kept !== undefined &&
          kept.state === 'draft' &&
          isApprover(authorisersFor(kept), kept.author) ? (
            <Button loading={authorise.isPending} onClick={() => authorise.mutate({ id: kept.id })}>
              {t(texts.authorise)}
            </Button>
          ) : null}
          {kept?.ready ? (
            <Button
              type="primary"
              loading={send.isPending}
              onClick={() => send.mutate({ id: kept.id })}
            >
              {t(texts.send)}
            </Button>
          ) : null}
        </div>
      </div>
      {form.exercise ? <ExerciseBand /> : null}
      <TypedBand of={typed} />
      {error === null ? null : <FaultBand error={error} kept={texts.notSent} />}
      {keep.isError ? <FaultBand error={keep.error} kept={texts.notKept} /> : null}
      {kept !== undefined && saved === kept.id && !keep.isPending && !keep.isError ? (
        <p role="status" className="sm ok">
          {t(texts.saved)}
        </p>
      ) : null}
      <div className="cols">
        <div className="stack">
          <ComposeFields
            form={form}
            onChange={typed.set}
            words={words}
            peers={peers}
            kept={kept?.targets ?? 0}
          />
          <ComposeGrounds form={form} onChange={typed.set} words={words} />
        </div>
        <ChecklistCard
          draft={kept}
          onPoint={(id, copy) => typed.set({ ...form, objects: form.objects.replaceAll(id, copy) })}
          template={words.templates.find(({ id }) => id === form.template)}
        />
      </div>
    </>
  )
}

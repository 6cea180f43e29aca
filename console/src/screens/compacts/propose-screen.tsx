import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { nodeNow } from '../../api/connection.ts'
import { useAct, useAsk, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useTyped } from '../../session/typed.ts'
import { Field } from '../../shared/field.tsx'
import { NoPeers } from '../../shared/no-peers.tsx'
import { FaultBand, Loaded, Skeleton } from '../../shared/states.tsx'
import { TypedBand } from '../../shared/typed-band.tsx'
import { bodyOf, type Draft, fromTemplate, fromVersion, isWhole } from './draft.ts'
import { DraftTerms } from './draft-terms.tsx'
import { DraftText } from './draft-text.tsx'
import { texts } from './texts.ts'
import { newestOf } from './words.ts'

interface Asked {
  readonly peer?: string
  /** Id of a compact to change. */
  readonly amend?: string
}

/** Writes a compact, or another version of one, and signs it for this side. */
export function ProposeScreen() {
  const { peer, amend } = useSearch({ strict: false }) as Asked
  return amend === undefined ? <Begin peer={peer} /> : <Amend id={amend} />
}

function Begin({ peer }: { peer: string | undefined }) {
  const templates = useGet('/api/v1/compacts/templates')
  return (
    <Loaded of={templates}>
      {({ templates: [first, ...rest] }) =>
        first === undefined ? null : (
          <Form
            first={fromTemplate(first, peer === undefined ? [] : [peer], nodeNow())}
            templates={[first, ...rest]}
          />
        )
      }
    </Loaded>
  )
}

function Amend({ id }: { id: string }) {
  const compacts = useGet('/api/v1/compacts')
  const compact = compacts.data?.compacts.find((each) => each.id === id)
  const digest = compact?.digest ?? (compact && newestOf(compact)?.digest) ?? id
  const version = useAsk('/api/v1/compacts/version', { digest }, compact !== undefined)
  if (compact === undefined) return <Skeleton />
  const period = compact.proposals.find((proposal) => proposal.digest === digest)
  return (
    <Loaded of={version}>
      {(data) => <Form first={fromVersion(data, period, compact.parties, nodeNow())} amend={id} />}
    </Loaded>
  )
}

function Form({
  first,
  templates = [],
  amend,
}: {
  first: Draft
  templates?: readonly Parameters<typeof fromTemplate>[0][]
  amend?: string
}) {
  const t = useText()
  const navigate = useNavigate()
  const peers = useGet('/api/v1/peers').data?.peers.filter(({ state }) => state === 'confirmed')
  const typed = useTyped(`compact-${amend ?? 'new'}`, first)
  const { value: draft, set: setDraft } = typed
  const [isTried, setTried] = useState(false)
  const open = ({ id }: { id: string }) => {
    typed.done()
    void navigate({ to: '/compacts/$id', params: { id } })
  }
  const propose = useAct('/api/v1/compacts', open)
  const change = useAct('/api/v1/compacts/amend', open)
  const error = propose.error ?? change.error
  const isDated = draft.from < draft.until
  const hasPeers = draft.peers.length > 0
  const send = () => {
    setTried(true)
    if (!isWhole(draft) || !isDated || !hasPeers) return
    if (amend !== undefined) change.mutate({ compact: amend, ...bodyOf(draft) })
    else propose.mutate({ peers: [...draft.peers], ...bodyOf(draft) })
  }
  return (
    <>
      <p className="crumb">
        <Link to="/compacts">{t(texts.title)}</Link>
      </p>
      <div className="head">
        <h1>{t(amend === undefined ? texts.propose : texts.amend)}</h1>
      </div>
      {error === null ? null : <FaultBand error={error} kept={texts.notProposed} />}
      <TypedBand of={typed} />
      {amend === undefined && peers?.length === 0 ? (
        <NoPeers />
      ) : (
        <div className="stack">
          {amend === undefined ? (
            <section className="card pad form">
              <Field
                label={t(texts.withWhom)}
                wrong={isTried && !hasPeers ? t(texts.chooseOne) : undefined}
              >
                {(ids) => (
                  <Select
                    id={ids.id}
                    mode="multiple"
                    value={[...draft.peers]}
                    onChange={(chosen) => setDraft({ ...draft, peers: chosen })}
                    options={(peers ?? []).map(({ node, names }) => ({
                      value: node,
                      label: t(names),
                    }))}
                  />
                )}
              </Field>
              <Field label={t(texts.template)}>
                {(ids) => (
                  <Select
                    id={ids.id}
                    defaultValue={templates[0]?.id}
                    onChange={(id) => {
                      const chosen = templates.find((each) => each.id === id)
                      if (chosen) setDraft(fromTemplate(chosen, draft.peers, nodeNow()))
                    }}
                    options={templates.map(({ id, title }) => ({ value: id, label: t(title) }))}
                  />
                )}
              </Field>
            </section>
          ) : null}
          <DraftTerms draft={draft} onChange={setDraft} wrongDates={isTried && !isDated} />
          <DraftText draft={draft} onChange={setDraft} isTried={isTried} />
          <div className="actions">
            <Button type="primary" loading={propose.isPending || change.isPending} onClick={send}>
              {t(texts.proposeAndSign)}
            </Button>
          </div>
        </div>
      )}
    </>
  )
}

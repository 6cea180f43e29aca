import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { nodeNow } from '../../api/connection.ts'
import type { Peer } from '../../api/node-answers.ts'
import type { Operation } from '../../api/operation-answers.ts'
import { useAct, useAsk, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useSession } from '../../session/session.ts'
import { useTyped } from '../../session/typed.ts'
import { NoPeers } from '../../shared/no-peers.tsx'
import { FaultBand, Loaded } from '../../shared/states.tsx'
import { TypedBand } from '../../shared/typed-band.tsx'
import { draftOf, emptyDraft, isWhole, type PlanDraft, planOf, withPlaybook } from './draft.ts'
import { PlanFields } from './plan-fields.tsx'
import { PlaybookDrop } from './playbook-drop.tsx'
import { StepFields } from './step-fields.tsx'
import { texts } from './texts.ts'

/** A plan for several parties, or another one for an operation that was proposed here. */
export function ProposeScreen() {
  const t = useText()
  const { amend = '' } = useSearch({ strict: false }) as { readonly amend?: string }
  const isAmended = /^[0-9a-f]{64}$/.test(amend)
  const peers = useGet('/api/v1/peers')
  const before = useAsk('/api/v1/operations/show', { id: amend }, isAmended)
  return (
    <>
      <p className="crumb">
        <Link to="/operations">{t(texts.title)}</Link>
      </p>
      <div className="head">
        <div>
          <h1>{t(isAmended ? texts.amendTitle : texts.propose)}</h1>
          <p className="sm t2">{t(isAmended ? texts.amendHelp : texts.proposeAbout)}</p>
        </div>
      </div>
      <Loaded of={peers}>
        {(data) => {
          const confirmed = data.peers.filter(({ state }) => state === 'confirmed')
          if (confirmed.length === 0) return <NoPeers />
          if (!isAmended) return <Form peers={confirmed} />
          return (
            <Loaded of={before}>
              {(operation) => <Form peers={confirmed} operation={operation} />}
            </Loaded>
          )
        }}
      </Loaded>
    </>
  )
}

function Form({ peers, operation }: { peers: readonly Peer[]; operation?: Operation }) {
  const t = useText()
  const navigate = useNavigate()
  const session = useSession().data
  const own = session?.node.id ?? ''
  const [first] = useState(() => (operation ? draftOf(operation) : emptyDraft(own, nodeNow())))
  const typed = useTyped<PlanDraft>(`operation-${operation?.id ?? 'new'}`, first)
  const { value: draft, set: setDraft } = typed
  const [unknown, setUnknown] = useState<readonly string[]>([])
  const open = ({ id }: Operation) => {
    typed.done()
    void navigate({ to: '/operations/$id', params: { id } })
  }
  const propose = useAct('/api/v1/operations', open)
  const amend = useAct('/api/v1/operations/amend', open)
  const nodeOf = (host: string) =>
    host === session?.node.host ? own : (peers.find((peer) => peer.host === host)?.node ?? '')
  const plan = planOf(draft, own)
  const isPast = Date.parse(plan.start) <= nodeNow()
  const send = () =>
    operation
      ? amend.mutate({ id: operation.id, ...plan })
      : propose.mutate({ peers: [...draft.peers], exercise: draft.exercise, ...plan })
  return (
    <div className="stack">
      {propose.isError ? <FaultBand error={propose.error} kept={texts.notSaid} /> : null}
      {amend.isError ? <FaultBand error={amend.error} kept={texts.notSaid} /> : null}
      <TypedBand of={typed} />
      <PlaybookDrop
        onPlaybook={(playbook) => {
          const filled = withPlaybook(draft, playbook, nodeOf)
          const named = filled.steps.map(({ party }) => party)
          const found = peers.map(({ node }) => node).filter((node) => named.includes(node))
          setDraft({ ...filled, peers: operation || found.length === 0 ? draft.peers : found })
          setUnknown(playbook.parties.filter((name) => nodeOf(name) === ''))
        }}
        unknown={unknown}
      />
      <PlanFields
        draft={draft}
        onChange={setDraft}
        peers={peers}
        isFixed={operation !== undefined}
      />
      <StepFields draft={draft} onChange={setDraft} own={own} />
      <section className="card">
        <footer>
          {isWhole(draft) ? null : <span className="sm t2">{t(texts.incomplete)}</span>}
          {isPast ? <span className="sm warn">{t(texts.past)}</span> : null}
          <Button
            type="primary"
            disabled={!isWhole(draft) || isPast}
            loading={propose.isPending || amend.isPending}
            onClick={send}
          >
            {t(operation ? texts.sendAmended : texts.send)}
          </Button>
        </footer>
      </section>
    </div>
  )
}

import { Select } from 'antd'
import { Fragment } from 'react'
import type { Peer, PeerHealth } from '../../api/node-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { ago, bytes, count, utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Field } from '../../shared/field.tsx'
import { useNow } from '../../shared/now.ts'
import { FaultBand, Loaded } from '../../shared/states.tsx'
import { PeerState } from './peer-state.tsx'
import { texts } from './texts.ts'

const ROADS = ['push', 'collect', 'pull', 'courier'] as const

/** How delivery to a peer does, and by which road. */
export function LinkCard({ peer }: { peer: Peer }) {
  const t = useText()
  const health = useGet('/api/v1/delivery')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.link)}</h2>
      </header>
      <Loaded of={health} space={280}>
        {({ peers }) => {
          const own = peers.find(({ node }) => node === peer.node)
          return own === undefined ? null : <Numbers health={own} />
        }}
      </Loaded>
      <Refused node={peer.node} />
      <Road peer={peer} />
    </section>
  )
}

/** The latest that the peer did not take, with the clause that keeps it out. */
function Refused({ node }: { node: string }) {
  const t = useText()
  const now = useNow()
  const refused = useGet('/api/v1/delivery/refused')
  const own = refused.data?.envelopes.filter(({ peer }) => peer === node).slice(0, 3) ?? []
  if (own.length === 0) return null
  return (
    <dl className="facts">
      {own.map(({ epoch, seq, state, code, clause, sentence, settled }) => (
        <Fragment key={`${epoch}/${seq}`}>
          <dt>
            {t(state === 'withheld' ? texts.withheld : texts.refused)} {utcShort(settled, now)}
          </dt>
          <dd>
            {t(sentence)} <span className="mono t3">{clause ?? code}</span>
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

function Numbers({ health }: { health: PeerHealth }) {
  const t = useText()
  const now = useNow()
  return (
    <dl className="facts">
      <dt>{t(texts.state)}</dt>
      <dd>
        <PeerState state={health.state} failures={health.failures} />
      </dd>
      <dt>{t(texts.lastReceipt)}</dt>
      <dd>{health.lastReceipt === null ? t(texts.none2) : utcShort(health.lastReceipt, now)}</dd>
      <dt>{t(texts.waits)}</dt>
      <dd>
        {count(health.queued)}
        {health.queued > 0 ? (
          <span className="t3">
            {' '}
            · {t(texts.oldest)} {t(ago(health.lagMs))}
          </span>
        ) : null}
      </dd>
      <dt>{t(texts.owed)}</dt>
      <dd>{count(health.owed)}</dd>
      <dt>{t(texts.sent)}</dt>
      <dd>{t(bytes(health.sentBytes))}</dd>
      {health.fault === null ? null : (
        <>
          <dt>{t(texts.fault)}</dt>
          <dd className="mono danger">{health.fault}</dd>
        </>
      )}
    </dl>
  )
}

function Road({ peer }: { peer: Peer }) {
  const t = useText()
  const may = useMay()
  const change = useAct('/api/v1/peers/road')
  return (
    <div className="pad form">
      {change.isError ? <FaultBand error={change.error} kept={texts.roadKept} /> : null}
      <Field label={t(texts.road)} help={t(texts.roadHelp[peer.road])}>
        {(ids) => (
          <Select
            id={ids.id}
            value={peer.road}
            disabled={!may('POST /api/v1/peers/road')}
            loading={change.isPending}
            options={ROADS.map((road) => ({ value: road, label: t(texts.roads[road]) }))}
            onChange={(road) => change.mutate({ node: peer.node, road })}
          />
        )}
      </Field>
    </div>
  )
}

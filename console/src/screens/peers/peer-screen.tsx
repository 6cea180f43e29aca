import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Peer } from '../../api/node-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { BothNames } from '../../shared/marks.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { SafetyNumber, SafetyNumberCheck } from '../../shared/safety-number.tsx'
import { FaultBand, Loaded, Missing } from '../../shared/states.tsx'
import { LinkCard } from './link-card.tsx'
import { PeerCompacts } from './peer-compacts.tsx'
import { texts } from './texts.ts'

/** One peer: who it is, whether it is the one, and how the link does. */
export function PeerScreen() {
  const { node } = useParams({ strict: false })
  const peers = useGet('/api/v1/peers')
  return (
    <Loaded of={peers}>
      {(data) => {
        const peer = data.peers.find((each) => each.node === node)
        return peer === undefined ? (
          <Missing title={texts.unknown} to="/peers" list={texts.title} />
        ) : (
          <PeerPage peer={peer} />
        )
      }}
    </Loaded>
  )
}

function PeerPage({ peer }: { peer: Peer }) {
  const t = useText()
  const may = useMay()
  return (
    <>
      <p className="crumb">
        <Link to="/peers">{t(texts.title)}</Link>
      </p>
      <div className="head">
        <h1>
          <BothNames text={peer.names} />
        </h1>
      </div>
      {peer.frozen === null ? null : (
        <div className="band err" role="alert">
          <span className="dot x" />
          <b>{t(texts.frozenBecause(peer.frozen))}</b>
        </div>
      )}
      {peer.state === 'added' ? (
        <div className="band off">
          <span className="dot w" />
          <span>{t(texts.notConfirmed)}</span>
        </div>
      ) : null}
      <div className="cols">
        <div className="stack">
          <SafetyCard peer={peer} />
          <PeerCompacts node={peer.node} />
        </div>
        <div className="stack">
          <IdentityCard peer={peer} />
          {may('GET /api/v1/delivery') ? <LinkCard peer={peer} /> : null}
        </div>
      </div>
    </>
  )
}

function SafetyCard({ peer }: { peer: Peer }) {
  const t = useText()
  const may = useMay()
  const [isComparing, setComparing] = useState(peer.state !== 'confirmed')
  const [outcome, setOutcome] = useState<'match' | 'differ' | undefined>()
  const confirm = useAct('/api/v1/peers/confirm', () => {
    setOutcome('match')
    setComparing(false)
  })
  const name = t(peer.names)
  return (
    <section className="card">
      <header>
        <h2>{t(texts.safety)}</h2>
      </header>
      {confirm.isError ? <FaultBand error={confirm.error} kept={texts.keptAsIs} /> : null}
      {outcome === 'differ' ? (
        <div className="pad" role="alert">
          <p className="b danger">{t(texts.differTitle)}</p>
          <p>{t(texts.differ(name))}</p>
        </div>
      ) : null}
      {outcome === 'match' ? (
        <p className="pad ok" role="status">
          {t(texts.matched(name))}
        </p>
      ) : null}
      {isComparing && may('POST /api/v1/peers/confirm') ? (
        <SafetyNumberCheck
          number={peer.safetyNumber}
          busy={confirm.isPending}
          onMatch={() => confirm.mutate({ node: peer.node, number: peer.safetyNumber })}
          onDiffer={() => {
            setOutcome('differ')
            setComparing(false)
          }}
        />
      ) : (
        <>
          <SafetyNumber number={peer.safetyNumber} />
          <p className="pad sm t2">{t(texts.readAloud)}</p>
          <footer>
            <RoleButton route="POST /api/v1/peers/confirm" onClick={() => setComparing(true)}>
              {t(peer.state === 'confirmed' ? texts.compareAgain : texts.compare)}
            </RoleButton>
          </footer>
        </>
      )}
    </section>
  )
}

function IdentityCard({ peer }: { peer: Peer }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.identity)}</h2>
      </header>
      <dl className="facts">
        <dt>{t(texts.node)}</dt>
        <dd className="mono">{peer.node.replaceAll(/(.{8})(?=.)/g, '$1 ')}</dd>
        <dt>{t(texts.host)}</dt>
        <dd className="mono">{peer.host}</dd>
        <dt>{t(texts.address)}</dt>
        <dd className="mono">{peer.url}</dd>
      </dl>
    </section>
  )
}

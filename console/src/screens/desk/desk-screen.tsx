import { Link, useNavigate } from '@tanstack/react-router'
import type { NodeStatus, PeerHealth } from '../../api/node-answers.ts'
import { useAsk, useGet } from '../../api/query.ts'
import type { RequestLine } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { ago, count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded, Skeleton } from '../../shared/states.tsx'
import { useIsReading } from '../requests/ladder-line.tsx'
import { mostUrgent, NextDuty, OwedCard, TheirsCard } from './duties.tsx'
import { NewestCard } from './newest-card.tsx'
import { SealBand } from './seal-band.tsx'
import { SuspendedBands, useCompacts } from './suspended-band.tsx'
import { texts } from './texts.ts'
import { WaitingCard } from './waiting-card.tsx'

/** What needs somebody now. */
export function DeskScreen() {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const status = useGet('/api/v1/status')
  return (
    <>
      <div className="head">
        <h1>{t(texts.title)}</h1>
        {may('POST /api/v1/requests/list') || may('POST /api/v1/rota/handovers') ? (
          <div className="actions">
            <RoleButton
              route="POST /api/v1/rota/handovers"
              onClick={() => void navigate({ to: '/directory', search: { tab: 'rota' } as never })}
            >
              {t(texts.handOver)}
            </RoleButton>
            <RoleButton
              route="POST /api/v1/requests/move"
              onClick={() => void navigate({ to: '/requests/new' })}
            >
              {t(texts.newRequest)}
            </RoleButton>
          </div>
        ) : null}
      </div>
      <div className="stack">
        <AlarmBand alarms={status.data?.alarms} />
        <SealBand until={status.data?.sealKeyUntil} />
        <SuspendedBands />
        {may('POST /api/v1/requests/list') ? <Duties /> : <Rest />}
      </div>
    </>
  )
}

/** Requests first; what else waits stands beside them. */
function Duties() {
  const ours = useAsk('/api/v1/requests/list', { ours: true })
  return (
    <Loaded of={ours} space={480}>
      {({ requests }) => <Owed requests={requests} />}
    </Loaded>
  )
}

function Owed({ requests }: { requests: readonly RequestLine[] }) {
  const next = mostUrgent(requests)
  // What stands above it is read first, so that nothing moves then.
  const isReading = useCompacts().isLoading
  if (useIsReading(next?.id) || isReading) return <Skeleton space={480} />
  return (
    <>
      {next === undefined ? null : <NextDuty line={next} />}
      <div className="cols ranked">
        <div className="stack">
          <OwedCard lines={requests.filter(({ id }) => id !== next?.id)} />
          <PeersCard />
        </div>
        <div className="stack">
          <TheirsCard />
          <WaitingCard />
        </div>
      </div>
    </>
  )
}

/** For who has no part in requests. */
function Rest() {
  const status = useGet('/api/v1/status')
  const may = useMay()
  return (
    <div className="cols">
      <div className="stack">
        <WaitingCard />
        <PeersCard />
        {may('POST /api/v1/intel/search') ? <NewestCard /> : null}
      </div>
      <Loaded of={status}>{(data) => <HereCard status={data} />}</Loaded>
    </div>
  )
}

function PeersCard() {
  const t = useText()
  const may = useMay()
  const health = useGet('/api/v1/delivery', undefined, may('GET /api/v1/delivery'))
  if (!may('GET /api/v1/delivery')) return null
  return (
    <section className="card last">
      <header>
        <h2>{t(texts.peers)}</h2>
        <span className="r sm t3">{t(texts.links)}</span>
      </header>
      <Loaded of={health}>{({ peers }) => <Links peers={peers} />}</Loaded>
    </section>
  )
}

function AlarmBand({ alarms = {} }: { alarms?: NodeStatus['alarms'] | undefined }) {
  const t = useText()
  const n = Object.values(alarms).reduce((sum, each) => sum + each, 0)
  if (n === 0) return null
  return (
    <div className="band err" role="alert">
      <span className="dot x" />
      <b>{t(texts.alarms(n))}</b>
      <span className="actions">
        <Link className="link sm" to="/trust">
          {t(texts.openTrust)}
        </Link>
      </span>
    </div>
  )
}

function Links({ peers }: { peers: readonly PeerHealth[] }) {
  const t = useText()
  if (peers.length === 0) return <Empty title={t(texts.noPeers)}>{t(texts.addPeer)}</Empty>
  return (
    <div className="pgrid">
      {peers.map((peer) => (
        <div key={peer.node}>
          <span className={`dot ${toneOf(peer)}`} />
          <span className="b">
            <bdi>{t(peer.names)}</bdi>
          </span>
          <div className="sm t2">{t(sayingOf(peer))}</div>
        </div>
      ))}
    </div>
  )
}

function toneOf({ state, failures }: PeerHealth): string {
  if (state !== 'confirmed') return 'w'
  return failures > 0 ? 'x' : ''
}

function sayingOf({ state, failures, queued, lagMs }: PeerHealth): Both {
  if (state === 'frozen') return texts.compareFrozen
  if (state !== 'confirmed') return texts.compareNew
  if (failures > 0) return texts.failing(failures)
  if (queued > 0) {
    const [en, zh] = ago(lagMs)
    return [texts.queued(queued, en)[0], texts.queued(queued, zh)[1]]
  }
  return texts.answers
}

function HereCard({ status }: { status: NodeStatus }) {
  const t = useText()
  const facts = [
    [texts.own, status.objects.own],
    [texts.received, status.objects.received],
    [texts.retracted, status.objects.retracted],
    [texts.logSize, status.log.size],
  ] as const
  return (
    <section className="card">
      <header>
        <h2>{t(texts.here)}</h2>
      </header>
      <dl className="facts">
        {facts.map(([name, n]) => (
          <Fact key={name[0]} name={t(name)} value={count(n)} />
        ))}
      </dl>
    </section>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </>
  )
}

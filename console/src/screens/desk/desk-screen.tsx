import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { NodeStatus, PeerHealth } from '../../api/answers.ts'
import { post } from '../../api/client.ts'
import { useGet } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { ago, count, utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Icon, type IconName } from '../../shared/icon.tsx'
import { useNow } from '../../shared/now.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** What needs somebody now. */
export function DeskScreen() {
  const t = useText()
  const health = useGet('/api/v1/delivery')
  const status = useGet('/api/v1/status')
  return (
    <>
      <div className="head">
        <h1>{t(texts.title)}</h1>
      </div>
      <div className="stack">
        <AlarmBand alarms={status.data?.alarms} />
        <div className="cols">
          <div className="stack">
            <WaitingCard peers={health.data?.peers ?? []} />
            <section className="card">
              <header>
                <h2>{t(texts.peers)}</h2>
                <span className="r sm t3">{t(texts.links)}</span>
              </header>
              <Loaded of={health}>{({ peers }) => <Links peers={peers} />}</Loaded>
            </section>
          </div>
          <Loaded of={status}>{(data) => <HereCard status={data} />}</Loaded>
        </div>
      </div>
    </>
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
    </div>
  )
}

interface Waiting {
  readonly key: string
  readonly icon: IconName
  readonly what: Both
  readonly detail: Both
  readonly to: string
}

function WaitingCard({ peers }: { peers: readonly PeerHealth[] }) {
  const t = useText()
  const waiting = useWaiting(peers)
  const last = Math.max(0, ...peers.map(({ lastReceipt }) => lastReceipt ?? 0))
  const now = useNow()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.waiting)}</h2>
        <span className="t3">{waiting.length}</span>
      </header>
      {waiting.length === 0 ? (
        <Empty title={t(texts.nothingWaits)}>
          {last === 0 ? t(texts.noReceipt) : t(texts.lastReceipt(utcShort(last, now)))}
        </Empty>
      ) : (
        waiting.map(({ key, icon, what, detail, to }) => (
          <Link className="li" data-row key={key} to={to}>
            <Icon name={icon} />
            <span className="g">
              <span className="b">{t(what)}</span>
              <span className="sm t3" style={{ display: 'block' }}>
                <bdi>{t(detail)}</bdi>
              </span>
            </span>
          </Link>
        ))
      )}
    </section>
  )
}

function useWaiting(health: readonly PeerHealth[]): Waiting[] {
  const t = useText()
  const now = useNow()
  const queue = useQuery({
    queryKey: ['/api/v1/release/queue', {}],
    queryFn: () => post('/api/v1/release/queue', {}),
  })
  const nameOf = (node: string) => {
    const peer = health.find((each) => each.node === node)
    return peer ? t(peer.names) : node.slice(0, 8)
  }
  return (queue.data?.groups ?? [])
    .filter(({ state }) => state === 'review')
    .map((group) => ({
      key: `${group.peer}-${group.reason}`,
      icon: 'release',
      what: texts.release(group.objects),
      detail: texts.releaseFor(nameOf(group.peer), utcShort(group.expires, now)),
      to: '/release',
    }))
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

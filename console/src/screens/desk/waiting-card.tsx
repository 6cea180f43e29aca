import { Link } from '@tanstack/react-router'
import { useAsk, useGet } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { Icon } from '../../shared/icon.tsx'
import { useNames } from '../../shared/names.ts'
import { useNow } from '../../shared/now.ts'
import { Empty, Skeleton } from '../../shared/states.tsx'
import { type Gathered, usePeopleWaiting, type Waiting } from './people-waiting.ts'
import { useRequestsWaiting } from './requests-waiting.ts'
import { texts } from './texts.ts'

/** What waits for somebody's decision or answer, whichever room it is in. */
export function WaitingCard() {
  const t = useText()
  const may = useMay()
  const health = useGet('/api/v1/delivery', undefined, may('GET /api/v1/delivery'))
  const { waiting, isReading } = useWaiting()
  const last = Math.max(0, ...(health.data?.peers ?? []).map((peer) => peer.lastReceipt ?? 0))
  const now = useNow()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.waiting)}</h2>
        <span className="t3">{waiting.length}</span>
      </header>
      {waiting.length === 0 && isReading ? (
        <Skeleton />
      ) : waiting.length === 0 ? (
        <Empty title={t(texts.nothingWaits)}>
          {!may('GET /api/v1/delivery')
            ? undefined
            : last === 0
              ? t(texts.noReceipt)
              : t(texts.lastReceipt(utcShort(last, now)))}
        </Empty>
      ) : (
        waiting.map(({ key, icon, what, detail, to, tab, draft }) => (
          <Link
            className="li"
            data-row
            key={key}
            to={to}
            search={{ ...(tab && { tab }), ...(draft !== undefined && { draft }) } as never}
          >
            <Icon name={icon} />
            <span className="g">
              <span className="b">{t(what)}</span>
              <span className="sm t3 block">
                <Foreign text={t(detail)} />
              </span>
            </span>
          </Link>
        ))
      )}
    </section>
  )
}

function useWaiting(): Gathered {
  const t = useText()
  const now = useNow()
  const may = useMay()
  const nameOf = useNames()
  const own = useSession().data?.node.id ?? ''
  // Whoever reads the queue and may approve nothing finds it at the release desk.
  const queue = useAsk('/api/v1/release/queue', {}, may('POST /api/v1/release/approve'))
  const peers = useGet('/api/v1/peers')
  const compacts = useGet('/api/v1/compacts')
  const mayConfirm = may('POST /api/v1/peers/confirm')
  const people = usePeopleWaiting()
  const requests = useRequestsWaiting()
  const releases = (queue.data?.groups ?? [])
    .filter(({ state }) => state === 'review')
    .map(
      (group): Waiting => ({
        key: `${group.peer}-${group.reason}`,
        icon: 'release',
        what: texts.release(group.objects),
        detail: texts.releaseFor(t(nameOf(group.peer)), utcShort(group.expires, now)),
        to: '/release',
      }),
    )
  const comparisons = (peers.data?.peers ?? [])
    // That a peer is frozen concerns everybody; a new one whoever may confirm it.
    .filter(({ state }) => state === 'frozen' || (state === 'added' && mayConfirm))
    .map(
      (peer): Waiting => ({
        key: peer.node,
        icon: 'trust',
        what: texts.compare,
        detail: both(
          t(peer.names),
          peer.state === 'frozen' ? texts.compareFrozen : texts.compareNew,
        ),
        to: `/peers/${peer.node}`,
      }),
    )
  const signable = may('POST /api/v1/compacts/sign') ? (compacts.data?.compacts ?? []) : []
  const signatures = signable.flatMap((compact): Waiting[] => {
    const newest = compact.proposals.at(-1)
    if (newest === undefined || compact.ending !== null) return []
    if (newest.signedBy.includes(own) || Date.parse(newest.signBy) < now) return []
    const detail = texts.signBy(t(nameOf(newest.by)), utcShort(newest.signBy, now))
    return [
      {
        key: newest.digest,
        icon: 'compacts',
        what: texts.sign,
        detail,
        to: `/compacts/${compact.id}`,
      },
    ]
  })
  return {
    waiting: [...requests.waiting, ...releases, ...people.waiting, ...comparisons, ...signatures],
    isReading:
      requests.isReading ||
      people.isReading ||
      [queue, peers, compacts].some(({ isLoading }) => isLoading),
  }
}

function both(name: string, text: Both): Both {
  return [`${name}: ${text[0]}`, `${name}：${text[1]}`]
}

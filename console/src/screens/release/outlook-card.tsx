import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { follow } from '../../api/client.ts'
import { Fault } from '../../api/fault.ts'
import type { Tlp } from '../../api/intel-answers.ts'
import type { Peer } from '../../api/node-answers.ts'
import { useAsk, useGet } from '../../api/query.ts'
import type { Outlook } from '../../api/release-answers.ts'
import type { Named } from '../../i18n/both.ts'
import { ago, count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { keyed } from '../../shared/keyed.ts'
import { useNow } from '../../shared/now.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import { OutlookGroup } from './outlook-group.tsx'
import { texts } from './texts.ts'

interface Counted {
  readonly done: number
  readonly review: number
  readonly skipped: number
  readonly under: Under | undefined
}

/** Under which compact of several it goes. */
interface Under {
  readonly compact: string
  readonly title: Named | null
  readonly open: number
}

const OUTCOMES = ['allow', 'redact', 'review', 'block', 'wait'] as const

/** What one receiver would get, what not and why; then the share itself, to its receipts. */
export function OutlookCard({
  peer,
  tlp,
  chosen,
}: {
  peer: Peer
  tlp: Tlp
  chosen: readonly string[] | undefined
}) {
  const t = useText()
  const client = useQueryClient()
  const order = { peer: peer.node, tlp, ...(chosen && { ids: [...chosen] }) }
  const outlook = useAsk('/api/v1/release/outlook', order)
  const [counted, setCounted] = useState<Counted | undefined>()
  const share = useMutation({
    mutationFn: async () => {
      let isDone = false
      for await (const event of follow('/api/v1/share', order)) {
        isDone = event.event === 'done'
        if (event.event === 'refused') {
          throw new Fault(409, String(event.code), event.message as Named, event.at as string)
        }
        setCounted(countedIn(event))
      }
      if (!isDone) throw new Fault(0, 'no-answer')
    },
    onSettled: () => client.invalidateQueries({ refetchType: 'active' }),
  })
  const leaving = outlook.data === undefined ? 0 : numberOf(outlook.data, ['allow', 'redact'])
  const asking = outlook.data === undefined ? 0 : numberOf(outlook.data, ['review'])
  const isMore = outlook.data !== undefined && outlook.data.looked < outlook.data.total
  return (
    <section className="card" aria-label={t(peer.names)}>
      <header>
        <h2>
          <bdi>{t(peer.names)}</bdi>
        </h2>
        <Way node={peer.node} />
      </header>
      {share.isError ? <FaultBand error={share.error} kept={texts.notShared} /> : null}
      <Result counted={counted} isDone={share.isSuccess} />
      <Loaded of={outlook}>{(data) => <Groups outlook={data} order={order} />}</Loaded>
      {leaving + asking > 0 ? (
        <footer>
          <RoleButton
            route="POST /api/v1/share"
            loading={share.isPending}
            onClick={() => share.mutate()}
          >
            {isMore
              ? t(texts.shareAll(t(peer.names)))
              : t(texts.shareNow(leaving, asking, t(peer.names)))}
          </RoleButton>
        </footer>
      ) : null}
    </section>
  )
}

function numberOf({ groups }: Outlook, outcomes: readonly string[]): number {
  return groups
    .filter(({ outcome }) => outcomes.includes(outcome))
    .reduce((sum, { objects }) => sum + objects, 0)
}

function Groups({
  outlook,
  order,
}: {
  outlook: Outlook
  order: { readonly peer: string; readonly tlp: Tlp }
}) {
  const t = useText()
  const { total, looked, groups } = outlook
  if (total === 0) return <Empty title={t(texts.hadAll)} />
  return (
    <>
      <p className="pad line">
        {OUTCOMES.map((outcome) => {
          const objects = numberOf(outlook, [outcome])
          return objects === 0 && outcome === 'wait' ? null : (
            <span key={outcome}>
              <b>{count(objects)}</b> {t(texts.would[outcome])}
            </span>
          )
        })}
        {looked < total ? <span className="sm warn">{t(texts.looked(looked, total))}</span> : null}
      </p>
      {keyed(groups.toSorted((a, b) => rank(a.outcome) - rank(b.outcome))).map(({ key, value }) => (
        <OutlookGroup key={key} group={value} order={order} />
      ))}
    </>
  )
}

/** What does not leave is read first. */
function rank(outcome: (typeof OUTCOMES)[number]): number {
  return -OUTCOMES.indexOf(outcome)
}

/** How far what was sent has come: to the signed receipt. */
function Way({ node }: { node: string }) {
  const t = useText()
  const now = useNow()
  const may = useMay()
  const delivery = useGet('/api/v1/delivery', undefined, may('GET /api/v1/delivery'))
  const health = delivery.data?.peers.find((each) => each.node === node)
  if (health === undefined) return null
  return (
    <span className="r sm t2">
      <span className={`dot ${health.queued > 0 ? 'w' : ''}`} />
      {health.queued > 0 ? t(texts.unreceipted(health.queued)) : t(texts.allReceipted)}
      {health.lastReceipt === null
        ? ''
        : ` · ${t(texts.lastReceipt)} ${t(ago(now - health.lastReceipt))}`}
    </span>
  )
}

function countedIn(event: Readonly<Record<string, unknown>>): Counted {
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  return {
    done: number(event.done),
    review: number(event.review),
    skipped: number(event.skipped),
    under: event.under as Under | undefined,
  }
}

function Result({ counted, isDone }: { counted: Counted | undefined; isDone: boolean }) {
  const t = useText()
  if (counted === undefined) return null
  const { done, review, skipped, under } = counted
  const held = review + skipped
  return (
    <div role="status" className="pad">
      <p className="b">
        {isDone ? t(done === 0 ? texts.nothingNew : texts.shared(done)) : t(texts.sharing(done))}
      </p>
      {held > 0 ? <p>{t(texts.held(held))}</p> : null}
      {under !== undefined && under.open > 1 ? (
        <p className="sm t2">
          {t(texts.under(under.open))}{' '}
          <Link className="link" to="/compacts/$id" params={{ id: under.compact }}>
            <bdi>{under.title === null ? under.compact.slice(0, 8) : t(under.title)}</bdi>
          </Link>
        </p>
      ) : null}
    </div>
  )
}

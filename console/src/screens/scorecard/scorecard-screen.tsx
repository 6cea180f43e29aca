import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { nodeNow } from '../../api/connection.ts'
import type { Peer } from '../../api/node-answers.ts'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { DateInput } from '../../shared/date-input.tsx'
import { Field } from '../../shared/field.tsx'
import { Empty, Loaded, Skeleton } from '../../shared/states.tsx'
import { Tabs, useTab } from '../../shared/tabs.tsx'
import { CardActions } from './card-actions.tsx'
import { CardFacts } from './card-facts.tsx'
import { CardPlots } from './card-plots.tsx'
import { CardTable } from './card-table.tsx'
import { useCard, useView } from './chosen.ts'
import { CompactsCard } from './compacts-card.tsx'
import { CutsCard } from './cuts-card.tsx'
import { daysOf, instantsOf, isPeriod, NAMED_PERIODS, type NamedPeriod } from './period.ts'
import { texts } from './texts.ts'
import { TrendTab } from './trend-tab.tsx'

const TABS = [
  { id: 'now', title: texts.numbers },
  { id: 'trend', title: texts.trend },
] as const

/** The numbers of two sides, with what is behind each. */
export function ScorecardScreen() {
  const t = useText()
  const peers = useGet('/api/v1/peers')
  return (
    <Loaded of={peers}>
      {(data) => {
        const confirmed = data.peers.filter(({ state }) => state === 'confirmed')
        return confirmed.length === 0 ? (
          <>
            <Head />
            <section className="card">
              <Empty title={t(texts.noPeers)}>{t(texts.noPeersHelp)}</Empty>
            </section>
          </>
        ) : (
          <Scorecard peers={confirmed} />
        )
      }}
    </Loaded>
  )
}

function Head({ children }: { children?: ReactNode }) {
  const t = useText()
  return (
    <div className="head">
      <div>
        <h1>{t(texts.title)}</h1>
        <p className="sm t2">{t(texts.about)}</p>
      </div>
      {children}
    </div>
  )
}

function Scorecard({ peers }: { peers: readonly Peer[] }) {
  const t = useText()
  const { view, days, change } = useView()
  const tab = useTab(TABS)
  const peer = peers.find(({ node }) => node === view.peer)?.node ?? peers[0]?.node ?? ''
  const card = useCard(view, peer, days)
  const isSigned = view.id !== undefined
  const chosen = isSigned ? { id: view.id } : { period: { peer, ...instantsOf(days) } }
  return (
    <>
      <Head>
        {card.data === undefined ? (
          <div className="actions hold" />
        ) : (
          <CardActions view={card.data} chosen={chosen} onProposed={(id) => change({ id })} />
        )}
      </Head>
      {isSigned ? (
        <p className="crumb">
          <Link className="link" to="/dialogue/scorecard" search={{ peer } as never}>
            {t(texts.toNow)}
          </Link>
        </p>
      ) : (
        <Choice peers={peers} peer={peer} />
      )}
      <Tabs tabs={TABS} />
      {tab === 'trend' ? (
        <TrendTab
          peer={peer}
          onMonth={(month) => change({ ...month, id: undefined, tab: 'now' })}
        />
      ) : (
        <div className="cols">
          {!isSigned && !isPeriod(days) ? (
            <section className="card">
              <Empty title={t(texts.badPeriod)} />
            </section>
          ) : (
            <div className="stack">
              <Loaded of={card} space={900}>
                {(shown) => (
                  <>
                    <CardPlots view={shown} chosen={chosen} />
                    <CardTable view={shown} chosen={chosen} />
                  </>
                )}
              </Loaded>
            </div>
          )}
          <div className="stack">
            {card.isLoading ? <Skeleton space={240} /> : null}
            {card.data === undefined ? null : <CardFacts view={card.data} />}
            <CutsCard peer={peer} chosen={view.id} />
            <CompactsCard peer={peer} />
          </div>
        </div>
      )}
    </>
  )
}

/** With whom, and for which days. */
function Choice({ peers, peer }: { peers: readonly Peer[]; peer: string }) {
  const t = useText()
  const { days, change } = useView()
  const [now] = useState(nodeNow)
  const named = NAMED_PERIODS.find((name) => {
    const { from, until } = daysOf(name, now)
    return from === days.from && until === days.until
  })
  const set = (next: { peer?: string; from?: string; until?: string }) => {
    change({ ...days, peer, ...next, id: undefined })
  }
  return (
    <section className="card choice">
      <div className="pad form">
        <div className="four">
          <Field label={t(texts.peer)}>
            {(ids) => (
              <Select
                id={ids.id}
                value={peer}
                onChange={(value) => set({ peer: value })}
                options={peers.map(({ node, names }) => ({ value: node, label: t(names) }))}
              />
            )}
          </Field>
          <Field label={t(texts.period)}>
            {(ids) => (
              <Select<NamedPeriod | 'own'>
                id={ids.id}
                value={named ?? 'own'}
                onChange={(value) => {
                  if (value !== 'own') set(daysOf(value, now))
                }}
                options={[...NAMED_PERIODS, ...(named ? [] : (['own'] as const))].map((value) => ({
                  value,
                  label: t(texts.periods[value]),
                }))}
              />
            )}
          </Field>
          {(['from', 'until'] as const).map((name) => (
            <Field
              key={name}
              label={t(texts[name])}
              wrong={name === 'until' && !isPeriod(days) ? t(texts.badPeriod) : undefined}
            >
              {(ids) => (
                <DateInput
                  {...ids}
                  value={days[name]}
                  onChange={(value) => set({ [name]: value })}
                />
              )}
            </Field>
          ))}
        </div>
      </div>
    </section>
  )
}

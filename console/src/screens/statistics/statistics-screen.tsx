import { useAsk, useGet } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { bytes, count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Head } from '../../shared/head.tsx'
import { TLP_LABELS, tlpLabel } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { Plot } from '../../shared/plot.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { typeWord } from '../intel/words.ts'
import { texts } from './texts.ts'

const MOST = 12

/** What the node holds and exchanged, counted and drawn. */
export function StatisticsScreen() {
  const t = useText()
  const may = useMay()
  const found = useAsk('/api/v1/intel/search', { q: '', limit: 1 })
  const held = useGet('/api/v1/status').data?.objects
  const isHeld = held !== undefined && held.own + held.received > 0
  return (
    <>
      <Head title={texts.title} about={texts.about} />
      <div className="cols">
        <Loaded of={found} space={900}>
          {({ facets }) =>
            facets === null || facets.objects === 0 ? (
              <section className="card">
                <Empty title={t(isHeld ? texts.noneForYou : texts.none)} />
              </section>
            ) : (
              <Facets facets={facets} />
            )
          }
        </Loaded>
        <div className="stack">
          <Held />
          {may('POST /api/v1/requests/counts') ? <Requests /> : null}
        </div>
      </div>
    </>
  )
}

interface Counted {
  readonly type: Readonly<Record<string, number>>
  readonly tlp: Readonly<Record<string, number>>
  readonly source: Readonly<Record<string, number>>
  readonly isPart: boolean
}

function Facets({ facets }: { facets: Counted }) {
  const t = useText()
  const nameOf = useNames()
  const most = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, MOST)
  const tlps = TLP_LABELS.flatMap((label) => {
    const n = facets.tlp[label]
    return n === undefined ? [] : [[label, n] as const]
  })
  return (
    <div className="stack">
      {facets.isPart ? <p className="sm t2">{t(texts.part)}</p> : null}
      <Bars
        title={texts.byType}
        xName={texts.type}
        entries={most(facets.type)}
        name={(id) => t(typeWord(id))}
      />
      <div className="halves">
        <Bars
          title={texts.byTlp}
          xName={texts.tlp}
          entries={tlps}
          name={(label) => tlpLabel(label as (typeof TLP_LABELS)[number])}
        />
        <Bars
          title={texts.bySource}
          xName={texts.source}
          entries={most(facets.source)}
          name={(node) => t(nameOf(node))}
        />
      </div>
    </div>
  )
}

function Bars({
  title,
  xName,
  entries,
  name,
}: {
  title: Both
  xName: Both
  entries: readonly (readonly [string, number])[]
  name: (id: string) => string
}) {
  const t = useText()
  return (
    <section className="card">
      <Plot
        title={t(title)}
        xName={t(xName)}
        x={{ kind: 'names', names: entries.map(([id]) => name(id)) }}
        series={[{ name: t(texts.objects), shape: 'bar', values: entries.map(([, n]) => n) }]}
        step={1}
      />
    </section>
  )
}

function Facts({ rows }: { rows: readonly (readonly [Both, string])[] }) {
  const t = useText()
  return (
    <dl className="facts even">
      {rows.map(([name, value]) => (
        <Row key={name[0]} name={t(name)} value={value} />
      ))}
    </dl>
  )
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </>
  )
}

function Held() {
  const t = useText()
  const status = useGet('/api/v1/status')
  return (
    <Loaded of={status}>
      {({ objects, sightings, envelopes, sent, storeBytes }) => (
        <>
          <section className="card">
            <header>
              <h2>{t(texts.held)}</h2>
            </header>
            <Facts
              rows={[
                [texts.own, count(objects.own)],
                [texts.received, count(objects.received)],
                [texts.retracted, count(objects.retracted)],
                [texts.sightings, count(sightings)],
                [texts.store, t(bytes(storeBytes))],
              ]}
            />
          </section>
          <section className="card">
            <header>
              <h2>{t(texts.exchanged)}</h2>
            </header>
            <Facts
              rows={[
                [texts.queued, count(envelopes.queued)],
                [texts.accepted, count(envelopes.accepted)],
                [texts.refused, count(envelopes.refused)],
                [texts.arrived, count(envelopes.received)],
                [texts.sent, `${t(texts.parcels(sent.parcels))} · ${t(bytes(sent.bytes))}`],
              ]}
            />
          </section>
        </>
      )}
    </Loaded>
  )
}

function Requests() {
  const t = useText()
  const counts = useAsk('/api/v1/requests/counts', { exercise: false })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.requests)}</h2>
        <span className="r sm t3">{t(texts.drillsApart)}</span>
      </header>
      <Loaded of={counts}>
        {({ open, ours, lapsed }) => (
          <Facts
            rows={[
              [texts.openRequests, count(open)],
              [texts.ours, count(ours)],
              [texts.lapsed, count(lapsed)],
            ]}
          />
        )}
      </Loaded>
    </section>
  )
}

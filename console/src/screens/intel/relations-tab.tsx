import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { Relations } from '../../api/intel-answers.ts'
import { useAsk } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ForeignName } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { TlpChip } from '../../shared/marks.tsx'
import { Relation } from '../../shared/relation.tsx'
import { Empty, Loaded, Skeleton } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { typeWord } from './words.ts'

const Graph = lazy(async () => ({ default: (await import('./graph.tsx')).Graph }))

/** What is shown at once, and what is when somebody asks for it: the node gives no more. */
const FEW = 50
const MANY = 2000
/** Rows of the list that are drawn at once. */
const LISTED = 200

/** One step around an object: as a list, and as a graph that one can walk. */
export function RelationsTab({ id }: { id: string }) {
  const t = useText()
  const [view, setView] = useState<'list' | 'graph'>('list')
  const [most, setMost] = useState(FEW)
  const relations = useAsk('/api/v1/intel/relations', { id, most })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.relations)}</h2>
        <span className="r">
          <Segmented
            size="small"
            value={view}
            onChange={setView}
            options={[
              { value: 'list', label: t(texts.list) },
              { value: 'graph', label: t(texts.graph) },
            ]}
          />
        </span>
      </header>
      <Loaded of={relations}>
        {(data) => {
          if (data.edges.length === 0) return <Empty title={t(texts.noRelations)} />
          return (
            <>
              {view === 'list' ? (
                <RelationList relations={data} center={id} />
              ) : (
                <Suspense fallback={<Skeleton />}>
                  <Graph relations={data} center={id} />
                </Suspense>
              )}
              {data.isPart ? (
                <footer>
                  <span className="sm t2">{t(texts.part)}</span>
                  {most < MANY ? (
                    <Button size="small" onClick={() => setMost(MANY)}>
                      {t(texts.showUpTo(MANY))}
                    </Button>
                  ) : null}
                </footer>
              ) : null}
            </>
          )
        }}
      </Loaded>
    </section>
  )
}

function RelationList({ relations, center }: { relations: Relations; center: string }) {
  const t = useText()
  const [listed, setListed] = useState(LISTED)
  const byId = new Map(relations.nodes.map((node) => [node.stixId, node]))
  const rows = keyed(relations.edges.slice(0, listed)).map(
    ({ key, value: { from, to, label } }) => {
      const isOut = from === center
      const other = byId.get(isOut ? to : from)
      if (other === undefined) return null
      return (
        <div key={key} className="li later">
          <span className="joined sm t2">
            {isOut ? '→' : '←'} <Relation code={label} />
          </span>
          <Link className="g" data-row to="/intel/$id" params={{ id: other.stixId }}>
            <ForeignName text={other.name || other.stixId} />
            <span className="sm t3 nw"> {t(typeWord(other.type))}</span>
            {other.retracted ? <span className="sm warn"> {t(texts.retracted)}</span> : null}
          </Link>
          <TlpChip tlp={other.tlp} />
        </div>
      )
    },
  )
  const rest = relations.edges.length - listed
  return (
    <>
      {rows}
      {rest > 0 ? (
        <footer>
          <Button size="small" onClick={() => setListed(listed + LISTED)}>
            {t(texts.more)}
          </Button>
          <span className="sm t3">{t(texts.andMore(rest))}</span>
        </footer>
      ) : null}
    </>
  )
}

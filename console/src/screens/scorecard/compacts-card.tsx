import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { CompactLine } from '../compacts/compact-line.tsx'
import { texts } from './texts.ts'

/** What the two sides have agreed on, by which the terms of these numbers are. */
export function CompactsCard({ peer }: { peer: string }) {
  const t = useText()
  const compacts = useGet('/api/v1/compacts')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.compacts)}</h2>
      </header>
      <Loaded of={compacts}>
        {(data) => {
          const here = data.compacts.filter(({ parties }) => parties.includes(peer))
          if (here.length === 0) return <Empty title={t(texts.noCompacts)} />
          return here.map((compact) => <CompactLine key={compact.id} compact={compact} />)
        }}
      </Loaded>
    </section>
  )
}

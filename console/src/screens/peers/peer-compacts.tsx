import { Link } from '@tanstack/react-router'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { CompactLine } from '../compacts/compact-line.tsx'
import { texts } from './texts.ts'

/** What has been agreed with a peer. */
export function PeerCompacts({ node }: { node: string }) {
  const t = useText()
  const may = useMay()
  const compacts = useGet('/api/v1/compacts')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.compacts)}</h2>
        {may('POST /api/v1/compacts/sign') ? (
          <Link className="r link sm" to="/compacts/new" search={{ peer: node }}>
            {t(texts.propose)}
          </Link>
        ) : null}
      </header>
      <Loaded of={compacts} space={140}>
        {(data) => {
          const own = data.compacts.filter(({ parties }) => parties.includes(node))
          if (own.length === 0) return <Empty title={t(texts.noCompact)} />
          return own.map((compact) => <CompactLine key={compact.id} compact={compact} />)
        }}
      </Loaded>
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import { useAsk } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Results } from '../intel/results.tsx'
import { texts } from './texts.ts'

const SHOWN = 8

/** What came in last, for who reads intelligence and answers nobody. */
export function NewestCard() {
  const t = useText()
  const found = useAsk('/api/v1/intel/search', { q: '', limit: SHOWN })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.newest)}</h2>
        <Link className="r sm link" to="/intel">
          {t(texts.toIntel)}
        </Link>
      </header>
      <Loaded of={found} space={440}>
        {({ rows, names }) =>
          rows.length === 0 ? (
            <Empty title={t(texts.noObjects)} />
          ) : (
            <Results rows={rows} names={names} />
          )
        }
      </Loaded>
    </section>
  )
}

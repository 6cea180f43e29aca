import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** One's own queries. */
export function SavedTab() {
  const t = useText()
  const saved = useGet('/api/v1/intel/saved')
  const remove = useAct('/api/v1/intel/saved/remove')
  return (
    <section className="card">
      <Loaded of={saved}>
        {({ searches }) =>
          searches.length === 0 ? (
            <Empty title={t(texts.noSaved)}>{t(texts.noSavedHelp)}</Empty>
          ) : (
            searches.map(({ id, name, query }) => (
              <div key={id} className="li">
                <Link
                  className="g"
                  data-row
                  to="/intel"
                  search={{ tab: 'search' }}
                  hash={`q=${encodeURIComponent(query.q)}`}
                >
                  <span className="b">
                    <bdi>{name}</bdi>
                  </span>
                  <span className="mono sm t3 block">{query.q}</span>
                </Link>
                <Button size="small" onClick={() => remove.mutate({ id })}>
                  {t(texts.remove)}
                </Button>
              </div>
            ))
          )
        }
      </Loaded>
    </section>
  )
}

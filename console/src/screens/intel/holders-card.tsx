import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useNames } from '../../shared/names.ts'
import { Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Who holds an object of ours: from us, or from whoever passed it on and told us so under signature. */
export function HoldersCard({ id }: { readonly id: string }) {
  const t = useText()
  const nameOf = useNames()
  const holders = useGet('/api/v1/release/holders', { id })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.holders)}</h2>
      </header>
      <Loaded of={holders}>
        {(data) =>
          data.holders.length === 0 ? (
            <p className="pad t2">{t(texts.heldByNobody)}</p>
          ) : (
            data.holders.map(({ node, via, receipted, recalled }) => (
              <div key={`${node} ${via ?? ''}`} className="li sm">
                <span className={`dot ${receipted && recalled !== false ? '' : 'w'}`} />
                <span className="g">
                  <bdi className="b">{t(nameOf(node))}</bdi>{' '}
                  {via === null ? null : (
                    <span className="t2">
                      {t(texts.passedOnBy)} <bdi>{t(nameOf(via))}</bdi>
                    </span>
                  )}
                </span>
                <span className="t2">
                  {t(receipted ? texts.receipted : texts.awaited)}
                  {recalled === null
                    ? null
                    : ` · ${t(recalled ? texts.recallReceipted : texts.recallAwaited)}`}
                </span>
              </div>
            ))
          )
        }
      </Loaded>
    </section>
  )
}

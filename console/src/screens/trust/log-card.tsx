import { useGet } from '../../api/query.ts'
import { count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** How long our log is, and how far others have seen it. */
export function LogCard() {
  const t = useText()
  const status = useGet('/api/v1/status')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.log)}</h2>
      </header>
      <Loaded of={status} space={232}>
        {({ log }) => (
          <dl className="facts">
            <dt>{t(texts.size)}</dt>
            <dd className="b">{count(log.size)}</dd>
            <dt>{t(texts.witnessed)}</dt>
            <dd>
              {count(log.witnessedSize)}
              {log.size > log.witnessedSize ? (
                <span className="warn sm block">
                  {t(texts.behind(log.size - log.witnessedSize))}
                </span>
              ) : null}
            </dd>
            <dt>{t(texts.cosigners)}</dt>
            <dd>
              {log.cosigners.length === 0
                ? t(texts.none)
                : log.cosigners.map((name) => (
                    <span key={name} className="mono sm block">
                      {name}
                    </span>
                  ))}
            </dd>
            <dt>{t(texts.quorum)}</dt>
            <dd>
              {t(
                log.quorumMet === null ? texts.noQuorum : log.quorumMet ? texts.met : texts.notMet,
              )}
            </dd>
            <dt>{t(texts.origin)}</dt>
            <dd className="mono sm">{log.origin}</dd>
          </dl>
        )}
      </Loaded>
    </section>
  )
}

import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { texts } from './texts.ts'

/** How long what came under a compact is kept, and how much of it goes soon; nothing without it. */
export function KeptCard({ compact }: { compact: string }) {
  const t = useText()
  const kept = useGet('/api/v1/compacts/kept')
  const own = kept.data?.compacts.find((each) => each.compact === compact)
  if (own === undefined) return null
  const days = [...new Set(own.versions.map((version) => version.days))].join(' / ')
  const begins = kept.data?.begins ?? null
  return (
    <section className="card">
      <header>
        <h2>{t(texts.kept)}</h2>
      </header>
      <div className="pad sm">
        <p>{t(texts.keptDays(days))}</p>
        <p className="t2">{t(texts.keptNext(utc(own.next)))}</p>
        <p className="t2">{t(texts.keptSoon(own.soon))}</p>
        {begins === null ? null : <p className="warn">{t(texts.keptBegins(utc(begins)))}</p>}
      </div>
    </section>
  )
}

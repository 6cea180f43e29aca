import type { IntelObject } from '../../api/intel-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames } from '../../shared/names.ts'
import { Empty } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Who has seen it and how often; never at whom. */
export function SightingsTab({ sightings }: { sightings: IntelObject['sightings'] }) {
  const t = useText()
  const nameOf = useNames()
  return (
    <section className="card">
      {sightings.length === 0 ? <Empty title={t(texts.noSightings)} /> : null}
      {keyed(sightings).map(({ key, value }) => (
        <div key={key} className="li">
          <span className="g">
            <bdi className="b">{t(nameOf(value.node))}</bdi>
            <span className="sm t3 block">{utc(value.time)}</span>
          </span>
          <span>{t(texts.sighted(value.count))}</span>
        </div>
      ))}
    </section>
  )
}

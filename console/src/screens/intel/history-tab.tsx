import type { IntelObject, IntelVersion } from '../../api/intel-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { TlpChip } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { texts } from './texts.ts'

/** Every version, who said it, and how it went from node to node. */
export function HistoryTab({ object }: { object: IntelObject }) {
  const t = useText()
  return (
    <section className="card">
      {object.versions.map((version) => (
        <Version key={version.id} version={version} />
      ))}
      {object.isPart ? <p className="pad sm t2">{t(texts.part)}</p> : null}
    </section>
  )
}

function Version({ version }: { version: IntelVersion }) {
  const t = useText()
  const nameOf = useNames()
  return (
    <article className="message">
      <div className="pad line">
        <span className="b">
          {t(texts.modified)} {utc(version.modified)}
        </span>
        <bdi>{t(nameOf(version.source))}</bdi>
        <TlpChip tlp={version.tlp} />
        {version.retracted ? <span className="warn">{t(texts.retracted)}</span> : null}
        {version.kept === null ? null : (
          <span className="sm t2">
            {t(texts.keptUntil(utc(version.kept.until), version.kept.days))}
          </span>
        )}
        {version.isCopy ? <span className="sm t2">{t(texts.copy)}</span> : null}
      </div>
      {version.said.length === 0 ? <p className="pad sm t3">{t(texts.ours)}</p> : null}
      {keyed(version.said.flatMap(({ carried }) => carried)).map(({ key, value }) => (
        <div key={key} className="li sm">
          <span className={`dot ${value.receipted ? '' : 'w'}`} />
          <span className="g">
            {t(value.direction === 'in' ? texts.came : texts.went)}{' '}
            <bdi>{t(nameOf(value.peer))}</bdi>
          </span>
          <span className="t2">
            {t(value.receipted ? texts.receipted : texts.awaited)} {utc(value.added)}
          </span>
        </div>
      ))}
    </article>
  )
}

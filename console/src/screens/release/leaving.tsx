import type { Finding, ReleasePreview } from '../../api/release-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { TextBytes } from '../../shared/byte-view.tsx'
import { keyed } from '../../shared/keyed.ts'
import { Properties } from '../../shared/properties.tsx'
import { TwoViews } from '../../shared/two-views.tsx'
import { texts } from './texts.ts'
import { word } from './words.ts'

/** What would leave: readable, or its exact bytes. */
export function Leaving({ preview }: { preview: ReleasePreview }) {
  const t = useText()
  if (preview.body === null) return <p className="pad t2">{t(texts.leavesNothing)}</p>
  return (
    <TwoViews
      readable={<Properties object={JSON.parse(preview.body)} />}
      bytes={<TextBytes text={preview.body} />}
    />
  )
}

/** What the rules have to say, with the law that they cite. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.rules)}</h2>
      </header>
      <FindingList findings={findings} />
    </section>
  )
}

/** Each finding: what it does, which rule, where, and the law. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const t = useText()
  return (
    <>
      {keyed(findings).map(({ key, value: { rule, reason, outcome, at, cites, law } }) => (
        <div key={key} className="li">
          <span
            className={`nw sm ${outcome === 'block' ? 'danger' : outcome === 'review' ? 'warn' : 't2'}`}
          >
            {outcome === 'block' ? '✕' : outcome === 'review' ? '▲' : '−'}{' '}
            {t(word.outcome(outcome))}
          </span>
          <span className="g">
            <span className="b">{t(word.rule(rule))}</span> {t(word.reason(reason))}
            {at === null ? null : <span className="mono sm t3"> {at}</span>}
            {law === undefined && cites === null ? null : (
              <span className="sm t2 block">{t(texts.cites(law ? t(law) : (cites ?? '')))}</span>
            )}
          </span>
        </div>
      ))}
    </>
  )
}

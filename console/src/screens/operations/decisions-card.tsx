import type { Operation } from '../../api/operation-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useNames } from '../../shared/names.ts'
import { texts } from './texts.ts'

/** What each party says of this plan. */
export function DecisionsCard({ operation: { state } }: { operation: Operation }) {
  const t = useText()
  const nameOf = useNames()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.decisions)}</h2>
        <span className="r sm t3">{t(texts.planRound(state.round))}</span>
      </header>
      {state.parties.map((party, n) => {
        const said = state.decisions[party]
        const tone = said === undefined ? 'o' : said.decision === 'go' ? '' : 'x'
        return (
          <div className="li" key={party}>
            <span className={`dot ${tone}`} />
            <span className="g">
              <span className="b">
                <bdi>{t(nameOf(party))}</bdi>
              </span>
              {n === 0 ? <span className="sm t3"> · {t(texts.proposer)}</span> : null}
            </span>
            <span className={said?.decision === 'no-go' ? 'danger' : ''}>
              {said === undefined
                ? t(texts.silent)
                : said.decision === 'go'
                  ? t(texts.go)
                  : `${t(texts.noGo)} · ${t(texts.reasons[said.reason])}`}
            </span>
          </div>
        )
      })}
    </section>
  )
}

import { useGet } from '../../api/query.ts'
import type { ScorecardView } from '../../api/scorecard-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames } from '../../shared/names.ts'
import { texts } from './texts.ts'

/** Whether both sides computed the same, and over what. */
export function CardFacts({ view }: { view: ScorecardView }) {
  const t = useText()
  const { card, digest } = view
  // The other side may have answered since the card was computed here.
  const cuts = useGet('/api/v1/scorecards').data?.scorecards
  const state = cuts?.find(({ id }) => id === view.id)?.state ?? view.state
  const nameOf = useNames()
  const tone = { draft: 'o', proposed: 'w', agreed: '', differs: 'x' }[state]
  return (
    <section className="card">
      <header>
        <h2>{t(texts.facts)}</h2>
        <span className="r">
          <span className={`dot ${tone}`} />
          {t(texts.states[state])}
        </span>
      </header>
      {state === 'differs' ? (
        <div className="band err" role="status">
          {t(texts.differs)}
        </div>
      ) : null}
      <dl className="facts">
        <dt>{t(texts.period)}</dt>
        <dd>
          {utc(card.from)}
          <span className="block">{utc(card.until)}</span>
        </dd>
        {keyed(card.parties).map(({ key, value: party }) => (
          <Party key={key} name={t(nameOf(party))} seq={card.cut[Number(key)]?.seq ?? 0} />
        ))}
        <dt>{t(texts.digest)}</dt>
        <dd className="mono sm">{digest.replaceAll(/(.{8})(?=.)/g, '$1 ')}</dd>
      </dl>
      <p className="pad sm t3">{t(texts.fewHelp)}</p>
    </section>
  )
}

function Party({ name, seq }: { name: string; seq: number }) {
  const t = useText()
  return (
    <>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>{t(texts.upTo(seq))}</dd>
    </>
  )
}

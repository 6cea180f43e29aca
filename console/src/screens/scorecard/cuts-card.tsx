import { Link } from '@tanstack/react-router'
import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

const TONES = { proposed: 'w', agreed: '', differs: 'x' }

/** Scorecards that one side or both have signed, the newest first. */
export function CutsCard({ peer, chosen }: { peer: string; chosen: string | undefined }) {
  const t = useText()
  const cuts = useGet('/api/v1/scorecards')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.cuts)}</h2>
      </header>
      <Loaded of={cuts}>
        {({ scorecards }) => {
          const here = scorecards.filter((cut) => cut.peer === peer).toReversed()
          if (here.length === 0) return <Empty title={t(texts.noCuts)} />
          return here.map(({ id, from, until, said, state }) => (
            <Link
              key={id}
              className="li"
              data-row
              to="/dialogue/scorecard"
              search={{ peer, id } as never}
              aria-current={id === chosen ? 'true' : undefined}
            >
              <span className={`dot ${TONES[state]}`} />
              <span className="g">
                <span className="b">
                  {from.slice(0, 10)} – {until.slice(0, 10)}
                </span>
                <span className="sm t2 block">{t(texts.states[state])}</span>
              </span>
              <span className="sm t3">{utc(said)}</span>
            </Link>
          ))
        }}
      </Loaded>
    </section>
  )
}

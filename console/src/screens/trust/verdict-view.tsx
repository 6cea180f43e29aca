import type { Explanation } from '@concert/envelope'
import { useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Gap } from '../../shared/gap.tsx'
import { keyed } from '../../shared/keyed.ts'
import { ProofBadge } from '../../shared/proof.tsx'
import { proofOf } from './explained-proof.ts'
import { texts } from './texts.ts'

const TONE = { holds: 'done', fails: 'err', 'cannot-tell': 'off' } as const
const SIGN = { holds: '✓', fails: '✕', 'cannot-tell': '?' } as const

/** The verdict in words, what follows from it and what does not, step by step. */
export function VerdictView({ explained }: { explained: Explanation }) {
  const t = useText()
  const { verdict, headline, shows, gaps, limits, steps } = explained
  return (
    <>
      <div className={`band ${TONE[verdict]}`} role={verdict === 'holds' ? 'status' : 'alert'}>
        <span aria-hidden="true">{SIGN[verdict]}</span>
        <span>
          <b>{t(texts.verdicts[verdict])}</b>
          <Gap />
          <bdi>{t(headline)}</bdi>
        </span>
        <span className="actions">
          <ProofBadge proof={proofOf(explained)} />
        </span>
      </div>
      <div className="halves">
        <Texts title={t(texts.shows)} list={shows.map(t)} />
        <Texts title={t(texts.gaps)} list={[...gaps.map(t), t(limits)]} />
      </div>
      <section className="card">
        <header>
          <h2>{t(texts.steps)}</h2>
          <span className="t3">{steps.length}</span>
        </header>
        {steps.map((step) => (
          <details key={step.step} className="step" open={step.state === 'failed'}>
            <summary className="li">
              <span className={`dot ${DOT[step.state] ?? 'o'}`} />
              <span className="g">
                <span className="b">
                  {step.number} {t(step.title)}
                </span>
                {step.said ? <span className="sm t2 block">{t(step.said)}</span> : null}
                {step.code ? (
                  <span className="mono sm danger block">
                    {step.code} {step.at}
                  </span>
                ) : null}
              </span>
              <span className="sm t3">
                {t(
                  step.state === 'held'
                    ? texts.held
                    : step.state === 'failed'
                      ? texts.failed
                      : texts.open,
                )}
              </span>
            </summary>
            <dl className="facts">
              {step.facts.map((fact) => (
                <FactRow key={fact.name} name={t(fact.label)} value={t(fact.value)} />
              ))}
            </dl>
            <p className="sm t2 pad">{t(step.proves)}</p>
            <p className="sm t3 pad">
              {t(texts.gaps)}: {t(step.doesNotProve)}
            </p>
          </details>
        ))}
      </section>
    </>
  )
}

const DOT: Readonly<Record<string, string>> = { held: '', failed: 'x' }

function FactRow({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono sm">
        <Foreign text={value} />
      </dd>
    </>
  )
}

function Texts({ title, list }: { title: string; list: readonly string[] }) {
  if (list.length === 0) return null
  return (
    <section className="card">
      <header>
        <h2>{title}</h2>
      </header>
      {keyed(list).map(({ key, value }) => (
        <p key={key} className="li">
          <bdi>{value}</bdi>
        </p>
      ))}
    </section>
  )
}

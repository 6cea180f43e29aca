import { useAsk } from '../../api/query.ts'
import { count, utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { word } from './words.ts'

/** Who let what go, to whom, and why. */
export function DecidedCard() {
  const t = useText()
  const nameOf = useNames()
  const personOf = usePeople()
  const audit = useAsk('/api/v1/release/audit', {})
  return (
    <section className="card">
      <Loaded of={audit}>
        {({ decisions }) =>
          decisions.length === 0 ? (
            <Empty title={t(texts.none.done)} />
          ) : (
            <table className="grid">
              <thead>
                <tr>
                  <th>{t(texts.time)}</th>
                  <th>{t(texts.action)}</th>
                  <th className="num">{t(texts.objects)}</th>
                  <th>{t(texts.receiver)}</th>
                  <th>{t(texts.who)}</th>
                  <th>{t(texts.reason)}</th>
                </tr>
              </thead>
              <tbody>
                {decisions.toReversed().map((decision) => (
                  <tr key={decision.number}>
                    <td className="nw">{utc(decision.time)}</td>
                    <td className="b">{t(word.action(decision.action))}</td>
                    <td className="num" data-label={t(texts.objects)}>
                      {count(decision.objects)}
                    </td>
                    <td>
                      <bdi>{t(nameOf(decision.peer))}</bdi>
                    </td>
                    <td>
                      {decision.actor === '' ? (
                        t(texts.byRules)
                      ) : (
                        <bdi>{personOf(decision.actor)}</bdi>
                      )}
                    </td>
                    <td className="wide t2">
                      <Foreign text={decision.note} />
                      {decision.findings.length > 0 && decision.note === ''
                        ? t(word.reason(decision.findings.at(-1)?.reason ?? ''))
                        : null}
                      {decision.id === null ? null : (
                        <span className="mono sm t3 block">{decision.id}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </section>
  )
}

import { useGet } from '../../api/query.ts'
import type { Recall } from '../../api/release-answers.ts'
import { count, utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames } from '../../shared/names.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { word } from './words.ts'

/** What was taken back, and who has receipted that. */
export function RecallsCard() {
  const t = useText()
  const nameOf = useNames()
  const recalls = useGet('/api/v1/release/recalls')
  return (
    <section className="card">
      <Loaded of={recalls}>
        {(data) =>
          data.recalls.length === 0 ? (
            <Empty title={t(texts.none.recalls)}>{t(texts.noRecallHelp)}</Empty>
          ) : (
            <>
              <Outstanding recalls={data.recalls} />
              <table className="grid">
                <thead>
                  <tr>
                    <th>{t(texts.time)}</th>
                    <th>{t(texts.receiver)}</th>
                    <th className="num">{t(texts.objects)}</th>
                    <th>{t(texts.reason)}</th>
                    <th>{t(texts.receipt)}</th>
                  </tr>
                </thead>
                <tbody>
                  {keyed(data.recalls).map(({ key, value }) => (
                    <tr key={key}>
                      <td className="nw">{utc(value.time)}</td>
                      <td>
                        <bdi>{t(nameOf(value.peer))}</bdi>
                        {value.via === null ? null : (
                          <div className="t3">
                            {t(texts.passedOnBy)} <bdi>{t(nameOf(value.via))}</bdi>
                          </div>
                        )}
                      </td>
                      <td className="num" data-label={t(texts.objects)}>
                        {count(value.objects)}
                      </td>
                      <td>{t(word.retract(value.reason))}</td>
                      <td className="nw">
                        <span className={`dot ${value.receipted ? '' : 'w'}`} />
                        {t(value.receipted ? texts.receipted : texts.awaited)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )
        }
      </Loaded>
    </section>
  )
}

/** Who has not answered yet. */
function Outstanding({ recalls }: { recalls: readonly Recall[] }) {
  const t = useText()
  const nameOf = useNames()
  const open = recalls.filter(({ receipted }) => !receipted)
  if (open.length === 0) return null
  const peers = [...new Set(open.map(({ peer }) => peer))]
  return (
    <p className="pad line warn">
      <span>▲ {t(texts.outstanding(open.length))}</span>
      {peers.map((peer) => (
        <bdi key={peer} className="b">
          {t(nameOf(peer))}
        </bdi>
      ))}
    </p>
  )
}

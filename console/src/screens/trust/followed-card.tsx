import { useGet } from '../../api/query.ts'
import { count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { wordIn } from './words.ts'

const GOOD = new Set(['consistent', 'behind'])

/** Every log that is followed, and who showed how much of it. */
export function FollowedCard() {
  const t = useText()
  const monitor = useGet('/api/v1/monitor')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.followed)}</h2>
      </header>
      <Loaded of={monitor} space={96}>
        {({ reports }) =>
          reports.length === 0 ? (
            <Empty title={t(texts.noReports)}>{t(texts.noReportsHelp)}</Empty>
          ) : (
            <table className="grid">
              <thead>
                <tr>
                  <th>{t(texts.followedLog)}</th>
                  <th className="num">{t(texts.size)}</th>
                  <th>{t(texts.state)}</th>
                  <th>{t(texts.seen)}</th>
                </tr>
              </thead>
              <tbody>
                {reports.map(({ origin, size, state, views }) => (
                  <tr key={origin}>
                    <td className="mono sm">{origin}</td>
                    <td className="num" data-label={t(texts.size)}>
                      {count(size)}
                    </td>
                    <td>
                      <span
                        className={`dot ${GOOD.has(state) ? '' : state === 'unreachable' ? 'w' : 'x'}`}
                      />
                      {t(wordIn(texts.states, state))}
                    </td>
                    <td className="sm t2">
                      {views.map((view) => (
                        <span key={view.source} className="block">
                          {t(wordIn(texts.sources, view.source))} {count(view.size)}
                        </span>
                      ))}
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

import { Button } from 'antd'
import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { save } from '../../shared/save.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { wordIn } from './words.ts'

/** What does not fit, with both copies to show to others. */
export function AlarmsCard() {
  const t = useText()
  const monitor = useGet('/api/v1/monitor')
  return (
    <section className="card">
      <header>
        <h2>{t(texts.alarms)}</h2>
      </header>
      <Loaded of={monitor} space={96}>
        {({ alarms }) =>
          alarms.length === 0 ? (
            <Empty title={t(texts.noAlarms)}>{t(texts.alarmsHelp)}</Empty>
          ) : (
            keyed(alarms).map(({ key, value }) => (
              <div key={key} className="li">
                <span className="dot x" />
                <span className="g">
                  <span className="b">{t(wordIn(texts.kinds, value.kind))}</span>
                  <span className="mono sm block">{value.origin}</span>
                  <span className="sm t2 block">
                    {t(texts.shownBy(value.source))} · {utc(value.added)}
                  </span>
                </span>
                <Button
                  size="small"
                  onClick={() => {
                    save(`concert-alarm-${key}.json`, JSON.stringify({ v: 1, alarms: [value] }))
                  }}
                >
                  {t(texts.saveEvidence)}
                </Button>
              </div>
            ))
          )
        }
      </Loaded>
    </section>
  )
}

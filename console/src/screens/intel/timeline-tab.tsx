import type { IntelObject } from '../../api/intel-answers.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames } from '../../shared/names.ts'
import { Empty } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { timelineOf } from './timeline.ts'

/** What happened when: what the object says of itself, and what was done with it. */
export function TimelineTab({ object }: { object: IntelObject }) {
  const t = useText()
  const nameOf = useNames()
  const events = timelineOf(object)
  return (
    <section className="card">
      {events.length === 0 ? <Empty title={t(texts.noTimeline)} /> : null}
      <ol className="timeline">
        {keyed(events).map(({ key, value: { at, what, node, times } }) => (
          <li key={key} className={what === 'retracted' ? 'warn' : ''}>
            <time dateTime={new Date(at).toISOString()} className="mono sm t2 nw">
              {utc(at, true)}
            </time>
            <span>
              {t(texts.happened[what])}
              {times === undefined ? '' : ` ${t(texts.sighted(times))}`}
              {node === null ? null : (
                <>
                  {' · '}
                  <bdi className="b">{t(nameOf(node))}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

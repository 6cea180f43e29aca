import type { QueueEntry } from '../../api/release-answers.ts'
import { utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { ForeignName } from '../../shared/foreign.tsx'
import { TlpChip } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { useNow } from '../../shared/now.ts'
import { Empty } from '../../shared/states.tsx'
import { typeWord } from '../intel/words.ts'
import { texts } from './texts.ts'
import { word } from './words.ts'

/** What waits: each with its receiver and the first reason. */
export function EntryList({
  state,
  entries,
  chosen,
  onChoose,
}: {
  state: 'review' | 'blocked'
  entries: readonly QueueEntry[]
  chosen: string | undefined
  onChoose: (entry: QueueEntry) => void
}) {
  const t = useText()
  const now = useNow()
  const nameOf = useNames()
  if (entries.length === 0) {
    return (
      <section className="card">
        <Empty title={t(texts.none[state])}>{t(texts.noneHelp)}</Empty>
      </section>
    )
  }
  return (
    <section className="card">
      {entries.map((entry) => (
        <button
          key={`${entry.peer} ${entry.id}`}
          type="button"
          className="li pick"
          data-row
          aria-current={`${entry.peer} ${entry.id}` === chosen ? 'true' : undefined}
          onClick={() => onChoose(entry)}
        >
          <span className="g">
            <span className="block">
              <ForeignName text={entry.name ?? entry.id} />{' '}
              <span className="sm t3">{t(typeWord(entry.type))}</span>
            </span>
            <span className="sm t2 block">{t(word.reason(entry.reason))}</span>
            <span className="sm t3 block">
              <span className="nw">
                {t(texts.receiver)} <bdi>{t(nameOf(entry.peer))}</bdi>
              </span>
              {state === 'review' ? (
                <>
                  {' · '}
                  <span className="nw">
                    {t(texts.expires)} {utcShort(entry.expires, now)}
                  </span>
                </>
              ) : null}
            </span>
          </span>
          <TlpChip tlp={entry.tlp} />
        </button>
      ))}
    </section>
  )
}

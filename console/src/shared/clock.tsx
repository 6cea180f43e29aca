import type { Both } from '../i18n/both.ts'
import { localTime, span, utcShort } from '../i18n/format.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { useNow } from './now.ts'

/** A term that somebody has to keep. */
export interface Term {
  /** What is owed: "acknowledge", "answer". */
  readonly what: Both
  /** What the time is called that it runs to; "due" without. */
  readonly at?: Both
  /** Milliseconds since 1970; null while the term is stopped. */
  readonly due: number | null
  /** When it began to run, for the bar. */
  readonly from?: number
  /** What stops it, when it is stopped, or that it was kept. */
  readonly stopped?: Both
  /** Working days are counted in words, with the calendar that they follow. */
  readonly words?: Both
}

const due: Both = ['due', '截止']
const over: Both = ['overdue since', '逾期自']
const stopped: Both = ['Stopped', '已暂停']

/** How a term stands: what every clock, row and sound goes by. */
function stateOf(term: Term, now: number): 'running' | 'soon' | 'over' | 'stop' {
  if (term.due === null || term.stopped !== undefined) return 'stop'
  const left = term.due - now
  if (left < 0) return 'over'
  if (term.from !== undefined && left < (term.due - term.from) / 3) return 'soon'
  return left < 3_600_000 ? 'soon' : 'running'
}

/** Time left. `large` is the one clock that a screen is about; the others stand at a row's end. */
export function Clock({ term, large = false }: { term: Term; large?: boolean }) {
  const now = useNow()
  const t = useText()
  const { lang } = useLanguage()
  const state = stateOf(term, now)
  const left = term.due === null ? 0 : term.due - now
  const digits = state === 'stop' ? t(stopped) : `${left < 0 ? '−' : ''}${t(span(left))}`
  const shown = state === 'running' && term.words !== undefined ? t(term.words) : digits
  return (
    <div className={`clock ${state} ${large ? 'large' : 'row'}`}>
      {large ? <span className="sm t2">{t(term.what)}</span> : null}
      <b className={large ? 'digits' : ''}>{shown}</b>
      {large ? <TermBar term={term} now={now} /> : null}
      <span className="sm t3">
        {term.stopped !== undefined
          ? t(term.stopped)
          : term.due !== null &&
            `${t(state === 'over' ? over : (term.at ?? due))} ${utcShort(term.due, now, large)}${
              large ? ` · ${localTime(term.due, lang)}` : ''
            }`}
      </span>
    </div>
  )
}

function TermBar({ term, now }: { term: Term; now: number }) {
  if (term.due === null || term.from === undefined) return null
  const part = Math.min(1, Math.max(0, (term.due - now) / (term.due - term.from)))
  return (
    <span className="bar">
      <b style={{ width: `${part === 0 ? 100 : part * 100}%` }} />
    </span>
  )
}

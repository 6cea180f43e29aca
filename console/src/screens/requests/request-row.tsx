import { Link } from '@tanstack/react-router'
import type { RequestLine } from '../../api/request-answers.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Clock } from '../../shared/clock.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { ExerciseMark, Urgency } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { texts } from './texts.ts'
import { requestCode, termOf, useWords, wordedIn } from './words.ts'

/** Latin letters that have room in one line beside a title; one of Han is as wide as two. */
const ONE_LINE = 28

/** One request in a list: urgency, what, who owes, until when. */
export function RequestRow({ line }: { line: RequestLine }) {
  const t = useText()
  const { lang } = useLanguage()
  const nameOf = useNames()
  const word = useWords()
  const term = termOf(line)
  const title = line.title && wordedIn(lang, line.title)
  return (
    <Link className="req" data-row to="/requests/$id" params={{ id: line.id }}>
      <Urgency code={line.urgency} />
      <span className="what">
        <span className="b tt" lang={title?.lang === 'zh' ? 'zh-CN' : 'en'}>
          {title ? <Foreign text={title.text} /> : t(texts.untitled)}
        </span>
        <span className="sm t3">
          {line.exercise ? <ExerciseMark /> : null}{' '}
          <span className="mono">{requestCode(line.id)}</span> · <bdi>{t(nameOf(line.peer))}</bdi>
        </span>
      </span>
      <span className="st sm t2">
        {line.callBack ? (
          <span className="danger">{t(texts.noReceipt)}</span>
        ) : (
          <Standing owes={t(owesOf(line))} phase={t(word('phases', line.status))} />
        )}
        {line.targets > 0 ? (
          <>
            <span className="block">{t(texts.done(line.targetsDone, line.targets))}</span>
            <span className="bar plain">
              <b style={{ width: `${(100 * line.targetsDone) / line.targets}%` }} />
            </span>
          </>
        ) : null}
      </span>
      <span className="ck">{term === undefined ? null : <Clock term={term} />}</span>
    </Link>
  )
}

/** Who owes, and how far it is: in one line where both are short. */
function Standing({ owes, phase }: { owes: string; phase: string }) {
  const said = `${owes} · ${phase}`
  const isShort = said.length + (said.match(/\p{Script=Han}/gu)?.length ?? 0) <= ONE_LINE
  return isShort ? (
    said
  ) : (
    <>
      {owes}
      <span className="block">{phase}</span>
    </>
  )
}

function owesOf({ open, turn, side, phase }: RequestLine) {
  if (phase === 'refused' && side === 'asker') return texts.oursToAmend
  if (!open || turn === 'nobody') return texts.nobodyOwes
  return turn === side ? texts.weOwe : texts.theyOwe
}

import type { Worded } from '../../api/answers.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { texts } from './texts.ts'
import { otherOf, wordedIn } from './words.ts'

/** A text beside its translation, the reader's language first. A machine's is marked as one. */
export function WordedBlock({ text }: { text: Worded }) {
  const t = useText()
  const { lang } = useLanguage()
  const first = wordedIn(lang, text)
  const other = otherOf(lang, text)
  const isMachine = text.translation?.by === 'machine' && text.translation.reviewer === null
  return (
    <div className={other ? 'pair' : 'single'}>
      {[first, other].map((each) =>
        each === undefined ? null : (
          <div
            key={each.lang}
            lang={each.lang === 'zh' ? 'zh-CN' : 'en'}
            className={isMachine && each === text.translation ? 'mt' : ''}
          >
            <h3>
              {each.lang === 'zh' ? '中文' : 'English'}
              {isMachine && each === text.translation ? (
                <span className="warn"> {t(texts.machine)}</span>
              ) : null}
            </h3>
            <Foreign text={each.text} />
          </div>
        ),
      )}
    </div>
  )
}

import { useLanguage, useText } from '../i18n/language.tsx'
import { texts } from './texts.ts'

/** The two languages, each by its own name. */
export function LanguageSwitch() {
  const { lang, choose } = useLanguage()
  const t = useText()
  return (
    <fieldset className="seg" aria-label={t(texts.language)}>
      <button type="button" aria-pressed={lang === 'en'} lang="en" onClick={() => choose('en')}>
        EN
      </button>
      <button type="button" aria-pressed={lang === 'zh'} lang="zh-CN" onClick={() => choose('zh')}>
        中文
      </button>
    </fieldset>
  )
}

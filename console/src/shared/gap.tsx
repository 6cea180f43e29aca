import { useLanguage } from '../i18n/language.tsx'

/** Between two sentences: English sets a space there, Chinese none. */
export function Gap() {
  return useLanguage().lang === 'zh' ? null : ' '
}

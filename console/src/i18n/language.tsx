import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react'
import { inert } from '../shared/hostile.ts'
import { type Both, type Lang, type Named, textIn } from './both.ts'

const KEPT = 'concert.lang'

interface Language {
  readonly lang: Lang
  readonly choose: (lang: Lang) => void
}

const LanguageContext = createContext<Language>({ lang: 'en', choose: () => undefined })

/** `?lang=` wins, then what this browser kept, then what the browser prefers. */
function firstLanguage(): Lang {
  const asked = new URLSearchParams(location.search).get('lang')
  const kept = asked ?? localStorage.getItem(KEPT) ?? navigator.language
  return kept.startsWith('zh') ? 'zh' : 'en'
}

/** Keeps the language of the whole page. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  }, [lang])
  const choose = useCallback((next: Lang) => {
    localStorage.setItem(KEPT, next)
    setLang(next)
  }, [])
  const value = useMemo(() => ({ lang, choose }), [lang, choose])
  return <LanguageContext value={value}>{children}</LanguageContext>
}

/** The language that is shown and how to change it. */
export function useLanguage(): Language {
  return use(LanguageContext)
}

/** Gives the half of a text that is to be shown; names of others come in it, see {@link inert}. */
export function useText(): (text: Both | Named) => string {
  const { lang } = useLanguage()
  return useCallback((text) => inert(textIn(lang, text)), [lang])
}

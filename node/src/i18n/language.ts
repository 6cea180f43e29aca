/** The languages of Concert, equal in standing (docs/architecture.md). */
export type Language = 'en' | 'zh'

/** All languages, the fallback first. */
export const LANGUAGES: readonly Language[] = ['en', 'zh']

/** One text in both languages. */
export interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** Whether a text names a language of Concert. */
export function isLanguage(text: string): text is Language {
  return text === 'en' || text === 'zh'
}

/** Where a language can come from, strongest first. */
export interface LanguageSources {
  /** What `--lang` said. */
  readonly flag?: Language | undefined
  /** `CONCERT_LANG`, then the POSIX locale: `LC_ALL`, `LC_MESSAGES`, `LANG` (POSIX.1-2024 §8.2). */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The language to speak: the flag, else the environment, else English. */
export function chooseLanguage(sources: LanguageSources): Language {
  const { flag, env } = sources
  if (flag !== undefined) return flag
  const own = env.CONCERT_LANG
  if (own !== undefined && isLanguage(own)) return own
  // In POSIX an empty variable counts as unset.
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return /^zh(?:$|[_.@-])/i.test(locale) ? 'zh' : 'en'
}

/**
 * A text in the two languages, equal in rank. A missing half does not compile, so no key can be
 * forgotten in one of them.
 */
export type Both = readonly [en: string, zh: string]

/** A text as the node's API carries it. */
export interface Named {
  readonly en: string
  readonly zh: string
}

/** The two languages of the console. */
export type Lang = 'en' | 'zh'

/** The half of a text that a reader of that language sees. */
export function textIn(lang: Lang, text: Both | Named): string {
  if ('en' in text) return text[lang]
  return text[lang === 'en' ? 0 : 1]
}

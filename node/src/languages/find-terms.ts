import type { Language } from '../i18n/language.ts'
import { GLOSSARY, type Term } from './glossary.ts'

/** A term of the glossary where it stands in a text. Places are in UTF-16 units. */
export interface FoundTerm {
  readonly start: number
  readonly end: number
  readonly term: Term
}

interface Spelling {
  readonly form: string
  readonly term: Term
}

/** Longest first, so that a term inside a longer one is not found in its place. */
function spellings(lang: Language): readonly Spelling[] {
  const all = GLOSSARY.filter(({ weak }) => weak !== true).flatMap((term) => {
    const forms = lang === 'en' ? [term.en.toLowerCase()] : (term.zhForms ?? [term.zh])
    return forms.map((form) => ({ form, term }))
  })
  return all.toSorted((a, b) => b.form.length - a.form.length)
}

/** Finds terms in texts; made once, it holds the spellings of both languages. */
export class TermFinder {
  readonly #patterns: Readonly<Record<Language, RegExp>>
  readonly #terms: Readonly<Record<Language, ReadonlyMap<string, Term>>>

  constructor() {
    const en = spellings('en')
    const zh = spellings('zh')
    // Forms are letters, spaces, commas and hyphens: nothing in them means anything to a pattern.
    // English words end where letters and digits do; a plural is the same term.
    const words = en.map(({ form }) => form).join('|')
    this.#patterns = {
      en: new RegExp(`(?<![\\p{L}\\p{N}-])(${words})(?:s|es)?(?![\\p{L}\\p{N}-])`, 'giu'),
      zh: new RegExp(`(${zh.map(({ form }) => form).join('|')})`, 'gu'),
    }
    this.#terms = {
      en: new Map(en.map(({ form, term }) => [form, term])),
      zh: new Map(zh.map(({ form, term }) => [form, term])),
    }
  }

  /** Terms of a language in a text, in their order, never overlapping. */
  find(text: string, lang: Language): readonly FoundTerm[] {
    const found: FoundTerm[] = []
    for (const match of text.matchAll(this.#patterns[lang])) {
      const spelled = match[1] ?? ''
      const term = this.#terms[lang].get(lang === 'en' ? spelled.toLowerCase() : spelled)
      if (term) found.push({ start: match.index, end: match.index + match[0].length, term })
    }
    return found
  }

  /** Terms of an original whose agreed counterpart is not in its translation. */
  missing(original: string, from: Language, translation: string, to: Language): readonly Term[] {
    const there = new Set(this.find(translation, to).map(({ term }) => term))
    const wanted = new Set(this.find(original, from).map(({ term }) => term))
    return [...wanted].filter((term) => !there.has(term))
  }
}

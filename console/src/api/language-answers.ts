/** What the node answers about texts in both languages. */

export interface Term {
  readonly en: string
  readonly zh: string
  readonly source: 'official' | 'standard' | 'cncert' | 'usage'
}

interface Wording {
  readonly lang: 'en' | 'zh'
  readonly text: string
}

/** A text and its translation. */
export interface SideBySide {
  /** JSON Pointer to it in the statement's content. */
  readonly path: string
  readonly original: Wording
  readonly translation:
    | (Wording & {
        readonly status: 'human' | 'machine'
        /** `author`: it came with the text; `here`: it was made here and never leaves. */
        readonly origin: 'author' | 'here'
        readonly maker: string | null
        readonly reviewer: string | null
      })
    | null
  readonly authoritative: 'original' | 'translation' | 'both'
  readonly terms: {
    readonly original: readonly { readonly term: Term }[]
    readonly translation: readonly { readonly term: Term }[]
  }
  /** Terms whose agreed counterpart the translation does not have. */
  readonly missing: readonly Term[]
}

interface Texts {
  readonly texts: readonly SideBySide[]
}

/** Answers to POST, by path. */
export interface LanguagePosts {
  '/api/v1/translations/show': Texts
  '/api/v1/translations': Texts
  '/api/v1/translations/put': Texts
  '/api/v1/translations/review': Texts
}

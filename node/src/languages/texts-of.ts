import { type Json, type JsonObject, parseCanonical } from '@concert/core'
import { isLanguage, type Language } from '../i18n/language.ts'

/** A text in one language. */
export interface Wording {
  readonly lang: Language
  readonly text: string
}

/** A text of a statement, with the translation that its author gave. */
export interface GivenText {
  /** JSON Pointer (RFC 6901) to it. */
  readonly path: string
  readonly original: Wording
  readonly translation:
    | (Wording & { readonly by: 'human' | 'machine'; readonly reviewer: string | null })
    | null
  readonly authoritative: 'original' | 'translation' | 'both'
}

const MAX_TEXTS = 2000

/**
 * Every text in a statement's content: pairs of both languages, which are equal, and texts with
 * their translation as requests have them. What is neither is no text for people.
 *
 * @param content - attacker-controlled
 */
export function textsOf(content: Uint8Array | null): readonly GivenText[] {
  const parsed = content && parseCanonical(content)
  if (!parsed?.ok) return []
  const found: GivenText[] = []
  collect(parsed.value, '', found)
  return found
}

function collect(value: Json | undefined, path: string, found: GivenText[]): void {
  if (typeof value !== 'object' || value === null || found.length >= MAX_TEXTS) return
  const text = Array.isArray(value) ? undefined : readText(value as JsonObject, path)
  if (text) found.push(text)
  else {
    for (const [key, entry] of Object.entries(value)) {
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1')
      collect(entry as Json, `${path}/${step}`, found)
    }
  }
}

function readText(value: JsonObject, path: string): GivenText | undefined {
  const { en, zh } = value
  if (typeof en === 'string' && typeof zh === 'string') {
    const translation = { lang: 'zh', text: zh, by: 'human', reviewer: null } as const
    return { path, original: { lang: 'en', text: en }, translation, authoritative: 'both' }
  }
  const original = readWording(value.original)
  const { authoritative } = value
  if (!original) return undefined
  const isKnown = authoritative === 'translation' || authoritative === 'both'
  return {
    path,
    original,
    translation: readTranslation(value.translation),
    authoritative: isKnown ? authoritative : 'original',
  }
}

function readTranslation(value: Json | undefined): GivenText['translation'] {
  const wording = readWording(value)
  if (!wording) return null
  const { by, reviewer } = value as JsonObject
  return {
    ...wording,
    by: by === 'human' ? 'human' : 'machine',
    reviewer: typeof reviewer === 'string' ? reviewer : null,
  }
}

function readWording(value: Json | undefined): Wording | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { lang, text } = value as JsonObject
  const isFine = typeof lang === 'string' && isLanguage(lang) && typeof text === 'string'
  return isFine ? { lang, text } : undefined
}

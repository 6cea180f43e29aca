/** The language of texts that do not tell theirs (§3.2 `lang`). */
export const DEFAULT_LANGUAGE = 'en'

// RFC 5646 sets no bound; no registered or sensible tag comes near this.
const MAX_TAG = 64

/** Whether a text is a well-formed language tag (RFC 5646 §2.2.9). */
export function isLanguageTag(text: string): boolean {
  return localeOf(text) !== undefined
}

/**
 * The best of the languages that there are, for somebody who wants these (RFC 4647 §3.4, lookup):
 * each range in turn, shortened from its end until a tag equals it. A range that finds nothing so
 * takes a tag of the same language and script, so that `zh-CN`, `zh-SG` and `zh` find `zh-Hans`, and
 * `zh-TW` finds `zh-Hant`.
 *
 * @param wanted - language ranges, the best first
 * @param available - language tags; those that are not well-formed never match
 * @returns one of `available` as written, or `undefined`
 *
 * @example
 * lookupLanguage(['zh-CN', 'en'], ['en', 'zh-Hans']) // 'zh-Hans'
 */
export function lookupLanguage(
  wanted: readonly string[],
  available: Iterable<string>,
): string | undefined {
  const tags = new Map<string, string>()
  for (const tag of available) {
    if (isLanguageTag(tag) && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
  }
  for (const range of wanted) {
    const found = byShortening(range, tags) ?? byScript(range, tags)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether two tags are the same language in the same script, such as `zh-CN` and `zh-Hans`. */
export function sameLanguage(a: string, b: string): boolean {
  const script = scriptOf(a)
  return script === undefined ? a === b : script === scriptOf(b)
}

function byShortening(range: string, tags: ReadonlyMap<string, string>): string | undefined {
  const parts = range.length > MAX_TAG ? [] : range.toLowerCase().split('-')
  while (parts.length > 0) {
    const found = tags.get(parts.join('-'))
    if (found !== undefined) return found
    parts.pop()
    // A single letter or digit opens what followed it, and says nothing alone.
    if (parts.at(-1)?.length === 1) parts.pop()
  }
  return undefined
}

function byScript(range: string, tags: ReadonlyMap<string, string>): string | undefined {
  const script = scriptOf(range)
  if (script === undefined) return undefined
  return [...tags.values()].find((tag) => scriptOf(tag) === script)
}

/** Language and script with what is likely filled in (UTS #35, likely subtags). */
function scriptOf(tag: string): string | undefined {
  const full = localeOf(tag)?.maximize()
  return full === undefined ? undefined : `${full.language}-${full.script ?? ''}`
}

function localeOf(tag: string): Intl.Locale | undefined {
  if (tag.length > MAX_TAG) return undefined
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}

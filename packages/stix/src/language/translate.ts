import type { Json, JsonObject } from '@concert/core'
import { readMarkings } from '../markings/read-markings.ts'
import { encloses, formatSelector, type Path, type Step } from '../markings/selector.ts'
import { compareStixTimestamps, isStixTimestamp } from '../time.ts'
import { compareVersions } from '../versions/same-version.ts'
import { DEFAULT_LANGUAGE, lookupLanguage, sameLanguage } from './tags.ts'
import { isTextPlace, textPlaces } from './text-places.ts'

/** An object in a reader's language, as far as there is a translation. */
export interface Translation {
  /** To be shown, never to be sent: it has the id and time of a version that says it otherwise. */
  readonly object: JsonObject
  /** The language that the object's texts are in, but for those in `untranslated`. */
  readonly lang: string
  /** Selectors of texts that stayed in the language they were in. */
  readonly untranslated: readonly string[]
  /** Ids of the language content that was used. */
  readonly used: readonly string[]
}

/**
 * Whether language content is about this version of an object (§7.1.1): the same id, and the very
 * time of modification when it names one. Revoked content is about nothing.
 */
export function translates(content: JsonObject, object: JsonObject): boolean {
  if (content.type !== 'language-content' || content.object_ref !== object.id) return false
  if (content.revoked === true) return false
  const of = content.object_modified
  return (
    of === undefined || (isTime(of) && isTime(object.modified) && sameTime(of, object.modified))
  )
}

/**
 * An object in the language that its reader wants (§7.1).
 *
 * Of several contents in that language the latest has the last word. A translation replaces texts
 * for people only, never what a machine acts on; list items that it leaves empty, lists of another
 * length and properties that the object lacks are passed over. Texts that stay untranslated are
 * marked with their language. Markings of the content bind the result too.
 *
 * Anybody can make language content for anything: pass only what comes from somebody you believe.
 *
 * @param contents - language content; what is not about this object is passed over
 * @param wanted - language ranges (RFC 4647), the best first
 *
 * @example
 * translate(report, contents, ['zh-CN', 'en']).object.name
 */
export function translate(
  object: JsonObject,
  contents: Iterable<JsonObject>,
  wanted: readonly string[],
): Translation {
  const original = typeof object.lang === 'string' ? object.lang : DEFAULT_LANGUAGE
  const usable = [...contents]
    .filter((each) => translates(each, object) && !readMarkings(each).unreadable)
    .sort(compareVersions)
  const chosen = lookupLanguage(wanted, [original, ...usable.flatMap(languagesOf)])
  const result = { object, lang: original, untranslated: [], used: [] }
  if (chosen === undefined || chosen === original) return result
  const work = new Work(object)
  for (const each of usable) work.apply(each, chosen)
  return work.used.length === 0 ? result : work.result(chosen, original)
}

/** The languages that an object can be read in: its own first. */
export function languagesFor(
  object: JsonObject,
  contents: Iterable<JsonObject>,
): readonly string[] {
  const own = typeof object.lang === 'string' ? object.lang : DEFAULT_LANGUAGE
  const others = [...contents].filter((each) => translates(each, object)).flatMap(languagesOf)
  return [...new Set([own, ...others])]
}

class Work {
  readonly used: string[] = []
  readonly #object: JsonObject
  #now: JsonObject
  readonly #done = new Map<string, Path>()
  readonly #markings: Json[] = []
  readonly #granular: JsonObject[] = []

  constructor(object: JsonObject) {
    this.#object = object
    this.#now = object
  }

  apply(content: JsonObject, lang: string): void {
    const translation = (content.contents as JsonObject)[lang]
    if (translation === undefined) return
    const before = this.#done.size
    this.#now = this.#merge(this.#now, translation, []) as JsonObject
    if (this.#done.size === before) return
    this.used.push(String(content.id))
    this.#takeMarkings(content, lang)
  }

  result(lang: string, original: string): Translation {
    const left = textPlaces(this.#object).filter(
      ({ path }) => !this.#done.has(formatSelector(path)),
    )
    const untranslated = left.map(({ path }) => formatSelector(path))
    const object = this.#withMarkings({ ...this.#now, lang }, untranslated, lang, original)
    return { object, lang, untranslated, used: this.used }
  }

  #merge(value: Json, translation: Json, path: readonly Step[]): Json {
    if (typeof value === 'string') {
      if (typeof translation !== 'string' || translation === '') return value
      if (!isTextPlace(this.#object, path)) return value
      this.#done.set(formatSelector(path), path)
      return translation
    }
    if (Array.isArray(value)) {
      const list = value as readonly Json[]
      if (!Array.isArray(translation) || translation.length !== list.length) return value
      return list.map((each, at) => this.#merge(each, translation[at] as Json, [...path, at]))
    }
    if (!isObject(value) || !isObject(translation)) return value
    const entries = Object.entries(value).map(([name, each]): [string, Json] => {
      const other = Object.hasOwn(translation, name) ? translation[name] : undefined
      return [name, other === undefined ? each : this.#merge(each, other, [...path, name])]
    })
    return Object.fromEntries(entries)
  }

  /** What binds the content's text binds the object that now holds it. */
  #takeMarkings(content: JsonObject, lang: string): void {
    const { object, granular } = readMarkings(content)
    this.#markings.push(...object)
    for (const { marking, places } of granular) {
      for (const place of places) {
        if (encloses(place, ['contents', lang])) this.#markings.push(marking)
        else if (encloses(['contents', lang], place)) {
          const inside = [...this.#done.values()].filter((path) => encloses(place.slice(2), path))
          const selectors = inside.map(formatSelector)
          if (selectors.length > 0) this.#granular.push({ marking_ref: marking, selectors })
        }
      }
    }
  }

  #withMarkings(
    object: JsonObject,
    untranslated: readonly string[],
    lang: string,
    original: string,
  ): JsonObject {
    const own = readMarkings(this.#object)
    const granular: JsonObject[] = own.granular.map(({ marking, places }) => ({
      marking_ref: marking,
      selectors: places.map(formatSelector),
    }))
    granular.push(...this.#granular, ...this.#languages(untranslated, lang, original))
    const { granular_markings: _, ...rest } = object
    const refs = [...new Set([...own.object, ...this.#markings])]
    return {
      ...rest,
      ...(refs.length === 0 ? {} : { object_marking_refs: refs }),
      ...(granular.length === 0 ? {} : { granular_markings: granular }),
    }
  }

  /** Each text that is still in another language, marked with it (§7.2.3). */
  #languages(
    untranslated: readonly string[],
    lang: string,
    original: string,
  ): readonly JsonObject[] {
    const marked = new Map<string, string>()
    for (const { lang: each, places } of readMarkings(this.#object).languages) {
      for (const place of places) marked.set(formatSelector(place), each)
    }
    const languageOf = (selector: string): string => {
      let around = selector
      while (around !== '' && !marked.has(around)) {
        around = around.slice(0, Math.max(0, around.lastIndexOf('.')))
      }
      return marked.get(around) ?? original
    }
    const byLanguage = Map.groupBy(untranslated, languageOf)
    return [...byLanguage]
      .filter(([each]) => !sameLanguage(each, lang))
      .map(([each, selectors]) => ({ lang: each, selectors }))
  }
}

function languagesOf({ contents }: JsonObject): readonly string[] {
  return isObject(contents) ? Object.keys(contents) : []
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTime(value: Json | undefined): value is string {
  return typeof value === 'string' && isStixTimestamp(value)
}

function sameTime(a: string, b: string): boolean {
  return compareStixTimestamps(a, b) === 0
}

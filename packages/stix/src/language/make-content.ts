import { canonicalBytes, type Json, type JsonObject } from '@concert/core'
import { concertId, type Sha1 } from '../ids.ts'
import type { Made } from '../make.ts'
import { readMarkings } from '../markings/read-markings.ts'
import { encloses, formatSelector, type Path, type Step } from '../markings/selector.ts'
import { acceptStixObject } from '../object.ts'
import { textPlaces } from './text-places.ts'

/** What language content says of itself. Times are STIX timestamps (§2.16). */
export interface MakeLanguageContent {
  readonly createdByRef: string
  readonly created: string
  /** Not before `created`; equal for a first version. */
  readonly modified: string
}

/** One language of a text: the object with its texts in that language. */
export interface ObjectInLanguage {
  /** A language tag (RFC 5646), such as `zh-Hans`. */
  readonly lang: string
  readonly object: JsonObject
}

/**
 * Makes the language content (§7.1) that turns an object into its translations. Only texts for
 * people that differ are taken; in a list the others are left empty, as §7.1.1 wants. Every marking
 * of the object goes along: what binds a text binds its translation.
 *
 * Its id stands for creator and version translated: other texts are a new version of it.
 *
 * @param original - one version of an object
 * @param translated - the same object in other languages; its structure decides nothing
 *
 * @example
 * makeLanguageContent(report, [{ lang: 'zh-Hans', object: reportInChinese }], by, sha1)
 */
export function makeLanguageContent(
  original: JsonObject,
  translated: readonly ObjectInLanguage[],
  by: MakeLanguageContent,
  sha1: Sha1,
): Made {
  const languages = translated.map(
    ({ lang, object }) => [lang, differing(original, object)] as const,
  )
  const contents = Object.fromEntries(languages.filter(([, content]) => content !== undefined))
  const about = {
    object_ref: String(original.id),
    ...(typeof original.modified === 'string' ? { object_modified: original.modified } : {}),
  }
  const key = { created_by_ref: by.createdByRef, ...about }
  const value: JsonObject = {
    type: 'language-content',
    spec_version: '2.1',
    id: concertId('language-content', key, sha1),
    created: by.created,
    modified: by.modified,
    created_by_ref: by.createdByRef,
    ...about,
    contents: contents as JsonObject,
    ...markingsFor(original, contents as JsonObject),
  }
  return acceptStixObject(canonicalBytes(value), value)
}

/** The texts of `translated` at the places of texts in `original`, where they differ. */
function differing(original: JsonObject, translated: JsonObject): Json | undefined {
  const places = new Set(textPlaces(original).map(({ path }) => formatSelector(path)))
  const pick = (value: Json, other: Json | undefined, path: readonly Step[]): Json | undefined => {
    if (typeof value === 'string') {
      if (typeof other !== 'string' || other === value || other === '') return undefined
      return places.has(formatSelector(path)) ? other : undefined
    }
    if (Array.isArray(value)) {
      const others = Array.isArray(other) ? (other as readonly Json[]) : []
      if (others.length !== value.length) return undefined
      const picked = value.map((each: Json, at) => pick(each, others[at], [...path, at]))
      if (picked.every((each) => each === undefined)) return undefined
      // §7.1.1: an item that is not translated is an empty string, whatever it is.
      return picked.map((each) => each ?? '')
    }
    if (!isObject(value) || !isObject(other)) return undefined
    const entries = Object.entries(value).flatMap(([name, each]): [string, Json][] => {
      const picked = pick(each, Object.hasOwn(other, name) ? other[name] : undefined, [
        ...path,
        name,
      ])
      return picked === undefined ? [] : [[name, picked]]
    })
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  return pick(original, translated, [])
}

/** The object's markings, with selectors that lead to the same texts below each language. */
function markingsFor(original: JsonObject, contents: JsonObject): JsonObject {
  const { object, granular } = readMarkings(original)
  const entries = granular.flatMap(({ marking, places }) => {
    const selectors = Object.entries(contents).flatMap(([lang, content]) =>
      textPlacesIn(content).flatMap((path) =>
        places.some((place) => encloses(place, path))
          ? [formatSelector(['contents', lang, ...path])]
          : [],
      ),
    )
    return selectors.length === 0 ? [] : [{ marking_ref: marking, selectors }]
  })
  return {
    ...(object.length === 0 ? {} : { object_marking_refs: object }),
    ...(entries.length === 0 ? {} : { granular_markings: entries }),
  }
}

/** Places of every text in a translation. */
function textPlacesIn(value: Json, path: readonly Step[] = []): readonly Path[] {
  if (typeof value === 'string') return value === '' ? [] : [path]
  if (Array.isArray(value)) {
    return value.flatMap((each: Json, at) => textPlacesIn(each, [...path, at]))
  }
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, each]) => textPlacesIn(each, [...path, name]))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

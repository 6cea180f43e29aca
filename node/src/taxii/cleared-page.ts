import type { JsonObject } from '@concert/core'
import { redactSet, referencesOf } from '@concert/stix'
import type { ObjectRecord } from '@concert/taxii'
import type { Reader } from '../store/store.ts'
import { barredAmong, bodiesOf, versionsOf } from './barred.ts'
import type { Clearance } from './consumer.ts'
import { type EntryRow, entriesSql, type PageScope } from './page-sql.ts'
import { jsonOf } from './stored-json.ts'

/** An entry as a consumer may see it. */
export interface ClearedEntry {
  readonly entry: EntryRow
  readonly body: Uint8Array
}

/** Entries that are left of some, and what decided it beside themselves. */
export interface Cleared {
  readonly shown: readonly ClearedEntry[]
  /** Ids that they refer to, each once and sorted. */
  readonly references: readonly string[]
  /** Those of them that the consumer may not hear of. */
  readonly barred: ReadonlySet<string>
  /** Whether the content of other objects decided, too: translations repeat what they translate. */
  readonly hasTranslations: boolean
}

/**
 * What a clearance leaves of some entries: parts that are barred are taken out, references to what the
 * consumer may not see as well, and what can't stand without them goes as a whole. Two or three
 * questions to the database for all of them together.
 */
export async function clearEntries(
  reader: Reader,
  clearance: Clearance,
  entries: readonly EntryRow[],
): Promise<Cleared> {
  if (entries.length === 0) return NOTHING
  const bodies = await bodiesOf(
    reader,
    entries.map(({ object_id }) => object_id),
  )
  const objects = entries.map(({ object_id }) => jsonOf(bodies.get(object_id) as Uint8Array))
  const references = [...new Set(objects.flatMap((object) => referencesOf(object)))].toSorted()
  const barred = await barredAmong(reader, clearance, references)
  const entryOf = new Map(objects.map((object, at) => [object, entries[at] as EntryRow]))
  const mayRefer = (id: string) => !barred.has(id)
  const translated = translatedElsewhere(objects)
  const originals = await versionsOf(reader, translated)
  const { shown, redacted } = redactSet(
    objects,
    { tlp: clearance.tlp },
    { mayRefer, versionsOf: (id) => originals.get(id) ?? [] },
  )
  const before = new Map(redacted.map((each) => [each.object, each.before]))
  const cleared = shown.map((object) => {
    const whole = before.get(object)
    const entry = entryOf.get(whole ?? object) as EntryRow
    const body = whole ? encode(object) : (bodies.get(entry.object_id) as Uint8Array)
    return { entry, body }
  })
  return { shown: cleared, references, barred, hasTranslations: translated.length > 0 }
}

const NOTHING: Cleared = { shown: [], references: [], barred: new Set(), hasTranslations: false }

/** Ids of objects that others here translate, and that are not here themselves. */
function translatedElsewhere(objects: readonly JsonObject[]): readonly string[] {
  const here = new Set(objects.map(({ id }) => id))
  const translations = objects.filter(({ type }) => type === 'language-content')
  const ids = new Set(translations.map(({ object_ref }) => String(object_ref)))
  return [...ids].filter((id) => !here.has(id))
}

const encoder = new TextEncoder()

function encode(object: JsonObject): Uint8Array {
  return encoder.encode(JSON.stringify(object))
}

/** A page of what a clearance leaves. */
export interface ClearedPage {
  readonly shown: readonly ClearedEntry[]
  readonly more: boolean
  /** Where the next page begins. */
  readonly last: number
}

/** Looks at entries in a row of which nothing may be shown; some clients give up after empty pages. */
const MOST_LOOKS = 50

/**
 * A page for those who don't see everything. It is full when there is enough to fill it, ends with the
 * last object shown and says `more` only when another one follows: what is left out between shows in
 * nothing, unless thousands of entries in a row are.
 */
export async function clearedPage(reader: Reader, scope: PageScope): Promise<ClearedPage> {
  const { consumer, query } = scope
  const shown: ClearedEntry[] = []
  let { from } = query
  for (let looks = 1; ; looks++) {
    const entries = await reader.query(entriesSql({ ...scope, query: { ...query, from } }))
    shown.push(...(await clearEntries(reader, consumer, entries)).shown)
    from = entries.at(-1)?.added ?? from
    const isEnd = entries.length <= query.limit
    if (shown.length <= query.limit && !isEnd && looks < MOST_LOOKS) continue
    const page = shown.slice(0, query.limit)
    const isFull = shown.length > query.limit
    const last = page.at(-1)?.entry.added ?? 0
    return { shown: page, more: isFull || !isEnd, last: isFull || isEnd ? last : from }
  }
}

/** What manifest and versions say of entries. */
export function recordOf({ stix_id, added, version }: EntryRow): ObjectRecord {
  return { id: stix_id, added, version }
}

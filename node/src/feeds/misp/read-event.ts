import type { Json, JsonObject } from '@concert/core'
import { compareTlp, parseTlp, type Tlp } from '@concert/stix'
import { FeedError } from '../feed-codes.ts'
import { isObject } from '../sources/conditional-get.ts'

/** What Concert uses of a MISP event (draft-dulaunoy-misp-core-format §2.2). */
export interface MispEvent {
  readonly uuid: string
  readonly info: string
  /** RFC 3339. */
  readonly created: string
  readonly modified: string
  readonly labels: readonly string[]
  readonly tlp: Tlp | undefined
  readonly organisation: { readonly uuid: string; readonly name: string } | undefined
  readonly attributes: readonly MispAttribute[]
  readonly objects: readonly MispObject[]
}

/** §2.4 Attribute. */
export interface MispAttribute {
  readonly uuid: string
  /** Place in the event, such as `Attribute[3]`. */
  readonly at: string
  readonly type: string
  readonly category: string
  readonly value: string
  readonly comment: string | undefined
  readonly toIds: boolean
  readonly deleted: boolean
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly firstSeen: string | undefined
  readonly labels: readonly string[]
  readonly tlp: Tlp | undefined
}

/** §2.5 Object: attributes of one thing, such as a file. */
export interface MispObject {
  readonly uuid: string
  readonly name: string
  readonly deleted: boolean
  readonly modified: number
  readonly attributes: readonly MispAttribute[]
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const MAX_LABELS = 50

/** Whether a text is a UUID as STIX ids hold them. It becomes a part of a URL, too. */
export function isUuid(value: Json | undefined): value is string {
  return typeof value === 'string' && UUID.test(value)
}

/**
 * Reads an event file of a MISP feed.
 *
 * @param file - attacker-controlled
 * @throws FeedError `feed-malformed` when it is none, or not the event of that id
 */
export function readEvent(file: JsonObject, uuid: string): MispEvent {
  const event = file.Event
  if (!isObject(event) || event.uuid !== uuid) throw new FeedError('feed-malformed')
  const modified = seconds(event.timestamp) ?? 0
  const day = typeof event.date === 'string' ? Date.parse(`${event.date}T00:00:00Z`) : Number.NaN
  const tags = readTags(event.Tag)
  const organisation = isObject(event.Orgc) ? event.Orgc : {}
  return {
    uuid,
    info: text(event.info, 1000) || uuid,
    created: iso(Number.isNaN(day) || day < 0 ? modified : Math.min(day, modified)),
    modified: iso(modified),
    labels: tags.labels,
    tlp: tags.tlp,
    organisation:
      isUuid(organisation.uuid) && text(organisation.name, 200) !== ''
        ? { uuid: organisation.uuid, name: text(organisation.name, 200) }
        : undefined,
    attributes: readAttributes(event.Attribute, 'Attribute', modified),
    objects: list(event.Object).flatMap((entry, index) => readObject(entry, index, modified) ?? []),
  }
}

function readObject(entry: Json, index: number, modified: number): MispObject | undefined {
  if (!isObject(entry) || !isUuid(entry.uuid)) return undefined
  return {
    uuid: entry.uuid,
    name: text(entry.name, 200),
    deleted: isTrue(entry.deleted),
    modified: seconds(entry.timestamp) ?? modified,
    attributes: readAttributes(entry.Attribute, `Object[${index}].Attribute`, modified),
  }
}

function readAttributes(value: Json | undefined, place: string, modified: number): MispAttribute[] {
  return list(value).flatMap((entry, index) => {
    if (!isObject(entry) || !isUuid(entry.uuid)) return []
    const tags = readTags(entry.Tag)
    return [
      {
        uuid: entry.uuid,
        at: `${place}[${index}]`,
        type: text(entry.type, 100),
        category: text(entry.category, 100),
        value: text(entry.value, 20_000),
        comment: text(entry.comment, 4000) || undefined,
        toIds: isTrue(entry.to_ids),
        deleted: isTrue(entry.deleted),
        modified: seconds(entry.timestamp) ?? modified,
        firstSeen: time(entry.first_seen),
        labels: tags.labels,
        tlp: tags.tlp,
      },
    ]
  })
}

/** Of several TLP tags the strictest binds; `white` is what TLP 2.0 calls clear. */
function readTags(value: Json | undefined): { labels: readonly string[]; tlp: Tlp | undefined } {
  const labels: string[] = []
  let tlp: Tlp | undefined
  for (const tag of list(value)) {
    const name = isObject(tag) ? text(tag.name, 200) : ''
    const level = /^tlp:/i.test(name) ? tlpOf(name.slice(4)) : undefined
    if (level !== undefined) tlp = tlp === undefined || compareTlp(level, tlp) > 0 ? level : tlp
    else if (name !== '' && labels.length < MAX_LABELS) labels.push(name)
  }
  return { labels, tlp }
}

/** A TLP tag of a word that nobody knows is as strict as there is. */
function tlpOf(word: string): Tlp {
  const plain = word.trim().toLowerCase()
  return (plain === 'white' ? 'clear' : parseTlp(`TLP:${plain.toUpperCase()}`)) ?? 'red'
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function text(value: Json | undefined, max: number): string {
  return typeof value === 'string' ? value.slice(0, max).toWellFormed().normalize('NFC').trim() : ''
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 1 || value === '1'
}

/** MISP's times are seconds since 1970 in a text. @returns milliseconds */
function seconds(value: Json | undefined): number | undefined {
  const number = typeof value === 'number' ? value : Number(text(value, 20) || Number.NaN)
  return Number.isSafeInteger(number) && number >= 0 && number < 253_402_300_800
    ? number * 1000
    : undefined
}

function time(value: Json | undefined): string | undefined {
  const parsed = Date.parse(text(value, 40))
  return Number.isNaN(parsed) || parsed < 0 || parsed > 253_402_300_799_999
    ? undefined
    : new Date(parsed).toISOString()
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

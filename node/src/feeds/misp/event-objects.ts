import { canonicalBytes, type Json, type JsonObject } from '@concert/core'
import { acceptStixObject, compareTlp, type Tlp, tlpMarkingId } from '@concert/stix'
import type { FeedSettings } from '../feed-settings.ts'
import type { BatchMaker } from '../sources/batch-maker.ts'
import { validUntil } from '../sources/entry.ts'
import { comparisonOf } from './attribute-patterns.ts'
import type { MispAttribute, MispEvent, MispObject } from './read-event.ts'

/** Objects that one report names: its object stays below the largest that is taken. */
const MAX_REPORT_REFS = 15_000
// The organisation's identity is the same in every event, so its time is none of theirs.
const IDENTITY_TIME = '2026-01-01T00:00:00.000Z'
const FILE_TYPES = /^(?:md5|sha1|sha256|sha512|sha3-256|sha3-512|ssdeep|tlsh|filename)$/

/** What an event is turned into objects with. */
export interface MispSetting {
  readonly settings: Pick<FeedSettings, 'tlp' | 'labels' | 'confidence' | 'validDays'>
  /** Creator where the event names no organisation. */
  readonly creator: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * The STIX objects of a MISP event. Ids are MISP's own, as other converters make them: attribute and
 * object give `indicator--UUID`, the event `report--UUID`, its organisation `identity--UUID`. An
 * attribute that is not for detection gives no indicator; a deleted one gives a revoked one.
 */
export function* eventObjects(
  event: MispEvent,
  setting: MispSetting,
  maker: BatchMaker,
): Generator<void, void, undefined> {
  const build = new EventBuilder(event, setting, maker)
  build.organisation()
  for (const attribute of event.attributes) {
    build.attribute(attribute)
    if (maker.full) yield
  }
  for (const object of event.objects) {
    build.object(object)
    if (maker.full) yield
  }
  build.report()
}

class EventBuilder {
  readonly #event: MispEvent
  readonly #setting: MispSetting
  readonly #maker: BatchMaker
  readonly #refs = new Set<string>()
  readonly #creator: string

  constructor(event: MispEvent, setting: MispSetting, maker: BatchMaker) {
    this.#event = event
    this.#setting = setting
    this.#maker = maker
    const { organisation } = event
    this.#creator = organisation ? `identity--${organisation.uuid}` : setting.creator
  }

  organisation(): void {
    const { organisation } = this.#event
    if (organisation === undefined) return
    this.#take('Orgc', {
      type: 'identity',
      spec_version: '2.1',
      id: this.#creator,
      created: IDENTITY_TIME,
      modified: IDENTITY_TIME,
      name: organisation.name,
      identity_class: 'organization',
      object_marking_refs: [tlpMarkingId(this.#setting.settings.tlp)],
    })
  }

  attribute(attribute: MispAttribute): void {
    const { type, value, at, toIds } = attribute
    if (type === 'vulnerability') {
      this.#vulnerability(attribute)
      return
    }
    if (!toIds) return
    const comparison = comparisonOf(type, value)
    if (!comparison.ok) this.#maker.faults([{ code: comparison.code, at }])
    else this.#indicator(attribute, attribute.uuid, `[${comparison.value}]`, value)
  }

  /** A file is all of its hashes and its name at once; of other objects each attribute counts. */
  object(object: MispObject): void {
    const ofFile = object.attributes.filter(
      ({ type, toIds, deleted }) => toIds && !deleted && FILE_TYPES.test(type),
    )
    const isFile = object.name === 'file' && ofFile.length > 0 && !object.deleted
    for (const attribute of object.attributes) {
      if (isFile && ofFile.includes(attribute)) continue
      this.attribute(object.deleted ? { ...attribute, deleted: true } : attribute)
    }
    if (isFile) this.#file(object, ofFile)
  }

  report(): void {
    const refs = [...this.#refs]
    if (refs.length === 0) return
    const { uuid, info, created, modified, labels, tlp } = this.#event
    if (refs.length > MAX_REPORT_REFS)
      this.#maker.faults([{ code: 'misp-report-cut', at: 'Event' }])
    this.#take('Event', {
      ...this.#common(`report--${uuid}`, 'report', created, modified),
      name: info,
      published: modified,
      object_refs: refs.slice(0, MAX_REPORT_REFS),
      ...this.#marks(labels, tlp),
    })
  }

  #file({ uuid, modified }: MispObject, attributes: readonly MispAttribute[]): void {
    const parts: string[] = []
    for (const { type, value, at } of attributes) {
      const comparison = comparisonOf(type, value)
      if (comparison.ok) parts.push(comparison.value)
      else this.#maker.faults([{ code: comparison.code, at }])
    }
    const [first] = attributes
    if (first === undefined || parts.length === 0) return
    const strictest = attributes.reduce<Tlp | undefined>(
      (tlp, one) => stricter(tlp, one.tlp),
      undefined,
    )
    const name = attributes.find(({ type }) => type === 'filename')?.value ?? first.value
    const whole = { ...first, modified, tlp: strictest }
    this.#indicator(whole, uuid, `[${[...new Set(parts)].join(' AND ')}]`, name)
  }

  #indicator(attribute: MispAttribute, uuid: string, pattern: string, name: string): void {
    const { modified, comment, firstSeen, deleted, labels, tlp, category, type } = attribute
    const { settings, now } = this.#setting
    const time = new Date(modified).toISOString()
    const from = firstSeen ?? time
    this.#take(attribute.at, {
      ...this.#common(`indicator--${uuid}`, 'indicator', earlier(this.#event.created, time), time),
      name: name.slice(0, 1000),
      ...(comment !== undefined && { description: comment }),
      pattern,
      pattern_type: 'stix',
      valid_from: from,
      ...optional('valid_until', validUntil(settings.validDays, Math.min(now, modified), from)),
      ...(deleted && { revoked: true }),
      ...this.#marks([...labels, `misp:type="${type}"`, `misp:category="${category}"`], tlp),
    })
  }

  #vulnerability({ uuid, value, modified, deleted, labels, tlp, at }: MispAttribute): void {
    if (!/^CVE-\d{4}-\d{4,19}$/i.test(value)) {
      this.#maker.faults([{ code: 'misp-value', at }])
      return
    }
    const time = new Date(modified).toISOString()
    const name = value.toUpperCase()
    this.#take(at, {
      ...this.#common(
        `vulnerability--${uuid}`,
        'vulnerability',
        earlier(this.#event.created, time),
        time,
      ),
      name,
      external_references: [{ source_name: 'cve', external_id: name }],
      ...(deleted && { revoked: true }),
      ...this.#marks(labels, tlp),
    })
  }

  #common(id: string, type: string, created: string, modified: string): JsonObject {
    const { confidence } = this.#setting.settings
    return {
      type,
      spec_version: '2.1',
      id,
      created_by_ref: this.#creator,
      created,
      modified,
      ...(confidence !== undefined && { confidence }),
    }
  }

  /** The strictest of attribute and event binds; the feed's label where neither has one. */
  #marks(labels: readonly string[], tlp: Tlp | undefined): JsonObject {
    const { settings } = this.#setting
    const level = stricter(tlp, this.#event.tlp) ?? settings.tlp
    const all = [...new Set([...settings.labels, ...this.#event.labels, ...labels])]
    return {
      object_marking_refs: [tlpMarkingId(level)],
      ...(all.length > 0 && { labels: all }),
    }
  }

  #take(at: string, value: JsonObject): void {
    const read = acceptStixObject(canonicalBytes(value), value)
    if (read.ok) {
      if (read.value.view.type !== 'identity') this.#refs.add(read.value.view.id)
      this.#maker.add(read)
    } else this.#maker.faults(read.faults.map(({ code }) => ({ code, at })))
  }
}

function stricter(a: Tlp | undefined, b: Tlp | undefined): Tlp | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareTlp(a, b) > 0 ? a : b
}

function earlier(a: string, b: string): string {
  return a < b ? a : b
}

function optional(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value }
}

import { type JsonObject, type Result, refuse } from '@concert/core'
import {
  acceptStixObject,
  readStixBatches,
  STIX_FAULTS,
  type StixFault,
  type StixObject,
  type StixStreamItem,
  type StreamedObject,
} from '@concert/stix'
import { isTaxiiContent } from './media-type.ts'
import { languageOf, type TaxiiRequest } from './message.ts'
import type { ProblemCode, TaxiiLanguage } from './problem.ts'
import { type StatusDetail, statusText } from './resources.ts'
import type { AddOutcome, TaxiiStore } from './store.ts'
import { UNVERSIONED, versionOf } from './version.ts'

/** What adding needs. */
export interface Adding<Who> {
  readonly store: TaxiiStore<Who>
  readonly now: () => number
  readonly uuid: () => string
  readonly maxBytes: number
}

/** Objects given to the store at a time: one transaction each. */
const BATCH = 1000
/** Objects of one request: each has a line in the status, which is kept for a day. */
const MAX_OBJECTS = 200_000

type Refused = Exclude<AddOutcome, 'added'>

const MESSAGES: Readonly<Record<Refused, Readonly<Record<TaxiiLanguage, string>>>> = {
  conflict: {
    en: 'Another object with this id and version is already there; the first one is kept.',
    zh: '已存在编号与版本相同但内容不同的对象，保留先到者。',
  },
  outside: {
    en: 'This collection does not take such objects.',
    zh: '该集合不收此类对象。',
  },
}

/**
 * Add objects (TAXII 2.1 §5.5): an envelope, or a bundle as others send it, read as it comes in. What
 * is wrong with one object is said of that one; the others are added.
 *
 * @returns the status resource
 */
export async function addObjects<Who>(
  { store, now, uuid, maxBytes }: Adding<Who>,
  who: Who,
  collection: string,
  request: TaxiiRequest,
): Promise<Result<string, ProblemCode>> {
  const coding = request.header('content-encoding') ?? 'identity'
  if (!isTaxiiContent(request.header('content-type')) || coding !== 'identity') {
    return refuse('media-type', 'content-type')
  }
  if (Number(request.header('content-length') ?? 0) > maxBytes) return refuse('too-large', 'body')
  const reader = new EnvelopeReader(languageOf(request))
  const requested = now() * 1000
  const source = { isTooLarge: false }
  const bounds = { maxObjects: MAX_OBJECTS }
  for await (const items of readStixBatches(bounded(request.body, maxBytes, source), bounds)) {
    reader.take(items)
    if (reader.isUnusable) return refuse('unprocessable', 'body')
    if (reader.waiting >= BATCH) await flush(reader, store, who, collection)
  }
  if (source.isTooLarge) return refuse('too-large', 'body')
  while (reader.waiting > 0) await flush(reader, store, who, collection)
  if (!reader.wasUsable) return refuse('unprocessable', 'body')
  const id = uuid()
  const status = statusText({ id, requested, ...reader.details })
  await store.putStatus(who, id, status)
  return { ok: true, value: status }
}

/** Ends where the bound is: `content-length` need not be there, nor be true. */
async function* bounded(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  told: { isTooLarge: boolean },
): AsyncGenerator<Uint8Array, void, undefined> {
  let taken = 0
  for await (const piece of body) {
    taken += piece.length
    if (taken > maxBytes) {
      told.isTooLarge = true
      return
    }
    yield piece
  }
}

async function flush<Who>(
  reader: EnvelopeReader,
  store: TaxiiStore<Who>,
  who: Who,
  collection: string,
): Promise<void> {
  const batch = reader.next(BATCH)
  const outcomes = await store.add(who, collection, batch)
  for (const [at, object] of batch.entries()) {
    reader.settle(object, outcomes[at] as AddOutcome)
  }
}

/** Sorts what the stream gives into what can be added and what is wrong. */
class EnvelopeReader {
  readonly #language: TaxiiLanguage
  readonly #successes: StatusDetail[] = []
  readonly #failures: StatusDetail[] = []
  #valid: StixObject[] = []
  #shells = 0
  /** Whether this is no envelope, so that nothing more need be read. */
  isUnusable = false

  constructor(language: TaxiiLanguage) {
    this.#language = language
  }

  get waiting(): number {
    return this.#valid.length
  }

  /** A cut or broken envelope counts when something of it could be used. */
  get wasUsable(): boolean {
    return this.#shells > 0 || this.#successes.length > 0
  }

  get details(): { successes: readonly StatusDetail[]; failures: readonly StatusDetail[] } {
    return { successes: this.#successes, failures: this.#failures }
  }

  /** The stream's bytes are views of a piece that goes away: those of a batch are copied together. */
  take(items: readonly StixStreamItem[]): void {
    const size = items.reduce((sum, item) => sum + (isValid(item) ? item.bytes.length : 0), 0)
    const arena = new Uint8Array(size)
    let at = 0
    for (const item of items) {
      if (!isValid(item)) this.#take(item, NO_BYTES)
      else {
        const bytes = arena.subarray(at, at + item.bytes.length)
        bytes.set(item.bytes)
        at += bytes.length
        this.#take(item, bytes)
      }
    }
  }

  #take(item: StixStreamItem, bytes: Uint8Array): void {
    if (item.kind === 'shell') {
      if (item.layout === 'list' || item.faults.some(isError)) this.isUnusable = true
      this.#shells++
    } else if (this.#shells > 0 || (item.index !== undefined && !isInEnvelope(item.place))) {
      this.isUnusable = true
    } else if (item.kind === 'fault') this.#fail(detailOf(item.place, undefined), item.faults)
    else {
      const read = item.valid ? acceptStixObject(bytes, item.value) : item
      if ('ok' in read && read.ok) this.#valid.push(read.value)
      else this.#fail(detailOf(item.place, item.value), read.faults)
    }
  }

  next(count: number): readonly StixObject[] {
    const batch = this.#valid.slice(0, count)
    this.#valid = this.#valid.slice(count)
    return batch
  }

  settle({ value }: StixObject, outcome: AddOutcome): void {
    const detail = detailOf('', value)
    if (outcome === 'added') this.#successes.push(detail)
    else this.#failures.push({ ...detail, message: MESSAGES[outcome][this.#language] })
  }

  #fail(detail: StatusDetail, faults: readonly StixFault[]): void {
    const said = faults.filter(isError).slice(0, 5)
    const message = said
      .map(({ code, at }) => `${at}: ${STIX_FAULTS[code][this.#language]}`.replace(/^: /, ''))
      .join(' ')
    this.#failures.push({ ...detail, message })
  }
}

const NO_BYTES = new Uint8Array()

function isValid(item: StixStreamItem): item is StreamedObject {
  return item.kind === 'object' && item.valid
}

function isError({ severity }: StixFault): boolean {
  return severity !== 'warning'
}

function isInEnvelope(place: string): boolean {
  return place.startsWith('objects[')
}

/** What can't be read has its place for an id. */
function detailOf(place: string, object: JsonObject | undefined): StatusDetail {
  const id = typeof object?.id === 'string' ? object.id.slice(0, 300) : place || 'objects'
  return { id, version: object === undefined ? UNVERSIONED : versionOf(object) }
}

import { type Result, refuse } from '@concert/core'
import {
  acceptStixObject,
  readStixBatches,
  type StixFault,
  type StixObject,
  type StixStreamItem,
  type StreamedObject,
} from '@concert/stix'
import type { Backlog } from './backlog.ts'
import { isTaxiiContent } from './media-type.ts'
import { languageOf, type TaxiiRequest } from './message.ts'
import { Outcomes } from './outcomes.ts'
import type { ProblemCode } from './problem.ts'
import type { TaxiiStore } from './store.ts'

/** What adding needs. */
export interface Adding<Who> {
  readonly store: TaxiiStore<Who>
  readonly now: () => number
  readonly uuid: () => string
  readonly maxBytes: number
  /** Objects of one request that are added before it is answered. */
  readonly maxDirect: number
  readonly backlog: Pick<Backlog<Who>, 'open' | 'close'>
}

/** Objects given to the store at a time: one transaction each. */
const BATCH = 1000
/** Objects of one request: each has a line in the status, which is kept for a day. */
const MAX_OBJECTS = 200_000

/**
 * Add objects (TAXII 2.1 §5.5): an envelope, or a bundle as others send it, read as it comes in. What
 * is wrong with one object is said of that one; the others are added. Of a large request the rest is
 * kept and added after the answer.
 *
 * @returns the status resource
 */
export async function addObjects<Who>(
  adding: Adding<Who>,
  who: Who,
  collection: string,
  request: TaxiiRequest,
): Promise<Result<string, ProblemCode>> {
  const { store, now, uuid, maxBytes, backlog } = adding
  const coding = request.header('content-encoding') ?? 'identity'
  if (!isTaxiiContent(request.header('content-type')) || coding !== 'identity') {
    return refuse('media-type', 'content-type')
  }
  if (Number(request.header('content-length') ?? 0) > maxBytes) return refuse('too-large', 'body')
  const outcomes = new Outcomes(uuid(), now() * 1000, languageOf(request))
  const reader = new EnvelopeReader(outcomes)
  const placing = new Placing(adding, { who, collection, outcomes })
  const source = { isTooLarge: false }
  const bounds = { maxObjects: MAX_OBJECTS }
  try {
    for await (const items of readStixBatches(bounded(request.body, maxBytes, source), bounds)) {
      reader.take(items)
      if (reader.isUnusable) return refuse('unprocessable', 'body')
      while (reader.waiting >= BATCH) await placing.place(reader.next(BATCH))
    }
    if (source.isTooLarge) return refuse('too-large', 'body')
    while (reader.waiting > 0) await placing.place(reader.next(BATCH))
    if (!reader.wasUsable) return refuse('unprocessable', 'body')
    await store.putStatus(who, outcomes.id, outcomes.text)
    return { ok: true, value: outcomes.text }
  } finally {
    // What was set aside is added whatever became of the rest, as what was added before stays.
    backlog.close(outcomes.id)
  }
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

/** Whose request it is, where to, and what has become of it. */
interface Posted<Who> {
  readonly who: Who
  readonly collection: string
  readonly outcomes: Outcomes
}

/** Puts objects where they belong: the first ones into the collection, those of a long list aside. */
class Placing<Who> {
  readonly #adding: Adding<Who>
  readonly #posted: Posted<Who>
  #direct = 0
  /** Batches set aside so far; `undefined` while everything is added at once. */
  #aside: number | undefined

  constructor(adding: Adding<Who>, posted: Posted<Who>) {
    this.#adding = adding
    this.#posted = posted
  }

  async place(objects: readonly StixObject[]): Promise<void> {
    const { store, maxDirect, backlog } = this.#adding
    const { who, collection, outcomes } = this.#posted
    const isLong = this.#direct + objects.length > maxDirect
    if (this.#aside === undefined && isLong && backlog.open(outcomes.id)) this.#aside = 0
    if (this.#aside === undefined) {
      this.#direct += objects.length
      outcomes.settle(objects, await store.add(who, collection, objects))
      return
    }
    outcomes.postpone(objects)
    // From here on a crash leaves something that is finished after it.
    if (this.#aside === 0) await store.putStatus(who, outcomes.id, outcomes.text)
    await store.setAside(who, outcomes.id, collection, this.#aside++, objects)
  }
}

/** Sorts what the stream gives into what can be added and what is wrong. */
class EnvelopeReader {
  readonly #outcomes: Outcomes
  #valid: StixObject[] = []
  #shells = 0
  /** Whether this is no envelope, so that nothing more need be read. */
  isUnusable = false

  constructor(outcomes: Outcomes) {
    this.#outcomes = outcomes
  }

  get waiting(): number {
    return this.#valid.length
  }

  /** A cut or broken envelope counts when something of it could be used. */
  get wasUsable(): boolean {
    return this.#shells > 0 || this.#outcomes.hasTaken
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
    } else if (item.kind === 'fault') this.#outcomes.fail(item.place, undefined, item.faults)
    else {
      const read = item.valid ? acceptStixObject(bytes, item.value) : item
      if ('ok' in read && read.ok) this.#valid.push(read.value)
      else this.#outcomes.fail(item.place, item.value, read.faults)
    }
  }

  next(count: number): readonly StixObject[] {
    const batch = this.#valid.slice(0, count)
    this.#valid = this.#valid.slice(count)
    return batch
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

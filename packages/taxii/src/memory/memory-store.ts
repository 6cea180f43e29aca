import { type JsonObject, parseStrictJson } from '@concert/core'
import { type StixObject, sameContent } from '@concert/stix'
import type {
  AddOutcome,
  Aside,
  Collection,
  ObjectPage,
  PageQuery,
  RecordPage,
  Revision,
  TaxiiStore,
  VersionFilter,
} from '../store.ts'
import type { Micros } from '../timestamp.ts'
import { versionOf, versionOrder } from '../version.ts'

interface Entry {
  readonly id: string
  readonly type: string
  readonly version: string
  readonly order: string
  readonly bytes: Uint8Array
  added: Micros
}

interface Shelf {
  entries: Entry[]
  changes: number
  last: Micros
}

interface SetAside {
  readonly who: string
  readonly collection: string
  readonly batches: (readonly StixObject[])[]
}

const comma = new Uint8Array([0x2c])

/**
 * A store without a database, for tests and small things: everybody sees everything in the collections
 * they are given. Reading a page looks at the whole collection.
 */
export class MemoryTaxiiStore implements TaxiiStore<string> {
  readonly #collections: (who: string) => readonly Collection[]
  readonly #now: () => number
  readonly #shelves = new Map<string, Shelf>()
  readonly #statuses = new Map<string, { readonly who: string; readonly body: string }>()
  readonly #aside = new Map<string, SetAside>()

  constructor(collections: (who: string) => readonly Collection[], now: () => number) {
    this.#collections = collections
    this.#now = now
  }

  async collections(who: string): Promise<readonly Collection[]> {
    return this.#collections(who)
  }

  async revision(_who: string, collection: string): Promise<Revision> {
    const { changes, last } = this.#shelf(collection)
    return { view: '', changes: String(changes), head: String(last) }
  }

  async objects(_who: string, collection: string, query: PageQuery): Promise<ObjectPage> {
    const { shown, more } = this.#select(collection, query)
    const parts = shown.flatMap(({ bytes }, at) => (at === 0 ? [bytes] : [comma, bytes]))
    return { ...endsOf(shown), more, count: shown.length, body: concatenated(parts) }
  }

  async records(_who: string, collection: string, query: PageQuery): Promise<RecordPage> {
    const { shown, more } = this.#select(collection, query)
    const records = shown.map(({ id, added, version }) => ({ id, added, version }))
    return { ...endsOf(shown), more, records }
  }

  async holds(_who: string, collection: string, id: string): Promise<boolean> {
    return this.#shelf(collection).entries.some((entry) => entry.id === id)
  }

  async add(
    _who: string,
    collection: string,
    objects: readonly StixObject[],
  ): Promise<readonly AddOutcome[]> {
    const shelf = this.#shelf(collection)
    return objects.map(({ view, value, bytes }) => {
      const version = versionOf(value)
      const order = versionOrder(version)
      const there = shelf.entries.find((entry) => entry.id === view.id && entry.order === order)
      if (there) return sameContent(jsonOf(there.bytes), value) ? 'added' : 'conflict'
      // A version that comes beside another may take its place in what was read already.
      if (shelf.entries.some((entry) => entry.id === view.id)) shelf.changes++
      const added = stamp(shelf, this.#now())
      shelf.entries.push({ id: view.id, type: view.type, version, order, bytes, added })
      return 'added'
    })
  }

  async remove(
    _who: string,
    collection: string,
    id: string,
    versions: VersionFilter,
  ): Promise<number> {
    const shelf = this.#shelf(collection)
    const own = shelf.entries.filter((entry) => entry.id === id)
    const gone = new Set(choose(own, versions))
    if (gone.size === 0) return 0
    shelf.entries = shelf.entries.filter((entry) => !gone.has(entry))
    shelf.changes++
    const newest = newestOf(own)
    const left = newestOf(own.filter((entry) => !gone.has(entry)))
    // A pull that has passed it would never see what is the latest version now.
    if (left && newest && gone.has(newest)) {
      left.added = stamp(shelf, this.#now())
      shelf.entries.sort((a, b) => a.added - b.added)
    }
    return gone.size
  }

  async putStatus(who: string, id: string, body: string): Promise<void> {
    this.#statuses.set(id, { who, body })
  }

  async status(who: string, id: string): Promise<string | undefined> {
    const found = this.#statuses.get(id)
    return found?.who === who ? found.body : undefined
  }

  async setAside(
    who: string,
    id: string,
    collection: string,
    _batch: number,
    objects: readonly StixObject[],
  ): Promise<void> {
    const before = this.#aside.get(id)
    if (before) before.batches.push(objects)
    else this.#aside.set(id, { who, collection, batches: [objects] })
  }

  async aside(except: ReadonlySet<string>): Promise<Aside<string> | undefined> {
    for (const [id, { who, collection, batches }] of this.#aside) {
      const status = this.#statuses.get(id)?.body
      if (status === undefined || except.has(id)) continue
      return { id, who, collection, status, batches: each(batches) }
    }
    return undefined
  }

  async forget(id: string): Promise<void> {
    this.#aside.delete(id)
  }

  #shelf(collection: string): Shelf {
    const shelf = this.#shelves.get(collection) ?? { entries: [], changes: 0, last: 0 }
    this.#shelves.set(collection, shelf)
    return shelf
  }

  #select(collection: string, query: PageQuery): { shown: readonly Entry[]; more: boolean } {
    const matching = this.#shelf(collection).entries.filter(
      ({ id, type, added }) =>
        added > query.addedAfter &&
        (query.ids?.includes(id) ?? true) &&
        (query.types?.includes(type) ?? true),
    )
    const wanted = new Set(
      [...Map.groupBy(matching, ({ id }) => id).values()].flatMap((own) =>
        choose(own, query.versions),
      ),
    )
    const rest = matching.filter((entry) => wanted.has(entry) && entry.added > query.from)
    return { shown: rest.slice(0, query.limit), more: rest.length > query.limit }
  }
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}

function stamp(shelf: Shelf, now: number): Micros {
  shelf.last = Math.max(shelf.last + 1, now * 1000)
  return shelf.last
}

/** Of the versions of one object, those that the filter takes. */
function choose(own: readonly Entry[], versions: VersionFilter): readonly Entry[] {
  if (versions.all) return own
  const sorted = own.toSorted((a, b) => (a.order < b.order ? -1 : 1))
  return sorted.filter(
    (entry, at) =>
      (versions.first && at === 0) ||
      (versions.last && at === sorted.length - 1) ||
      versions.values.includes(entry.order),
  )
}

function newestOf(own: readonly Entry[]): Entry | undefined {
  return own.toSorted((a, b) => (a.order < b.order ? -1 : 1)).at(-1)
}

function endsOf(shown: readonly Entry[]): { first: Micros; last: Micros } {
  return { first: shown[0]?.added ?? 0, last: shown.at(-1)?.added ?? 0 }
}

function jsonOf(bytes: Uint8Array): JsonObject {
  const read = parseStrictJson(bytes)
  return (read.ok ? read.value : {}) as JsonObject
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

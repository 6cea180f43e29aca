import { ConcertError } from '@concert/core'
import type { StixObject } from '@concert/stix'
import type {
  AddOutcome,
  Aside,
  Collection,
  ObjectPage,
  PageQuery,
  RecordPage,
  Revision,
  TaxiiLanguage,
  TaxiiStore,
  VersionFilter,
} from '@concert/taxii'
import { AsideObjects } from './aside-objects.ts'
import { clearedPage, recordOf } from './cleared-page.ts'
import { type Consumer, seesEverything } from './consumer.ts'
import { removeEntries } from './follow-objects.ts'
import { ObjectWriter } from './object-writer.ts'
import { packedPage } from './packed-page.ts'
import { type EntryRow, entriesSql, type PageScope } from './page-sql.ts'
import { waysFor } from './page-ways.ts'
import type { KnownCollection } from './snapshot.ts'
import type { NodeTaxiiParts } from './store-parts.ts'
import { TAXII_LOCK } from './taxii-lock.ts'

const DAY_MICROS = 86_400_000_000
const MINUTE_MICROS = 60_000_000

/** The node's intelligence as TAXII collections. */
export class NodeTaxiiStore implements TaxiiStore<Consumer> {
  readonly #parts: NodeTaxiiParts
  /** What consumers were shown last: every request of a pull asks for the same. */
  readonly #shown = new WeakMap<Consumer, ShownCollections>()

  readonly #writer: ObjectWriter
  readonly #asides: AsideObjects

  constructor(parts: NodeTaxiiParts) {
    this.#parts = parts
    this.#writer = new ObjectWriter(parts)
    this.#asides = new AsideObjects(parts.context)
  }

  async collections(who: Consumer, language: TaxiiLanguage): Promise<readonly Collection[]> {
    const { collections } = await this.#parts.snapshots.current()
    const before = this.#shown.get(who)
    if (before?.language === language && before.of === collections) return before.shown
    const shown = collections.flatMap((each) => shownTo(who, each, language) ?? [])
    this.#shown.set(who, { of: collections, language, shown })
    return shown
  }

  async revision(who: Consumer, collection: string): Promise<Revision> {
    const snapshot = await this.#parts.snapshots.current()
    const { changes, lastAdded, view } = this.#find(snapshot.collections, collection)
    // For those who don't see everything, objects elsewhere decide what references may stay.
    const around = seesEverything(who) ? '' : snapshot.world
    const floor = this.#floor(view.maxAgeDays)
    return {
      view: `${who.level}${who.outside ? 'o' : ''}`,
      changes: `${changes} ${around} ${floor}`,
      head: String(lastAdded),
      // All of these move with what such a consumer must not hear of.
      isHidden: !seesEverything(who),
    }
  }

  async objects(who: Consumer, collection: string, query: PageQuery): Promise<ObjectPage> {
    const scope = await this.#scope(who, collection, query)
    const { context, onOutdated } = this.#parts
    const ways = waysFor(context.store.read, who)
    const packed = await packedPage(context.store.read, scope, ways, onOutdated)
    return packed ?? (await ways.page(scope))
  }

  async records(who: Consumer, collection: string, query: PageQuery): Promise<RecordPage> {
    const scope = await this.#scope(who, collection, query)
    const { entries, more, last } = seesEverything(who)
      ? await this.#entries(scope)
      : await this.#clearedEntries(scope)
    const records = entries.map(recordOf)
    return { first: entries[0]?.added ?? 0, last, more, records }
  }

  async holds(who: Consumer, collection: string, id: string): Promise<boolean> {
    const query = { addedAfter: 0, from: 0, limit: 100, ids: [id], versions: ALL }
    return (await this.records(who, collection, query)).records.length > 0
  }

  async add(
    _who: Consumer,
    collection: string,
    objects: readonly StixObject[],
  ): Promise<readonly AddOutcome[]> {
    const { collections } = await this.#parts.snapshots.current()
    const known = collections.find(({ id }) => id === collection)
    // Removed after the objects came.
    if (known === undefined) return objects.map(() => 'outside')
    return await this.#writer.add(known, objects)
  }

  async setAside(
    { token }: Consumer,
    id: string,
    collection: string,
    batch: number,
    objects: readonly StixObject[],
  ): Promise<void> {
    await this.#asides.set(token, id, collection, batch, objects)
  }

  async aside(except: ReadonlySet<string>): Promise<Aside<Consumer> | undefined> {
    return await this.#asides.next(except)
  }

  async forget(id: string): Promise<void> {
    await this.#asides.forget(id)
  }

  async remove(
    who: Consumer,
    collection: string,
    id: string,
    versions: VersionFilter,
  ): Promise<number> {
    const query = { addedAfter: 0, from: 0, limit: 10_000, ids: [id], versions }
    const scope = await this.#scope(who, collection, query)
    const { context } = this.#parts
    const seen = await this.records(who, collection, query)
    const wanted = new Set(seen.records.map(({ added }) => added))
    return await context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      const rows = await tx.db
        .selectFrom('taxii_entries')
        .select(['added', 'stix_id', 'version_order', 'level', 'outside'])
        .where('collection', '=', scope.collection)
        .where('stix_id', '=', id)
        .execute()
      const leaving = rows.filter(({ added }) => wanted.has(added))
      if (leaving.length === 0) return 0
      await tx.insertMany(
        'taxii_removed',
        ['collection', 'stix_id', 'version_order'],
        leaving.map((row) => [scope.collection, row.stix_id, row.version_order] as const),
        { onConflict: 'ignore' },
      )
      await removeEntries(tx, context, scope.collection, leaving)
      return leaving.length
    })
  }

  async putStatus({ token }: Consumer, id: string, body: string): Promise<void> {
    await this.#writer.putStatus({ id, token, body })
  }

  async status({ token }: Consumer, id: string): Promise<string | undefined> {
    const { store, now } = this.#parts.context
    const found = await store.read.db
      .selectFrom('taxii_statuses')
      .select('body')
      .where('id', '=', id)
      .where('token', '=', token)
      .where('until', '>=', now())
      .executeTakeFirst()
    return found?.body
  }

  #find(collections: readonly KnownCollection[], id: string): KnownCollection {
    const found = collections.find((each) => each.id === id)
    // Removed while it was asked for.
    if (found === undefined) throw new ConcertError('taxii-collection-gone')
    return found
  }

  async #scope(consumer: Consumer, id: string, query: PageQuery): Promise<PageScope> {
    const { collections } = await this.#parts.snapshots.current()
    const { row, view } = this.#find(collections, id)
    const floor = this.#floor(view.maxAgeDays)
    const addedAfter = Math.max(query.addedAfter, floor)
    const from = Math.max(query.from, floor)
    return { collection: row, consumer, query: { ...query, addedAfter, from } }
  }

  /** Whole minutes, so that pages stay the same for a while. */
  #floor(maxAgeDays: number | undefined): number {
    if (maxAgeDays === undefined) return 0
    const since = this.#parts.context.now() * 1000 - maxAgeDays * DAY_MICROS
    return Math.max(0, Math.floor(since / MINUTE_MICROS) * MINUTE_MICROS)
  }

  async #entries(scope: PageScope): Promise<Entries> {
    const rows = await this.#parts.context.store.read.query(entriesSql(scope))
    const { limit } = scope.query
    const entries = rows.slice(0, limit)
    return { entries, more: rows.length > limit, last: entries.at(-1)?.added ?? 0 }
  }

  async #clearedEntries(scope: PageScope): Promise<Entries> {
    const { shown, more, last } = await clearedPage(this.#parts.context.store.read, scope)
    return { entries: shown.map(({ entry }) => entry), more, last }
  }
}

interface Entries {
  readonly entries: readonly EntryRow[]
  readonly more: boolean
  readonly last: number
}

interface ShownCollections {
  readonly of: readonly KnownCollection[]
  readonly language: TaxiiLanguage
  readonly shown: readonly Collection[]
}

function shownTo(
  who: Consumer,
  known: KnownCollection,
  language: TaxiiLanguage,
): Collection | undefined {
  const { row, id, alias, title, description, readable, writable } = known
  const grant = who.grants.get(row)
  const canRead = readable && grant?.read === true
  const canWrite = writable && grant?.write === true
  if (!canRead && !canWrite) return undefined
  const text = description[language]
  const shown = { id, title: title[language], ...(text && { description: text }), alias }
  return { ...shown, canRead, canWrite }
}

const ALL: VersionFilter = { all: true }

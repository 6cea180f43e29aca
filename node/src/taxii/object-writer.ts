import { type StixObject, sameContent } from '@concert/stix'
import { type AddOutcome, versionOf, versionOrder } from '@concert/taxii'
import { enterStored } from './enter-stored.ts'
import { hasRemoved, type Leaving } from './entries.ts'
import { removeEntries } from './follow-objects.ts'
import { Grouped } from './grouped.ts'
import type { KnownCollection } from './snapshot.ts'
import type { NodeTaxiiParts } from './store-parts.ts'
import { jsonOf } from './stored-json.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import { isInView } from './view-definition.ts'

const STATUS_MS = 24 * 3_600_000

/** A status resource, for the token that made the request. */
interface Status {
  readonly id: string
  readonly token: number
  readonly body: string
}

/** What came of storing objects: the collections that have every one of them as something new. */
interface Imported {
  readonly entered: ReadonlySet<number>
}

/** Takes in what consumers post. */
export class ObjectWriter {
  readonly #parts: NodeTaxiiParts
  readonly #importing: Grouped<StixObject, Imported>
  readonly #keeping: Grouped<Status>

  constructor(parts: NodeTaxiiParts) {
    this.#parts = parts
    this.#importing = new Grouped((objects) => this.#import(objects))
    this.#keeping = new Grouped((statuses) => this.#keep(statuses))
  }

  /** Adds objects; each POST waits for the disk once, however many come at a time. */
  async add(
    { view, row }: KnownCollection,
    objects: readonly StixObject[],
  ): Promise<readonly AddOutcome[]> {
    const { context } = this.#parts
    const inside = objects.filter(({ view: { id, type, tlp }, value, bytes }) => {
      const candidate = { id: 0, stixId: id, type, tlp, source: context.own.node, body: bytes }
      return view.compacts === undefined && isInView(view, candidate, value)
    })
    if (inside.length === 0) return objects.map(() => 'outside')
    await this.#restore(row, inside)
    const { entered } = await this.#importing.do(inside)
    // All of them were new, so there is nothing that they could contradict.
    const kept = entered.has(row) ? undefined : await this.#kept(inside)
    const taken = new Set(inside)
    return objects.map((object) => {
      if (!taken.has(object)) return 'outside'
      if (kept === undefined) return 'added'
      return isAmong(kept.get(object.view.id) ?? [], object) ? 'added' : 'conflict'
    })
  }

  /** One transaction for all, when nothing of it is here and the collections have looked at the rest. */
  async #import(objects: readonly StixObject[]): Promise<Imported> {
    const { context, intelligence, snapshots, caughtUp } = this.#parts
    const { collections } = await snapshots.current()
    const rows = collections.map(({ row }) => row)
    let entered: Imported['entered'] = new Set()
    await intelligence.importObjects(objects, undefined, async (tx, { first, added }) => {
      const isNew = added === objects.length
      entered = isNew ? await enterStored(tx, context, rows, objects, first) : new Set()
    })
    if (entered.size < rows.length) await caughtUp()
    return { entered }
  }

  /** Keeps a status for a day. */
  async putStatus(status: Status): Promise<void> {
    await this.#keeping.do([status])
  }

  async #keep(statuses: readonly Status[]): Promise<void> {
    const { store, now } = this.#parts.context
    const until = now() + STATUS_MS
    await store.transact(async (tx) => {
      const old = tx.db.selectFrom('taxii_statuses').select('id').where('until', '<', now())
      await tx.db.deleteFrom('taxii_aside').where('status', 'in', old).execute()
      await tx.db.deleteFrom('taxii_statuses').where('until', '<', now()).execute()
      // The last state of each: the same one may come twice in a group.
      const latest = new Map(statuses.map((status) => [status.id, status]))
      await tx.db
        .deleteFrom('taxii_statuses')
        .where('id', 'in', [...latest.keys()])
        .execute()
      await tx.insertMany(
        'taxii_statuses',
        ['id', 'token', 'body', 'until'],
        [...latest.values()].map(({ id, token, body }) => [id, token, body, until] as const),
      )
    })
  }

  /** Whoever adds what was deleted wants it back. */
  async #restore(collection: number, objects: readonly StixObject[]): Promise<void> {
    const { store } = this.#parts.context
    const { read } = store
    if (!(await hasRemoved(read, collection))) return
    const ids = objects.map(({ view }) => view.id)
    const removed = await read.db
      .selectFrom('taxii_removed')
      .select('stix_id')
      .where('collection', '=', collection)
      .where('stix_id', 'in', ids)
      .limit(1)
      .execute()
    if (removed.length === 0) return
    await store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      await tx.db
        .deleteFrom('taxii_removed')
        .where('collection', '=', collection)
        .where('stix_id', 'in', ids)
        .execute()
      // What is in the node already does not come by again.
      await removeEntries(tx, this.#parts.context, collection, ids.map(nothingOf))
    })
  }

  /** What the node keeps of ours under these ids. */
  async #kept(objects: readonly StixObject[]): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
    const { store, own } = this.#parts.context
    const rows = await store.read.db
      .selectFrom('objects')
      .select(['stix_id', 'body'])
      .where('source', '=', own.node)
      .where(
        'stix_id',
        'in',
        objects.map(({ view }) => view.id),
      )
      .execute()
    const kept = new Map<string, Uint8Array[]>()
    for (const { stix_id, body } of rows) kept.set(stix_id, [...(kept.get(stix_id) ?? []), body])
    return kept
  }
}

function nothingOf(stix_id: string): Leaving {
  return { added: 0, stix_id, version_order: '', level: 0, outside: 1 }
}

/** As a rule the very bytes that were just stored; else the same content in other bytes. */
function isAmong(bodies: readonly Uint8Array[], { bytes, value }: StixObject): boolean {
  if (bodies.some((body) => Buffer.compare(body, bytes) === 0)) return true
  const version = versionOrder(versionOf(value))
  return bodies.some((body) => {
    const there = jsonOf(body)
    return versionOrder(versionOf(there)) === version && sameContent(there, value)
  })
}

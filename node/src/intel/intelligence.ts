import { createHash } from 'node:crypto'
import { hex, ok, type Result, refuse } from '@concert/core'
import type { ItemRef, RetractReason, Statement, Tlp } from '@concert/envelope'
import { makeSighting, type StixObject } from '@concert/stix'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { say, storeAndPost } from '../exchange/author.ts'
import { announce } from '../federation/post.ts'
import type { Acting } from '../release/delegates.ts'
import { whyClosed } from '../release/policy.ts'
import type {
  ReleaseDesk,
  Released,
  ReleaseProgress,
  ShareRefusal,
} from '../release/release-desk.ts'
import type { Transaction } from '../store/store.ts'
import { applyIntel } from './apply-intel.ts'
import { insertItems, insertObjects, rowsFrom } from './object-rows.ts'
import { insertOwnObjects } from './own-objects.ts'
import { retractRows } from './retract.ts'
import type { Only } from './unshared.ts'
import { lockVersions } from './versions.ts'

/** SHA-1, which STIX 2.1 §2.9 prescribes for deterministic ids. */
export const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()

/** An object as the operator's API shows it. */
export interface ObjectView {
  readonly id: number
  readonly stixId: string
  readonly type: string
  readonly modified: string
  readonly tlp: string
  readonly source: string
  readonly retracted: boolean
  readonly body: string
}

/** A page of objects; `next` is what to ask for after it, null at the end. */
export interface ObjectPage {
  readonly objects: readonly ObjectView[]
  readonly next: number | null
}

const PAGE = 100

/** Done with objects in the transaction that stores them: the row of the first, how many were new. */
export type Along = (
  tx: Transaction,
  stored: { readonly first: number; readonly added: number },
) => Promise<void>

/** A statement of ours with what it was made of. */
interface Said {
  readonly saying: Parameters<typeof say>[1]
  readonly statement: Statement
}

/** What an operator does with intelligence: import, share, retract, report sightings. */
export class Intelligence {
  readonly #context: NodeContext
  readonly #compacts: Compacts
  readonly #desk: ReleaseDesk

  constructor(context: NodeContext, compacts: Compacts, desk: ReleaseDesk) {
    this.#context = context
    this.#compacts = compacts
    this.#desk = desk
  }

  /** A page of objects, oldest first, 100 at a time. */
  async list(filter: {
    readonly own: boolean | undefined
    readonly after: number
    readonly type: string | undefined
  }): Promise<ObjectPage> {
    let query = this.#context.store.read.db
      .selectFrom('objects')
      .select([
        'id',
        'stix_id as stixId',
        'type',
        'modified',
        'tlp',
        'source',
        'retracted_by',
        'body',
      ])
      .where('id', '>', filter.after)
      .orderBy('id')
      .limit(PAGE)
    if (filter.own !== undefined) {
      query = query.where('source', filter.own ? '=' : '<>', this.#context.own.node)
    }
    if (filter.type !== undefined) query = query.where('type', '=', filter.type)
    const rows = await query.execute()
    const objects = rows.map(({ retracted_by, body, ...row }) => {
      return { ...row, retracted: retracted_by !== null, body: new TextDecoder().decode(body) }
    })
    return { objects, next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null }
  }

  /**
   * Takes our own objects in; versions that are here already change nothing.
   *
   * @param madeAt - `created` of objects that this import made out of list entries: of these an
   *   earlier import of the same entry counts as the same version
   * @param along - what else is done in the same transaction
   */
  async importObjects(
    objects: readonly StixObject[],
    madeAt?: string,
    along?: Along,
  ): Promise<number> {
    if (objects.length === 0) return 0
    const { store, own, now } = this.#context
    const added = await store.transact(async (tx) => {
      const stored = await insertOwnObjects(tx, { node: own.node, objects, madeAt, now: now() })
      await along?.(tx, stored)
      return stored.added
    })
    if (added > 0) this.#context.events.imported()
    return added
  }

  /**
   * Shares what the release desk lets go of everything of ours that the peer has not had.
   *
   * @param as - the delegate who asks for it
   * @param only - what is chosen, by STIX id; everything without
   */
  share(
    peer: string,
    tlp: Tlp,
    as?: Acting,
    only?: Only,
  ): AsyncGenerator<ReleaseProgress, Result<Released, ShareRefusal>> {
    return this.#desk.share(peer, tlp, as, only)
  }

  /** Takes objects of ours back from every peer they went to. @returns how many items were named */
  async retract(
    stixIds: readonly string[],
    reason: RetractReason,
  ): Promise<Result<{ readonly retracted: number }, 'not-found'>> {
    const { store, own } = this.#context
    const done = await store.transact(async (tx) => {
      await lockVersions(tx)
      const rows = await tx.db
        .selectFrom('objects')
        .select('id')
        .where('stix_id', 'in', stixIds)
        .where('source', '=', own.node)
        .where('version_key', 'is not', null)
        .where('retracted_by', 'is', null)
        .execute()
      const ids = rows.map(({ id }) => id)
      return await retractRows(tx, this.#context, this.#compacts, ids, reason)
    })
    if (done.items === 0) return refuse('not-found', 'ids')
    announce(this.#context, done.peers)
    return ok({ retracted: done.items })
  }

  /**
   * Tells the author of objects that they were seen here.
   *
   * @param novel - whether they were new to us; undefined says nothing of it
   * @returns how many sightings were sent
   */
  async sight(
    stixIds: readonly string[],
    count: number,
    createdByRef: string,
    novel?: boolean,
  ): Promise<
    Result<{ readonly sightings: number }, 'not-found' | 'no-compact' | 'tier-suspended'>
  > {
    const rows = await this.#context.store.read.db
      .selectFrom('objects')
      .innerJoin('items', 'items.object_id', 'objects.id')
      .innerJoin('statements', 'statements.id', 'items.statement_id')
      .select(['objects.source', 'objects.stix_id', 'statements.digest', 'items.position'])
      .where('objects.stix_id', 'in', stixIds)
      .where('objects.source', '<>', this.#context.own.node)
      .where('objects.retracted_by', 'is', null)
      .execute()
    if (rows.length === 0) return refuse('not-found', 'ids')
    let sightings = 0
    for (const [peer, seen] of Map.groupBy(rows, (row) => row.source)) {
      const compact = await this.#compacts.inForceWith(peer, 'intelligence')
      if (!compact?.digest || !compact.intelligence) return refuse(whyClosed(compact), peer)
      const time = new Date(this.#context.now()).toISOString()
      const items = seen.map((row) => this.#sighting(row.stix_id, count, createdByRef, time))
      const act = {
        sighted: seen.map((row) => {
          const target = { author: peer, statement: hex(row.digest), item: row.position }
          return { target, count }
        }),
      }
      const saying = {
        kind: 'intel.sighting',
        compact: compact.digest,
        tlp: 'green',
        act,
        content: null,
        items: items.map((object) => ({
          salt: this.#context.crypto.random(32),
          bytes: object.bytes,
        })),
        thread: null,
      } as const
      const targets = act.sighted.map(({ target }) => target)
      const verdict = novel === undefined ? [] : [await this.#verdict(saying, targets, novel)]
      await this.#sendSightings(peer, saying, items, verdict)
      sightings += seen.length
    }
    return ok({ sightings })
  }

  /** What is said of the same items beside that they were seen. */
  async #verdict(
    { compact, tlp }: { readonly compact: string; readonly tlp: Tlp },
    targets: readonly ItemRef[],
    novel: boolean,
  ): Promise<Said> {
    const act = { judged: targets.map((target) => ({ target, novel })) }
    const common = { compact, tlp, content: null, items: [], thread: null }
    const saying = { ...common, kind: 'intel.verdict', act }
    return { saying, statement: await say(this.#context, saying) }
  }

  #sighting(stixId: string, count: number, createdByRef: string, time: string): StixObject {
    const common = { created: time, modified: time, tlp: 'green' as const }
    const made = makeSighting({ ...common, createdByRef, sightingOfRef: stixId, count }, sha1)
    if (!made.ok) throw new TypeError('sighting')
    return made.value
  }

  async #sendSightings(
    peer: string,
    saying: Parameters<typeof say>[1],
    objects: readonly StixObject[],
    beside: readonly Said[],
  ): Promise<void> {
    const { store, own, now } = this.#context
    const statement = await say(this.#context, saying)
    await store.transact(async (tx) => {
      const posted = await storeAndPost(tx, this.#context, statement, saying, [peer])
      const { first } = await insertObjects(tx, { source: own.node, objects, now: now() })
      await insertItems(tx, posted.id, saying.items, rowsFrom(first, objects.length))
      await applyIntel(this.#context, tx, posted.id, { statement })
      for (const said of beside) {
        await storeAndPost(tx, this.#context, said.statement, said.saying, [peer])
      }
    })
    announce(this.#context, [peer])
  }
}

import { randomUUID } from 'node:crypto'
import { type Result, refuse } from '@concert/core'
import { TLP_LEVELS, type Tlp } from '@concert/stix'
import type { Credentials } from '@concert/taxii'
import type { NodeContext } from '../context.ts'
import type { Intelligence } from '../intel/intelligence.ts'
import type { CountedStore } from '../store/count-commits.ts'
import type { Consumer } from './consumer.ts'
import { noteChange } from './entries.ts'
import { followOnce } from './follow-objects.ts'
import { NodeTaxiiStore } from './node-taxii-store.ts'
import { Packer } from './packer.ts'
import { type KnownCollection, Snapshots } from './snapshot.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import { consumerOf, hashKeyOf, makeToken } from './tokens.ts'
import type { ViewDefinition } from './view-definition.ts'

/** Why an operator's wish about the TAXII server is not fulfilled. */
export type TaxiiRefusal =
  | 'taxii-alias-taken'
  | 'taxii-no-collection'
  | 'taxii-no-token'
  | 'taxii-certificate-taken'
  | 'taxii-not-writable'

/** A collection to be made. */
export interface NewCollection {
  readonly title: { readonly en: string; readonly zh: string }
  readonly description?: { readonly en: string; readonly zh: string }
  readonly alias?: string
  readonly view: ViewDefinition
  readonly readable: boolean
  readonly writable: boolean
}

/** A token to be made; collections are named by id or alias. */
export interface NewToken {
  readonly name: string
  readonly tlp: Tlp
  readonly outside: boolean
  readonly read: readonly string[]
  readonly write: readonly string[]
  /** Milliseconds since 1970 UTC. */
  readonly expires?: number
  /** SHA-256 of a client certificate, hex. */
  readonly certificate?: string
}

/** How often the node looks for what came in while nobody asks. */
const EVERY_MS = 1000

/** The TAXII server's side of a node: collections, tokens, and keeping up with what comes in. */
export class TaxiiDesk {
  readonly store: NodeTaxiiStore
  readonly #context: NodeContext
  readonly #snapshots: Snapshots
  #following: Promise<void> | undefined
  readonly #packer: Packer
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(
    context: NodeContext & { readonly store: CountedStore },
    intelligence: Pick<Intelligence, 'importObjects'>,
  ) {
    this.#context = context
    this.#snapshots = new Snapshots(context.store)
    const caughtUp = () => this.caughtUp()
    this.store = new NodeTaxiiStore({
      context,
      intelligence,
      snapshots: this.#snapshots,
      caughtUp,
      onOutdated: (collection, clearance, ends) => this.#packer.redo(collection, clearance, ends),
    })
    this.#packer = new Packer(context, this.#snapshots)
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.caughtUp()
        .then(() => this.packed())
        .catch((error: unknown) => this.#context.events.taxiiFailed(error))
    }, EVERY_MS)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#following?.catch(() => undefined)
    await this.#packer.stop()
  }

  async authenticate(credentials: Credentials): Promise<Consumer | undefined> {
    const { tokens } = await this.#snapshots.current()
    return consumerOf(tokens, credentials, this.#context.now())
  }

  /** Resolves when the collections hold what the node held when this was called. */
  async caughtUp(): Promise<void> {
    // One that is under way may have looked already.
    await this.#following?.catch(() => undefined)
    this.#following ??= this.#followAll().finally(() => {
      this.#following = undefined
    })
    await this.#following
  }

  /** Resolves when full pages are put together; reading works without. */
  async packed(): Promise<void> {
    await this.#packer.packed()
  }

  async #followAll(): Promise<void> {
    const { collections, objects, statements } = await this.#snapshots.current()
    for (const { row, view, objectCursor, statementCursor } of collections) {
      const isBehind = view.compacts ? statementCursor < statements : objectCursor < objects
      for (let more = isBehind; more && !this.#isStopped; ) {
        more = await followOnce(this.#context, row)
      }
    }
  }

  async listCollections(): Promise<readonly KnownCollection[]> {
    return (await this.#snapshots.current()).collections
  }

  async addCollection(wish: NewCollection): Promise<Result<{ readonly id: string }, TaxiiRefusal>> {
    if (wish.writable && wish.view.compacts) return refuse('taxii-not-writable', 'writable')
    const known = await this.listCollections()
    if (wish.alias !== undefined && known.some(({ alias }) => alias === wish.alias)) {
      return refuse('taxii-alias-taken', 'alias')
    }
    const uuid = randomUUID()
    await this.#context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      await tx.db
        .insertInto('taxii_collections')
        .values({
          uuid,
          alias: wish.alias ?? null,
          title: JSON.stringify(wish.title),
          description: JSON.stringify(wish.description ?? { en: '', zh: '' }),
          definition: JSON.stringify(this.#withOwn(wish.view)),
          readable: wish.readable ? 1 : 0,
          writable: wish.writable ? 1 : 0,
          last_added: 0,
          changes: 0,
          object_cursor: 0,
          statement_cursor: 0,
          created: this.#context.now(),
        })
        .execute()
      await noteChange(tx)
    })
    return { ok: true, value: { id: uuid } }
  }

  async removeCollection(name: string): Promise<Result<{ readonly id: string }, TaxiiRefusal>> {
    const found = await this.#named(name)
    if (found === undefined) return refuse('taxii-no-collection', name)
    await this.#context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      for (const table of [
        'taxii_entries',
        'taxii_packs',
        'taxii_removed',
        'taxii_grants',
      ] as const) {
        await tx.db.deleteFrom(table).where('collection', '=', found.row).execute()
      }
      await tx.db.deleteFrom('taxii_collections').where('id', '=', found.row).execute()
      await noteChange(tx)
    })
    return { ok: true, value: { id: found.id } }
  }

  async listTokens(): Promise<readonly TokenView[]> {
    const { db } = this.#context.store.read
    const rows = await db.selectFrom('taxii_tokens').selectAll().orderBy('id').execute()
    const grants = await db.selectFrom('taxii_grants').selectAll().execute()
    const collections = new Map((await this.listCollections()).map((each) => [each.row, each.id]))
    return rows.map(({ id, key, name, level, outside, created, expires, revoked }) => {
      const own = grants.filter(({ token }) => token === id)
      const named = (right: 'can_read' | 'can_write') =>
        own.flatMap((grant) =>
          grant[right] === 1 ? (collections.get(grant.collection) ?? []) : [],
        )
      return {
        key,
        name,
        tlp: TLP_LEVELS[level] as Tlp,
        outside: outside === 1,
        read: named('can_read'),
        write: named('can_write'),
        created: timeOf(created),
        expires: expires === null ? null : timeOf(expires),
        revoked: revoked === null ? null : timeOf(revoked),
      }
    })
  }

  /** @returns the token, which is shown this once and kept nowhere */
  async addToken(
    wish: NewToken,
  ): Promise<Result<{ readonly key: string; readonly token: string }, TaxiiRefusal>> {
    const grants = new Map<number, { read: boolean; write: boolean }>()
    for (const [right, names] of [
      ['read', wish.read],
      ['write', wish.write],
    ] as const) {
      for (const name of names) {
        const found = await this.#named(name)
        if (found === undefined) return refuse('taxii-no-collection', name)
        const grant = grants.get(found.row) ?? { read: false, write: false }
        grants.set(found.row, { ...grant, [right]: true })
      }
    }
    const certificate = wish.certificate?.toLowerCase().replaceAll(':', '') ?? null
    const { tokens } = await this.#snapshots.current()
    if (certificate !== null && tokens.byCertificate.has(certificate)) {
      return refuse('taxii-certificate-taken', 'certificate')
    }
    const made = await this.#context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      const { key, text, hash } = makeToken(await hashKeyOf(tx))
      const row = await tx.db
        .insertInto('taxii_tokens')
        .values({
          key,
          name: wish.name,
          hash,
          certificate,
          level: TLP_LEVELS.indexOf(wish.tlp),
          outside: wish.outside ? 1 : 0,
          created: this.#context.now(),
          expires: wish.expires ?? null,
          revoked: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertMany(
        'taxii_grants',
        ['token', 'collection', 'can_read', 'can_write'],
        [...grants].map(([collection, { read, write }]) => {
          return [row.id, collection, read ? 1 : 0, write ? 1 : 0] as const
        }),
      )
      await noteChange(tx)
      return { key, token: text }
    })
    return { ok: true, value: made }
  }

  /** The certificate it was bound to may be bound to another then. */
  async revokeToken(key: string): Promise<Result<{ readonly key: string }, TaxiiRefusal>> {
    const count = await this.#context.store.transact(async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('taxii_tokens')
        .set({ revoked: this.#context.now(), certificate: null })
        .where('key', '=', key)
        .where('revoked', 'is', null)
        .executeTakeFirstOrThrow()
      await noteChange(tx)
      return numUpdatedRows
    })
    return count === 0n ? refuse('taxii-no-token', key) : { ok: true, value: { key } }
  }

  /** `own` stands for this node. */
  #withOwn(view: ViewDefinition): ViewDefinition {
    if (view.sources === undefined) return view
    const { node } = this.#context.own
    return { ...view, sources: view.sources.map((each) => (each === 'own' ? node : each)) }
  }

  async #named(name: string): Promise<KnownCollection | undefined> {
    const collections = await this.listCollections()
    return collections.find(({ id, alias }) => id === name || alias === name)
  }
}

/** A token as the operator sees it. */
export interface TokenView {
  readonly key: string
  readonly name: string
  readonly tlp: Tlp
  readonly outside: boolean
  readonly read: readonly string[]
  readonly write: readonly string[]
  readonly created: string
  readonly expires: string | null
  readonly revoked: string | null
}

function timeOf(millis: number): string {
  return new Date(millis).toISOString()
}

import { randomUUID } from 'node:crypto'
import { type Result, refuse } from '@concert/core'
import type { Credentials } from '@concert/taxii'
import type { NodeContext } from '../context.ts'
import type { Intelligence } from '../intel/intelligence.ts'
import type { CountedStore } from '../store/count-commits.ts'
import type { Consumer } from './consumer.ts'
import { noteChange } from './entries.ts'
import { followOnce } from './follow-objects.ts'
import { NodeTaxiiStore } from './node-taxii-store.ts'
import { Packer } from './packer.ts'
import { type KnownCollection, named, Snapshots } from './snapshot.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import type { TaxiiRefusal } from './taxii-refusal.ts'
import { type NewToken, type ShownToken, TokenDesk, type TokenView } from './token-desk.ts'
import { consumerOf } from './tokens.ts'
import type { ViewDefinition } from './view-definition.ts'

/** A collection to be made. */
export interface NewCollection {
  readonly title: { readonly en: string; readonly zh: string }
  readonly description?: { readonly en: string; readonly zh: string }
  readonly alias?: string
  readonly view: ViewDefinition
  readonly readable: boolean
  readonly writable: boolean
}

/** How often the node looks for what came in while nobody asks. */
const EVERY_MS = 1000

/** The TAXII server's side of a node: collections, tokens, and keeping up with what comes in. */
export class TaxiiDesk {
  readonly store: NodeTaxiiStore
  readonly #context: NodeContext
  readonly #snapshots: Snapshots
  readonly #tokens: TokenDesk
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
    this.#tokens = new TokenDesk(context, this.#snapshots)
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
    const found = (await this.#snapshots.current()).collections.find(named(name))
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

  listTokens(): Promise<readonly TokenView[]> {
    return this.#tokens.list()
  }

  /** @returns the token, which is shown this once and kept nowhere */
  addToken(wish: NewToken): Promise<Result<ShownToken, TaxiiRefusal>> {
    return this.#tokens.add(wish)
  }

  revokeToken(key: string): Promise<Result<{ readonly key: string }, TaxiiRefusal>> {
    return this.#tokens.revoke(key)
  }

  /** `own` stands for this node. */
  #withOwn(view: ViewDefinition): ViewDefinition {
    if (view.sources === undefined) return view
    const { node } = this.#context.own
    return { ...view, sources: view.sources.map((each) => (each === 'own' ? node : each)) }
  }
}

import { canonicalBytes, decode, hex, ok, type Result, refuse } from '@concert/core'
import type { Salted, Statement } from '@concert/envelope'
import type { ContactRole } from '@concert/threads'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { say, storeAndPost } from '../exchange/author.ts'
import { announce } from '../federation/post.ts'
import type { Transaction } from '../store/store.ts'
import type { DirectoryCode } from './codes.ts'
import { CARD, type ContactCard } from './contact-acts.ts'
import { type ContactView, eraseContent, listContacts } from './contact-rows.ts'
import { isZone } from './hours.ts'

/** What a contact of ours says. */
export interface ContactDraft {
  readonly role: ContactRole
  readonly card: ContactCard
}

type Outcome = Result<ContactView, DirectoryCode | 'no-compact'>

/** What goes to one peer. */
interface Copy {
  readonly peer: string
  readonly statement: Statement
  readonly content: Salted | null
}

/**
 * Contacts of ours, and who holds them. Each peer is told in a statement of its own, which names
 * nobody else, so that no list of who knows whom ever travels.
 */
export class ContactDesk {
  readonly #context: NodeContext
  readonly #compacts: Compacts

  constructor(context: NodeContext, compacts: Compacts) {
    this.#context = context
    this.#compacts = compacts
  }

  /** Standing contacts of everybody. */
  async list(): Promise<readonly ContactView[]> {
    return await listContacts(this.#context, this.#context.store.read)
  }

  /** Adds a contact of ours; nobody is told yet. */
  async add(draft: ContactDraft): Promise<Outcome> {
    const at = cardFault(draft.card)
    if (at !== undefined) return refuse('contact-form', at)
    const { own, store, crypto, now } = this.#context
    const id = hex(crypto.random(16))
    await store.transact(async (tx) => {
      const { role, card } = draft
      const row = { node: own.node, contact: id, revision: 1, role, state: 'standing' }
      await tx.db
        .insertInto('contacts')
        .values({ ...row, card: JSON.stringify(card), statement_id: null, updated: now() })
        .execute()
    })
    return await this.#shown(id)
  }

  /** Changes a contact of ours, and tells every peer that holds it. */
  async update(id: string, draft: ContactDraft): Promise<Outcome> {
    const at = cardFault(draft.card)
    if (at !== undefined) return refuse('contact-form', at)
    const held = await this.#own(id)
    if (!held) return refuse('contact-unknown', 'id')
    const copies: Copy[] = []
    for (const peer of held.sharedWith) {
      // Where the compact has ended nothing more is told; what is there can still be withdrawn.
      const copy = await this.#publish(id, held.revision + 1, draft, peer)
      if (copy) copies.push(copy)
    }
    const { role, card } = draft
    return await this.#commit(id, held.revision, copies, async (tx) => {
      await tx.db
        .updateTable('contacts')
        .set({
          revision: held.revision + 1,
          role,
          card: JSON.stringify(card),
          updated: this.#context.now(),
        })
        .where('node', '=', this.#context.own.node)
        .where('contact', '=', id)
        .execute()
    })
  }

  /** Tells a peer of a contact of ours, under the compact in force with it. */
  async share(id: string, peer: string): Promise<Outcome> {
    const held = await this.#own(id)
    if (!held?.card) return refuse('contact-unknown', 'id')
    if (held.sharedWith.includes(peer)) return ok(held)
    const draft = { role: held.role, card: held.card }
    const copy = await this.#publish(id, held.revision, draft, peer)
    if (!copy) return refuse('no-compact', 'peer')
    return await this.#commit(id, held.revision, [copy], async () => undefined)
  }

  /** Takes a contact of ours back: from one peer, or from everybody, and then it is erased here. */
  async withdraw(
    id: string,
    peer: string | undefined,
  ): Promise<Result<{ readonly id: string }, DirectoryCode>> {
    const held = await this.#own(id)
    if (!held) return refuse('contact-unknown', 'id')
    const peers = peer === undefined ? held.sharedWith : [peer]
    const copies: Copy[] = []
    for (const holder of peers) copies.push(await this.#takeBack(id, holder))
    const done = await this.#commit(id, held.revision, copies, async (tx) => {
      await eraseContent(tx, await copiesOf(tx, id, peers))
      await tx.db
        .updateTable('contact_copies')
        .set({ state: 'erased' })
        .where('contact', '=', id)
        .where('peer', 'in', [...peers, ''])
        .execute()
      if (peer !== undefined) return
      await tx.db
        .updateTable('contacts')
        .set({ state: 'withdrawn', card: null, updated: this.#context.now() })
        .where('node', '=', this.#context.own.node)
        .where('contact', '=', id)
        .execute()
    })
    return done.ok || done.code !== 'contact-moved' ? ok({ id }) : refuse('contact-moved', 'id')
  }

  /** Erases what older revisions carried, once the peers have receipted them. */
  async eraseSuperseded(): Promise<void> {
    const { store } = this.#context
    const rows = await store.read.db
      .selectFrom('contact_copies')
      .select('statement_id')
      .where('state', '=', 'superseded')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('envelope_statements')
              .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
              .select('envelopes.id')
              .whereRef('envelope_statements.statement_id', '=', 'contact_copies.statement_id')
              .where('envelopes.receipt', 'is', null),
          ),
        ),
      )
      .limit(1000)
      .execute()
    const ids = rows.map((row) => row.statement_id)
    if (ids.length === 0) return
    await store.transact(async (tx) => {
      await eraseContent(tx, ids)
      await tx.db
        .updateTable('contact_copies')
        .set({ state: 'erased' })
        .where('statement_id', 'in', ids)
        .execute()
    })
  }

  async #publish(
    id: string,
    revision: number,
    { role, card }: ContactDraft,
    peer: string,
  ): Promise<Copy | undefined> {
    const compact = await this.#compacts.inForceWith(peer)
    if (!compact?.digest) return undefined
    const content = { salt: this.#context.crypto.random(32), bytes: canonicalBytes(card) }
    const act = { contact: id, revision, role }
    const said = { kind: 'contact.publish', act, content, compact: compact.digest }
    return { peer, content, statement: await this.#say(said) }
  }

  async #takeBack(id: string, peer: string): Promise<Copy> {
    const compact = await this.#compacts.lastWith(peer)
    const said = { kind: 'contact.withdraw', act: { contact: id }, content: null, compact }
    return { peer, content: null, statement: await this.#say(said) }
  }

  async #say(said: {
    readonly kind: string
    readonly act: object
    readonly content: Salted | null
    readonly compact: string | null
  }): Promise<Statement> {
    return await say(this.#context, { ...said, tlp: 'amber', items: [], thread: null })
  }

  /** Change and statements in one transaction, unless the contact has moved since it was read. */
  async #commit(
    id: string,
    revision: number,
    copies: readonly Copy[],
    change: (tx: Transaction) => Promise<void>,
  ): Promise<Outcome> {
    const { store, own } = this.#context
    const isDone = await store.transact(async (tx) => {
      await tx.lock(`contact ${id}`)
      const row = await tx.db
        .selectFrom('contacts')
        .select('revision')
        .where('node', '=', own.node)
        .where('contact', '=', id)
        .where('state', '=', 'standing')
        .executeTakeFirst()
      if (row?.revision !== revision) return false
      await change(tx)
      for (const copy of copies) await this.#post(tx, id, copy)
      return true
    })
    if (!isDone) return refuse('contact-moved', 'id')
    announce(
      this.#context,
      copies.map(({ peer }) => peer),
    )
    return await this.#shown(id)
  }

  async #post(tx: Transaction, id: string, { peer, statement, content }: Copy): Promise<void> {
    const posted = await storeAndPost(tx, this.#context, statement, { content, items: [] }, [peer])
    if (content === null) return
    await tx.db
      .updateTable('contact_copies')
      .set({ state: 'superseded' })
      .where('contact', '=', id)
      .where('peer', '=', peer)
      .where('state', '=', 'current')
      .execute()
    const revision = (statement.act as { revision: number }).revision
    await tx.db
      .insertInto('contact_copies')
      .values({ statement_id: posted.id, contact: id, peer, revision, state: 'current' })
      .execute()
  }

  async #own(id: string): Promise<ContactView | undefined> {
    const { own, store } = this.#context
    return (await listContacts(this.#context, store.read, { node: own.node, id }))[0]
  }

  async #shown(id: string): Promise<Outcome> {
    const found = await this.#own(id)
    return found ? ok(found) : refuse('contact-unknown', 'id')
  }
}

/** Where a card of ours is wrong; undefined when it can be used. */
function cardFault(card: ContactCard): string | undefined {
  const read = decode(CARD, card as never)
  if (!read.ok) return read.at
  if (!isZone(card.hours.zone)) return 'hours.zone'
  return card.email === null && card.phone === null ? 'phone' : undefined
}

async function copiesOf(
  tx: Transaction,
  id: string,
  peers: readonly string[],
): Promise<readonly number[]> {
  const rows = await tx.db
    .selectFrom('contact_copies')
    .select('statement_id')
    .where('contact', '=', id)
    .where('peer', 'in', [...peers, ''])
    .where('state', '<>', 'erased')
    .execute()
  return rows.map((row) => row.statement_id)
}

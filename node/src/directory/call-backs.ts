import { ok, type Result, refuse } from '@concert/core'
import { readRequestContent } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { peerOf } from '../requests/read-requests.ts'
import { readRoot } from '../requests/read-root.ts'
import type { DirectoryCode } from './codes.ts'
import { type ContactView, listContacts } from './contact-rows.ts'
import type { Ladder, TakenStep } from './ladder.ts'
import type { PingDesk, PingSummary } from './ping-desk.ts'

/** How a call ended. */
export const CALL_RESULTS = ['confirmed', 'denied', 'no-answer'] as const

/** One of {@link CALL_RESULTS}. */
export type CallResult = (typeof CALL_RESULTS)[number]

/** A call that was made to make sure of a request. */
export interface CallBack {
  readonly contact: string
  readonly actor: string
  readonly result: CallResult
  readonly note: string
  readonly made: string
}

/** What somebody who is to call needs to see, the ping history first. */
export interface CallSheet {
  readonly request: string
  readonly peer: string
  readonly exercise: boolean
  readonly urgency: string
  /** Whether a U0 has still to be made sure of. */
  readonly pending: boolean
  readonly pings: readonly PingSummary[]
  /** Contacts of the peer that may be called: not the one that the request names. */
  readonly contacts: readonly ContactView[]
  readonly calls: readonly CallBack[]
  readonly ladder: readonly TakenStep[]
}

/** Calls through a second contact: what the request itself says about whom to call proves nothing. */
export class CallBacks {
  readonly #context: NodeContext
  readonly #pings: PingDesk
  readonly #ladder: Ladder

  constructor(context: NodeContext, pings: PingDesk, ladder: Ladder) {
    this.#context = context
    this.#pings = pings
    this.#ladder = ladder
  }

  async sheet(id: string): Promise<Result<CallSheet, DirectoryCode>> {
    const { store } = this.#context
    const peer = await peerOf(store.read, id)
    const root = await readRoot(this.#context, store.read, id)
    if (peer === undefined || !root) return refuse('request-unknown', 'id')
    const calls = await this.#calls(id)
    const isOwner = root.act.parties[1] === this.#context.own.node
    const isSure = calls.some(({ result }) => result !== 'no-answer')
    return ok({
      request: id,
      peer,
      exercise: root.exercise,
      urgency: root.act.urgency,
      pending: isOwner && root.act.urgency === 'u0' && !isSure,
      pings: await this.#pings.list({ exercise: root.exercise, peer, limit: 10 }),
      contacts: await this.#second(peer, root.content),
      calls,
      ladder: await this.#ladder.taken(id),
    })
  }

  /** Records a call. */
  async record(
    id: string,
    call: {
      readonly contact: string
      readonly actor: string
      readonly result: CallResult
      readonly note: string
    },
  ): Promise<Result<CallSheet, DirectoryCode>> {
    const sheet = await this.sheet(id)
    if (!sheet.ok) return sheet
    const { contacts, exercise } = sheet.value
    if (!contacts.some((contact) => contact.id === call.contact)) {
      return refuse('second-contact', 'contact')
    }
    const { store, now } = this.#context
    await store.transact(async ({ db }) => {
      const row = { ...call, request: bytesOf(id), exercise: exercise ? 1 : 0, made: now() }
      await db.insertInto('call_backs').values(row).execute()
    })
    return await this.sheet(id)
  }

  async #calls(id: string): Promise<readonly CallBack[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('call_backs')
      .select(['contact', 'actor', 'result', 'note', 'made'])
      .where('request', '=', bytesOf(id))
      .orderBy('id')
      .execute()
    return rows.map(({ made, result, ...rest }) => ({
      ...rest,
      result: result as CallResult,
      made: new Date(made).toISOString(),
    }))
  }

  /** Whoever is within their hours first. */
  async #second(peer: string, content: Uint8Array | null): Promise<readonly ContactView[]> {
    const named = readRequestContent('root', content)?.recipient
    const contacts = await listContacts(this.#context, this.#context.store.read, { node: peer })
    return contacts
      .filter(({ card, id }) => card?.phone && card.name !== named && id !== named)
      .toSorted((a, b) => Number(b.reachable === true) - Number(a.reachable === true))
  }
}

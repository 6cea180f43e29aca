import { setTimeout as pause } from 'node:timers/promises'
import { parseTender } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import type { Inbox } from '../federation/inbox.ts'
import { type AgreedMailbox, agreedMailboxes } from './agreed-mailboxes.ts'
import { collect } from './collecting.ts'
import { lodgeForSilent } from './lodging.ts'
import { MailboxClient, type MailboxFault } from './mailbox-client.ts'

/** How often a mailbox is asked that no compact names any more. */
const FORMER_MS = 3_600_000

/** A mailbox as the operator sees it. */
export interface MailboxView {
  readonly name: string
  readonly url: string
  /** No compact names it any more; asked for as long as something may lie there. */
  readonly former: boolean
  /** When it was asked last, RFC 3339; null when not yet. */
  readonly polled: string | null
  /** Why the last round did not do all that it should; null when it did. */
  readonly fault: MailboxFault | 'no-seal-key' | 'internal' | null
  /** Parcels taken in from it since the start. */
  readonly collected: number
  readonly lodged: readonly LodgedView[]
}

/** What lies in a mailbox for a silent peer. */
export interface LodgedView {
  readonly peer: string
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  /** When the mailbox says that it got the parcel, RFC 3339. */
  readonly tendered: string
  readonly until: string
}

interface Round {
  readonly polled: number
  readonly fault: MailboxView['fault']
  readonly collected: number
}

/** Polls the node's mailboxes and leaves with them what silent peers have not receipted. */
export class MailDesk {
  readonly #context: NodeContext
  readonly #inbox: Inbox
  readonly #clients = new Map<string, MailboxClient>()
  readonly #stopping = new AbortController()
  readonly #rounds = new Map<string, Round>()
  #round: Promise<void> | undefined
  #loop: Promise<void> | undefined

  constructor(context: NodeContext, inbox: Inbox) {
    this.#context = context
    this.#inbox = inbox
  }

  /** Begins to poll whatever mailboxes are configured, or agreed on in a compact by then. */
  start(): void {
    this.#loop ??= this.#run()
  }

  /** Ends the round under way; what it has not done, the next start does. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all([this.#loop, this.#round])
  }

  /**
   * Does a round now, or waits for the one under way.
   *
   * @param which - `due` leaves out former mailboxes that were asked within the hour
   */
  async round(which: 'all' | 'due' = 'all'): Promise<void> {
    this.#round ??= this.#visitAll(which).finally(() => {
      this.#round = undefined
    })
    await this.#round
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    const { pollMs } = this.#context.config.mailbox
    while (!signal.aborted) {
      await this.round('due')
      // Not in step with all other nodes that were started at the same time.
      const ms = pollMs * (0.75 + Math.random() / 2)
      await pause(ms, undefined, { signal }).catch(() => undefined)
    }
  }

  async #visitAll(which: 'all' | 'due'): Promise<void> {
    const mailboxes = await agreedMailboxes(this.#context)
    const now = this.#context.now()
    const visited = mailboxes.filter(({ name, isFormer }) => {
      const { polled } = this.#rounds.get(name) ?? {}
      return which === 'all' || !isFormer || polled === undefined || now - polled >= FORMER_MS
    })
    await Promise.all(visited.map((mailbox) => this.#visit(mailbox)))
  }

  #clientFor(mailbox: AgreedMailbox): MailboxClient {
    const key = `${mailbox.vkey} ${mailbox.url}`
    const known = this.#clients.get(key)
    const client = known ?? new MailboxClient(this.#context, mailbox, this.#stopping.signal)
    this.#clients.set(key, client)
    return client
  }

  async #visit(mailbox: AgreedMailbox): Promise<void> {
    const client = this.#clientFor(mailbox)
    const before = this.#rounds.get(client.name)?.collected ?? 0
    const { context, fault, parcels } = await this.#exchange(client, mailbox.peers)
    if (this.#stopping.signal.aborted) return
    if (fault) context.events.mailboxFailed(client.name, fault)
    const round = { polled: context.now(), fault, collected: before + parcels }
    this.#rounds.set(client.name, round)
  }

  async #exchange(client: MailboxClient, peers: AgreedMailbox['peers']) {
    const context = this.#context
    let parcels = 0
    let fault: MailboxView['fault'] = null
    try {
      const collected = await collect({ context, inbox: this.#inbox }, client)
      parcels = collected.parcels
      fault = collected.fault ?? null
      for (const lodged of await lodgeForSilent(context, client, peers)) {
        if (lodged.parcels > 0) {
          context.events.tendered(lodged.peer, client.name, lodged.parcels)
        }
        fault ??= lodged.fault ?? null
      }
    } catch (error) {
      if (!this.#stopping.signal.aborted) context.events.mailboxFailed(client.name, codeOf(error))
      fault = 'internal'
    }
    return { context, parcels, fault }
  }

  /** Every mailbox with what lies in it of ours. */
  async list(): Promise<readonly MailboxView[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('lodgements')
      .select(['mailbox', 'peer', 'epoch', 'first_seq', 'last_seq', 'tender', 'until'])
      .where('state', '=', 'open')
      .where('first_seq', '>', 0)
      .orderBy('added')
      .execute()
    const mailboxes = await agreedMailboxes(this.#context)
    return mailboxes.map(({ name, url, isFormer }) => {
      const round = this.#rounds.get(name)
      const own = rows.filter(({ mailbox }) => mailbox === name)
      return {
        name,
        url,
        former: isFormer,
        polled: round ? new Date(round.polled).toISOString() : null,
        fault: round?.fault ?? null,
        collected: round?.collected ?? 0,
        lodged: own.map((row) => ({
          peer: row.peer,
          epoch: row.epoch,
          firstSeq: row.first_seq,
          lastSeq: row.last_seq,
          tendered: this.#receivedOf(row.tender),
          until: new Date(row.until).toISOString(),
        })),
      }
    })
  }

  #receivedOf(tender: Uint8Array): string {
    const parsed = parseTender(this.#context.crypto, tender)
    return parsed.ok ? parsed.value.received : ''
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'internal'
}

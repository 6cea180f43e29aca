import type { NodeContext } from '../context.ts'
import { listContacts } from '../directory/contact-rows.ts'
import { AddressPolicy } from '../outbound/address-policy.ts'
import { OUTBOUND_LIMITS, OutboundClient } from '../outbound/outbound-client.ts'
import { OutboundError } from '../outbound/outbound-fault.ts'
import { type NoticeCode, NoticeError } from './codes.ts'
import { sendMail } from './email.ts'
import type { NoticeKind } from './notice.ts'
import type { Told } from './texts.ts'
import { postWebhook } from './webhook.ts'

const FIRST_RETRY_MS = 30_000
const LAST_RETRY_MS = 6 * 3_600_000
/** About a day of trying. */
const MAX_ATTEMPTS = 12
const BATCH = 20
/** Longer than one attempt may take: whoever has begun one and died is followed by another then. */
const CLAIM_MS = 90_000

interface Due {
  readonly id: number
  /** When it was due as it was read: who moves that has it. */
  readonly due: number
  readonly channel: string
  readonly target: string
  readonly attempts: number
  readonly made: number
  readonly told: Told
}

/**
 * Hands notices to mail server and webhooks until they are taken, each by one round at a time. A crash between the taking and the
 * note of it sends one again, under the same id.
 */
export class NoticeOutbox {
  readonly #context: NodeContext
  readonly #client: OutboundClient

  constructor(context: NodeContext) {
    this.#context = context
    const { allow = [] } = context.config.notifications ?? {}
    const limits = { ...OUTBOUND_LIMITS, totalMs: 60_000, redirects: 0, bodyBytes: 1 << 20 }
    this.#client = new OutboundClient(new AddressPolicy(allow), limits)
  }

  close(): void {
    this.#client.close()
  }

  /** Tries what is due. @returns whether there may be more at once */
  async sendDue(): Promise<boolean> {
    const due = await this.#due()
    for (const entry of due) {
      if (await this.#claim(entry)) await this.#settle(entry, await this.#attempt(entry))
    }
    return due.length === BATCH
  }

  async #due(): Promise<readonly Due[]> {
    const { store, now } = this.#context
    const rows = await store.read.db
      .selectFrom('notice_outbox')
      .innerJoin('notices', 'notices.id', 'notice_outbox.notice_id')
      .select([
        'notice_outbox.id',
        'due',
        'channel',
        'target',
        'attempts',
        'made',
        'kind',
        'subject',
        'urgency',
        'exercise',
      ])
      .where('notice_outbox.state', '=', 'waiting')
      .where('due', '<=', now())
      .orderBy('due')
      .orderBy('notice_outbox.id')
      .limit(BATCH)
      .execute()
    return rows.map(({ kind, subject, urgency, exercise, ...row }) => {
      const told = { kind: kind as NoticeKind, subject, urgency, exercise: exercise === 1 }
      return { ...row, told }
    })
  }

  /** Takes one for itself: rounds may overlap, and several processes share a store. */
  async #claim({ id, due }: Due): Promise<boolean> {
    const { store, now } = this.#context
    return await store.transact(async ({ db }) => {
      const { numUpdatedRows } = await db
        .updateTable('notice_outbox')
        .set({ due: now() + CLAIM_MS })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .where('due', '=', due)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    })
  }

  /** @returns why it did not leave, or undefined when it did */
  async #attempt(entry: Due): Promise<NoticeCode | undefined> {
    try {
      await (entry.channel === 'email' ? this.#mail(entry) : this.#call(entry))
      return undefined
    } catch (error) {
      if (error instanceof NoticeError || error instanceof OutboundError) return error.code
      throw error
    }
  }

  async #mail({ id, target, told }: Due): Promise<void> {
    const { config, own, store, now } = this.#context
    const [contact] = await listContacts(this.#context, store.read, { node: own.node, id: target })
    const server = config.notifications?.smtp
    if (!server || !contact?.card) throw new NoticeError('notice-channel-gone')
    const messageId = `<notice-${id}.${own.node.slice(0, 16)}@${server.from.split('@')[1]}>`
    await sendMail(server, { card: contact.card, told, messageId, now: now() })
  }

  async #call({ id, target, told, made }: Due): Promise<void> {
    const { config, own, now } = this.#context
    const webhook = config.notifications?.webhooks?.find(({ name }) => name === target)
    if (!webhook) throw new NoticeError('notice-channel-gone')
    const call = { id: `${own.node.slice(0, 16)}-${id}`, told, made, now: now() }
    await postWebhook(this.#client, webhook, call)
  }

  async #settle({ id, attempts, channel }: Due, code: NoticeCode | undefined): Promise<void> {
    const { store, now, events } = this.#context
    const tried = attempts + 1
    const isOver = tried >= MAX_ATTEMPTS || code === 'notice-channel-gone'
    const wait = Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS)
    const change =
      code === undefined
        ? { state: 'sent', code: null, settled: now() }
        : isOver
          ? { state: 'given-up', code, settled: now() }
          : { state: 'waiting', code, due: now() + wait }
    await store.transact(async ({ db }) => {
      await db
        .updateTable('notice_outbox')
        .set({ ...change, attempts: tried })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute()
    })
    if (code !== undefined) events.noticeFailed(channel, code, isOver)
  }
}

import { hex, ok, type Result, refuse } from '@concert/core'
import { type Calendars, openCalendars } from '@concert/threads'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import type { Acting } from '../release/delegates.ts'
import { MessageGate } from '../release/message-gate.ts'
import { ScorecardDesk } from '../scorecard/scorecard-desk.ts'
import type { CarriedObjects } from './carried-objects.ts'
import { DraftDesk } from './draft-desk.ts'
import type { MoveOrder } from './move-request.ts'
import { offerAgain } from './offer-again.ts'
import {
  countRequests,
  listRequests,
  type RequestCounts,
  type RequestFilter,
  type RequestPage,
} from './read-requests.ts'
import { readTargets, type TargetPage } from './read-targets.ts'
import { type RequestDetail, readRequest } from './request-detail.ts'
import { openRequestThread } from './request-thread.ts'
import { tellReceived, tellTendered } from './tell-received.ts'
import { WordDesk, type WordRefusal } from './word-desk.ts'

/** How often the clocks are looked at. */
const TICK_MS = 30_000
/** How long a peer has to say when something arrived, before our copy of its receipt says it. */
const CLAIM_AFTER_MS = 900_000
/** Requests told of in one round. */
const ROUND = 500

/** The duty desk: asks, answers, lists, and keeps the clocks of requests. */
export class RequestDesk {
  readonly drafts: DraftDesk
  readonly words: WordDesk
  readonly scorecards: ScorecardDesk
  readonly calendars: Calendars = openCalendars()
  readonly gate: MessageGate
  readonly #context: NodeContext
  readonly #onError: (error: unknown) => void
  #round: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  /** The last request looked at for something to claim, 0 to begin anew. */
  #claimed = 0

  /** @param objects - what requests point to, shared through the release desk */
  constructor(
    context: NodeContext,
    compacts: Compacts,
    objects: CarriedObjects,
    onError: (error: unknown) => void,
  ) {
    this.#context = context
    this.#onError = onError
    this.gate = new MessageGate(context)
    this.drafts = new DraftDesk(context, compacts, this.gate, objects)
    this.words = new WordDesk(context, this.calendars, this.gate)
    this.scorecards = new ScorecardDesk(context)
  }

  /** Begins to look at the clocks now and then. */
  start(): void {
    this.#timer = setInterval(() => this.wake(), TICK_MS)
    this.#timer.unref()
    this.wake()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#round.catch(() => undefined)
  }

  /** Something arrived, or time has passed: says what is to be said without a person. */
  wake(): void {
    this.tick().catch(this.#onError)
  }

  /** As {@link wake}; resolves when all is said. One round at a time. */
  async tick(): Promise<void> {
    const round = this.#round.then(async () => {
      await this.words.expire()
      const offered = await offerAgain(this.#context)
      if (offered.length > 0) announce(this.#context, offered)
      await this.#tell()
      await this.scorecards.answer()
    })
    this.#round = round.catch(() => undefined)
    await round
  }

  /** A page of requests with their clocks. */
  async list(filter: RequestFilter): Promise<RequestPage> {
    const { store, now } = this.#context
    return await listRequests(store.read, filter, now())
  }

  /** Open requests in numbers. */
  async count(exercise: boolean): Promise<RequestCounts> {
    const { store, now } = this.#context
    return await countRequests(store.read, exercise, now())
  }

  /** Everything about a request. */
  async show(id: string): Promise<Result<RequestDetail, 'unknown-request'>> {
    const { store } = this.#context
    const found = await readRequest(this.#context, store.read, this.calendars, id)
    return found ? ok(found) : refuse('unknown-request', 'id')
  }

  /** A page of a request's targets with the status of each. */
  async targets(
    id: string,
    page: { readonly from?: number; readonly limit?: number; readonly status?: string },
  ): Promise<Result<TargetPage, 'unknown-request'>> {
    const { read } = this.#context.store
    const thread = await openRequestThread(this.#context, read, id)
    if (!thread) return refuse('unknown-request', 'id')
    const { from = 0, limit = 100, status } = page
    return ok(await readTargets(this.#context, read, thread, { from, limit, status }))
  }

  /**
   * Makes a move, if the request's state and the release desk allow it. What needs a second person
   * is held: the request is as it was, and shows what waits.
   */
  async move(
    id: string,
    order: MoveOrder,
    as?: Acting,
  ): Promise<Result<RequestDetail, WordRefusal>> {
    const said = await this.words.say(id, order, as)
    return said.ok ? await this.show(id) : said
  }

  async #tell(): Promise<void> {
    const { store, now } = this.#context
    const before = now() - CLAIM_AFTER_MS
    const rows = store.read.db.selectFrom('requests').select(['root', 'peer']).limit(ROUND)
    const untold = await rows.where('untold', '=', 1).orderBy('id').execute()
    const told = await this.#tellEach(untold, 'theirs')
    const unclaimed = await rows
      .select('id')
      .where('unclaimed', '=', 1)
      .where('updated', '<=', before)
      .where('id', '>', this.#claimed)
      .orderBy('id')
      .execute()
    // Round and round: those whose peer has no receipt for us must not keep the others waiting.
    this.#claimed = unclaimed.length === ROUND ? (unclaimed.at(-1)?.id ?? 0) : 0
    await this.#tellEach(unclaimed, 'ours')
    await this.#tellEach(unclaimed, 'tendered')
    // Whoever could be told of is told of now; a full round leaves more.
    if (told > 0 && untold.length === ROUND) await this.#tell()
  }

  async #tellEach(
    rows: readonly { readonly root: Uint8Array; readonly peer: string }[],
    whose: 'theirs' | 'ours' | 'tendered',
  ): Promise<number> {
    const { store } = this.#context
    let count = 0
    for (const { root, peer } of rows) {
      const what = { id: hex(root), peer }
      const told = await store.transact((tx) => {
        return whose === 'tendered'
          ? tellTendered(tx, this.#context, this.calendars, what)
          : tellReceived(tx, this.#context, this.calendars, what, whose)
      })
      if (told === undefined) continue
      announce(this.#context, [told])
      count++
    }
    return count
  }
}

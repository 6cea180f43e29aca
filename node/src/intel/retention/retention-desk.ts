import type { NodeContext } from '../../context.ts'
import { PacedLoop } from '../../trust/paced-loop.ts'
import { beginsAt } from './begin.ts'
import { expireOnce } from './expire.ts'
import { type KeptVersion, keptVersions } from './kept-versions.ts'
import type { Passed } from './scan.ts'

const DAY_MS = 86_400_000
/** How often the node looks for what is due, and least time between two transactions. */
const EVERY_MS = 60_000
const LEAST_MS = 100
/** What is due soon. */
const SOON_DAYS = 7

/** How long what came under a compact is kept, and what goes next. */
export interface KeptCompact {
  /** Thread of the compact, hex. */
  readonly compact: string
  /** The versions under which something is kept: the days of each, from receipt on. */
  readonly versions: readonly { readonly version: string; readonly days: number }[]
  /** When the next is deleted, RFC 3339. */
  readonly next: string
  /** How many items are deleted within seven days, what is overdue among them. */
  readonly soon: number
}

/** What is kept, by compact. */
export interface RetentionView {
  /** Until when nothing is deleted yet, RFC 3339; null once it is. */
  readonly begins: string | null
  readonly compacts: readonly KeptCompact[]
}

/** Deletes what came from others when the days agreed in its compact are over. */
export class RetentionDesk {
  readonly #context: NodeContext
  readonly #loop: PacedLoop
  readonly #passed = new Map<string, Passed>()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<boolean> = Promise.resolve(false)

  /** @param onError - told of what goes wrong; it is tried again */
  constructor(context: NodeContext, onError: (error: unknown) => void) {
    this.#context = context
    this.#loop = new PacedLoop({ step: () => this.sweep(), intervalMs: LEAST_MS, onError })
  }

  async start(): Promise<void> {
    await beginsAt(this.#context)
    this.#loop.wake()
    this.#timer = setInterval(() => this.#loop.wake(), EVERY_MS).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#loop.stop()
  }

  /**
   * One round: of every version one transaction's worth. Rounds never overlap.
   *
   * @returns whether there is more to do now
   */
  async sweep(): Promise<boolean> {
    const round = this.#round.then(() => this.#sweep())
    this.#round = round.catch(() => false)
    return await round
  }

  async #sweep(): Promise<boolean> {
    const now = this.#context.now()
    if ((await beginsAt(this.#context)) > now) return false
    const versions = await keptVersions(this.#context)
    const days = new Map(versions.map((kept) => [kept.version, kept.days]))
    let isMore = false
    for (const { digest, version, compact: compactId, days: own } of versions) {
      if ((await this.#first(digest)) > now - own * DAY_MS) continue
      const passed = this.#passed.get(version)
      const expiry = { version: digest, days, now, passed, compactId }
      const done = await expireOnce(this.#context, expiry)
      if (done.passed) this.#passed.set(version, done.passed)
      else this.#passed.delete(version)
      if (done.objects > 0) this.#context.events.expired(compactId, done.objects)
      isMore ||= done.more
    }
    return isMore
  }

  /** When the oldest that is kept under a version came; never, when nothing is. */
  async #first(digest: Uint8Array): Promise<number> {
    const row = await this.#context.store.read.db
      .selectFrom('kept_statements')
      .select('received')
      .where('compact', '=', digest)
      .orderBy('received')
      .limit(1)
      .executeTakeFirst()
    return row?.received ?? Infinity
  }

  /** What is kept under which compact, and how much of it goes soon. */
  async view(): Promise<RetentionView> {
    const now = this.#context.now()
    const begins = await beginsAt(this.#context)
    const groups = Map.groupBy(await keptVersions(this.#context), ({ compact }) => compact)
    const compacts: KeptCompact[] = []
    for (const [compact, versions] of groups) {
      const firsts: number[] = []
      let soon = 0
      for (const kept of versions) {
        firsts.push((await this.#first(kept.digest)) + kept.days * DAY_MS)
        soon += await this.#soon(kept, now)
      }
      compacts.push({
        compact,
        versions: versions.map(({ version, days }) => ({ version, days })),
        next: new Date(Math.min(...firsts)).toISOString(),
        soon,
      })
    }
    return { begins: begins > now ? new Date(begins).toISOString() : null, compacts }
  }

  async #soon({ digest, days }: KeptVersion, now: number): Promise<number> {
    const row = await this.#context.store.read.db
      .selectFrom('kept_statements')
      .select((select) => select.fn.sum<number | string | null>('items').as('items'))
      .where('compact', '=', digest)
      .where('received', '<=', now + (SOON_DAYS - days) * DAY_MS)
      .executeTakeFirst()
    return Number(row?.items ?? 0)
  }
}

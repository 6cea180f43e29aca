import type { Store, Transaction } from '../store/store.ts'

/** One thing that somebody did or was refused. */
export interface TrailEntry {
  /** Id of the account; `operator` for the holder of the node's own token, empty for a stranger. */
  readonly account: string
  readonly action: string
  readonly subject?: string
  /** `begun`, then `ok` or the code of the refusal. */
  readonly outcome: string
  readonly address: string
}

/** An act that was begun before, and when, in milliseconds since 1970 UTC. */
export interface Earlier {
  readonly code: 'act-begun' | 'act-done'
  readonly time: number
}

/** An entry as it is shown. */
export interface TrailLine extends Required<TrailEntry> {
  readonly number: number
  readonly time: string
}

/** What of the trail to show. */
export interface TrailFilter {
  readonly after?: number | undefined
  readonly before?: number | undefined
  readonly account?: string | undefined
  readonly action?: string | undefined
  readonly limit?: number | undefined
}

const PAGE = 100
const MAX_SUBJECT = 300
const BEGUN = 'begun'

/**
 * Who did what, when and from where. An entry stands there before its act begins; its outcome is
 * written once, when the act is over. Nothing else of it ever changes.
 */
export class Trail {
  readonly #store: Store
  readonly #now: () => number

  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** Adds an entry. */
  async add({ subject = '', ...entry }: TrailEntry): Promise<void> {
    const row = { ...entry, subject: subject.slice(0, MAX_SUBJECT), time: this.#now() }
    await this.#store.transact(async (tx) => {
      await tx.db.insertInto('account_trail').values(row).execute()
    })
  }

  /**
   * Adds an entry for what is about to be done, unless this very act was begun before.
   *
   * @param act - what whoever asks calls this act, asked once more when no answer came; or empty
   * @returns its number, for {@link end}; or how it went before: done, or nobody knows
   */
  async begin(
    { subject = '', ...entry }: Omit<TrailEntry, 'outcome'>,
    act = '',
  ): Promise<number | Earlier> {
    const begun = { ...entry, subject: subject.slice(0, MAX_SUBJECT), outcome: BEGUN, act }
    return await this.#store.transact(async (tx) => {
      const earlier = act === '' ? undefined : await this.#earlier(tx, entry, act)
      if (earlier !== undefined) return earlier
      const row = await tx.db
        .insertInto('account_trail')
        .values({ ...begun, time: this.#now() })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    })
  }

  /** What became of an act before; undefined when it was refused, and may be asked for again. */
  async #earlier(
    tx: Transaction,
    { account, action }: Omit<TrailEntry, 'outcome'>,
    act: string,
  ): Promise<Earlier | undefined> {
    await tx.lock(`act ${account} ${act}`)
    const row = await tx.db
      .selectFrom('account_trail')
      .select(['time', 'outcome'])
      .where('act', '=', act)
      .where('account', '=', account)
      .where('action', '=', action)
      .where('outcome', 'in', [BEGUN, 'ok'])
      .orderBy('id', 'desc')
      .executeTakeFirst()
    if (row === undefined) return undefined
    return { code: row.outcome === BEGUN ? 'act-begun' : 'act-done', time: row.time }
  }

  /** Writes how something that was begun ended. @param subject - where it is known only now */
  async end(number: number, outcome: string, subject?: string): Promise<void> {
    await this.#store.transact(async (tx) => {
      await tx.db
        .updateTable('account_trail')
        .set({ outcome, ...(subject && { subject: subject.slice(0, MAX_SUBJECT) }) })
        .where('id', '=', number)
        .where('outcome', '=', BEGUN)
        .execute()
    })
  }

  /** A page: with `after` the oldest first, else the newest first. */
  async list(filter: TrailFilter): Promise<readonly TrailLine[]> {
    const isForward = filter.after !== undefined
    let query = this.#store.read.db
      .selectFrom('account_trail')
      .select(['id', 'time', 'account', 'action', 'subject', 'outcome', 'address'])
    if (filter.after !== undefined) query = query.where('id', '>', filter.after)
    if (filter.before !== undefined) query = query.where('id', '<', filter.before)
    if (filter.account !== undefined) query = query.where('account', '=', filter.account)
    if (filter.action !== undefined) query = query.where('action', '=', filter.action)
    const rows = await query
      .orderBy('id', isForward ? 'asc' : 'desc')
      .limit(Math.min(filter.limit ?? PAGE, 1000))
      .execute()
    return rows.map(({ id, time, ...rest }) => ({
      number: id,
      time: new Date(time).toISOString(),
      ...rest,
    }))
  }

  /** Everything, one JSON object a line, the oldest first. */
  async *lines(filter: TrailFilter): AsyncGenerator<string> {
    let after = filter.after ?? 0
    for (;;) {
      const page = await this.list({ ...filter, after, limit: 1000 })
      if (page.length > 0) yield `${page.map((line) => JSON.stringify(line)).join('\n')}\n`
      if (page.length < 1000) return
      after = page.at(-1)?.number ?? after
    }
  }
}

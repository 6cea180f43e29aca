import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../../context.ts'
import { type RetentionOver, retentionOver } from '../retention/retention-over.ts'
import { type ExportFormat, exportSearch } from './export.ts'
import { BATCH, cursorOf, indexOnce } from './follow.ts'
import { type LookedUp, lookup } from './lookup.ts'
import { type MatrixPhase, matrix } from './matrix.ts'
import { type Named, namesOf, subjectsOf } from './named.ts'
import { type ObjectPageView, objectPage } from './object-page.ts'
import { type Relations, relations } from './relations.ts'
import { briefly, type SearchFilter } from './rows.ts'
import { removeSearch, type SavedSearch, savedSearches, saveSearch } from './saved.ts'
import { type SearchOrder, type SearchPage, search } from './search.ts'

/** How often the index catches up while nobody asks. */
const EVERY_MS = 1000
/** While objects pour in or the node is busy the index waits, but no longer than so many times. */
const MOST_WAITS = 10
/** The part of a second for which a busy node's thread has work. */
const BUSY = 0.5
/** Objects in one transaction while nobody waits. */
const BATCH_BESIDE = 5000
/** Batches that a question waits for; a longer way is caught up beside. */
const BATCHES_WAITED_FOR = 2

/** A page, what its sightings and relationships are about, and how far behind the index is. */
export type Answer = SearchPage & {
  readonly names: Named
  /** Objects that the index does not hold yet. */
  readonly behind: number
}

/** What an analyst looks for, and what there is about it. */
export class SearchDesk {
  readonly #context: NodeContext
  readonly #failed: (error: unknown) => void
  #timer: NodeJS.Timeout | undefined
  #following: Promise<void> | undefined
  /** The newest object at the last look; undefined before the first. */
  #seen: number | undefined
  #waits = 0
  #load = performance.eventLoopUtilization()
  #isStopped = false

  /** @param failed - told of what goes wrong while the index catches up by itself */
  constructor(context: NodeContext, failed: (error: unknown) => void) {
    this.#context = context
    this.#failed = failed
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#look().catch(this.#failed)
    }, EVERY_MS)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#following?.catch(() => undefined)
  }

  /** Resolves when the index holds what the node held when this was called. */
  async caughtUp(): Promise<void> {
    await this.#following?.catch(() => undefined)
    await this.#follow(Number.POSITIVE_INFINITY)
  }

  /**
   * A page of what somebody looks for; what came in a moment ago is in it. Of objects larger than
   * 16 KiB a row has what they are known by.
   */
  async search(order: SearchOrder): Promise<Result<Answer, 'bad-cursor'>> {
    if (order.cursor === undefined) await this.#follow(BATCHES_WAITED_FOR)
    const reader = this.#context.store.read
    const page = await search(reader, order)
    if (!page) return refuse('bad-cursor', 'cursor')
    const names = await namesOf(reader, subjectsOf(page.rows), order)
    return ok({ ...page, rows: page.rows.map(briefly), names, behind: await this.#behind() })
  }

  /** A search as a file, with what came in a moment ago. */
  async *export(order: SearchOrder, format: ExportFormat): AsyncGenerator<string> {
    await this.#follow(BATCHES_WAITED_FOR)
    yield* exportSearch(this.#context.store.read, order, format)
  }

  /** What there is in each phase of the kill chains that objects name. */
  async matrix(
    filter: SearchFilter,
  ): Promise<{ readonly phases: readonly MatrixPhase[]; readonly isPart: boolean }> {
    await this.#follow(BATCHES_WAITED_FOR)
    return await matrix(this.#context.store.read, filter)
  }

  async lookup(values: readonly string[], filter: SearchFilter): Promise<readonly LookedUp[]> {
    await this.#follow(BATCHES_WAITED_FOR)
    return await lookup(this.#context.store.read, values, filter)
  }

  async object(
    stixId: string,
    filter: SearchFilter,
  ): Promise<Result<ObjectPageView, 'not-found'> | RetentionOver> {
    const page = await objectPage(this.#context, stixId, filter)
    if (page) return ok(page)
    const over = await retentionOver(this.#context, stixId, filter.cleared)
    return over ?? refuse('not-found', 'id')
  }

  async relations(
    stixId: string,
    filter: SearchFilter,
    most?: number,
  ): Promise<Result<Relations, 'not-found'>> {
    await this.#follow(BATCHES_WAITED_FOR)
    const found = await relations(this.#context.store.read, stixId, filter, most)
    return found ? ok(found) : refuse('not-found', 'id')
  }

  saved(owner: string): Promise<readonly SavedSearch[]> {
    return savedSearches(this.#context.store, owner)
  }

  save(
    owner: string,
    saving: Pick<SavedSearch, 'name' | 'query'>,
  ): Promise<Result<{ readonly id: number }, 'too-many'>> {
    return saveSearch(this.#context.store, owner, { ...saving, now: this.#context.now() })
  }

  async remove(owner: string, id: number): Promise<Result<{ readonly id: number }, 'not-found'>> {
    return (await removeSearch(this.#context.store, owner, id))
      ? ok({ id })
      : refuse('not-found', 'id')
  }

  async #look(): Promise<void> {
    const newest = await this.#newest()
    const isPouring = this.#seen !== undefined && newest > this.#seen
    const waits = (this.#isBusy() || isPouring) && this.#waits < MOST_WAITS
    this.#waits = waits ? this.#waits + 1 : 0
    this.#seen = newest
    if (!waits) await this.#follow(Number.POSITIVE_INFINITY)
  }

  /** Whether the thread had much to do since the last look. */
  #isBusy(): boolean {
    const load = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(load, this.#load)
    this.#load = load
    return utilization > BUSY
  }

  /** One at a time; whoever comes while one is under way goes on with it. */
  async #follow(batches: number): Promise<void> {
    if (this.#following && batches < Number.POSITIVE_INFINITY) {
      // What pours in can make it long.
      const isShort = (await this.#behind()) <= batches * BATCH
      if (isShort) await Promise.race([this.#following, sleep(EVERY_MS, undefined, { ref: false })])
      return
    }
    this.#following ??= this.#indexAll(batches).finally(() => {
      this.#following = undefined
    })
    await this.#following
  }

  async #indexAll(batches: number): Promise<void> {
    const { store, own } = this.#context
    const most = batches < Number.POSITIVE_INFINITY ? undefined : BATCH_BESIDE
    for (let done = 0; done < batches && !this.#isStopped; done++) {
      if (!(await indexOnce(store, own.node, most))) return
    }
  }

  async #newest(): Promise<number> {
    const row = await this.#context.store.read.db
      .selectFrom('objects')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row?.id ?? 0
  }

  async #behind(): Promise<number> {
    const [newest, cursor] = [await this.#newest(), await cursorOf(this.#context.store.read)]
    return Math.max(0, newest - cursor)
  }
}

import type { NodeContext } from '../context.ts'
import { type Clearance, type Consumer, clearanceNumber } from './consumer.ts'
import { dropPack, keepPacksOf, packOnce } from './packs.ts'
import type { Snapshot, Snapshots } from './snapshot.ts'
import { TAXII_LOCK } from './taxii-lock.ts'

interface Outdated {
  readonly collection: number
  readonly clearance: Clearance
  readonly ends: number
}

/** Puts full pages together in the background, for each clearance that somebody reads with. */
export class Packer {
  readonly #context: NodeContext
  readonly #snapshots: Snapshots
  readonly #outdated = new Map<string, Outdated>()
  /** For which clearances each collection's packs are, as far as this process has seen to it. */
  readonly #kept = new Map<number, string>()
  #packing: Promise<void> | undefined
  #isStopped = false

  constructor(context: NodeContext, snapshots: Snapshots) {
    this.#context = context
    this.#snapshots = snapshots
  }

  /** Has one pack made again. */
  redo(collection: number, clearance: Clearance, ends: number): void {
    const key = `${collection} ${clearanceNumber(clearance)} ${ends}`
    this.#outdated.set(key, { collection, clearance, ends })
  }

  /** Resolves when full pages are put together; reading works without. */
  async packed(): Promise<void> {
    this.#packing ??= this.#packAll().finally(() => {
      this.#packing = undefined
    })
    await this.#packing
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#packing?.catch(() => undefined)
  }

  async #packAll(): Promise<void> {
    await this.#dropOutdated()
    const snapshot = await this.#snapshots.current()
    for (const { row, readable } of snapshot.collections) {
      const clearances = readable ? clearancesOf(snapshot, row, this.#context.now()) : []
      await this.#keepOnly(row, clearances)
      for (const clearance of clearances) {
        for (let more = true; more && !this.#isStopped; ) {
          more = await packOnce(this.#context, row, clearance)
        }
      }
    }
  }

  async #dropOutdated(): Promise<void> {
    const outdated = [...this.#outdated.values()]
    this.#outdated.clear()
    if (outdated.length === 0) return
    await this.#context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      for (const { collection, clearance, ends } of outdated) {
        await dropPack(tx, collection, clearance, ends)
      }
    })
  }

  async #keepOnly(collection: number, clearances: readonly Clearance[]): Promise<void> {
    const wanted = clearances.map(clearanceNumber).join(' ')
    if (this.#kept.get(collection) === wanted) return
    await this.#context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      await keepPacksOf(tx, collection, clearances)
    })
    this.#kept.set(collection, wanted)
  }
}

/** The clearances of those who may read a collection, each once. */
function clearancesOf({ tokens }: Snapshot, collection: number, now: number): readonly Clearance[] {
  const found = new Map<number, Consumer>()
  for (const { consumer, expires } of tokens.byKey.values()) {
    const isGood = expires === null || expires > now
    if (!isGood || consumer.grants.get(collection)?.read !== true) continue
    found.set(clearanceNumber(consumer), consumer)
  }
  return [...found].toSorted(([a], [b]) => b - a).map(([, consumer]) => consumer)
}

import type { StixObject } from '@concert/stix'
import type { FeedFault } from '../feed-codes.ts'
import type { FeedObject } from '../feed-defaults.ts'
import { FEED_BATCH } from '../feed-source.ts'

/** Gathers objects and faults for one transaction. */
export class BatchMaker {
  #objects: StixObject[] = []
  #faults: FeedFault[] = []
  /** Whether the rest can't be told apart any more. */
  isBroken = false

  get full(): boolean {
    return this.#objects.length >= FEED_BATCH || this.#faults.length >= FEED_BATCH
  }

  get empty(): boolean {
    return this.#objects.length + this.#faults.length === 0
  }

  add(object: FeedObject): void {
    if (object.ok) this.#objects.push(object.value)
    else this.faults(object.faults)
  }

  faults(faults: readonly FeedFault[]): void {
    for (const { code, at } of faults) this.#faults.push({ code, at })
  }

  /** What was gathered; the maker is empty then. */
  take(): { readonly objects: readonly StixObject[]; readonly faults: readonly FeedFault[] } {
    const batch = { objects: this.#objects, faults: this.#faults }
    this.#objects = []
    this.#faults = []
    return batch
  }
}

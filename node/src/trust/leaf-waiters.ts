import { hex } from '@concert/core'

/** Somebody who waits until leaves are in a released head. */
export interface LeafWaiter {
  /** Resolves when all of them are. */
  readonly done: Promise<void>
  /** Gives up waiting. */
  cancel(): void
}

interface Waiting {
  readonly missing: Set<string>
  resolve(): void
  reject(error: unknown): void
}

/** Who waits for which leaf. Leaves are compared by their bytes. */
export class LeafWaiters {
  readonly #byLeaf = new Map<string, Set<Waiting>>()

  /** All leaves that somebody waits for. */
  leaves(): readonly Uint8Array[] {
    return [...this.#byLeaf.keys()].map((leaf) => Uint8Array.fromHex(leaf))
  }

  /** Begins to wait; handle `done`, which rejects when waiting has become pointless. */
  add(leaves: readonly Uint8Array[]): LeafWaiter {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting: Waiting = { missing: new Set(leaves.map(hex)), resolve, reject }
    for (const leaf of waiting.missing) {
      const others = this.#byLeaf.get(leaf)
      if (others) others.add(waiting)
      else this.#byLeaf.set(leaf, new Set([waiting]))
    }
    if (waiting.missing.size === 0) resolve()
    return { done: promise, cancel: () => this.#forget(waiting) }
  }

  /** These leaves are in a released head. @param leaves - in hex */
  settle(leaves: Iterable<string>): void {
    for (const leaf of leaves) {
      for (const waiting of this.#byLeaf.get(leaf) ?? []) {
        waiting.missing.delete(leaf)
        if (waiting.missing.size === 0) waiting.resolve()
      }
      this.#byLeaf.delete(leaf)
    }
  }

  /** Nobody need wait any longer. */
  rejectAll(error: unknown): void {
    for (const waiting of new Set([...this.#byLeaf.values()].flatMap((set) => [...set]))) {
      waiting.reject(error)
    }
    this.#byLeaf.clear()
  }

  #forget(waiting: Waiting): void {
    for (const leaf of waiting.missing) {
      const others = this.#byLeaf.get(leaf)
      others?.delete(waiting)
      if (others?.size === 0) this.#byLeaf.delete(leaf)
    }
  }
}

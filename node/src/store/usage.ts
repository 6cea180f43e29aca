import { StoreError } from './store-error.ts'

/** Knows what is running on a store, so that closing can wait for it and refuse the rest. */
export class Usage {
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  /** Runs a task, or refuses with `store-closed`. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreError('store-closed')
    const running = task()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Resolves once nothing runs: true for the first to close, false for everybody after. */
  async close(): Promise<boolean> {
    const first = !this.#closed
    this.#closed = true
    await Promise.allSettled(this.#running)
    return first
  }
}

/**
 * Runs a task over everything that came in while the run before was under way: many wait, one works,
 * and a commit costs one wait for the disk however many asked for it.
 */
export class Grouped<T> {
  readonly #run: (items: readonly T[]) => Promise<void>
  #next: { readonly items: T[]; readonly done: Promise<void> } | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(run: (items: readonly T[]) => Promise<void>) {
    this.#run = run
  }

  /** Resolves when the items are done, rejects when the run that they were in failed. */
  async do(items: readonly T[]): Promise<void> {
    this.#next ??= this.#begin()
    this.#next.items.push(...items)
    await this.#next.done
  }

  #begin() {
    const items: T[] = []
    const done = this.#running.then(() => {
      this.#next = undefined
      return this.#run(items)
    })
    this.#running = done.catch(() => undefined)
    return { items, done }
  }
}

/**
 * Runs a task over everything that came in while the run before was under way: many wait, one works,
 * and a commit costs one wait for the disk however many asked for it.
 */
export class Grouped<T, R = void> {
  readonly #run: (items: readonly T[]) => Promise<R>
  #next: { readonly items: T[]; readonly done: Promise<R> } | undefined
  #running: Promise<unknown> = Promise.resolve()

  constructor(run: (items: readonly T[]) => Promise<R>) {
    this.#run = run
  }

  /** Resolves to what came of the run that the items were in, rejects when it failed. */
  async do(items: readonly T[]): Promise<R> {
    this.#next ??= this.#begin()
    this.#next.items.push(...items)
    return await this.#next.done
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

import { Outcomes } from './outcomes.ts'
import type { Aside, TaxiiStore } from './store.ts'

/**
 * Adds what was set aside, one request after the other. What it keeps of where it is can be lost at any
 * time: objects are let go of when their status says what became of all of them, and adding one twice
 * changes nothing.
 */
export class Backlog<Who> {
  readonly #store: TaxiiStore<Who>
  readonly #max: number
  readonly #onError: (error: unknown) => void
  /** Requests that are still being read: they are not complete, whatever happens to what is there. */
  readonly #reading = new Set<string>()
  /** Requests answered and not settled yet. */
  readonly #waiting = new Set<string>()
  #current: Outcomes | undefined
  #running: Promise<void> | undefined
  #isStopped = false

  /** @param max - requests at a time that may have something set aside */
  constructor(store: TaxiiStore<Who>, max: number, onError: (error: unknown) => void) {
    this.#store = store
    this.#max = max
    this.#onError = onError
  }

  /** Asks whether a request may set objects aside from now on. */
  open(id: string): boolean {
    if (this.#isStopped || this.#reading.size + this.#waiting.size >= this.#max) return false
    this.#reading.add(id)
    return true
  }

  /** A request that may have set objects aside is read. */
  close(id: string): void {
    if (!this.#reading.delete(id)) return
    this.#waiting.add(id)
    this.wake()
  }

  /** The status of a request as it stands, when it is the one being worked on. */
  progress(id: string): string | undefined {
    return this.#current?.id === id ? this.#current.text : undefined
  }

  /** Goes on with what there is; after a failure too. */
  wake(): void {
    if (this.#isStopped) return
    this.#running ??= this.#run()
      .catch((error: unknown) => this.#onError(error))
      .finally(() => {
        this.#running = undefined
      })
  }

  /** Stops after the objects that are being added; the rest is kept. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const next = await this.#store.aside(this.#reading)
      if (next === undefined) return
      await this.#settle(next)
    }
  }

  async #settle({ id, who, collection, status, batches }: Aside<Who>): Promise<void> {
    const outcomes = Outcomes.of(id, status)
    this.#current = outcomes
    try {
      // Everything was settled before, and only the objects were not let go of yet.
      if (!outcomes.isPending) return await this.#done(id)
      for await (const objects of batches) {
        if (this.#isStopped) return
        outcomes.settlePostponed(objects, await this.#store.add(who, collection, objects))
      }
      outcomes.close()
      await this.#store.putStatus(who, id, outcomes.text)
      await this.#done(id)
    } finally {
      this.#current = undefined
    }
  }

  async #done(id: string): Promise<void> {
    await this.#store.forget(id)
    this.#waiting.delete(id)
  }
}

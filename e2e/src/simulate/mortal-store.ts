import type { Store } from '@concert/node'

/** What everything is told that a process asks of its store after the process has been killed. */
const DEAD = Object.assign(new Error('the process has been killed'), { code: 'store-closed' })

/**
 * A store that can be cut off from its node at any moment, as `kill -9` does: whoever waits for a
 * transaction never hears how it ended, nothing that follows from it happens, and nothing new
 * begins. A commit that is under way ends as the database likes.
 */
export class MortalStore implements Store {
  readonly engine: Store['engine']
  readonly read: Store['read']
  readonly #store: Store
  #kill: (error: Error) => void = () => undefined
  readonly #killed = new Promise<never>((_, reject) => {
    this.#kill = reject
  })
  #isDead = false

  constructor(store: Store) {
    this.#store = store
    this.engine = store.engine
    this.read = store.read
    this.#killed.catch(() => undefined)
  }

  /** Ends the process, as far as its store can tell. */
  kill(): void {
    this.#isDead = true
    this.#kill(DEAD)
  }

  async snapshot<T>(task: Parameters<Store['snapshot']>[0]): Promise<T> {
    return (await this.#alive(() => this.#store.snapshot(task))) as T
  }

  async transact<T>(task: Parameters<Store['transact']>[0]): Promise<T> {
    const guarded: typeof task = async (tx) => {
      const result = await task(tx)
      // Killed before it asked for the commit: the database undoes what was begun.
      if (this.#isDead) throw DEAD
      return result
    }
    return (await this.#alive(() => this.#store.transact(guarded))) as T
  }

  async sizeBytes(): Promise<number> {
    return await this.#alive(() => this.#store.sizeBytes())
  }

  async close(): Promise<void> {
    await this.#store.close()
  }

  async #alive<T>(run: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw DEAD
    return await Promise.race([run(), this.#killed])
  }
}

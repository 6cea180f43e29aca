import { setTimeout as pause } from 'node:timers/promises'

/** What a {@link PacedLoop} does and how fast. */
export interface PacedLoopOptions {
  /** One step; resolves to whether there is more to do at once. */
  step(): Promise<boolean>
  /** Least time from the end of a step to the next one, in milliseconds. */
  readonly intervalMs: number
  /** Told of every step that threw; it is repeated after a pause that doubles each time. */
  onError(error: unknown): void
}

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 10_000

/**
 * Runs a step when woken, at once when idle, else when the interval has passed; wakes in between
 * count as one. At most one step runs at a time.
 */
export class PacedLoop {
  readonly #options: PacedLoopOptions
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #isWoken = false
  #failures = 0

  constructor(options: PacedLoopOptions) {
    this.#options = options
  }

  /** Asks for a step. Does nothing after {@link stop}. */
  wake(): void {
    if (this.#stopping.signal.aborted) return
    this.#isWoken = true
    this.#running ??= this.#run()
  }

  /** Waits for a running step; there will be no other. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isWoken && !this.#stopping.signal.aborted) {
      this.#isWoken = false
      await this.#step()
      await this.#wait()
    }
    this.#running = undefined
  }

  async #step(): Promise<void> {
    try {
      if (await this.#options.step()) this.#isWoken = true
      this.#failures = 0
    } catch (error) {
      this.#failures++
      this.#isWoken = true
      this.#options.onError(error)
    }
  }

  async #wait(): Promise<void> {
    const retry = FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 10)
    const ms =
      this.#failures > 0
        ? Math.max(this.#options.intervalMs, Math.min(retry, LAST_RETRY_MS))
        : this.#options.intervalMs
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}

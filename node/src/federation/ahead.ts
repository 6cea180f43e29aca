/** Parcels of one peer, and of all peers together, that may wait for one before them. */
const PER_PEER = 4
const TOGETHER = 16

/**
 * Parcels that came before the one they follow. A sender has several under way, and on a lossy link
 * a later one may be whole first: it waits here for a while instead of being sent once more. Bounded
 * for each peer, so that one that sends nothing but what can't be taken yet holds nobody else up.
 */
export class Ahead {
  readonly #waiting = new Map<string, Set<() => void>>()
  #count = 0

  /** Whether there is room for one more of this peer. */
  hasRoom(peer: string): boolean {
    return this.#count < TOGETHER && (this.#waiting.get(peer)?.size ?? 0) < PER_PEER
  }

  /** Resolves when the peer's channel has moved, or after so many milliseconds. */
  async wait(peer: string, ms: number): Promise<void> {
    const waiters = this.#waiting.get(peer) ?? new Set()
    this.#waiting.set(peer, waiters)
    this.#count++
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        waiters.delete(wake)
        if (waiters.size === 0 && this.#waiting.get(peer) === waiters) this.#waiting.delete(peer)
        this.#count--
        resolve()
      }
      const timer = setTimeout(wake, Math.max(0, ms))
      waiters.add(wake)
    })
  }

  /** The peer's channel has moved: what waits looks again. */
  moved(peer: string): void {
    for (const wake of [...(this.#waiting.get(peer) ?? [])]) wake()
  }

  /** Everything that waits goes on at once, as when the node stops. */
  release(): void {
    for (const peer of [...this.#waiting.keys()]) this.moved(peer)
  }
}

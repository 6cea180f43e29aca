/** How a road on which one side comes and asks has been since the start. Times: ms since 1970. */
export interface Collecting {
  /** Requests of ours in a row that failed, and why the latest did. */
  readonly failures: number
  readonly fault: string | null
  /** When a request of ours was last answered; null when none has been. */
  readonly collected: number | null
  /** When the peer last came and asked; null when it has not. */
  readonly came: number | null
}

const NEVER: Collecting = { failures: 0, fault: null, collected: null, came: null }

/** Keeps, for each peer, how asking and being asked went. */
export class CollectLog {
  readonly #peers = new Map<string, Collecting>()

  of(peer: string): Collecting {
    return this.#peers.get(peer) ?? NEVER
  }

  answered(peer: string, collected: number): void {
    this.#peers.set(peer, { ...this.of(peer), failures: 0, fault: null, collected })
  }

  failed(peer: string, fault: string): void {
    const before = this.of(peer)
    this.#peers.set(peer, { ...before, failures: before.failures + 1, fault })
  }

  /** Asking is over, by whatever road it goes on. */
  ended(peer: string): void {
    this.#peers.set(peer, { ...this.of(peer), failures: 0, fault: null })
  }

  came(peer: string, came: number): void {
    this.#peers.set(peer, { ...this.of(peer), came })
  }
}

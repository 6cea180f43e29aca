/**
 * Bounds on what strangers may ask for: requests per address and minute, bytes of bodies held at a
 * time, parcels at once.
 */
export class RequestGate {
  readonly #perMinute: number
  readonly #atOnce: number
  readonly #bodyBytes: number
  readonly #now: () => number
  readonly #counts = new Map<string, number>()
  #minute = 0
  #inside = 0
  #held = 0

  constructor(limits: { perMinute: number; atOnce: number; bodyBytes: number; now: () => number }) {
    this.#perMinute = limits.perMinute
    this.#atOnce = limits.atOnce
    this.#bodyBytes = limits.bodyBytes
    this.#now = limits.now
  }

  /** Counts a request of an address; false when it has had its share of this minute. */
  admit(address: string): boolean {
    const minute = Math.floor(this.#now() / 60_000)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#counts.clear()
    }
    const count = (this.#counts.get(address) ?? 0) + 1
    if (this.#counts.size < 100_000 || this.#counts.has(address)) this.#counts.set(address, count)
    return count <= this.#perMinute
  }

  /** When everybody has a whole share again, in milliseconds since 1970 UTC. */
  get next(): number {
    return (Math.floor(this.#now() / 60_000) + 1) * 60_000
  }

  /** Takes memory for a part of a body; false when the bodies under way hold all there is. */
  hold(bytes: number): boolean {
    if (this.#held + bytes > this.#bodyBytes) return false
    this.#held += bytes
    return true
  }

  /** Gives memory of a body back. */
  release(bytes: number): void {
    this.#held -= bytes
  }

  /** Takes a place among the parcels under way; false when all are taken. */
  enter(): boolean {
    if (this.#inside >= this.#atOnce) return false
    this.#inside++
    return true
  }

  /** Takes a place again that was given back while its parcel waited for another. */
  enterAgain(): void {
    this.#inside++
  }

  /** Gives the place back. */
  leave(): void {
    this.#inside--
  }
}

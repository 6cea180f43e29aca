/** Parcels of one peer that may be here at a time: those under way and those that wait for them. */
const PARCELS = 8

/**
 * How much of one peer is held in memory at a time: at most so many bytes, unless it is one parcel
 * alone. What is above is refused and comes again later, so that no peer holds up another.
 */
export class PeerShare {
  readonly #bytes: number
  readonly #held = new Map<string, { parcels: number; bytes: number }>()

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** Takes room for a parcel; false when the peer has its share. */
  enter(peer: string, bytes: number): boolean {
    const held = this.#held.get(peer)
    if (!held) {
      this.#held.set(peer, { parcels: 1, bytes })
      return true
    }
    if (held.parcels >= PARCELS || held.bytes + bytes > this.#bytes) return false
    held.parcels++
    held.bytes += bytes
    return true
  }

  /** Gives the room back. */
  leave(peer: string, bytes: number): void {
    const held = this.#held.get(peer)
    if (!held) return
    held.parcels--
    held.bytes -= bytes
    if (held.parcels === 0) this.#held.delete(peer)
  }
}

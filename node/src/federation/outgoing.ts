import type { NodeContext } from '../context.ts'
import { Deliverer, type RoadHealth } from './delivery.ts'
import type { Peers } from './peers.ts'

const UNTRIED: RoadHealth = { failures: 0, fault: null, sentBytes: 0, bytesPerSecond: 0 }

/** One deliverer for each peer, made when first needed. */
export class Outgoing {
  readonly #context: NodeContext
  readonly #peers: Peers
  readonly #deliverers = new Map<string, Deliverer>()

  constructor(context: NodeContext, peers: Peers) {
    this.#context = context
    this.#peers = peers
  }

  /** Starts a deliverer for every confirmed peer: what was queued before a restart goes on. */
  async start(): Promise<void> {
    for (const peer of await this.#peers.list()) this.wake(peer.node)
  }

  /** Something is to be delivered to a peer. */
  wake(peer: string): void {
    const known = this.#deliverers.get(peer)
    if (known) known.wake()
    else this.#deliverers.set(peer, new Deliverer(this.#context, this.#peers, peer))
  }

  /** Parcels and bytes taken by peers since the start. */
  sent(): { readonly parcels: number; readonly bytes: number } {
    let parcels = 0
    let bytes = 0
    for (const deliverer of this.#deliverers.values()) {
      parcels += deliverer.sent.parcels
      bytes += deliverer.sent.bytes
    }
    return { parcels, bytes }
  }

  /** How the road to a peer has been since the start. */
  health(peer: string): RoadHealth {
    return this.#deliverers.get(peer)?.health ?? UNTRIED
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#deliverers.values()].map((deliverer) => deliverer.stop()))
  }
}

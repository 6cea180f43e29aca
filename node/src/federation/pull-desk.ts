import { setTimeout as pause } from 'node:timers/promises'
import { ok, type Result, refuse } from '@concert/core'
import { PARCEL_MEDIA_TYPE, type RefusalCode } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { type Collecting, CollectLog } from './collect-log.ts'
import { type HttpFault, postBytes } from './http-client.ts'
import type { Inbox } from './inbox.ts'
import type { Peers } from './peers.ts'
import { showIdentity } from './show-identity.ts'
import { makeTwoWay } from './two-way.ts'

const WAIT_S = 20
const MAX_REPLY_BYTES = 64 << 20
const LEAST_REST_MS = 500
const LONGEST_REST_MS = 60_000
/** How often a road is looked at that is not this one. */
const IDLE_MS = 1000
const START = { epoch: 0, seq: 0 }

type Fault = RefusalCode | HttpFault | 'no-seal-key'

/** Listens for something to be queued for a peer. */
interface Wait {
  /** Resolves when something was, from the moment of listening on, or after so many milliseconds. */
  atMost(ms: number): Promise<void>
  over(): void
}

/** Pull: what a node that can't be reached asks its peers for, and what peers answer it. */
export class PullDesk {
  readonly #context: NodeContext
  readonly #peers: Peers
  readonly #inbox: Inbox
  readonly #stopping = new AbortController()
  readonly #log = new CollectLog()
  readonly #waiting = new Map<string, () => void>()
  #loops: Promise<void> | undefined

  constructor(context: NodeContext, peers: Peers, inbox: Inbox) {
    this.#context = context
    this.#peers = peers
    this.#inbox = inbox
  }

  /** How asking a peer, and being asked by it, has been since the start. */
  health(peer: string): Collecting {
    return this.#log.of(peer)
  }

  /** Begins to ask the peers whose road is `collect`. */
  start(): void {
    this.#loops ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const peer of this.#waiting.keys()) this.queued(peer)
    await this.#loops
  }

  /** Something was queued for a peer: if it waits for that, it is answered. */
  queued(peer: string): void {
    this.#waiting.get(peer)?.()
  }

  /**
   * Answers a request: its receipts are settled first, then the oldest parcel that is still owed is
   * sealed. One that was replayed gets, sealed to the same node, what that node could ask for anyway.
   *
   * @param bytes - attacker-controlled, already bounded in size
   */
  async answer(
    bytes: Uint8Array,
    { pause: leave, resume }: { pause(): void; resume(): void },
  ): Promise<Result<Uint8Array, RefusalCode>> {
    const asked = await this.#inbox.receiveTwoWay(bytes, true)
    if (!asked.ok) return asked
    const { node } = asked.value.peer
    this.#log.came(node, this.#context.now())
    // It listens before it looks: what is queued between a look and the waiting would wait with it.
    const wait = this.#listen(node)
    try {
      const parcel = await makeTwoWay(this.#context, node, await this.#from(node))
      if (!parcel) return refuse('key-expired', 'seal_key')
      if (parcel.envelopes > 0 || asked.value.waitMs === 0 || !wait) return ok(parcel.bytes)
      leave()
      await wait.atMost(Math.min(asked.value.waitMs, WAIT_S * 1000))
      resume()
      const later = await makeTwoWay(this.#context, node, await this.#from(node))
      return later ? ok(later.bytes) : refuse('key-expired', 'seal_key')
    } finally {
      wait?.over()
    }
  }

  /** Where couriers carry, what is queued goes over no network, whoever asks for it. */
  async #from(peer: string): Promise<typeof START | null> {
    return (await this.#peers.road(peer)) === 'courier' ? null : START
  }

  /** Hears of what is queued for a peer. A node waits once: who asks again meanwhile does not. */
  #listen(peer: string): Wait | undefined {
    if (this.#waiting.has(peer) || this.#stopping.signal.aborted) return undefined
    const { promise: heard, resolve: wake } = Promise.withResolvers<void>()
    this.#waiting.set(peer, wake)
    return {
      atMost: async (ms) => {
        const timer = setTimeout(wake, ms)
        await heard
        clearTimeout(timer)
      },
      over: () => this.#waiting.delete(peer),
    }
  }

  async #run(): Promise<void> {
    const running = new Map<string, Promise<void>>()
    const { signal } = this.#stopping
    while (!signal.aborted) {
      for (const { node, road, state } of await this.#peers.list()) {
        if (road !== 'collect' || state !== 'confirmed' || running.has(node)) continue
        running.set(
          node,
          this.#collect(node).finally(() => running.delete(node)),
        )
      }
      await pause(IDLE_MS, undefined, { signal }).catch(() => undefined)
    }
    await Promise.all(running.values())
  }

  /** Asks one peer again and again, for as long as this is its road. */
  async #collect(peer: string): Promise<void> {
    const { signal } = this.#stopping
    let failures = 0
    await this.#showIdentity(peer)
    while (!signal.aborted && (await this.#peers.road(peer)) === 'collect') {
      const asked = performance.now()
      const result = await this.#askOnce(peer).catch((): Result<number, Fault> => refuse('busy'))
      if (signal.aborted) return
      if (result.ok) {
        failures = 0
        this.#log.answered(peer, this.#context.now())
        // A peer that still holds a request of ours, from before we were killed, answers at once.
        const isHasty = result.value === 0 && performance.now() - asked < LEAST_REST_MS
        if (isHasty) await pause(LEAST_REST_MS, undefined, { signal }).catch(() => undefined)
        continue
      }
      this.#log.failed(peer, result.code)
      this.#context.events.deliveryFailed(peer, result.code)
      // It may not know our newest keys, or we not its.
      if (result.code === 'http-status') await this.#showIdentity(peer)
      await this.#peers.renewed(peer)
      const ceiling = Math.min(LONGEST_REST_MS, LEAST_REST_MS * 2 ** failures++)
      await pause(ceiling * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
    }
    this.#log.ended(peer)
  }

  /** One request and what came of it. @returns how many envelopes are receipted now */
  async #askOnce(peer: string): Promise<Result<number, Fault>> {
    const asked = await makeTwoWay(this.#context, peer, null, WAIT_S)
    if (!asked) return { ok: false, code: 'no-seal-key' }
    const headers = { 'content-type': PARCEL_MEDIA_TYPE }
    const url = `${await this.#peers.url(peer)}/concert/v1/outbox`
    const { signal } = this.#stopping
    const reply = await postBytes(url, asked.bytes, headers, MAX_REPLY_BYTES, signal)
    if (!reply.ok) return reply
    const taken = await this.#inbox.receiveTwoWay(reply.value, false)
    if (!taken.ok) return taken
    const { code, envelopes } = taken.value
    return code === null ? ok(envelopes) : refuse(code)
  }

  async #showIdentity(peer: string): Promise<void> {
    const url = (await this.#peers.url(peer)) ?? ''
    await showIdentity(this.#context, url, this.#stopping.signal)
  }
}

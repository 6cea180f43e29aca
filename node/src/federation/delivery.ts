import { setTimeout as pause } from 'node:timers/promises'
import { ok, type Result } from '@concert/core'
import {
  currentSealKey,
  type Identity,
  PARCEL_MEDIA_TYPE,
  type RefusalCode,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { whyBarred } from '../release/may-still-leave.ts'
import { afterReply } from './after-reply.ts'
import { type HttpFault, postBytes } from './http-client.ts'
import { type PackedAhead, packAhead } from './load-envelopes.ts'
import type { Peers } from './peers.ts'
import { sealEnvelopes } from './seal-envelopes.ts'
import { settleReply } from './settle.ts'
import { showIdentity } from './show-identity.ts'

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 60_000
const MAX_REPLY_BYTES = 16 << 20
const OUT_OF_STEP_RETRIES = 3
/** Parcels under way to one peer: the link is busy while one is worked on and its reply travels. */
const PARCELS_AT_ONCE = 3
/** How long the peer may keep a parcel that came before the one it follows, in seconds. */
const WAIT_S = 20
/** How often a parcel that was cut is sent again before the deliverer rests. */
const CUTS = 2
/** So many whole parcels after a cut the link counts as one that cuts. */
const CUT_REMEMBERED = 16

/** How the road to one peer has been since the start. */
export interface RoadHealth {
  /** Attempts in a row that failed; why the latest did. */
  readonly failures: number
  readonly fault: string | null
  readonly sentBytes: number
  /** While something was under way. */
  readonly bytesPerSecond: number
}

/** Faults that a peer's newer identity may explain. */
const RENEWING: ReadonlySet<string> = new Set([
  'no-seal-key',
  'log-proof',
  'unknown-identity',
  'unknown-key',
])

/** A parcel that was posted; its reply, when it comes. */
interface UnderWay {
  readonly peer: Identity
  readonly waiting: PackedAhead['waiting']
  readonly size: number
  readonly digest: string
  /** Size of our log that it shows. */
  readonly logSize: number
  readonly reply: Promise<Result<Uint8Array, HttpFault>>
  readonly abandon: AbortController
}

type Fault = RefusalCode | HttpFault | 'no-seal-key' | 'no-receipt'

/**
 * Delivers to one peer: parcels in order, a few under way at a time, with exponential backoff and full jitter when it fails. A peer that is down holds nobody else up.
 */
export class Deliverer {
  readonly #context: NodeContext
  readonly #peers: Peers
  readonly #peer: string
  readonly #stop = new AbortController()
  #wake: (() => void) | undefined
  #isAwake = true
  #failures = 0
  #atOnce = PARCELS_AT_ONCE
  #wholeSinceCut = CUT_REMEMBERED
  #sentBytes = 0
  #sentParcels = 0
  #busyMs = 0
  #fault: string | null = null
  readonly #done: Promise<void>

  constructor(context: NodeContext, peers: Peers, peer: string) {
    this.#context = context
    this.#peers = peers
    this.#peer = peer
    this.#done = this.#run()
  }

  /** Parcels and bytes that the peer has taken since the start. */
  get sent(): { readonly parcels: number; readonly bytes: number } {
    return { parcels: this.#sentParcels, bytes: this.#sentBytes }
  }

  get health(): RoadHealth {
    const seconds = this.#busyMs / 1000
    return {
      failures: this.#failures,
      fault: this.#fault,
      sentBytes: this.#sentBytes,
      bytesPerSecond: seconds > 0 ? Math.round(this.#sentBytes / seconds) : 0,
    }
  }

  /** There is something to deliver, or a reason to try again now. */
  wake(): void {
    this.#isAwake = true
    this.#wake?.()
  }

  /** Stops after the step under way; what is queued stays queued. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.wake()
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#isAwake = false
      const before = performance.now()
      const result = await this.#deliverInStep().catch((error: unknown) => this.#crashed(error))
      if (this.#stop.signal.aborted) return
      this.#busyMs += performance.now() - before
      this.#fault = result.ok ? null : result.code
      if (result.ok) this.#failures = 0
      else {
        this.#failures++
        this.#context.events.deliveryFailed(this.#peer, result.code)
      }
      await this.#rest(result.ok ? undefined : retryDelay(this.#failures))
    }
  }

  #crashed(error: unknown): Result<null, Fault> {
    if (this.#stop.signal.aborted) return ok(null)
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal'
    return { ok: false, code: 'busy', at: code }
  }

  /** Delivers all there is; what a fresh start puts right is tried again at once. */
  async #deliverInStep(): Promise<Result<null, Fault>> {
    let result = await this.#deliverAll()
    for (let i = 0; i < OUT_OF_STEP_RETRIES && !result.ok && isOutOfStep(result.code); i++) {
      result = await this.#deliverAll()
    }
    // Whoever refuses us without a word may hold an identity of ours from before a restore.
    if (!result.ok && result.code === 'http-status') {
      const url = (await this.#peers.url(this.#peer)) ?? ''
      await showIdentity(this.#context, url, this.#stop.signal)
    }
    if (result.ok || !RENEWING.has(result.code)) return result
    return (await this.#peers.renewed(this.#peer)) ? await this.#deliverAll() : result
  }

  /** Keeps some parcels under way until nothing is queued; replies are read in the order sent. */
  async #deliverAll(): Promise<Result<null, Fault>> {
    if ((await this.#peers.state(this.#peer)) !== 'confirmed') return ok(null)
    const road = await this.#peers.road(this.#peer)
    if (road !== 'push' && road !== 'collect') return ok(null)
    const underWay: UnderWay[] = []
    let after = { epoch: 0, seq: 0 }
    try {
      while (!this.#stop.signal.aborted) {
        while (underWay.length < this.#atOnce) {
          const packed = await packAhead(this.#context, this.#peer, after, this.#isCutting())
          const last = packed.waiting.at(-1)
          if (!last) break
          const launched = await this.#launch(packed, underWay)
          if (!launched.ok) return this.#slower(launched)
          underWay.push(launched.value)
          after = last
        }
        const first = underWay.shift()
        if (!first) return ok(null)
        const landed = await this.#land(first)
        if (!landed.ok) return this.#slower(landed)
        this.#atOnce = Math.min(PARCELS_AT_ONCE, this.#atOnce + 1)
      }
      return ok(null)
    } finally {
      for (const { abandon } of underWay) abandon.abort()
      await Promise.all(underWay.map(({ reply }) => reply))
    }
  }

  #isCutting(): boolean {
    return this.#wholeSinceCut < CUT_REMEMBERED
  }

  #slower<T>(fault: T): T {
    this.#atOnce = 1
    return fault
  }

  /** Seals a parcel against the present log and posts it. */
  async #launch(
    packed: PackedAhead,
    before: readonly UnderWay[],
  ): Promise<Result<UnderWay, Fault>> {
    const peer = await this.#context.identities.current(this.#peer)
    const sealKey = peer && currentSealKey(peer, this.#context.now())
    if (!peer || !sealKey) return { ok: false, code: 'no-seal-key' }
    const shown = before.map(({ logSize }) => logSize)
    const sealed = await sealEnvelopes(this.#context, this.#peer, sealKey, packed, { shown })
    const abandon = new AbortController()
    const reply = this.#post(peer, packed.waiting, sealed.bytes, abandon.signal)
    const { bytes, digest, logSize } = sealed
    return ok({
      peer,
      waiting: packed.waiting,
      size: bytes.length,
      digest,
      logSize,
      reply,
      abandon,
    })
  }

  /** Waits for a parcel's reply and settles it. */
  async #land(sent: UnderWay): Promise<Result<null, Fault>> {
    const reply = await sent.reply
    if (!reply.ok) return reply
    const parcel = { waiting: sent.waiting, parcel: sent.digest }
    const settled = await settleReply(this.#context, sent.peer, parcel, reply.value)
    if (!settled.ok) return settled
    this.#sentBytes += sent.size
    this.#sentParcels++
    const { envelopes, answer } = settled.value
    // A peer that says nothing to what it was sent has not been delivered to: it is tried again.
    if (envelopes === 0 && answer === null) return { ok: false, code: 'no-receipt' }
    const code = await afterReply(this.#context, this.#peer, settled.value)
    return code === undefined ? ok(null) : { ok: false, code }
  }

  /**
   * Posts a parcel. One that a link has cut is sent again, the same bytes, if all that is inside may
   * still leave: those sent after it wait for it at the peer.
   */
  async #post(
    identity: Identity,
    waiting: PackedAhead['waiting'],
    bytes: Uint8Array,
    abandoned: AbortSignal,
  ): Promise<Result<Uint8Array, HttpFault>> {
    const signal = AbortSignal.any([this.#stop.signal, abandoned])
    const url = (await this.#peers.url(this.#peer)) ?? ''
    const inbox = `${url}${new URL(identity.endpoints.inbox).pathname}`
    const headers = { 'content-type': PARCEL_MEDIA_TYPE, prefer: `wait=${WAIT_S}` }
    for (let cuts = 0; ; cuts++) {
      const reply = await postBytes(inbox, bytes, headers, MAX_REPLY_BYTES, signal)
      if (reply.ok) this.#wholeSinceCut++
      else if (reply.code === 'unreachable') this.#wholeSinceCut = 0
      if (reply.ok || reply.code !== 'unreachable' || cuts === CUTS || signal.aborted) return reply
      await pause(retryDelay(1), undefined, { signal }).catch(() => undefined)
      if (await this.#isBarred(waiting)) return reply
    }
  }

  async #isBarred(waiting: PackedAhead['waiting']): Promise<boolean> {
    const { store } = this.#context
    for (const { id } of waiting) {
      if (await whyBarred(store.read, this.#context, this.#peer, id)) return true
    }
    return false
  }

  async #rest(ms: number | undefined): Promise<void> {
    if (this.#isAwake && ms === undefined) return
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }
}

/** Both nodes may show each other their logs at once, or a parcel may overtake another. */
function isOutOfStep(code: Fault): boolean {
  return code === 'log-consistency' || code === 'gap'
}

/** Exponential backoff with full jitter (ms), so that nodes do not return in step. */
function retryDelay(failures: number): number {
  const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
  return ceiling / 2 + (Math.random() * ceiling) / 2
}

import { ok, type Result } from '@concert/core'
import {
  currentSealKey,
  type Identity,
  PARCEL_MEDIA_TYPE,
  type RefusalCode,
} from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { afterReply } from './after-reply.ts'
import { type HttpFault, postBytes } from './http-client.ts'
import { type PackedAhead, packAhead } from './load-envelopes.ts'
import type { Peers } from './peers.ts'
import { sealEnvelopes } from './seal-envelopes.ts'
import { settleReply } from './settle.ts'

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 60_000
const MAX_REPLY_BYTES = 16 << 20
const OUT_OF_STEP_RETRIES = 3

/** Faults that a peer's newer identity may explain. */
const RENEWING: ReadonlySet<string> = new Set([
  'no-seal-key',
  'log-proof',
  'unknown-identity',
  'unknown-key',
])

type Fault = RefusalCode | HttpFault | 'no-seal-key' | 'no-receipt'

/**
 * Delivers to one peer: parcels in order, one under way while the next is being made, with
 * exponential backoff and full jitter when it fails. A peer that is down holds nobody else up.
 */
export class Deliverer {
  readonly #context: NodeContext
  readonly #peers: Peers
  readonly #peer: string
  readonly #stop = new AbortController()
  #wake: (() => void) | undefined
  #isAwake = true
  #failures = 0
  #sentBytes = 0
  #sentParcels = 0
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
      const result = await this.#deliverAll().catch((error: unknown) => this.#crashed(error))
      if (this.#stop.signal.aborted) return
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

  /** Sends parcel after parcel until nothing is queued; the next is packed while one is under way. */
  async #deliverAll(): Promise<Result<null, Fault>> {
    if ((await this.#peers.state(this.#peer)) !== 'confirmed') return ok(null)
    let next = await packAhead(this.#context, this.#peer, { epoch: 0, seq: 0 })
    while (!this.#stop.signal.aborted) {
      const last = next.waiting.at(-1)
      if (!last) return ok(null)
      const ahead = packAhead(this.#context, this.#peer, last)
      ahead.catch(() => undefined)
      const sent = await this.#sendInStep(next)
      if (!sent.ok) return sent
      next = await ahead
    }
    return ok(null)
  }

  /** Both nodes may show each other their logs at once; then the proof starts from another size. */
  async #sendInStep(packed: PackedAhead): Promise<Result<null, Fault>> {
    let sent = await this.#sendRenewed(packed)
    for (let i = 0; i < OUT_OF_STEP_RETRIES && !sent.ok && sent.code === 'log-consistency'; i++) {
      sent = await this.#send(packed)
    }
    return sent
  }

  /** Sends; asks for the peer's newer identity when its answer fits the one held no longer. */
  async #sendRenewed(packed: PackedAhead): Promise<Result<null, Fault>> {
    const sent = await this.#send(packed)
    if (sent.ok || !RENEWING.has(sent.code)) return sent
    return (await this.#peers.renewed(this.#peer)) ? await this.#send(packed) : sent
  }

  /** Seals a parcel against the present logs, posts it and settles its reply. */
  async #send(packed: PackedAhead): Promise<Result<null, Fault>> {
    const peer = await this.#context.identities.current(this.#peer)
    const sealKey = peer && currentSealKey(peer, this.#context.now())
    if (!peer || !sealKey) return { ok: false, code: 'no-seal-key' }
    const { bytes, digest } = await sealEnvelopes(this.#context, this.#peer, sealKey, packed)
    const reply = await this.#post(peer, bytes)
    if (!reply.ok) return reply
    const sent = { waiting: packed.waiting, parcel: digest }
    const settled = await settleReply(this.#context, peer, sent, reply.value)
    if (!settled.ok) return settled
    this.#sentBytes += bytes.length
    this.#sentParcels++
    const { envelopes, answer } = settled.value
    // A peer that says nothing to what it was sent has not been delivered to: it is tried again.
    if (envelopes === 0 && answer === null) return { ok: false, code: 'no-receipt' }
    const code = await afterReply(this.#context, this.#peer, settled.value)
    return code === undefined ? ok(null) : { ok: false, code }
  }

  async #post(identity: Identity, bytes: Uint8Array): Promise<Result<Uint8Array, HttpFault>> {
    const { signal } = this.#stop
    const url = (await this.#peers.url(this.#peer)) ?? ''
    const inbox = new URL(identity.endpoints.inbox).pathname
    return await postBytes(`${url}${inbox}`, bytes, PARCEL_MEDIA_TYPE, MAX_REPLY_BYTES, signal)
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

/** Exponential backoff with full jitter (ms), so that nodes do not return in step. */
function retryDelay(failures: number): number {
  const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
  return ceiling / 2 + (Math.random() * ceiling) / 2
}

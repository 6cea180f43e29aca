import type { CryptoPort } from '@concert/core'
import {
  acceptCosignatures,
  formatAddCheckpoint,
  type NoteKey,
  type NoteSignature,
  readWitnessAnswer,
  type SignedNote,
  type WitnessReply,
} from '@concert/tlog'
import type { WitnessTransport } from './ask-witness.ts'
import type { LogHead } from './log-types.ts'
import { PacedLoop } from './paced-loop.ts'

/** A head that witnesses are asked to cosign, and what they have said so far. */
export interface Round {
  readonly head: LogHead
  /** The head's checkpoint, read. */
  readonly note: SignedNote
  /** Verified lines by the name of the witness. */
  readonly lines: Map<string, NoteSignature>
}

/** What a {@link WitnessLink} needs of the log that it asks for. */
export interface WitnessLinkDeps {
  readonly crypto: CryptoPort
  readonly transport: WitnessTransport
  /** Longest wait for an answer, in milliseconds. */
  readonly timeoutMs: number
  /** Size of the tree in the database, which another process may have let grow past our head. */
  storedSize(): Promise<number>
  /** The consistency proof from a size up to a round's head. */
  prove(oldSize: number, head: LogHead): Promise<readonly Uint8Array[]>
  /** Stores a verified line. */
  record(witness: NoteKey, round: Round, line: NoteSignature): Promise<void>
  /** The witness says that it holds what our head does not extend. */
  dispute(link: WitnessLink, round: Round): Promise<void>
  onError(error: unknown): void
}

/** Why a witness gave no cosignature; goes to `onError` and is tried again. */
class WitnessFailure extends Error {
  readonly witness: string

  constructor(witness: string, reason: string) {
    super(`${witness}: ${reason}`)
    this.name = 'WitnessFailure'
    this.witness = witness
  }
}

/** Asks one witness, one request at a time, always for the newest round offered. */
export class WitnessLink {
  readonly key: NoteKey
  /** Submission and monitoring prefix. */
  readonly url: string
  readonly #deps: WitnessLinkDeps
  readonly #loop: PacedLoop
  readonly #stopping = new AbortController()
  /** Size that the witness is believed to hold. */
  #held: number
  #round: Round | undefined
  #done: Round | undefined
  #isDisputed = false

  constructor(deps: WitnessLinkDeps, key: NoteKey, url: string, held: number) {
    this.key = key
    this.url = url
    this.#deps = deps
    this.#held = held
    const onError = (error: unknown) => {
      if (!this.#stopping.signal.aborted) deps.onError(error)
    }
    this.#loop = new PacedLoop({ step: () => this.#step(), intervalMs: 0, onError })
  }

  /**
   * Takes the round's place in line. After a dispute asking again does not help; `isRepublished`
   * tries all the same, so that a witness that was repaired comes back by itself.
   */
  offer(round: Round, isRepublished: boolean): void {
    if (this.#isDisputed && !isRepublished) return
    this.#isDisputed = false
    if (isRepublished) this.#done = undefined
    this.#round = round
    this.#loop.wake()
  }

  /** Ends a running request and asks no more. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop.stop()
  }

  /** Aborts when the link stops or the time for one exchange is over. */
  signal(): AbortSignal {
    return AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(this.#deps.timeoutMs)])
  }

  async #step(): Promise<boolean> {
    const round = this.#round
    if (round === undefined || round === this.#done || this.#isDisputed) return false
    await this.#ask(round)
    this.#done = round
    return this.#round !== round
  }

  async #ask(round: Round): Promise<void> {
    // Once more with the size that it names, and not again: it may name another one forever.
    let reply = await this.#submit(round, this.#held)
    if (reply.kind === 'stale' && reply.size <= round.head.size) {
      reply = await this.#submit(round, reply.size)
    }
    if (reply.kind === 'cosigned') return await this.#accept(round, reply.lines)
    // Another process of this node was faster: its larger head is offered here as well.
    const claimed = reply.kind === 'stale' ? reply.size : 0
    if (claimed > round.head.size && claimed <= (await this.#deps.storedSize())) return
    if (this.#isDispute(reply, round)) {
      this.#isDisputed = true
      return await this.#deps.dispute(this, round)
    }
    throw new WitnessFailure(this.key.name, reply.kind)
  }

  #isDispute(reply: WitnessReply, round: Round): boolean {
    // It claims a tree larger than any that we have released.
    const isAhead = reply.kind === 'stale' && reply.size > round.head.size
    return isAhead || reply.kind === 'inconsistent'
  }

  async #submit({ head, note }: Round, held: number): Promise<WitnessReply> {
    const oldSize = Math.min(held, head.size)
    const proof = await this.#deps.prove(oldSize, head)
    const body = formatAddCheckpoint({ oldSize, proof, note })
    const { transport } = this.#deps
    return readWitnessAnswer(await transport.addCheckpoint(this.url, body, this.signal()))
  }

  async #accept(round: Round, lines: readonly NoteSignature[]): Promise<void> {
    const { crypto, record } = this.#deps
    const accepted = await acceptCosignatures(crypto, round.note, lines, [this.key])
    const line = accepted.ok ? accepted.value[0] : undefined
    if (line === undefined) throw new WitnessFailure(this.key.name, 'bad_cosignature')
    this.#held = round.head.size
    await record(this.key, round, line)
  }
}

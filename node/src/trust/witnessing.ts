import type { CryptoPort, Refusal } from '@concert/core'
import {
  canSignAs,
  isSameKey,
  type NoteKey,
  type NoteSignature,
  type Policy,
  parseNote,
  parseVkey,
} from '@concert/tlog'
import { Mutex } from '../store/mutex.ts'
import type { Store } from '../store/store.ts'
import { createWitnessTransport, type WitnessTransport } from './ask-witness.ts'
import { heldBy, type NewCosignature, storeCosignatures } from './cosignature-rows.ts'
import { LogError } from './log-error.ts'
import type { NodeLog } from './node-log.ts'
import { PacedLoop } from './paced-loop.ts'
import { investigate, type WitnessAlarm } from './witness-alarm.ts'
import { type Round, WitnessLink, type WitnessLinkDeps } from './witness-link.ts'
import { OPEN_POLICY } from './witness-policy.ts'

/** A witness to ask: a neutral one or a peer. */
export interface WitnessConfig {
  readonly name: string
  /** Type 04 or 06, and of that name. */
  readonly vkey: string
  /** Submission and monitoring prefix, without a slash at the end. */
  readonly url: string
}

/** An entry that can't be asked: not a key and URL of that name, or a name for the second time. */
export type WitnessRefusal = Refusal<'malformed' | 'duplicate'>

/** What {@link Witnessing} needs. */
export interface WitnessingDeps {
  readonly log: NodeLog
  readonly store: Store
  readonly crypto: CryptoPort
  /** The key that signs the log's checkpoints. */
  readonly logKey: NoteKey
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** A witness holds what our log does not extend; both notes are kept among the alarms. */
  onAlarm(alarm: WitnessAlarm): void
  /** A witness did not answer or answered wrongly; it is asked again by itself. */
  onError(error: unknown): void
  /** Over HTTP by default. */
  readonly transport?: WitnessTransport
  /** Least time between two heads that are offered, in milliseconds; 200 by default. */
  readonly intervalMs?: number
  /** Longest wait for an answer, in milliseconds; 2,000 by default. */
  readonly timeoutMs?: number
  /** How long a round that has some lines waits for the others, in milliseconds; 100 by default. */
  readonly graceMs?: number
  /** A quiet log's head is cosigned anew this often, in milliseconds; ten minutes by default. */
  readonly republishMs?: number
}

/**
 * Has witnesses cosign the log's heads. All are asked for the same heads, at a steady pace, so that
 * their cosignatures meet on one checkpoint. Nothing here holds the log up or can veto a head.
 */
export class Witnessing {
  readonly #deps: WitnessingDeps
  readonly #linkDeps: WitnessLinkDeps
  readonly #loop: PacedLoop
  readonly #links = new Map<string, WitnessLink>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void
  readonly #changing = new Mutex()
  readonly #recording = new Mutex()
  #round: Round | undefined
  #policy: Policy = OPEN_POLICY
  #gathering: Gathering | undefined
  #isRepublishing = false

  constructor(deps: WitnessingDeps) {
    this.#deps = deps
    const { intervalMs = 200, republishMs = 600_000, onError } = deps
    this.#linkDeps = this.#makeLinkDeps()
    this.#loop = new PacedLoop({ step: async () => this.#offer(), intervalMs, onError })
    this.#timer = setInterval(() => this.#republish(), republishMs).unref()
    this.#unsubscribe = deps.log.onHead(() => this.#loop.wake())
  }

  /**
   * Replaces the witnesses; those that stay are not disturbed.
   *
   * @param policy - a checkpoint that meets it is not replaced by a newer one that does not
   * @returns the entries that were refused and are not asked, `at` being the name
   */
  async setWitnesses(
    witnesses: readonly WitnessConfig[],
    policy: Policy = OPEN_POLICY,
  ): Promise<readonly WitnessRefusal[]> {
    this.#policy = policy
    const refused: WitnessRefusal[] = []
    const wanted = new Map<string, { readonly key: NoteKey; readonly url: string }>()
    for (const witness of witnesses) {
      const key = this.#keyOf(witness)
      if (key === undefined) refused.push({ ok: false, code: 'malformed', at: witness.name })
      else if (wanted.has(key.name)) refused.push({ ok: false, code: 'duplicate', at: key.name })
      else wanted.set(key.name, { key, url: witness.url })
    }
    await this.#changing.run(() => this.#replaceLinks(wanted))
    this.#round = undefined
    this.#loop.wake()
    return refused
  }

  /** Ends running requests and asks no more. */
  async stop(): Promise<void> {
    this.#unsubscribe()
    clearInterval(this.#timer)
    await this.#loop.stop()
    this.#gathering?.close()
    await Promise.all([...this.#links.values()].map((link) => link.stop()))
    this.#links.clear()
  }

  #keyOf({ name, vkey, url }: WitnessConfig): NoteKey | undefined {
    const key = parseVkey(this.#deps.crypto.sha256, vkey)
    if (!key.ok || key.value.name !== name || !URL.canParse(url)) return undefined
    return canSignAs('witness', key.value) ? key.value : undefined
  }

  async #replaceLinks(
    wanted: ReadonlyMap<string, { readonly key: NoteKey; readonly url: string }>,
  ): Promise<void> {
    for (const [name, link] of this.#links) {
      const same = wanted.get(name)
      if (same && isSameKey(same.key, link.key) && same.url === link.url) continue
      this.#links.delete(name)
      await link.stop()
    }
    for (const [name, { key, url }] of wanted) {
      if (this.#links.has(name)) continue
      const held = await heldBy(this.#deps.store.read, key)
      this.#links.set(name, new WitnessLink(this.#linkDeps, key, url, held))
    }
  }

  #republish(): void {
    this.#isRepublishing = true
    this.#loop.wake()
  }

  #offer(): boolean {
    const head = this.#deps.log.head()
    const isRepublished = this.#isRepublishing
    this.#isRepublishing = false
    // Nobody needs a witness for the empty tree.
    if (head.size === 0) return false
    if (this.#round?.head !== head) {
      const note = parseNote(head.checkpoint)
      if (!note.ok) throw new LogError('log-damaged', { at: 'checkpoint' })
      this.#round = { head, note: note.value, lines: new Map() }
    }
    for (const link of this.#links.values()) link.offer(this.#round, isRepublished)
    return false
  }

  #makeLinkDeps(): WitnessLinkDeps {
    const { log, crypto, onError, timeoutMs = 2_000 } = this.#deps
    const { transport = createWitnessTransport() } = this.#deps
    const investigation = { ...this.#deps, transport }
    return {
      crypto,
      transport,
      timeoutMs,
      onError,
      storedSize: () => log.storedSize(),
      prove: (oldSize, head) => log.consistency(oldSize, head),
      record: (witness, round, line) => this.#record(witness, round, line),
      dispute: async (link, round) => {
        this.#deps.onAlarm(await investigate(investigation, link, round))
      },
    }
  }

  /**
   * Keeps a line together with those that come shortly after it: what is shown then has as many
   * cosignatures as there are, and one slow witness holds nothing back for longer than the grace.
   */
  async #record(witness: NoteKey, round: Round, line: NoteSignature): Promise<void> {
    round.lines.set(witness.name, line)
    const gathering = this.#gather(round)
    gathering.added.push({ witness, line })
    if (round.lines.size >= this.#links.size) gathering.close()
    await gathering.stored
  }

  #gather(round: Round): Gathering {
    const open = this.#gathering
    if (open?.round === round) return open
    open?.close()
    const { promise: closed, resolve: close } = Promise.withResolvers<void>()
    const timer = setTimeout(close, this.#deps.graceMs ?? 100)
    const added: NewCosignature[] = []
    const stored = closed.then(async () => {
      clearTimeout(timer)
      if (this.#gathering?.added === added) this.#gathering = undefined
      await this.#store(round, added)
    })
    const gathering = { round, added, close, stored }
    this.#gathering = gathering
    return gathering
  }

  async #store(round: Round, added: readonly NewCosignature[]): Promise<void> {
    const { store, log, now } = this.#deps
    // One after the other, so that the log shows what was stored last.
    await this.#recording.run(async () => {
      const policy = this.#policy
      const witnessed = await storeCosignatures(store, { round, added, policy, now: now() })
      if (witnessed) log.setWitnessed(witnessed)
    })
  }
}

/** Lines of one round that are waiting to be stored together. */
interface Gathering {
  readonly round: Round
  readonly added: NewCosignature[]
  close(): void
  readonly stored: Promise<void>
}

import { hex } from '@concert/core'
import {
  type LogEdge,
  parseNote,
  proveConsistency,
  proveInclusions,
  rootFromTiles,
  type TileCoordinate,
  type TileReader,
  tilePrefix,
  tileWidth,
} from '@concert/tlog'
import type { Transaction } from '../store/store.ts'
import { LeafWaiters } from './leaf-waiters.ts'
import { LogError } from './log-error.ts'
import { positionsOf, readLog } from './log-rows.ts'
import type { LogHead, NodeLogDeps, WitnessedHead } from './log-types.ts'
import { openHead } from './open-head.ts'
import { PacedLoop } from './paced-loop.ts'
import { type Batch, sequenceBatch } from './sequencing.ts'
import { coverLeaf } from './steady-pace.ts'
import { storedTiles } from './stored-tiles.ts'
import { raiseWatermark } from './watermark.ts'

export type { LogHead, NodeLogDeps, WitnessedHead } from './log-types.ts'

/** How often other processes on the database are looked for, in milliseconds. */
const FOLLOW_MS = 1_000

/**
 * This node's transparency log. Leaves are submitted in the transaction that makes the change they
 * stand for; a sequencer takes them into the tree in batches. A head is released to nobody before
 * it is in the database and in the watermark file, so a crash at any point forgets no released head.
 */
export class NodeLog {
  readonly origin: string
  readonly #deps: NodeLogDeps
  readonly #tiles: TileReader
  readonly #waiters = new LeafWaiters()
  readonly #loop: PacedLoop
  readonly #timer: NodeJS.Timeout | undefined
  readonly #listeners = new Set<(head: LogHead) => void>()
  #head: LogHead
  #witnessed: WitnessedHead | null
  #edge: LogEdge | undefined
  #failure: LogError | undefined

  private constructor(deps: NodeLogDeps, head: LogHead, witnessed: WitnessedHead | null) {
    this.#deps = deps
    this.#head = head
    this.#witnessed = witnessed
    this.origin = deps.signer.key.name
    this.#tiles = storedTiles(deps.store.read)
    this.#loop = new PacedLoop({
      step: () => this.#sequence(),
      intervalMs: deps.batchMs,
      onError: (error) => this.#onFailure(error),
    })
    const everyMs = deps.steady?.everyMs ?? followMsOf(deps)
    this.#timer = everyMs > 0 ? setInterval(() => this.#loop.wake(), everyMs) : undefined
    this.#timer?.unref()
  }

  /**
   * Opens the log, or begins it. Leaves that a crash has left waiting are taken into the tree.
   *
   * @throws LogError `log-rolled-back` when the database is behind the watermark or has another
   *   tree, `log-watermark-missing`, `log-watermark-malformed`, `log-origin-changed`, `log-damaged`
   */
  static async open(deps: NodeLogDeps): Promise<NodeLog> {
    const head = await openHead(deps)
    const stored = await readLog(deps.store.read)
    const witnessed = stored?.witnessed ?? null
    const origin = deps.signer.key.name
    const log = new NodeLog(deps, head, witnessed && withCosigners(origin, witnessed))
    log.#loop.wake()
    return log
  }

  /**
   * Submits leaves in the caller's transaction. A leaf that the log has or that waits already is
   * not submitted twice. Call {@link wake} after the commit.
   */
  async submit(tx: Transaction, leaves: readonly Uint8Array[]): Promise<void> {
    const known = await positionsOf(tx, leaves)
    const rows = leaves.filter((leaf) => !known.has(hex(leaf))).map((leaf) => [leaf] as const)
    await tx.insertMany('log_pending', ['leaf'], rows, { onConflict: 'ignore' })
  }

  /** Starts the sequencer: at once when it is idle. At a steady pace it starts by itself. */
  wake(): void {
    if (!this.#deps.steady) this.#loop.wake()
  }

  /**
   * Resolves, when every leaf is in a released checkpoint, to the newest one.
   *
   * @throws LogError `log-stopped`, or what has ended the log; the reason of `signal`
   */
  async integrated(leaves: readonly Uint8Array[], signal?: AbortSignal): Promise<LogHead> {
    signal?.throwIfAborted()
    if (this.#failure) throw this.#failure
    // Waiting begins before looking, so that nothing can be released in between unnoticed.
    const waiter = this.#waiters.add(leaves)
    const aborted = Promise.withResolvers<never>()
    const onAbort = () => aborted.reject(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      const settled = Promise.all([waiter.done, this.#settleStored(leaves)])
      await Promise.race([settled, aborted.promise])
      return this.#head
    } finally {
      signal?.removeEventListener('abort', onAbort)
      waiter.cancel()
    }
  }

  /** The newest released head. */
  head(): LogHead {
    return this.#head
  }

  /** Size of the tree in the database: another process may have made it larger than our head. */
  async storedSize(): Promise<number> {
    return (await readLog(this.#deps.store.read))?.size ?? 0
  }

  /** The newest checkpoint with cosignatures, or null. */
  witnessed(): WitnessedHead | null {
    return this.#witnessed
  }

  /** Makes a checkpoint known that has been stored with its cosignatures. */
  setWitnessed(stored: Pick<WitnessedHead, 'size' | 'checkpoint'>): void {
    this.#witnessed = withCosigners(this.origin, stored)
  }

  /** Calls the listener with each head as it is released; the answer ends that. */
  onHead(listener: (head: LogHead) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * The proof that the tree of `oldSize` leaves begins that of `head`.
   *
   * @throws LogError `log-out-of-range` when `oldSize` is larger
   */
  async consistency(oldSize: number, head: LogHead = this.#head): Promise<readonly Uint8Array[]> {
    const made = await proveConsistency(this.#deps.crypto.sha256, this.#tiles, oldSize, head.size)
    if (made.ok) return made.value
    if (made.code === 'tile-missing') throw new LogError('log-damaged', { at: made.at ?? '' })
    throw new LogError('log-out-of-range', { oldSize, size: head.size })
  }

  /** Root of the released tree's first `size` leaves; `undefined` when it has fewer. */
  async rootAt(size: number): Promise<Uint8Array | undefined> {
    if (size > this.#head.size) return undefined
    const made = await rootFromTiles(this.#deps.crypto.sha256, this.#tiles, size)
    if (made.ok) return made.value
    throw new LogError('log-damaged', { at: made.at ?? '' })
  }

  /**
   * Inclusion proofs in the tree of `size` leaves, in the order of the leaves.
   *
   * @throws LogError `log-unknown-leaf` when that tree does not hold one of them,
   *   `log-out-of-range` when no tree of that size has been released
   */
  async prove(
    leaves: readonly Uint8Array[],
    size: number,
  ): Promise<readonly { readonly index: number; readonly path: readonly Uint8Array[] }[]> {
    const released = this.#head.size
    if (size > released) throw new LogError('log-out-of-range', { size, released })
    const positions = await positionsOf(this.#deps.store.read, leaves)
    const indexes = leaves.map((leaf) => {
      const index = positions.get(hex(leaf))
      if (index === undefined || index >= size) throw new LogError('log-unknown-leaf', { size })
      return index
    })
    const made = await proveInclusions(this.#deps.crypto.sha256, this.#tiles, indexes, size)
    if (!made.ok) throw new LogError('log-damaged', { at: made.at ?? '' })
    return indexes.map((index, i) => ({ index, path: made.value[i] ?? [] }))
  }

  /** A tile of the released tree, or of an earlier one; `undefined` when it reaches beyond. */
  async readTile(tile: TileCoordinate): Promise<Uint8Array | undefined> {
    if (tile.width > tileWidth(tile.level, tile.number, this.#head.size)) return undefined
    const [data] = await this.#tiles.readTiles([tile])
    return data && tilePrefix(data, tile)
  }

  /** Waits for a running batch and ends the sequencer; those who wait get `log-stopped`. */
  async stop(): Promise<void> {
    this.#end(new LogError('log-stopped'))
    clearInterval(this.#timer)
    await this.#loop.stop()
  }

  async #settleStored(leaves: readonly Uint8Array[]): Promise<void> {
    const positions = await positionsOf(this.#deps.store.read, leaves)
    const { size } = this.#head
    this.#waiters.settle([...positions].filter(([, at]) => at < size).map(([leaf]) => leaf))
  }

  async #sequence(): Promise<boolean> {
    const { store, crypto, signer, steady, now = Date.now } = this.#deps
    const pace = steady && { ...steady, cover: () => coverLeaf(crypto, this.origin), now: now() }
    const deps = { sha256: crypto.sha256, signer, pace }
    const batch = await store.transact((tx) => sequenceBatch(tx, deps, this.#head, this.#edge))
    await this.#release(batch)
    if (followMsOf(this.#deps) > 0) await this.#followWitnessed()
    return batch.isFull
  }

  /** Cosignatures that another process has collected. */
  async #followWitnessed(): Promise<void> {
    const stored = (await readLog(this.#deps.store.read))?.witnessed
    if (stored && stored.checkpoint !== this.#witnessed?.checkpoint) this.setWitnessed(stored)
  }

  /** First the file, then everybody else. */
  async #release({ head, edge, leaves, oldSize }: Batch): Promise<void> {
    const isBehind = oldSize > this.#head.size
    this.#edge = edge
    if (head.size > this.#head.size) {
      await raiseWatermark(this.#deps, { origin: this.origin, ...head })
      this.#head = head
      for (const listener of this.#listeners) listener(head)
    }
    this.#waiters.settle(leaves.map(hex))
    // Leaves that a batch took whose commit or release had failed are found in the database.
    if (isBehind) await this.#settleStored(this.#waiters.leaves())
  }

  #onFailure(error: unknown): void {
    if (error instanceof LogError && error.code === 'log-rolled-back') this.#end(error)
    this.#deps.onError(error)
  }

  #end(failure: LogError): void {
    this.#failure ??= failure
    this.#waiters.rejectAll(this.#failure)
  }
}

function followMsOf({ store, followMs }: NodeLogDeps): number {
  return followMs ?? (store.engine === 'postgres' ? FOLLOW_MS : 0)
}

function withCosigners(
  origin: string,
  { size, checkpoint }: Pick<WitnessedHead, 'size' | 'checkpoint'>,
): WitnessedHead {
  const note = parseNote(checkpoint)
  const lines = note.ok ? note.value.signatures : []
  const names = lines.map((line) => line.name).filter((name) => name !== origin)
  return { size, checkpoint, cosigners: [...new Set(names)] }
}

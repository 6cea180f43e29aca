import { equalBytes, type Sha256 } from '@concert/core'
import {
  appendEntries,
  edgeTiles,
  emptyEdge,
  formatNote,
  type LogEdge,
  type NoteSigner,
  openEdge,
  signCheckpoint,
} from '@concert/tlog'
import type { Reader, Transaction } from '../store/store.ts'
import { LogError } from './log-error.ts'
import {
  deleteIntegrated,
  insertLog,
  readLog,
  readPending,
  readTileRows,
  updateLog,
  writeTiles,
} from './log-rows.ts'
import type { LogHead } from './log-types.ts'
import { type PaceNow, takeTurn } from './steady-pace.ts'

/** Most leaves that one transaction takes into the tree. */
const BATCH_LEAVES = 4_096

/** What sequencing needs beside the transaction. */
export interface SequencingDeps {
  readonly sha256: Sha256
  /** Its key is named after the log. */
  readonly signer: NoteSigner
  /** Without it a batch takes what waits. */
  readonly pace?: PaceNow | undefined
}

/** What one transaction of the sequencer has done. */
export interface Batch {
  readonly head: LogHead
  /** The edge of that head. */
  readonly edge: LogEdge
  /** Size of the stored tree before. */
  readonly oldSize: number
  /** Leaves that are in the tree of `head` and were waiting before. */
  readonly leaves: readonly Uint8Array[]
  /** Whether as many leaves were taken as one transaction takes, so that more may wait. */
  readonly isFull: boolean
}

/** Makes the log's row for the empty tree unless there is one, and gives the head that is stored. */
export async function ensureLog(tx: Transaction, deps: SequencingDeps): Promise<LogHead> {
  await tx.lock('log')
  const origin = deps.signer.key.name
  const stored = await readLog(tx)
  if (stored !== undefined) return stored
  const head = await signedHead(deps, emptyEdge(deps.sha256))
  await insertLog(tx, origin, head)
  return head
}

/**
 * Takes waiting leaves into the tree, in the order in which they were submitted, and signs the new
 * head. Nothing leaves the transaction before its caller has made the head known.
 *
 * @param released - the last head that others may have seen: the stored tree must not be behind it
 * @param cached - the edge of the last batch, to save reading tiles; ignored unless it fits
 */
export async function sequenceBatch(
  tx: Transaction,
  deps: SequencingDeps,
  released: LogHead,
  cached: LogEdge | undefined,
): Promise<Batch> {
  await tx.lock('log')
  const head = await readLog(tx)
  if (head === undefined) throw new LogError('log-damaged', { at: 'log_state' })
  requireNotBehind(head, released)
  const edge =
    cached !== undefined && isSameHead(cached, head) ? cached : await readEdge(tx, deps, head)
  const { pace } = deps
  const idle = { head, edge, oldSize: head.size, leaves: [], isFull: false }
  if (pace && !(await takeTurn(tx, pace))) return idle
  const most = pace?.leaves ?? BATCH_LEAVES
  const pending = await readPending(tx, most)
  const fresh = pending.filter((row) => row.position === null).map((row) => row.leaf)
  if (pace) while (fresh.length < pace.leaves) fresh.push(pace.cover())
  const grown = fresh.length === 0 ? { head, edge } : await grow(tx, deps, edge, fresh)
  const last = pending.at(-1)
  if (last !== undefined) await deleteIntegrated(tx, last.id)
  const isFull = pace === undefined && pending.length === BATCH_LEAVES
  return { ...grown, oldSize: head.size, leaves: pending.map((row) => row.leaf), isFull }
}

async function grow(
  tx: Transaction,
  deps: SequencingDeps,
  edge: LogEdge,
  leaves: readonly Uint8Array[],
): Promise<{ readonly head: LogHead; readonly edge: LogEdge }> {
  const growth = appendEntries(deps.sha256, edge, leaves)
  if (!growth.ok) throw new LogError('log-leaf-too-large', { at: growth.at ?? '' })
  const { changed, edge: next } = growth.value
  await writeTiles(tx, changed, edge.tiles)
  const rows = leaves.map((leaf, i) => [leaf, edge.size + i] as const)
  await tx.insertMany('log_leaves', ['leaf', 'position'], rows)
  const head = await signedHead(deps, next)
  await updateLog(tx, head)
  return { head, edge: next }
}

async function signedHead(
  { signer }: SequencingDeps,
  { size, root }: Pick<LogHead, 'size' | 'root'>,
): Promise<LogHead> {
  const note = await signCheckpoint(signer, { origin: signer.key.name, size, root })
  return { size, root, checkpoint: formatNote(note) }
}

async function readEdge(reader: Reader, deps: SequencingDeps, head: LogHead): Promise<LogEdge> {
  const rows = await readTileRows(reader, edgeTiles(head.size))
  const edge = openEdge(deps.sha256, head.size, rows)
  if (!edge.ok) throw new LogError('log-damaged', { at: edge.at ?? '' })
  if (!isSameHead(edge.value, head)) throw new LogError('log-damaged', { at: 'root' })
  return edge.value
}

type Head = Pick<LogHead, 'size' | 'root'>

function isSameHead(a: Head, b: Head): boolean {
  return a.size === b.size && equalBytes(a.root, b.root)
}

/**
 * Refuses a stored tree that is smaller than a released one, or as large with another root.
 *
 * @throws LogError `log-rolled-back`
 */
export function requireNotBehind(stored: Head, released: Head): void {
  if (stored.size > released.size || isSameHead(stored, released)) return
  throw new LogError('log-rolled-back', { stored: stored.size, released: released.size })
}

import { type CryptoPort, equalBytes, ok, type Result, refuse } from '@concert/core'
import { emptyEdge, type LogEdge, type NoteKey, parseVkey, rootFromTiles } from '@concert/tlog'
import type { Config } from '../../config/config.ts'
import { loadOwnIdentity } from '../../identity/own-node.ts'
import type { Store } from '../../store/store.ts'
import { LogError } from '../../trust/log-error.ts'
import { readLog, type StoredLog } from '../../trust/log-rows.ts'
import { storedTiles } from '../../trust/stored-tiles.ts'
import { readHighestWatermark, type Watermark } from '../../trust/watermark.ts'
import { canGoOn } from '../../trust/witness-mark.ts'
import { watermarkPlaces, witnessMarkPlaces } from '../data-files.ts'
import { checkDocuments } from './documents.ts'
import { type Problem, Problems, REPAIRABLE } from './problems.ts'
import { readProgress, removeProgress, writeProgress } from './progress-file.ts'
import { ownLogKeys, signedHead } from './signed-head.ts'
import { checkCosigned, cosignedSizes } from './stored-heads.ts'
import { findStrays } from './strays.ts'
import { Roots, walkTree } from './walk.ts'

const SAVE_EVERY_MS = 2_000

/** What {@link checkWholeLog} needs. The node may run meanwhile. */
export interface FsckDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  readonly config: Config
  /** File in which an interrupted check leaves how far it came. */
  readonly progressPath: string
  /** Begin anew whatever an earlier check has left. */
  readonly isRestarted: boolean
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** Interrupts the check; what it found so far is kept for the next. */
  readonly signal: AbortSignal
  onProgress(step: 'entries' | 'documents', done: number, of: number): void
}

/** What a check of the whole log found. */
export interface FsckReport {
  readonly ok: boolean
  readonly origin: string
  /** Entries of the log as it was when the check began, all of them looked at. */
  readonly size: number
  /** Envelopes and receipts compared with it. */
  readonly documents: number
  /** When the check began, RFC 3339: earlier than this run if it was resumed. */
  readonly began: string
  readonly problems: readonly (Problem & { readonly repairable: boolean })[]
  /** All problems, listed or not. */
  readonly count: number
}

/** Why there is no report. */
export type FsckRefusal = 'fsck-no-log' | 'fsck-interrupted'

/**
 * Checks everything that a log is: builds the tree anew from its entries and compares each tile,
 * bundle and index row; the signed checkpoint, every cosignature and the watermark against that
 * tree; every envelope and receipt against the entries. Changes nothing.
 */
export async function checkWholeLog(deps: FsckDeps): Promise<Result<FsckReport, FsckRefusal>> {
  const { store, crypto, config, progressPath } = deps
  const own = await ownLogKeys(crypto, store)
  if (own === undefined) return refuse('fsck-no-log')
  const { origin, keys: logs } = own
  // The file first: it is written after the database, which may only be ahead of it.
  const mark = await readMark(config)
  const log = await readLog(store.read)
  const before = deps.isRestarted
    ? undefined
    : await readProgress(crypto.sha256, progressPath, origin)
  const began = before?.began ?? new Date(deps.now()).toISOString()
  const problems = new Problems(before?.problems, before?.count)
  const start = before && before.edge.size <= (log?.size ?? 0) ? before.edge : undefined
  const marked = mark === undefined || mark === 'malformed' ? [] : [mark.size]
  const roots = new Roots([...marked, ...(await cosignedSizes(store.read))])
  const edge = await walk(deps, { origin, began, log, start, problems, roots })
  if (edge === 'interrupted') return refuse('fsck-interrupted')
  // Before the walk's beginning, when it was resumed, the tiles were found right.
  const rootAt = async (size: number) => roots.at(size) ?? (await tileRoot(deps, size, edge.size))
  // What is asked below can be asked anew each time, so it is not part of what is resumed.
  await checkHead(deps, { log, logs, edge, mark, rootAt }, problems)
  // Where entries are lost nobody can tell what the trees beyond them were.
  if (edge.size === (log?.size ?? 0)) {
    await checkCosigned({ store, crypto, config, origin, logs, rootAt }, problems)
  }
  await findStrays(store, problems)
  await checkWitnessMark(deps, problems)
  let documents = 0
  for await (const done of checkDocuments(store.read, crypto, origin, problems)) {
    documents = done
    deps.onProgress('documents', done, done)
    if (deps.signal.aborted) return refuse('fsck-interrupted')
  }
  await removeProgress(progressPath)
  const { count } = problems
  const listed = problems.listed.map((found) => ({
    ...found,
    repairable: REPAIRABLE.has(found.code),
  }))
  const size = log?.size ?? 0
  return ok({ ok: count === 0, origin, size, documents, began, problems: listed, count })
}

async function tileRoot(
  { store, crypto }: FsckDeps,
  size: number,
  most: number,
): Promise<Uint8Array | undefined> {
  if (size > most) return undefined
  const root = await rootFromTiles(crypto.sha256, storedTiles(store.read), size)
  return root.ok ? root.value : undefined
}

interface WalkState {
  readonly origin: string
  readonly began: string
  readonly log: StoredLog | undefined
  readonly start: LogEdge | undefined
  readonly problems: Problems
  readonly roots: Roots
}

async function walk(
  deps: FsckDeps,
  { origin, began, log, start, problems, roots }: WalkState,
): Promise<LogEdge | 'interrupted'> {
  const { store, crypto, progressPath, now } = deps
  const size = log?.size ?? 0
  let edge = start ?? emptyEdge(crypto.sha256)
  let saved = now()
  const save = () => {
    const { listed, count } = problems
    return writeProgress(progressPath, { origin, began, edge, problems: listed, count })
  }
  for await (const stretch of walkTree(store.read, crypto.sha256, edge, size, {
    problems,
    roots,
  })) {
    edge = stretch.edge
    deps.onProgress('entries', edge.size, size)
    // Only whole tiles: the next check goes on with the tile after them.
    if (edge.size % 256 !== 0) continue
    if (deps.signal.aborted || now() - saved >= SAVE_EVERY_MS) {
      await save()
      saved = now()
    }
    if (deps.signal.aborted) return 'interrupted'
  }
  return edge
}

interface Heads {
  readonly log: StoredLog | undefined
  readonly logs: readonly NoteKey[]
  /** The tree that the entries make. */
  readonly edge: LogEdge
  readonly mark: Watermark | 'malformed' | undefined
  rootAt(size: number): Promise<Uint8Array | undefined>
}

async function checkHead(
  deps: FsckDeps,
  { log, logs, edge, mark, rootAt }: Heads,
  problems: Problems,
): Promise<void> {
  if (log === undefined) return problems.add('state', 'log_state')
  const signed = await signedHead(deps.crypto, log.checkpoint, logs)
  if (signed === undefined) problems.add('checkpoint', String(log.size))
  else if (signed.size !== log.size || !equalBytes(signed.root, log.root)) {
    problems.add('state', String(log.size))
  }
  if (edge.size === log.size && !equalBytes(edge.root, (signed ?? log).root)) {
    problems.add('root', String(log.size))
  }
  if (edge.size === log.size) await checkMark(log, mark, rootAt, problems)
}

async function checkMark(
  log: StoredLog,
  mark: Watermark | 'malformed' | undefined,
  rootAt: Heads['rootAt'],
  problems: Problems,
): Promise<void> {
  if (mark === undefined || mark === 'malformed') {
    return problems.add('watermark', mark ?? 'missing')
  }
  if (mark.origin !== log.origin) return problems.add('watermark', mark.origin)
  if (mark.size > log.size) return problems.add('rolled-back', `${log.size} < ${mark.size}`)
  const root = await rootAt(mark.size)
  if (!root || !equalBytes(root, mark.root)) problems.add('watermark', String(mark.size))
}

async function readMark(config: Config): Promise<Watermark | 'malformed' | undefined> {
  try {
    return await readHighestWatermark(watermarkPlaces(config))
  } catch (error) {
    if (error instanceof LogError) return 'malformed'
    throw error
  }
}

async function checkWitnessMark(
  { store, crypto, config }: FsckDeps,
  problems: Problems,
): Promise<void> {
  const own = await loadOwnIdentity(crypto, store)
  const key = own && parseVkey(crypto.sha256, own.witness.vkey)
  if (!key?.ok) return
  try {
    const isWhole = await canGoOn(store.read, key.value, witnessMarkPlaces(config))
    if (!isWhole) problems.add('witness-mark', key.value.name)
  } catch (error) {
    if (!(error instanceof LogError)) throw error
    problems.add('witness-mark', 'malformed')
  }
}

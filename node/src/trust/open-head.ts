import { equalBytes } from '@concert/core'
import { rootFromTiles } from '@concert/tlog'
import { LogError } from './log-error.ts'
import { readLog } from './log-rows.ts'
import type { LogHead, NodeLogDeps } from './log-types.ts'
import { ensureLog, requireNotBehind } from './sequencing.ts'
import { storedTiles } from './stored-tiles.ts'
import { raiseWatermark, readHighestWatermark } from './watermark.ts'

/**
 * The head to begin with, after comparing the database with the watermark file. A database ahead
 * of the file has crashed between the two, and the file follows, if its tree is the beginning of
 * the database's. A missing file is written when the log is empty, since nothing but the empty
 * tree can have been released then.
 *
 * @throws LogError as {@link NodeLog.open} does
 */
export async function openHead(deps: NodeLogDeps): Promise<LogHead> {
  const { store, signer } = deps
  const origin = signer.key.name
  const mark = await readHighestWatermark(deps)
  // Compared before anything is written: an empty database beside a watermark is a rollback too.
  const stored = await readLog(store.read)
  for (const found of [mark?.origin, stored?.origin]) {
    if (found !== undefined && found !== origin) {
      throw new LogError('log-origin-changed', { origin, found })
    }
  }
  const present = stored ?? (await emptyHead(deps))
  for (const seen of deps.seen ?? []) await requireContinued(deps, present, seen)
  if (mark) await requireContinued(deps, present, mark)
  else requireDecided(deps, stored)
  const sequencing = { sha256: deps.crypto.sha256, signer }
  const head = await store.transact((tx) => ensureLog(tx, sequencing))
  // Written at every start: a place that is new or behind has to be as high as the others.
  await raiseWatermark(deps, { origin, ...head })
  return head
}

type Head = Pick<LogHead, 'size' | 'root'>

async function emptyHead({ crypto }: NodeLogDeps): Promise<Head> {
  return { size: 0, root: crypto.sha256(new Uint8Array(0)) }
}

function requireDecided(deps: NodeLogDeps, stored: Head | undefined): void {
  const { onMissingWatermark = 'refuse' } = deps
  const path = deps.sharedWatermarks ?? deps.watermarkPath
  if (stored === undefined || stored.size === 0 || onMissingWatermark === 'adopt') return
  throw new LogError('log-watermark-missing', { path, size: stored.size })
}

async function requireContinued(deps: NodeLogDeps, stored: Head, mark: Head): Promise<void> {
  requireNotBehind(stored, mark)
  if (stored.size === mark.size) return
  // A database restored from elsewhere may be larger and still not contain what was released.
  const root = await rootFromTiles(deps.crypto.sha256, storedTiles(deps.store.read), mark.size)
  if (!root.ok) throw new LogError('log-damaged', { at: root.at ?? '' })
  if (equalBytes(root.value, mark.root)) return
  throw new LogError('log-rolled-back', { stored: stored.size, released: mark.size })
}

import { equalBytes, type Sha256 } from '@concert/core'
import { type NoteKey, rootFromTiles, type TileReader } from '@concert/tlog'
import type { Reader } from '../../store/store.ts'
import { LogError } from '../../trust/log-error.ts'
import { readLog, type StoredLog } from '../../trust/log-rows.ts'
import { storedTiles } from '../../trust/stored-tiles.ts'
import {
  readHighestWatermark,
  type Watermark,
  type WatermarkPlaces,
} from '../../trust/watermark.ts'
import { canGoOn } from '../../trust/witness-mark.ts'
import type { WitnessMarkPlaces } from '../../trust/witness-mark-file.ts'
import { type Check, check } from './check.ts'

/**
 * Whether the tiles lead to the signed root, and whether what was released is the beginning of it.
 * The node may go on writing meanwhile.
 */
export async function checkLog(
  read: Reader,
  sha256: Sha256,
  places: WatermarkPlaces,
): Promise<readonly Check[]> {
  // The file first: the node writes the database before it, so the log may only be ahead.
  const mark = await readMark(places)
  const log = await readLog(read)
  if (!log) return [check('log', 'warn', 'doctor.log-none')]
  const tiles = storedTiles(read)
  const size = log.size
  const isWhole = await hasRoot(sha256, tiles, log)
  return [
    isWhole
      ? check('log', 'ok', 'doctor.log', { origin: log.origin, size })
      : check('log', 'fail', 'doctor.log-damaged', { origin: log.origin, size }),
    await checkMark(sha256, tiles, log, mark),
  ]
}

/** Whether the node knows all that it has cosigned as a witness: else it does not start. */
export async function checkWitnessMark(
  read: Reader,
  key: NoteKey,
  places: WitnessMarkPlaces,
): Promise<Check> {
  try {
    return (await canGoOn(read, key, places))
      ? check('witness-mark', 'ok', 'doctor.witness-mark')
      : check('witness-mark', 'fail', 'doctor.witness-mark-behind')
  } catch (error) {
    if (error instanceof LogError)
      return check('witness-mark', 'fail', 'doctor.witness-mark-behind')
    throw error
  }
}

async function readMark(places: WatermarkPlaces): Promise<Watermark | 'malformed' | undefined> {
  try {
    return await readHighestWatermark(places)
  } catch (error) {
    if (error instanceof LogError) return 'malformed'
    throw error
  }
}

async function checkMark(
  sha256: Sha256,
  tiles: TileReader,
  log: StoredLog,
  mark: Watermark | 'malformed' | undefined,
): Promise<Check> {
  if (mark === undefined && log.size === 0) return check('watermark', 'ok', 'doctor.log-none')
  if (mark === undefined || mark === 'malformed') {
    return check('watermark', 'fail', 'doctor.watermark-missing')
  }
  const isBeginning =
    mark.origin === log.origin && mark.size <= log.size && (await hasRoot(sha256, tiles, mark))
  return isBeginning
    ? check('watermark', 'ok', 'doctor.watermark', { size: mark.size })
    : check('watermark', 'fail', 'doctor.watermark-ahead', { size: mark.size, stored: log.size })
}

/** Whether tiles lead to a tree's root. */
export async function hasRoot(
  sha256: Sha256,
  tiles: TileReader,
  tree: { readonly size: number; readonly root: Uint8Array },
): Promise<boolean> {
  const root = await rootFromTiles(sha256, tiles, tree.size)
  return root.ok && equalBytes(root.value, tree.root)
}

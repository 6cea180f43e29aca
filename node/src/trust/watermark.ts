import { readFile } from 'node:fs/promises'
import { base64, base64Bytes, decode, integer, type Json, object, text, utf8 } from '@concert/core'
import { isErrno, replaceFile } from '../files/atomic-file.ts'
import { generationOf } from '../identity/log-generation.ts'
import { LogError } from './log-error.ts'
import { ownSharedMark, sharedMarks } from './shared-marks.ts'

/** The latest checkpoint that this node has released, kept outside what backups restore. */
export interface Watermark {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Signed note text. */
  readonly checkpoint: string
}

/** Where the marks of a node are. Backups must hold none of these places. */
export interface WatermarkPlaces {
  /** This process's own file. */
  readonly watermarkPath: string
  /** Folder that all processes of the node share, when there are several. */
  readonly sharedWatermarks?: string | undefined
}

const MODE = 0o644

const SHAPE = object({
  origin: text({ max: 4096 }),
  size: integer(0),
  root: base64Bytes(32, 32),
  checkpoint: text({ max: 32_768 }),
})

/**
 * Reads the file; `undefined` when there is none.
 *
 * @throws LogError `log-watermark-malformed`
 */
export async function readWatermark(path: string): Promise<Watermark | undefined> {
  let source: string
  try {
    source = await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
  const read = decode(SHAPE, parse(source, path))
  if (!read.ok) throw new LogError('log-watermark-malformed', { path, at: read.at ?? '' })
  return read.value
}

function parse(source: string, path: string): Json {
  try {
    return JSON.parse(source) as Json
  } catch (cause) {
    throw new LogError('log-watermark-malformed', { path }, { cause })
  }
}

/** Replaces the file durably: it holds the old mark or the new one, never a mixture. */
export async function writeWatermark(path: string, mark: Watermark): Promise<void> {
  const { origin, size, root, checkpoint } = mark
  const json = JSON.stringify({ origin, size, root: base64(root), checkpoint })
  await replaceFile(path, utf8(`${json}\n`), MODE)
}

/**
 * The newest mark of the places: of the newest log, the largest. Where several processes share a
 * folder and it holds none, there is none, whatever our own file says: another may have released
 * more, and a folder that is not mounted looks just so.
 *
 * @throws LogError `log-watermark-malformed`
 */
export async function readHighestWatermark(
  places: WatermarkPlaces,
): Promise<Watermark | undefined> {
  const own = await readWatermark(places.watermarkPath)
  if (places.sharedWatermarks === undefined) return own
  const shared: Watermark[] = []
  for (const file of await sharedMarks(places.sharedWatermarks)) {
    const mark = await readWatermark(file)
    if (mark) shared.push(mark)
  }
  if (shared.length === 0) return undefined
  return [...shared, ...(own ? [own] : [])].reduce((a, b) => (isNewer(b, a) ? b : a))
}

function isNewer(a: Watermark, b: Watermark): boolean {
  const later = generationOf(a.origin) - generationOf(b.origin)
  return later === 0 ? a.size > b.size : later > 0
}

/** Writes a mark to every place. */
export async function raiseWatermark(places: WatermarkPlaces, mark: Watermark): Promise<void> {
  const { watermarkPath, sharedWatermarks } = places
  await writeWatermark(watermarkPath, mark)
  if (sharedWatermarks === undefined) return
  await writeWatermark(await ownSharedMark(sharedWatermarks, watermarkPath), mark)
}

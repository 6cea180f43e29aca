import { readFile } from 'node:fs/promises'
import { base64, base64Bytes, decode, integer, type Json, object, text, utf8 } from '@concert/core'
import { isErrno, replaceFile } from '../files/atomic-file.ts'
import { LogError } from './log-error.ts'

/** The latest checkpoint that this node has released, kept outside what backups restore. */
export interface Watermark {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Signed note text. */
  readonly checkpoint: string
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

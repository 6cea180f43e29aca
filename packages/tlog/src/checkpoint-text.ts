import { base64, ok, type Result, refuse } from '@concert/core'
import type { TreeHead } from './proof-check.ts'
import { HASH_BYTES, isKeyName, parseDecimal, parseHash, readText } from './text.ts'

/** What a log says of itself: at this size its tree has this root. */
export interface Checkpoint extends TreeHead {
  /** Name of the log: a URL without a scheme, without spaces or plus signs. */
  readonly origin: string
}

const MAX_CHECKPOINT_TEXT = 4096

/**
 * The three lines of a checkpoint (tlog-checkpoint, "Note text"). We write no extension lines.
 *
 * @throws RangeError for an origin, a size or a root that can't stand in a checkpoint
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root } = checkpoint
  if (!isOrigin(origin)) throw new RangeError('origin')
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('size')
  if (root.length !== HASH_BYTES) throw new RangeError('root')
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** Reads the text of a checkpoint: exactly three lines, extension lines are refused. */
export function parseCheckpoint(input: string | Uint8Array): Result<Checkpoint, 'malformed'> {
  const text = readText(input, MAX_CHECKPOINT_TEXT)
  if (text === undefined) return refuse('malformed', 'checkpoint')
  const [origin = '', sizeText = '', rootText = '', end, ...extensions] = text.split('\n')
  if (!isOrigin(origin)) return refuse('malformed', 'checkpoint.origin')
  const size = parseDecimal(sizeText)
  if (size === undefined) return refuse('malformed', 'checkpoint.size')
  const root = parseHash(rootText)
  if (root === undefined) return refuse('malformed', 'checkpoint.root')
  if (end !== '' || extensions.length > 0) return refuse('malformed', 'checkpoint.extension')
  return ok({ origin, size, root })
}

/** Whether a text may be the origin of one of our logs. */
export function isOrigin(text: string): boolean {
  return isKeyName(text) && !text.includes('://')
}

import { createHash } from 'node:crypto'
import { CHUNK_BYTES, commitment, MAX_ITEMS, SALT_BYTES } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { veil } from './vault.ts'

/** A file that has been read into the store in parts. */
export interface ReadIn {
  readonly size: number
  readonly sha256: string
  readonly commitments: readonly Uint8Array[]
}

/**
 * Reads a file into the store part by part, so that its size costs no memory.
 *
 * @param id - row of the attachment it becomes
 * @returns undefined when it is empty, or larger than `max` bytes
 */
export async function readIn(
  context: Pick<NodeContext, 'store' | 'crypto'>,
  { id, secret }: { readonly id: number; readonly secret: Uint8Array },
  file: AsyncIterable<Uint8Array>,
  max: number,
): Promise<ReadIn | undefined> {
  const hash = createHash('sha256')
  const commitments: Uint8Array[] = []
  let size = 0
  for await (const part of inParts(file)) {
    size += part.length
    if (size > max || commitments.length === MAX_ITEMS) return undefined
    hash.update(part)
    const salt = context.crypto.random(SALT_BYTES)
    const position = commitments.length
    await context.store.transact(async (tx) => {
      const body = veil(secret, position, part)
      const row = { attachment_id: id, position, salt, body }
      await tx.db.insertInto('attachment_chunks').values(row).execute()
    })
    commitments.push(commitment(context.crypto.sha256, salt, part))
  }
  return size === 0 ? undefined : { size, sha256: hash.digest('hex'), commitments }
}

/** Bytes as they come, in parts of {@link CHUNK_BYTES}; the last may be smaller. */
async function* inParts(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(CHUNK_BYTES)
  let filled = 0
  for await (const bytes of file) {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + CHUNK_BYTES - filled)
      part.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < CHUNK_BYTES) continue
      yield part
      part = new Uint8Array(CHUNK_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}

import { createCipheriv } from 'node:crypto'
import { CHUNK_BYTES } from '@concert/envelope'

const BLOCK = 16

/**
 * Turns a part of a file into what lies in the store, and back: AES-256-CTR under a key of the file
 * alone, which lies beside it. It keeps no secret from whoever has the store. It keeps samples of
 * malware from being found, run or swept away there by whatever looks at files.
 */
export function veil(secret: Uint8Array, position: number, bytes: Uint8Array): Uint8Array {
  const counter = Buffer.alloc(BLOCK)
  counter.writeBigUInt64BE(BigInt(position) * BigInt(CHUNK_BYTES / BLOCK), 8)
  return createCipheriv('aes-256-ctr', secret, counter).update(bytes)
}

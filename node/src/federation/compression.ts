import zlib from 'node:zlib'
import type { Compression } from '@concert/envelope'

const SMALL = 4096
const LEAST_CHUNK = 1024
const DEFAULT_CHUNK = 16 << 10

/**
 * Raw DEFLATE over `node:zlib`. Output is a view of the chunk that zlib wrote into, and a chunk is
 * 16 KiB unless told otherwise: a parcel of thousands of small bodies would hold that many of them.
 */
export const nodeCompression: Compression = {
  deflate: (bytes) =>
    // The window is small, as bodies of some hundred bytes want it.
    bytes.length <= SMALL
      ? zlib.deflateRawSync(bytes, { windowBits: 12, memLevel: 5, chunkSize: bytes.length + 64 })
      : zlib.deflateRawSync(bytes),
  inflate(bytes, max) {
    if (max <= 0) return undefined
    try {
      return zlib.inflateRawSync(bytes, { maxOutputLength: max, chunkSize: chunkFor(bytes.length) })
    } catch {
      return undefined
    }
  },
}

/** Room for what JSON usually inflates to; more comes in further chunks. */
function chunkFor(packed: number): number {
  return Math.min(DEFAULT_CHUNK, Math.max(LEAST_CHUNK, packed * 3))
}

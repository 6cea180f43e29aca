import zlib from 'node:zlib'
import type { Compression } from '@concert/envelope'

/** Raw DEFLATE over `node:zlib`; the window is small, as bodies of some hundred bytes want it. */
export const nodeCompression: Compression = {
  deflate: (bytes) =>
    zlib.deflateRawSync(bytes, bytes.length <= 4096 ? { windowBits: 12, memLevel: 5 } : {}),
  inflate(bytes, max) {
    if (max <= 0) return undefined
    try {
      return zlib.inflateRawSync(bytes, { maxOutputLength: max })
    } catch {
      return undefined
    }
  },
}

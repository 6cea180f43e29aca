import { pipeline, type Readable } from 'node:stream'
import zlib from 'node:zlib'
import { OutboundError } from './outbound-fault.ts'

/** What `Accept-Encoding` says (RFC 9110 §12.5.3). */
export const ACCEPT_ENCODING = 'zstd, br, gzip'

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
}

/**
 * A body without its content coding (RFC 9110 §8.4), one coding at most: codings on codings are for
 * bombs. How much may come out is bounded by whoever reads.
 *
 * @throws OutboundError `bad-encoding`, at once or while it is read
 */
export async function* inflated(
  body: Readable,
  encoding: string | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const name = encoding?.trim().toLowerCase() ?? 'identity'
  if (name === 'identity' || name === '') {
    yield* body
    return
  }
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]?.() : undefined
  if (decoder === undefined) {
    body.destroy()
    throw new OutboundError('bad-encoding')
  }
  // The reader is told by the stream itself.
  pipeline(body, decoder, () => {})
  try {
    yield* decoder
  } catch (cause) {
    if (isZlibError(cause)) throw new OutboundError('bad-encoding', { cause })
    throw cause
  } finally {
    body.destroy()
  }
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_ZSTD|ZSTD_)/.test(code) || code.startsWith('ERR_PADDING')
}

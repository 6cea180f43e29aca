import { hash, randomUUID } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib'
import { type Coding, createTaxiiServer, taxiiPlugin } from '@concert/taxii'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { NodeContext } from '../context.ts'
import type { TaxiiDesk } from './taxii-desk.ts'

/** Path of the one API root of a node. */
const API_ROOT = '/taxii2/api/'

/** Largest body of a POST: it is read as it comes, so it costs time, not memory. */
const MAX_CONTENT_LENGTH = 100 * 1024 * 1024

/** TAXII 2.1 on the public listener. */
export async function taxiiRoutes(
  app: FastifyInstance,
  context: NodeContext,
  desk: TaxiiDesk,
): Promise<void> {
  const { names } = context.config
  const server = createTaxiiServer({
    info: {
      title: names.en === names.zh ? names.en : `${names.en} · ${names.zh}`,
      apiRoot: API_ROOT,
      maxContentLength: MAX_CONTENT_LENGTH,
    },
    store: desk.store,
    authenticate: (credentials) => desk.authenticate(credentials),
    now: context.now,
    uuid: randomUUID,
    onError: (error) => context.events.taxiiFailed(error),
    digest: (bytes) => hash('sha256', bytes, 'base64url').slice(0, 22),
  })
  await app.register(taxiiPlugin, {
    server,
    compress,
    certificateOf: (request) => certificateOf(request, context.config.taxii),
    onError: (error) => context.events.taxiiFailed(error),
  })
}

const zipped = promisify(gzip)
const broken = promisify(brotliCompress)
const standard = promisify(zstdCompress)

/** Levels at which a page of 66 kB takes a millisecond, not fifty. */
async function compress(coding: Coding, body: Uint8Array): Promise<Uint8Array> {
  if (coding === 'gzip') return await zipped(body, { level: 6 })
  if (coding === 'zstd') return await standard(body)
  return await broken(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
}

/** Where the certificate of a client is told. */
export interface CertificateSettings {
  /** Header in which a proxy writes the SHA-256 of the certificate that it checked. */
  readonly certificateHeader?: string
  /** Addresses of proxies that are believed. */
  readonly proxies?: readonly string[]
}

/**
 * The client's certificate: checked by TLS of our own, or by a proxy that we were told to believe. From
 * any other address the header is somebody's claim and counts for nothing.
 */
function certificateOf(
  { raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>,
  settings: CertificateSettings | undefined,
): string | undefined {
  const socket = raw.socket as Partial<TLSSocket>
  if (socket.authorized === true) return socket.getPeerCertificate?.().fingerprint256
  const { certificateHeader, proxies = [] } = settings ?? {}
  if (certificateHeader === undefined || !proxies.includes(socket.remoteAddress ?? '')) {
    return undefined
  }
  const value = headers[certificateHeader.toLowerCase()]
  return typeof value === 'string' && /^[0-9A-Fa-f:]{64,95}$/.test(value) ? value : undefined
}

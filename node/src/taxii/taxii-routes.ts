import { hash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib'
import { type Coding, createTaxiiServer, type TaxiiServer, taxiiPlugin } from '@concert/taxii'
import type { FastifyInstance } from 'fastify'
import type { NodeContext } from '../context.ts'
import { certificateReader } from './client-certificate.ts'
import type { TaxiiDesk } from './taxii-desk.ts'

/** Path of the one API root of a node. */
const API_ROOT = '/taxii2/api/'

/** Largest body of a POST: it is read as it comes, so it costs time, not memory. */
const MAX_CONTENT_LENGTH = 100 * 1024 * 1024

/** The one TAXII server of a node, for every listener that has it. */
export function makeTaxiiServer(context: NodeContext, desk: TaxiiDesk): TaxiiServer {
  const { names } = context.config
  return createTaxiiServer({
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
}

/** TAXII 2.1 on a listener. */
export async function taxiiRoutes(
  app: FastifyInstance,
  context: NodeContext,
  server: TaxiiServer,
): Promise<void> {
  await app.register(taxiiPlugin, {
    server,
    compress,
    certificateOf: certificateReader(context),
    onError: (error) => context.events.taxiiFailed(error),
  })
}

const zipped = promisify(gzip)
const broken = promisify(brotliCompress)
const standard = promisify(zstdCompress)

/** Levels at which a page of 66 kB takes some tenths of a millisecond, for a twentieth more bytes. */
async function compress(coding: Coding, body: Uint8Array): Promise<Uint8Array> {
  if (coding === 'gzip') return await zipped(body, { level: 1 })
  if (coding === 'zstd') return await standard(body)
  return await broken(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
}

import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { TaxiiServer } from '@concert/taxii'
import Fastify from 'fastify'
import type { TaxiiTlsSettings } from '../config/config.ts'
import type { NodeContext } from '../context.ts'
import { taxiiRoutes } from './taxii-routes.ts'

/** The listener while it is open. */
export interface TaxiiListener {
  readonly url: string
  close(): Promise<void>
}

/** Opens the listener on which the node ends TLS for TAXII itself, if the configuration has one. */
export async function listenForTaxii(
  context: NodeContext,
  server: TaxiiServer,
): Promise<TaxiiListener | undefined> {
  const { taxii, limits } = context.config
  if (taxii?.tls === undefined) return undefined
  const secure = await makeServer(taxii.tls)
  secure.requestTimeout = limits.bodyMs
  secure.setTimeout(limits.bodyMs * 2)
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    serverFactory: (handler) => secure.on('request', handler),
  })
  await taxiiRoutes(app, context, server)
  const { host, port } = taxii.tls
  // Fastify does not know what its server speaks.
  const url = (await app.listen({ host, port })).replace(/^http:/, 'https:')
  return { url, close: () => app.close() }
}

/**
 * A certificate is asked for and may be anybody's: which one it is decides a token. Whoever must have
 * one and shows none, or one of other authorities than ours, does not get as far as a request.
 */
async function makeServer(settings: TaxiiTlsSettings): Promise<Server> {
  const { certificate, key, authorities, clients } = settings
  const [cert, secret, ca] = await Promise.all([
    readFile(certificate),
    readFile(key),
    authorities === undefined ? undefined : readFile(authorities),
  ])
  const isRequired = clients === 'require'
  const rejectUnauthorized = isRequired && ca !== undefined
  const server = createServer({
    cert,
    key: secret,
    ...(ca && { ca }),
    minVersion: 'TLSv1.2',
    requestCert: true,
    rejectUnauthorized,
  })
  server.on('secureConnection', (socket) => {
    const isBare = socket.getPeerCertificate().fingerprint256 === undefined
    if (isRequired && isBare) socket.destroy()
  })
  return server
}

import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import type { NodeContext } from '../context.ts'
import { AddressPolicy } from '../outbound/address-policy.ts'

type Asked = Pick<FastifyRequest, 'raw' | 'headers'>

/** SHA-256 in hex, colons or not: OpenSSL, nginx and HAProxy write it differently. */
const FINGERPRINT = /^[0-9A-Fa-f:]{64,95}$/

/**
 * Reads the client's certificate: out of our own TLS, or as told by a proxy that we were told to
 * believe. From any other address the header is somebody's claim and counts for nothing.
 *
 * @returns its SHA-256, hex, of a certificate whose key the client has shown to hold
 */
export function certificateReader({
  config,
  now,
}: Pick<NodeContext, 'config' | 'now'>): (request: Asked) => string | undefined {
  const { certificateHeader, tls } = config.taxii ?? {}
  const header = certificateHeader?.toLowerCase()
  const proxies = new AddressPolicy(config.listen.proxies ?? [])
  return ({ raw, headers }) => {
    const socket = raw.socket as Partial<TLSSocket>
    if (socket.encrypted === true) {
      // Without authorities a certificate is as good as a token's word for it: nobody issued it.
      const isGood = tls?.authorities === undefined || socket.authorized === true
      return isGood ? currentFingerprint(socket.getPeerCertificate?.(), now()) : undefined
    }
    if (header === undefined || !proxies.isNamed(socket.remoteAddress ?? '')) return undefined
    const value = headers[header]
    return typeof value === 'string' && FINGERPRINT.test(value) ? value : undefined
  }
}

/** Nobody else looks at the dates of a certificate that no authority has issued. */
function currentFingerprint(
  certificate: Partial<PeerCertificate> | undefined,
  now: number,
): string | undefined {
  const { fingerprint256, valid_from = '', valid_to = '' } = certificate ?? {}
  const isCurrent = Date.parse(valid_from) <= now && now <= Date.parse(valid_to)
  return isCurrent ? fingerprint256 : undefined
}

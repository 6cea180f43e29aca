import { isIPv4, isIPv6 } from 'node:net'

/** A public host: name or address, and the port if one is written. IPv6 has no brackets here. */
export interface HostPort {
  readonly hostname: string
  readonly port?: number
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether a text is a lower-case host name (RFC 1123 §2.1; RFC 5890 A-labels) or an address. */
export function isHostname(text: string): boolean {
  if (isIPv4(text) || isIPv6(text)) return text === text.toLowerCase()
  // Digits alone in the last label would be read as an IPv4 address (WHATWG URL §3.5).
  const labels = text.split('.')
  const isNumeric = /^\d+$/.test(labels.at(-1) ?? '')
  return text.length <= 253 && !isNumeric && labels.every((label) => LABEL.test(label))
}

/** Reads `host`, `host:port` or `[ipv6]:port`. */
export function parseHostPort(text: string): HostPort | undefined {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::([1-9]\d{0,4}))?$/.exec(text)
  if (!parts) return undefined
  const [, ipv6, name, port] = parts
  const hostname = ipv6 ?? name ?? ''
  if (ipv6 === undefined ? !isHostname(hostname) : !isIPv6(hostname)) return undefined
  if (port === undefined) return { hostname }
  return Number(port) <= 65_535 ? { hostname, port: Number(port) } : undefined
}

/** Whether a host name or address is this machine's loopback interface. */
export function isLoopback(hostname: string): boolean {
  if (isIPv4(hostname)) return hostname.startsWith('127.')
  return hostname === 'localhost' || hostname === '::1'
}

/** The host of a URL, without the brackets of IPv6. */
export function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

/** Whether a URL may be used at all: https anywhere, http only on the loopback interface. */
export function isSafeScheme(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(hostnameOf(url)))
}

/** Whether a URL has no user, query or fragment. */
export function isPlainUrl(url: URL): boolean {
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}

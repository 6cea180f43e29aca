import { ok, type Result, refuse } from '@concert/core'
import { normaliseDomain } from './domain-name.ts'
import type { ObservableFaultCode } from './faults.ts'

/** A domain, URL or address in its one spelling. */
export interface Observable {
  readonly type: 'domain-name' | 'url' | 'ipv4-addr' | 'ipv6-addr'
  readonly value: string
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)
const PREFIX = /^(?:0|[1-9][0-9]{0,2})$/
const WEB: readonly string[] = ['http:', 'https:', 'ftp:']

/**
 * Reads one entry of a list: a URL, an IPv4 or IPv6 address or network, or a domain name, defanged
 * or not.
 *
 * @param text - attacker-controlled, without surrounding white space
 */
export function parseObservable(text: string): Result<Observable, ObservableFaultCode> {
  const clear = refang(text)
  if (SCHEME.test(clear)) return parseUrl(clear)
  if (/^[0-9./]+$/.test(clear) || /^[0-9a-f.]*:[0-9a-f:./]*$/i.test(clear)) {
    return parseAddress(clear)
  }
  const domain = normaliseDomain(clear)
  return domain.ok ? ok({ type: 'domain-name', value: domain.value }) : domain
}

/**
 * Undoes the usual ways of making an indicator harmless to click: `hxxp`, `[.]`, `(.)`, `[dot]`,
 * `(dot)`, `[:]` and `[://]`. A URL's path is left alone, where such texts can be real.
 */
export function refang(text: string): string {
  const parts =
    /^(?:(hxxp|[a-z]+)(s?)(?::|\[:\])\/\/|(hxxp|[a-z]+)(s?)\[:\/\/\])?([^/]*)(.*)$/isu.exec(text)
  if (!parts) return text
  const [, colon, colonS, boxed, boxedS, host = '', rest = ''] = parts
  const scheme = colon ?? boxed
  const start = scheme === undefined ? '' : `${clearScheme(scheme)}${colonS ?? boxedS ?? ''}://`
  return start + host.replace(/\[\.\]|\(\.\)|\[dot\]|\(dot\)/gi, '.').replaceAll('[:]', ':') + rest
}

function clearScheme(scheme: string): string {
  return scheme.replace(/^hxxp/i, 'http')
}

/** A URL in the spelling of the WHATWG URL standard: host in lower case and ASCII, path encoded. */
function parseUrl(text: string): Result<Observable, ObservableFaultCode> {
  // The parser would drop tabs and line breaks silently.
  if (/[\s\p{Cc}]/u.test(text)) return refuse('url-syntax')
  const url = URL.parse(text)
  if (url === null || !WEB.includes(url.protocol)) return refuse('url-syntax')
  return ok({ type: 'url', value: url.href })
}

/** STIX 2.1 §6.8 and §6.9: one address, or a network in CIDR notation. */
function parseAddress(text: string): Result<Observable, ObservableFaultCode> {
  const [address = '', prefix, ...more] = text.split('/')
  const wide = address.includes(':')
  const value = wide ? parseIpv6(address) : IPV4.test(address) ? address : undefined
  if (value === undefined || more.length > 0) return refuse('address-syntax')
  const type = wide ? 'ipv6-addr' : 'ipv4-addr'
  const bits = wide ? 128 : 32
  if (prefix === undefined || prefix === String(bits)) return ok({ type, value })
  if (!PREFIX.test(prefix) || Number(prefix) > bits) return refuse('address-syntax')
  return ok({ type, value: `${value}/${prefix}` })
}

/** The canonical text of an IPv6 address (RFC 5952 §4), by way of a URL's host. */
function parseIpv6(text: string): string | undefined {
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1)
}

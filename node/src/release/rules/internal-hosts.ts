import { specialAddress } from '@concert/stix'
import type { Reason } from './finding.ts'

/** What tells of the inside of a network. */
export type InternalHost = Extract<Reason, 'internal-address' | 'internal-name'>

const IPV4 = /(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|\.\d)/g
// Unique local (RFC 4193) and link-local (RFC 4291 §2.5.6) addresses.
const IPV6 = /(?<![\w:])(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):(?=[0-9a-f:.]*:)/i
// Names that no public name server answers for: RFC 6762, RFC 8375, ICANN's `.internal`, and those
// that networks use of old (RFC 6762 appendix G).
const NAME =
  /[a-z0-9]\.(?:internal|intranet|private|corp|home\.arpa|home|lan|local|localdomain)(?![\w-]|\.[a-z0-9])/i

/**
 * Whether a text names addresses or hosts of the inside of a network. Loopback is the same
 * everywhere, so it tells nothing.
 *
 * @param names - configured names, in lower case: of the host itself or of a domain above it
 */
export function internalHostsIn(text: string, names: readonly string[]): readonly InternalHost[] {
  const found: InternalHost[] = []
  const hosts = text.includes('://') ? bareHosts(text) : []
  const isAddress = holdsInternalV4(text) || IPV6.test(text) || isMapped(text) || isReversed(text)
  if (isAddress || hosts.some(holdsInternalV4)) found.push('internal-address')
  if (text.includes('.') && NAME.test(text)) found.push('internal-name')
  else if (hosts.some(isBareName) || UNC.test(text)) found.push('internal-name')
  else if (names.length > 0 && holdsName(text.toLowerCase(), names)) found.push('internal-name')
  return found
}

// Shares of a Windows network whose server has a name of one word.
const UNC = /(?:^|[\s'"=(>,;])\\{2,4}[a-z0-9][a-z0-9-]{0,62}\\{1,2}[\w$]/i
const WEB_HOST =
  /https?:\/\/(?:[^\s/@]{1,64}@)?([a-z0-9-]{1,63}(?:\.[0-9a-fx]{1,11}){0,3})(?=[:/?#\s]|$)/gi

/** Hosts of URLs that are one word, or a number in one of the forms of the WHATWG URL standard (§3.5). */
function bareHosts(text: string): readonly string[] {
  return [...text.matchAll(WEB_HOST)].flatMap(([, host = '']) => {
    return URL.parse(`http://${host}/`)?.hostname ?? []
  })
}

function isBareName(host: string): boolean {
  return !host.includes('.') && host !== 'localhost'
}

// IPv4 within IPv6, in hexadecimal digits (RFC 4291 §2.5.5.2, RFC 6052 §2.1).
const MAPPED = /(?:::ffff:(?:0:)?|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})(?![\w:])/i

function isMapped(text: string): boolean {
  const [, high, low] = MAPPED.exec(text) ?? []
  if (high === undefined || low === undefined) return false
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return holdsInternalV4([a >> 8, a & 255, b >> 8, b & 255].join('.'))
}

const REVERSED = /((?:\d{1,3}\.){1,4})in-addr\.arpa/gi

/** Addresses as the reverse zones name them (RFC 1035 §3.5, RFC 3596 §2.5). */
function isReversed(text: string): boolean {
  if (!/\.arpa/i.test(text)) return false
  if (/\b[cd]\.f\.ip6\.arpa/i.test(text)) return true
  return [...text.matchAll(REVERSED)].some(([, name = '']) => {
    const octets = name.slice(0, -1).split('.').toReversed()
    return holdsInternalV4([...octets, '0', '0', '0'].slice(0, 4).join('.'))
  })
}

function holdsInternalV4(text: string): boolean {
  for (const address of text.match(IPV4) ?? []) {
    const octets = address.split('.').map(Number)
    if (octets.some((octet) => octet > 255) || octets[0] === 127) continue
    if (specialAddress(octets.join('.')) === 'private-address') return true
  }
  return false
}

function holdsName(text: string, names: readonly string[]): boolean {
  return names.some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const before = text[at - 1] ?? ' '
      const after = text[at + name.length] ?? ' '
      if (!/[\w-]/.test(before) && !/[\w-]/.test(after)) return true
    }
    return false
  })
}

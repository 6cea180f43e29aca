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
  if (holdsInternalV4(text) || IPV6.test(text)) found.push('internal-address')
  if (text.includes('.') && NAME.test(text)) found.push('internal-name')
  else if (names.length > 0 && holdsName(text.toLowerCase(), names)) found.push('internal-name')
  return found
}

function holdsInternalV4(text: string): boolean {
  for (const [address] of text.matchAll(IPV4)) {
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

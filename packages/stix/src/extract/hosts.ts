import { parse } from 'tldts'
import { normaliseDomain } from '../domain-name.ts'
import type { WarningCode } from './finding.ts'

/** A domain name that can exist. */
export interface KnownDomain {
  /** In its one spelling. */
  readonly value: string
  readonly warnings: readonly WarningCode[]
}

// Names that resolve nowhere in the DNS, and yet are what a report may be about.
const SPECIAL_TOP: ReadonlySet<string> = new Set(['onion', 'i2p', 'bit'])

// RFC 2606 §2 and §3, RFC 6761 §6, RFC 6762 §3, RFC 8375.
const DOCUMENTATION = /(?:^|\.)(?:example|example\.(?:com|net|org)|test|invalid)$/
const INTERNAL = /(?:^|\.)(?:localhost|local|home\.arpa|internal|lan)$/

/**
 * A domain name whose last part is a public suffix (publicsuffix.org) or a name of another naming
 * system, so that `readme.txt` and `e.g` are none.
 *
 * @param text - attacker-controlled, refanged
 */
export function knownDomain(text: string): KnownDomain | undefined {
  const domain = normaliseDomain(text)
  if (!domain.ok) return undefined
  const { value } = domain
  if (DOCUMENTATION.test(value)) return { value, warnings: ['documentation'] }
  if (INTERNAL.test(value)) return { value, warnings: ['private-address'] }
  const suffix = parse(value, {
    allowPrivateDomains: true,
    detectIp: false,
    extractHostname: false,
    validateHostname: false,
  })
  const top = value.slice(value.lastIndexOf('.') + 1)
  if (suffix.isIcann !== true && suffix.isPrivate !== true && !SPECIAL_TOP.has(top))
    return undefined
  return { value, warnings: suffix.publicSuffix === value ? ['public-suffix'] : [] }
}

const ADDRESS = /^(?:\[[0-9a-f:.]+\]|[0-9]{1,3}(?:\.[0-9]{1,3}){3})/i
// No top-level domain in a script without spaces is longer.
const LONGEST_TOP = 24

/**
 * How much of a text is a host, with user and port, when words of a script without spaces may follow
 * it at once: `evil.com访问` ends after `com`, `例子.中国网站` after `中国`. All of it when no part is
 * a name that can exist.
 */
export function hostLength(text: string): number {
  const begin = text.lastIndexOf('@') + 1
  const spaceless = /[\u0300-\uffff]/.exec(text.slice(begin))
  if (spaceless === null) return text.length
  const ascii = /^[\w.-]+\.[a-z][a-z0-9-]*(?::[0-9]+)?$/i
  const before = text.slice(begin, begin + spaceless.index)
  const address = ADDRESS.exec(before)?.[0]
  if (address !== undefined) return begin + before.length
  if (ascii.test(before) && knownDomain(before.replace(/:[0-9]+$/, ''))) {
    return begin + before.length
  }
  return begin + nameLength(text.slice(begin))
}

/** The longest beginning of a name whose last label may run on into text, that can exist. */
export function nameLength(name: string): number {
  const begin = name.lastIndexOf('.') + 1
  for (let to = Math.min(name.length, begin + LONGEST_TOP); to > begin; to--) {
    if (isTop(name.slice(begin, to)) && knownDomain(name.slice(0, to))) return to
  }
  return name.length
}

function isTop(label: string): boolean {
  return (
    parse(`a.${label.toLowerCase()}`, { detectIp: false, extractHostname: false }).isIcann === true
  )
}

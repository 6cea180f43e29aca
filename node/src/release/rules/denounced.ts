import type { Json, JsonObject } from '@concert/core'
import { isWellKnown } from '@concert/stix'
import type { Finding } from './finding.ts'
import { hostOf, type Warninglist } from './warninglist.ts'

/** Observables whose value says what they are. */
const VALUED: ReadonlySet<string> = new Set([
  'domain-name',
  'email-addr',
  'ipv4-addr',
  'ipv6-addr',
  'url',
])
const LITERAL = /'(?:[^'\\]|\\.)*'/g
const BUILT_IN = 'well-known'

/**
 * Benign infrastructure that an object denounces: what an indicator's pattern names, and the value
 * of an observable. The built-in list covers a service as a whole, not one page on it; lists of the
 * operator cover what they say.
 */
export function benignIn(object: JsonObject, lists: readonly Warninglist[]): readonly Finding[] {
  const path = [object.type === 'indicator' ? 'pattern' : 'value']
  const found = new Set<string>()
  for (const value of denounced(object)) {
    if (isWellKnownWhole(value)) found.add(BUILT_IN)
    for (const list of lists) if (list.covers(value)) found.add(list.name)
  }
  return [...found].map((cites) => {
    return { rule: 'warninglist', reason: 'benign-listed', outcome: 'review', path, cites }
  })
}

function denounced(object: JsonObject): readonly string[] {
  if (object.type === 'indicator') {
    return (String(object.pattern).match(LITERAL) ?? []).flatMap((literal) =>
      readings(literal.slice(1, -1).replace(/\\(.)/g, '$1').toLowerCase()),
    )
  }
  if (typeof object.value === 'string' && VALUED.has(String(object.type))) {
    return readings(object.value.toLowerCase())
  }
  return object.type === 'file' ? hashesOf(object.hashes) : []
}

// Nothing that a wildcard, an expression or another spelling is written with.
const PLAIN_NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]*[a-z][a-z0-9-]*)+$/

/** What a literal may stand for: itself, or what a wildcard or an expression around it leaves. */
function readings(literal: string): readonly string[] {
  if (PLAIN_NAME.test(literal)) return [literal]
  const bare = literal.replace(/^[%.*]+|[%*]+$/g, '')
  const matched = literal
    .replace(/\([^()]{0,64}\)[?*]/g, '')
    .replace(/^\^|\$$|\\/g, '')
    .replace(/^[.*]+/, '')
  return [...new Set([literal, bare, matched].map(canonical))]
}

/** One spelling of a name or an address: no root's dot, no prefix of a single address. */
function canonical(value: string): string {
  const name = value
    .replace(/\.$/, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+)\/32$|^([0-9a-f:]+)\/128$/, '$1$2')
  if (!/^[0-9a-f:]*:[0-9a-f:.]*$/.test(name)) return name
  return URL.parse(`http://[${name}]/`)?.hostname.slice(1, -1) ?? name
}

function hashesOf(hashes: Json | undefined): readonly string[] {
  if (typeof hashes !== 'object' || hashes === null || Array.isArray(hashes)) return []
  return Object.values(hashes as JsonObject).map((hash) => String(hash).toLowerCase())
}

const HASH = /^[0-9a-f]{32,128}$/
const HOST = /^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+){1,2}$/

function isWellKnownWhole(value: string): boolean {
  if (HASH.test(value)) return isWellKnown('file-hash', value)
  if (value.includes('://')) {
    const url = URL.parse(value)
    return (
      url !== null && url.pathname === '/' && url.search === '' && isWellKnownHost(url.hostname)
    )
  }
  if (NETWORK.test(value)) return holdsWellKnown(value)
  return !value.includes('@') && isWellKnownHost(hostOf(value))
}

const NETWORK = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/
/** Wider than this a network has so many neighbours that a person looks at it (bits of the prefix). */
const WIDE = 20

function holdsWellKnown(network: string): boolean {
  const [, address = '', bits = ''] = NETWORK.exec(network) ?? []
  const size = 2 ** (32 - Number(bits))
  if (Number(bits) < WIDE) return true
  const value = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const first = Math.floor(value / size) * size
  for (let at = first; at < first + size; at++) {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256)
    if (isWellKnown('ipv4-addr', octets.join('.'))) return true
  }
  return false
}

function isWellKnownHost(host: string): boolean {
  if (isWellKnown('ipv4-addr', host)) return true
  // A name below a service's own is often somebody else's: only the service itself is benign.
  return isWellKnown('domain-name', host) && HOST.test(host) && isOwnName(host)
}

function isOwnName(host: string): boolean {
  const name = host.replace(/^www\./, '')
  const dots = name.split('.').length - 1
  return (
    dots === 1 || (dots === 2 && !isWellKnown('domain-name', name.slice(name.indexOf('.') + 1)))
  )
}

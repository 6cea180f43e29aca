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
const LITERAL = /'((?:[^'\\]|\\.)*)'/g
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
    return [...String(object.pattern).matchAll(LITERAL)].map(([, literal = '']) =>
      literal.replace(/\\(.)/g, '$1').toLowerCase(),
    )
  }
  if (typeof object.value === 'string' && VALUED.has(String(object.type))) {
    return [object.value.toLowerCase()]
  }
  return object.type === 'file' ? hashesOf(object.hashes) : []
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
  return !value.includes('@') && isWellKnownHost(hostOf(value))
}

function isWellKnownHost(host: string): boolean {
  if (isWellKnown('ipv4-addr', host)) return true
  // A name below a service's own is often somebody else's: only the service itself is benign.
  return HOST.test(host) && isOwnName(host) && isWellKnown('domain-name', host)
}

function isOwnName(host: string): boolean {
  const name = host.replace(/^www\./, '')
  const dots = name.split('.').length - 1
  return (
    dots === 1 || (dots === 2 && !isWellKnown('domain-name', name.slice(name.indexOf('.') + 1)))
  )
}

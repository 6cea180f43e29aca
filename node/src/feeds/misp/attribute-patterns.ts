import { ok, type Result, refuse } from '@concert/core'
import { escapePatternString, parseObservable } from '@concert/stix'

/** Why an attribute becomes no pattern. */
export type MispCode = 'misp-type' | 'misp-value'

const HASHES: Readonly<Record<string, readonly [algorithm: string, digits: number]>> = {
  md5: ['MD5', 32],
  sha1: ['SHA-1', 40],
  sha256: ['SHA-256', 64],
  sha512: ['SHA-512', 128],
  'sha3-256': ['SHA3-256', 64],
  'sha3-512': ['SHA3-512', 128],
}

const TEXT_PATHS: Readonly<Record<string, string>> = {
  'email-subject': 'email-message:subject',
  'email-message-id': 'email-message:message_id',
  mutex: 'mutex:name',
  filename: 'file:name',
  regkey: 'windows-registry-key:key',
  'mac-address': 'mac-addr:value',
  'user-agent': "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  ssdeep: 'file:hashes.SSDEEP',
  tlsh: 'file:hashes.TLSH',
}

const EMAIL_PATHS: Readonly<Record<string, string>> = {
  email: 'email-addr:value',
  'email-src': 'email-message:from_ref.value',
  'email-dst': 'email-message:to_refs[*].value',
}

/**
 * The comparisons of a MISP attribute, all about one object: `a = 'x'`, or more joined by `AND`.
 * Composite types (`filename|sha256`) hold two values. Types and values as MISP's own core format
 * names them (draft-dulaunoy-misp-core-format §2.4.2).
 *
 * @param value - attacker-controlled
 */
export function comparisonOf(type: string, value: string): Result<string, MispCode> {
  const text = value.trim()
  if (text === '' || text.length > 16_384) return refuse('misp-value')
  const [first = '', second = ''] = splitComposite(text)
  if (Object.hasOwn(HASHES, type)) return hash(type, text)
  if (Object.hasOwn(TEXT_PATHS, type)) return equals(TEXT_PATHS[type] as string, text)
  if (Object.hasOwn(EMAIL_PATHS, type)) return email(EMAIL_PATHS[type] as string, text)
  if (type.startsWith('filename|'))
    return both(equals('file:name', first), hash(type.slice(9), second))
  switch (type) {
    case 'ip-src':
    case 'ip-dst':
      return address(text)
    case 'domain':
    case 'hostname':
      return name(text)
    case 'url':
    case 'uri':
      return url(text)
    case 'domain|ip':
      return both(name(first), resolved(second))
    case 'ip-src|port':
      return traffic('src', first, second)
    case 'ip-dst|port':
      return traffic('dst', first, second)
    case 'hostname|port':
      return named(first, second)
    case 'regkey|value':
      return both(
        equals('windows-registry-key:key', first),
        equals('windows-registry-key:values[*].data', second),
      )
    case 'AS':
      return asNumber(text)
    default:
      return refuse('misp-type')
  }
}

function splitComposite(text: string): readonly [string, string] {
  const bar = text.lastIndexOf('|')
  return bar < 0 ? [text, ''] : [text.slice(0, bar), text.slice(bar + 1)]
}

function equals(path: string, value: string): Result<string, MispCode> {
  return value === '' ? refuse('misp-value') : ok(`${path} = '${escapePatternString(value)}'`)
}

function both(
  left: Result<string, MispCode>,
  right: Result<string, MispCode>,
): Result<string, MispCode> {
  if (!left.ok) return left
  return right.ok ? ok(`${left.value} AND ${right.value}`) : right
}

function hash(type: string, value: string): Result<string, MispCode> {
  const known = Object.hasOwn(HASHES, type) ? HASHES[type] : undefined
  if (known === undefined) return refuse('misp-type')
  const [algorithm, digits] = known
  if (value.length !== digits || !/^[0-9a-f]+$/i.test(value)) return refuse('misp-value')
  return ok(`file:hashes.'${algorithm}' = '${value.toLowerCase()}'`)
}

function email(path: string, value: string): Result<string, MispCode> {
  return /^[^\s@]+@[^\s@]+$/.test(value) ? equals(path, value) : refuse('misp-value')
}

function address(value: string): Result<string, MispCode> {
  const read = parseObservable(value)
  if (!read.ok || !/^ipv[46]-addr$/.test(read.value.type)) return refuse('misp-value')
  return equals(`${read.value.type}:value`, read.value.value)
}

function name(value: string): Result<string, MispCode> {
  const read = parseObservable(value)
  return read.ok && read.value.type === 'domain-name'
    ? equals('domain-name:value', read.value.value)
    : refuse('misp-value')
}

/** MISP's URLs often have no scheme; then they are what they are. */
function url(value: string): Result<string, MispCode> {
  const read = parseObservable(value)
  const isUrl = read.ok && read.value.type === 'url'
  if (isUrl) return equals('url:value', read.value.value)
  return /\s/.test(value) ? refuse('misp-value') : equals('url:value', value)
}

function resolved(value: string): Result<string, MispCode> {
  const read = address(value)
  return read.ok ? ok(read.value.replace(/^\S+/, 'domain-name:resolves_to_refs[*].value')) : read
}

function traffic(side: 'src' | 'dst', ip: string, port: string): Result<string, MispCode> {
  const read = address(ip)
  if (!read.ok || !isPort(port)) return refuse('misp-value')
  const type = read.value.slice(0, 9)
  const value = read.value.replace(/^\S+/, `network-traffic:${side}_ref.value`)
  return ok(
    `network-traffic:${side}_ref.type = '${type}' AND ${value} AND network-traffic:${side}_port = ${Number(port)}`,
  )
}

function named(host: string, port: string): Result<string, MispCode> {
  const read = name(host)
  if (!read.ok || !isPort(port)) return refuse('misp-value')
  const value = read.value.replace(/^\S+/, 'network-traffic:dst_ref.value')
  return ok(
    `network-traffic:dst_ref.type = 'domain-name' AND ${value} AND network-traffic:dst_port = ${Number(port)}`,
  )
}

function asNumber(value: string): Result<string, MispCode> {
  const parts = /^(?:AS)?(\d{1,10})$/i.exec(value)
  const number = Number(parts?.[1] ?? -1)
  return number >= 0 && number < 2 ** 32
    ? ok(`autonomous-system:number = ${number}`)
    : refuse('misp-value')
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}

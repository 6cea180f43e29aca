import { hash } from 'node:crypto'
import { isOwnText, type Sha256 } from '@concert/core'
import { parseMailboxKey } from '@concert/envelope'
import { canSignAs, parsePolicy, parseVkey } from '@concert/tlog'
import { type Fault, fault } from '../i18n/faults.ts'
import { parseNetwork } from '../outbound/address-policy.ts'
import {
  hostnameOf,
  isHostname,
  isLoopback,
  isPlainUrl,
  isSafeScheme,
  parseHostPort,
} from './addresses.ts'
import { at, type Path, type Place } from './place.ts'

const CONTROL = /\p{Cc}/u
const ECONOMY = /^[A-Z]{2}$/
// C2SP signed-note: the name holds neither Unicode spaces nor a plus sign.
const WITNESS_NAME = /^[^\s+]+$/u
const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')

/** Faults that a schema cannot explain. Values of a wrong type are passed over: they have theirs. */
export function ruleFaults(value: unknown, place: Place): Fault[] {
  const see = looker(value, place)
  return [
    ...see(['host'], (text, where) => (parseHostPort(text) ? [] : [fault('host-form', where, {})])),
    ...see(['names', 'en'], nameFaults),
    ...see(['names', 'zh'], nameFaults),
    ...see(['economy'], (text, where) => (ECONOMY.test(text) ? [] : [fault('economy', where, {})])),
    ...see(['listen', 'host'], (text, where) =>
      isHostname(text) ? [] : [fault('listen-form', where, {})],
    ),
    ...see(['admin', 'host'], (text, where) =>
      isLoopback(text) ? [] : [fault('loopback', where, {})],
    ),
    ...see(['url'], (text, where) => urlFaults(text, where, at(value, ['host']))),
    ...witnessFaults(value, place),
    ...mailboxFaults(value, place),
    ...quorumFaults(value, place),
    ...consoleFaults(value, place),
    ...networkFaults(value, ['listen', 'proxies'], place),
    ...taxiiFaults(value, place),
    ...networkFaults(value, ['feeds', 'allow'], place),
    ...networkFaults(value, ['notifications', 'allow'], place),
    ...networkFaults(value, ['languages', 'allow'], place),
    ...mailServerFaults(value, place),
    ...repeats(
      at(value, ['notifications', 'webhooks']),
      ['notifications', 'webhooks'],
      'name',
      place,
    ),
  ]
}

type TextCheck = (text: string, where: string) => readonly Fault[]

function looker(value: unknown, place: Place) {
  return (path: Path, check: TextCheck): readonly Fault[] => {
    const text = at(value, path)
    return typeof text === 'string' && text !== '' ? check(text, place(path)) : []
  }
}

function nameFaults(text: string, where: string): readonly Fault[] {
  const fine = text.isWellFormed() && isOwnText(text) && !CONTROL.test(text) && text.trim() === text
  return fine ? [] : [fault('text-form', where, {})]
}

function urlFaults(text: string, where: string, host: unknown): readonly Fault[] {
  const url = URL.parse(text)
  if (!url || !isPlainUrl(url) || url.origin !== text.replace(/\/$/, '')) {
    return [fault('url-form', where, {})]
  }
  if (!isSafeScheme(url)) return [fault('url-https', where, {})]
  const own = typeof host === 'string' ? parseHostPort(host) : undefined
  // Peers connect only to the host that the identity names (docs/protocol/identity.md).
  if (own && own.hostname !== hostnameOf(url)) {
    return [fault('url-host', where, { host: own.hostname })]
  }
  return []
}

function witnessFaults(value: unknown, place: Place): Fault[] {
  const list = at(value, ['witnesses'])
  if (!Array.isArray(list)) return []
  const see = looker(value, place)
  const faults = list.flatMap((_, i) => [
    ...see(['witnesses', i, 'name'], (text, where) =>
      WITNESS_NAME.test(text) ? [] : [fault('witness-name', where, {})],
    ),
    ...see(['witnesses', i, 'vkey'], (text, where) =>
      isWitnessKey(text) ? [] : [fault('vkey', where, {})],
    ),
    ...see(['witnesses', i, 'url'], witnessUrlFaults),
  ])
  return [
    ...faults,
    ...repeats(list, ['witnesses'], 'name', place),
    ...repeats(list, ['witnesses'], 'vkey', place),
  ]
}

/** A mailbox is called what its key is called: tenders name it so. */
function mailboxFaults(value: unknown, place: Place): Fault[] {
  const list = at(value, ['mailboxes'])
  if (!Array.isArray(list)) return []
  const see = looker(value, place)
  const faults = list.flatMap((entry, i) => [
    ...see(['mailboxes', i, 'vkey'], (text, where) => {
      const key = parseMailboxKey(sha256, text)
      return key.ok && key.value.name === at(entry, ['name'])
        ? []
        : [fault('mailbox-vkey', where, {})]
    }),
    ...see(['mailboxes', i, 'url'], witnessUrlFaults),
  ])
  return [...faults, ...repeats(list, ['mailboxes'], 'name', place)]
}

/** A header is somebody's claim unless one of our proxies wrote it. */
function taxiiFaults(value: unknown, place: Place): Fault[] {
  const see = looker(value, place)
  const proxies = at(value, ['listen', 'proxies'])
  const hasProxies = Array.isArray(proxies) && proxies.length > 0
  return [
    ...see(['taxii', 'certificateHeader'], (_, where) =>
      hasProxies ? [] : [fault('proxies-needed', where, {})],
    ),
    ...see(['taxii', 'tls', 'host'], (text, where) =>
      isHostname(text) ? [] : [fault('listen-form', where, {})],
    ),
  ]
}

/** People's browsers get secure cookies and passkeys over TLS or on loopback, nowhere else. */
function consoleFaults(value: unknown, place: Place): Fault[] {
  const see = looker(value, place)
  const host = at(value, ['console', 'host'])
  const isOpen = typeof host === 'string' && isHostname(host) && !isLoopback(host)
  const hasOrigin = typeof at(value, ['console', 'origin']) === 'string'
  const hasTls = at(value, ['console', 'tls']) !== undefined
  return [
    ...see(['console', 'host'], (text, where) =>
      isHostname(text) ? [] : [fault('listen-form', where, {})],
    ),
    ...see(['console', 'origin'], originFaults),
    ...see(['console', 'oidc', 'issuer'], issuerFaults),
    ...(isOpen && !hasOrigin && !hasTls
      ? [fault('url-https', place(['console', 'host']), {})]
      : []),
  ]
}

function originFaults(text: string, where: string): readonly Fault[] {
  const url = URL.parse(text)
  if (!url || url.origin !== text.replace(/\/$/, '')) return [fault('url-form', where, {})]
  return isSafeScheme(url) ? [] : [fault('url-https', where, {})]
}

function issuerFaults(text: string, where: string): readonly Fault[] {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    return [fault('url-form', where, {})]
  }
  return isSafeScheme(url) ? [] : [fault('url-https', where, {})]
}

function networkFaults(value: unknown, path: Path, place: Place): Fault[] {
  const list = at(value, path)
  if (!Array.isArray(list)) return []
  const see = looker(value, place)
  return list.flatMap((_, i) =>
    see([...path, i], (text, where) =>
      parseNetwork(text) ? [] : [fault('network-form', where, {})],
    ),
  )
}

/** Notices name requests: they leave this machine under TLS only. */
function mailServerFaults(value: unknown, place: Place): readonly Fault[] {
  const isPlain = at(value, ['notifications', 'smtp', 'security']) === 'none'
  const see = looker(value, place)
  const host = see(['notifications', 'smtp', 'host'], (text, where) => {
    if (!isHostname(text)) return [fault('listen-form', where, {})]
    return isPlain && !isLoopback(text) ? [fault('loopback', where, {})] : []
  })
  const from = see(['notifications', 'smtp', 'from'], (text, where) =>
    /^[^\s<>@]+@[^\s<>@]+$/.test(text) ? nameFaults(text, where) : [fault('text-form', where, {})],
  )
  return [...host, ...from]
}

/** A cosignature has a time, so it is made with a key of a type of its own (tlog-cosignature). */
function isWitnessKey(text: string): boolean {
  const key = parseVkey(sha256, text)
  return key.ok && canSignAs('witness', key.value)
}

function witnessUrlFaults(text: string, where: string): readonly Fault[] {
  const url = URL.parse(text)
  if (!url || !isPlainUrl(url) || !/^https?:$/.test(url.protocol)) {
    return [fault('witness-url', where, {})]
  }
  return isSafeScheme(url) ? [] : [fault('url-https', where, {})]
}

/** One key twice would count twice in a quorum. */
function repeats(list: unknown, path: Path, field: 'name' | 'vkey', place: Place): Fault[] {
  if (!Array.isArray(list)) return []
  const seen = new Map<unknown, string>()
  const faults: Fault[] = []
  for (const [i, entry] of list.entries()) {
    const text = at(entry, [field])
    if (typeof text !== 'string') continue
    const where = place([...path, i, field])
    const first = seen.get(text)
    if (first === undefined) seen.set(text, where)
    else faults.push(fault('duplicate', where, { first }))
  }
  return faults
}

function quorumFaults(value: unknown, place: Place): Fault[] {
  const quorum = at(value, ['quorum'])
  if (quorum === undefined) return []
  const where = place(['quorum'])
  if (typeof quorum === 'string') {
    const policy = parsePolicy(sha256, quorum)
    if (!policy.ok) return [fault('quorum-policy', where, { place: policy.at ?? policy.code })]
    // Published as it stands: whose log is whose follows from identities, not from us.
    return policy.value.logs.length === 0 ? [] : [fault('quorum-log', where, {})]
  }
  if (typeof quorum !== 'number' || !Number.isSafeInteger(quorum) || quorum < 0) {
    return [fault('quorum', where, {})]
  }
  const list = at(value, ['witnesses'])
  const count = Array.isArray(list) ? list.length : 0
  return quorum > count ? [fault('quorum-size', where, { count })] : []
}

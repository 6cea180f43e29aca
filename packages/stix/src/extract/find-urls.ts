import { parseObservable } from '../observable.ts'
import type { WarningCode } from './finding.ts'
import { hostLength, knownDomain } from './hosts.ts'
import { isHostUnit, isSpacelessLetter, type Scan } from './scan.ts'
import { specialAddress } from './special-addresses.ts'

// Schemes that reports name, some of them spoiled on purpose; at the end of what stands before ://
const SCHEME =
  /(?:h(?:tt|xx|tx|xt|\*\*)ps?|f(?:t|x)ps?|sftp|wss?|ldaps?|smb|ssh|rtsp|tcp|udp|meow)$/i
const SPOILED = /^(?:hxx|htx|hxt|h\*\*|fx|meow)/i
const WEB = /^(?:https?|ftp):/i
const LONGEST_SCHEME = 6
const MAX_URL = 8192
// A name of 253 characters, more in other scripts, with user, password and port.
const MAX_HOST = 1024

// What no URL holds as it stands (RFC 3986 §2), and the apostrophe that quotes one.
const STOPS = /[\s\p{Cc}"<>`{}|\\^']/u
const NEXT_URL = /[,;](?:h..ps?|ftp):\/\//iy
const AFTER_HOST = /[/?#]/
const TRAILING = /[.,;:!?*_~\])]/

/** Finds URLs: `://` with a scheme before it, and what follows up to where a URL must end. */
export function findUrls(scan: Scan): void {
  const { text } = scan
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const before = text.slice(Math.max(0, at - LONGEST_SCHEME), at)
    const scheme = SCHEME.exec(before)?.[0]
    if (scheme === undefined) continue
    const hostEnd = endOfHost(text, at + 3)
    // A bad host ends it here, so that no path is read for nothing.
    if (plainUrl(scheme, text.slice(at, hostEnd)) === undefined) continue
    const to = withoutTrailing(text, at + 3, endOfPath(text, hostEnd))
    const url = plainUrl(scheme, text.slice(at, to))
    if (url === undefined) continue
    const from = at - scheme.length
    const warnings = hostWarnings(url.hostname)
    scan.add({ kind: 'url', value: url.href, from, to, warnings, defanged: SPOILED.test(scheme) })
    at = to - 3
  }
}

function endOfPath(text: string, hostEnd: number): number {
  if (!AFTER_HOST.test(text.charAt(hostEnd))) return hostEnd
  const limit = Math.min(text.length, hostEnd + MAX_URL)
  let at = hostEnd
  while (at < limit && !STOPS.test(text.charAt(at)) && !isBeyondPath(text, at)) at++
  return at
}

/** Text of a script without spaces after a path is the sentence going on. */
function isBeyondPath(text: string, at: number): boolean {
  const unit = text.charAt(at)
  if (unit === ',' || unit === ';') {
    NEXT_URL.lastIndex = at
    return NEXT_URL.test(text)
  }
  return unit > '\u007f' && !isHostUnit(text, at)
}

function endOfHost(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_HOST)
  let at = start
  while (at < limit) {
    const unit = text.charAt(at)
    if (STOPS.test(unit) || AFTER_HOST.test(unit)) break
    if (unit > '\u007f' && !isHostUnit(text, at) && !isSpacelessLetter(text, at)) break
    at++
  }
  return withoutTrailing(text, start, start + hostLength(text.slice(start, at)))
}

/** Punctuation at the end belongs to the sentence, and a closing bracket to one opened before. */
function withoutTrailing(text: string, start: number, end: number): number {
  const url = text.slice(start, end)
  let round = count(url, ')') - count(url, '(')
  let square = count(url, ']') - count(url, '[')
  let at = end
  for (; at > start && TRAILING.test(text.charAt(at - 1)); at--) {
    const last = text.charAt(at - 1)
    if ((last === ')' && round-- <= 0) || (last === ']' && square-- <= 0)) break
  }
  return at
}

function count(text: string, unit: string): number {
  return text.split(unit).length - 1
}

/** The URL in the spelling of the WHATWG URL standard, which is one of RFC 3986. */
function plainUrl(scheme: string, rest: string): URL | undefined {
  const name = scheme
    .toLowerCase()
    .replace(/^h..p/, 'http')
    .replace(/^fx/, 'ft')
    .replace('meow', 'http')
  const url = URL.parse(name + rest)
  if (url === null || !isHost(url.hostname)) return undefined
  // The web's schemes are held to what an import of URLs is held to.
  return !WEB.test(url.href) || parseObservable(name + rest).ok ? url : undefined
}

function isHost(host: string): boolean {
  return host.includes('.') || host.startsWith('[') || host === 'localhost'
}

function hostWarnings(host: string): readonly WarningCode[] {
  const address = host.replace(/^\[|\]$/g, '')
  if (/^[0-9.]+$|:/.test(address)) {
    const special = specialAddress(address)
    return special === undefined ? [] : [special]
  }
  const warnings = host === 'localhost' ? ['private-address' as const] : knownDomain(host)?.warnings
  return (warnings ?? []).filter((code) => code !== 'public-suffix')
}

import { parseObservable } from '../observable.ts'
import { isEdge, type Scan } from './scan.ts'
import { specialAddress } from './special-addresses.ts'

// Hexadecimal digits, colons, dots and a prefix, beginning and ending as an address can.
const RUN = /[0-9a-f:][0-9a-f:.]{1,60}(?:\/[0-9]{1,3}(?![0-9]))?/gi
const MAC =
  /(?<![0-9a-f:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f]|[:-][0-9a-f])/gi
const CISCO_MAC = /(?<![0-9a-z.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![0-9a-z]|\.[0-9a-z])/gi

/** Finds hardware addresses, written with colons, hyphens or dots (§6.10). */
export function findMacs(scan: Scan): void {
  for (const pattern of [MAC, CISCO_MAC]) {
    for (const { 0: raw, index } of scan.text.matchAll(pattern)) {
      const digits = raw.replace(/[^0-9a-f]/gi, '').toLowerCase()
      if (/^(.)\1*$/.test(digits) || !scan.isFree(index, index + raw.length)) continue
      const value = (digits.match(/../g) ?? []).join(':')
      scan.add({ kind: 'mac-addr', value, from: index, to: index + raw.length })
    }
  }
}

/** Finds IPv6 addresses and networks (RFC 4291 §2.2). */
export function findIpv6(scan: Scan): void {
  const { text } = scan
  for (const { 0: match, index } of text.matchAll(RUN)) {
    const raw = match.replace(/[.:]+$/, (end) => (end.startsWith('::') ? '::' : ''))
    const to = index + raw.length
    if (!looksLikeIpv6(raw) || !isEdge(text, index - 1) || !isEdge(text, to)) continue
    const read = parseObservable(raw)
    if (!read.ok || read.value.type !== 'ipv6-addr' || !scan.isFree(index, to)) continue
    const special = specialAddress(read.value.value)
    scan.add({
      kind: 'ipv6-addr',
      value: read.value.value,
      from: index,
      to,
      warnings: special ? [special] : [],
    })
  }
}

/** Two colons at least; `a::b` in a program is none, and neither is a time of day. */
function looksLikeIpv6(raw: string): boolean {
  const groups = raw.split(':')
  if (groups.length < 3 || raw.length > 64) return false
  const filled = groups.filter((each) => each !== '').length
  return filled >= 3 || (filled > 0 && /[0-9]/.test(raw) && raw.includes('::'))
}

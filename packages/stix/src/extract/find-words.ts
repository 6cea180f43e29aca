import { bitcoinAddress } from './bitcoin.ts'
import { fileNameKind } from './file-names.ts'
import type { HashAlgorithm, WarningCode } from './finding.ts'
import { knownDomain, nameLength } from './hosts.ts'
import { isHostUnit, isSpacelessLetter, type Scan } from './scan.ts'
import { specialAddress } from './special-addresses.ts'

const MAX_WORD = 253
const HASHES: ReadonlyMap<number, HashAlgorithm> = new Map([
  [32, 'MD5'],
  [40, 'SHA-1'],
  [64, 'SHA-256'],
  [96, 'SHA-384'],
  [128, 'SHA-512'],
])

const IPV4 = /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/
const OCTET = /^(?:0|[1-9][0-9]{0,2})$/
const PREFIX = /\/(?:3[0-2]|[12]?[0-9])(?![0-9.])/y
const CVE = /^CVE-(?:1999|2[0-9]{3})-[0-9]{4,19}$/i
const ASN = /^ASN?([1-9][0-9]{0,9})$/
const ASN_AFTER = / ?([1-9][0-9]{0,9})(?![\w.-])/y
const VERSION_BEFORE = /(?:version|ver\.?|v|build|release|版本号?|[a-z]\/)[ :：]?$/i

/**
 * Finds what is one word: IPv4 addresses, hashes, CVE ids, AS numbers, Bitcoin addresses, domain
 * names and names of files. Each word is looked at once.
 */
export function findWords(scan: Scan): void {
  const { text } = scan
  let at = 0
  while (at < text.length && !scan.full) {
    if (!isHostUnit(text, at)) {
      at++
      continue
    }
    const from = at
    while (at < text.length && isHostUnit(text, at)) at++
    if (at - from >= 2 && at - from <= MAX_WORD + 2 && scan.isFree(from, at)) word(scan, from, at)
  }
  findSpacelessDomains(scan)
}

function word(scan: Scan, begin: number, end: number): void {
  let [from, to] = [begin, end]
  while (from < to && /[.-]/.test(scan.text.charAt(from))) from++
  while (to > from && /[._-]/.test(scan.text.charAt(to - 1))) to--
  const raw = scan.text.slice(from, to)
  const isFound =
    addresses(scan, raw, from) ||
    hash(scan, raw, from) ||
    cve(scan, raw, from) ||
    asn(scan, raw, from) ||
    bitcoin(scan, raw, from)
  if (!isFound && raw.includes('.')) name(scan, raw, from)
}

/** One address, a network, or the two ends of a range. */
function addresses(scan: Scan, raw: string, from: number): boolean {
  if (!/^[0-9]/.test(raw)) return false
  const [first = '', second, ...more] = raw.split('-')
  if (!isIpv4(first) || more.length > 0 || (second !== undefined && !isIpv4(second))) return false
  address(scan, first, from, second === undefined)
  if (second !== undefined) address(scan, second, from + first.length + 1, true)
  return true
}

function isIpv4(text: string): boolean {
  return IPV4.test(text) && text.split('.').every((part) => OCTET.test(part) && Number(part) < 256)
}

function address(scan: Scan, raw: string, from: number, mayHavePrefix: boolean): void {
  const end = from + raw.length
  PREFIX.lastIndex = end
  const prefix = mayHavePrefix ? (PREFIX.exec(scan.text)?.[0] ?? '') : ''
  const value = prefix === '/32' ? raw : raw + prefix
  const warnings: WarningCode[] = []
  const special = specialAddress(value)
  if (special !== undefined) warnings.push(special)
  if (VERSION_BEFORE.test(scan.text.slice(Math.max(0, from - 10), from))) {
    warnings.push('version-number')
  }
  scan.add({ kind: 'ipv4-addr', value, from, to: end + prefix.length, warnings })
}

function hash(scan: Scan, raw: string, from: number): boolean {
  const algorithm = HASHES.get(raw.length)
  if (algorithm === undefined || !/^[0-9a-f]+$/i.test(raw)) return false
  // A number, or one digit over and over, is no hash.
  if (/^[0-9]+$/.test(raw) || /^(.)\1+$/.test(raw)) return false
  const to = from + raw.length
  scan.add({ kind: 'file-hash', algorithm, value: raw.toLowerCase(), from, to })
  return true
}

function cve(scan: Scan, raw: string, from: number): boolean {
  if (!CVE.test(raw)) return false
  scan.add({ kind: 'vulnerability', value: raw.toUpperCase(), from, to: from + raw.length })
  return true
}

function asn(scan: Scan, raw: string, from: number): boolean {
  let to = from + raw.length
  let digits = ASN.exec(raw)?.[1]
  if (raw === 'AS' || raw === 'ASN') {
    ASN_AFTER.lastIndex = to
    digits = ASN_AFTER.exec(scan.text)?.[1]
    to = ASN_AFTER.lastIndex
  }
  if (digits === undefined || Number(digits) > 0xffffffff) return false
  scan.add({ kind: 'autonomous-system', value: digits, from, to })
  return true
}

function bitcoin(scan: Scan, raw: string, from: number): boolean {
  const check = bitcoinAddress(raw, scan.options.sha256)
  if (check === undefined) return false
  const warnings: readonly WarningCode[] = check === 'unchecked' ? ['unchecked'] : []
  scan.add({ kind: 'bitcoin-address', value: raw, from, to: from + raw.length, warnings })
  return true
}

/** A domain name or the name of a file, by what comes after its last dot. */
function name(scan: Scan, raw: string, from: number): void {
  const to = from + raw.length
  const file = fileNameKind(raw)
  const domain = file === 'file' ? undefined : knownDomain(raw)
  if (domain === undefined) {
    if (file !== undefined) scan.add({ kind: 'file-name', value: raw, from, to })
    return
  }
  const warnings: WarningCode[] = [...domain.warnings]
  if (file === 'either') warnings.push('file-or-domain')
  if (/^[^.]*[a-z]\.[A-Z][a-z]+$/.test(raw)) warnings.push('sentence-end')
  scan.add({ kind: 'domain-name', value: domain.value, from, to, warnings })
}

const BESIDE_DOT = /[\u0100-\uffff]\.|\.[\u0100-\uffff]/g

/**
 * Finds domain names in scripts without spaces: where such a letter stands beside a dot. The name
 * ends with the longest suffix that there is; where it begins in running text nobody can tell.
 */
function findSpacelessDomains(scan: Scan): void {
  const { text } = scan
  let done = 0
  for (const { index } of text.matchAll(BESIDE_DOT)) {
    if (index < done) continue
    let from = index
    let to = index
    while (from > done && index - from < MAX_WORD && isNameUnit(text, from - 1)) from--
    while (to < text.length && to - index < MAX_WORD && isNameUnit(text, to)) to++
    done = to
    while (from < to && /[.-]/.test(text.charAt(from))) from++
    const name = text.slice(from, to)
    const length = nameLength(name)
    const domain = name.includes('.') ? knownDomain(name.slice(0, length)) : undefined
    if (domain === undefined || !scan.isFree(from, from + length)) continue
    const isUnclear = isSpacelessLetter(text, from)
    const warnings: readonly WarningCode[] = isUnclear ? ['unclear-start'] : []
    scan.add({ kind: 'domain-name', value: domain.value, from, to: from + length, warnings })
  }
}

function isNameUnit(text: string, at: number): boolean {
  return isHostUnit(text, at) || isSpacelessLetter(text, at)
}

import type { WarningCode } from './finding.ts'

/** A network and what it is for. */
type Special = readonly [network: string, code: WarningCode]

// The special-purpose registries of IANA (RFC 6890): iana-ipv4-special-registry and
// iana-ipv6-special-registry, with the multicast blocks of RFC 5771 and RFC 4291 §2.7. More specific
// networks first.
const V4: readonly Special[] = [
  ['10.0.0.0/8', 'private-address'],
  ['100.64.0.0/10', 'private-address'],
  ['127.0.0.0/8', 'private-address'],
  ['169.254.0.0/16', 'private-address'],
  ['172.16.0.0/12', 'private-address'],
  ['192.168.0.0/16', 'private-address'],
  ['192.0.2.0/24', 'documentation'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['0.0.0.0/8', 'reserved-address'],
  ['192.0.0.0/24', 'reserved-address'],
  ['192.88.99.0/24', 'reserved-address'],
  ['198.18.0.0/15', 'reserved-address'],
  ['224.0.0.0/4', 'reserved-address'],
  ['240.0.0.0/4', 'reserved-address'],
]

const V6: readonly Special[] = [
  ['::1/128', 'private-address'],
  ['::/128', 'reserved-address'],
  ['100::/64', 'reserved-address'],
  ['2001:db8::/32', 'documentation'],
  ['3fff::/20', 'documentation'],
  ['2001:2::/48', 'reserved-address'],
  ['2001:10::/28', 'reserved-address'],
  ['fc00::/7', 'private-address'],
  ['fe80::/10', 'private-address'],
  ['ff00::/8', 'reserved-address'],
]

/**
 * What a special-purpose address or network is for, or `undefined` for one of the public Internet.
 * An IPv6 address that carries an IPv4 one (RFC 4291 §2.5.5.2) is what that one is.
 *
 * @param value - an address or network in the spelling of `parseObservable`
 */
export function specialAddress(value: string): WarningCode | undefined {
  const [address = '', prefix] = value.split('/')
  const wide = address.includes(':')
  const bits = bitsOf(address)
  const length = prefix === undefined ? bits.length : Number(prefix)
  if (wide && bits.startsWith(MAPPED)) return found(V4_BITS, bits.slice(96), length - 96)
  return found(wide ? V6_BITS : V4_BITS, bits, length)
}

/** Binary digits, so that a network covers what begins with its digits. */
type SpecialBits = readonly [digits: string, code: WarningCode]

function found(
  table: readonly SpecialBits[],
  bits: string,
  length: number,
): WarningCode | undefined {
  return table.find(([digits]) => digits.length <= length && bits.startsWith(digits))?.[1]
}

const V4_BITS: readonly SpecialBits[] = V4.map(bitsOfNetwork)
const V6_BITS: readonly SpecialBits[] = V6.map(bitsOfNetwork)
const MAPPED = `${'0'.repeat(80)}${'1'.repeat(16)}`

function bitsOfNetwork([network, code]: Special): SpecialBits {
  const [address = '', prefix] = network.split('/')
  return [bitsOf(address).slice(0, Number(prefix)), code]
}

function bitsOf(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => binary(part, 10, 8))
      .join('')
  const [head = '', tail = ''] = address.split('::')
  const left = groups(head)
  const right = groups(tail)
  const gap = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...gap, ...right].map((part) => binary(part, 16, 16)).join('')
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':')
}

function binary(digits: string, radix: number, width: number): string {
  return Number.parseInt(digits, radix).toString(2).padStart(width, '0')
}
